"""What waits for an owner about SIINas: a proof that came back, a status that may have changed."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from certification.models import AccountStatus
from certification.siinas.views import rows_of
from umkm.desk_blocks import Task, desk_tasks


@desk_tasks
def account_tasks(business, on):
    """Two queries, whatever the number of accounts."""
    url = reverse("siinas:accounts", args=[business.pk])
    return [task for row in rows_of(business, on) if (task := _task(row, url))]


def _task(row, url):
    if row.returned:
        text = _("Bukti akun SIINas dikembalikan petugas: %(why)s")
        return Task(text % {"why": " ".join(row.returned.sentences)}, url, _("Kirim bukti baru"))
    if row.is_stale and row.account.status != AccountStatus.NONE:
        text = _("Status akun SIINas “%(status)s” tercatat %(day)s. Masih benar?")
        told = {"status": row.account.get_status_display(), "day": formats.date_format(row.account.as_of, "j F Y")}
        return Task(text % told, url, _("Jawab"))
    return None
