"""What certification asks of an owner: the documents of an application, as long as no certificate is valid."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from umkm.desk_blocks import Task, desk_tasks
from umkm.owner.papers import kept, missing


@desk_tasks
def missing_papers(business, on):
    """How many of the documents every application needs are not there yet (Permenperin 35/2025 Ps 41)."""
    if business.certificates.valid_on(on).exists():
        return []
    count = len(missing(kept(business)))
    if not count:
        return []
    text = ngettext(
        "%(count)s dokumen permohonan belum ada. Kumpulkan satu per satu; semuanya dipakai lagi nanti.",
        "%(count)s dokumen permohonan belum ada. Kumpulkan satu per satu; semuanya dipakai lagi nanti.",
        count,
    )
    return [Task(text % {"count": count}, reverse("umkm:papers", args=[business.pk]), _("Beri dokumen"))]
