"""Is this certificate real? What anyone is told about it, and the record that somebody asked."""

import logging
import re
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import AskedBy, Certificate, CertificateCheck, CertificateStatus
from certification.models.check import FORGETTING, UNKNOWN
from tkdnportal.templatetags.portal import day as written_day

logger = logging.getLogger(__name__)

LONG_NUMBER = re.compile(r"\d{10,}")
"""A NIK, NIB, NPWP or telephone number typed by mistake: certificate numbers have no such run of digits."""
SHOWN_OF_TOKEN = 6

MEANINGS = {
    CertificateStatus.ACTIVE: gettext_lazy(
        "Sertifikat ini berlaku sampai %(end)s. Pembeli boleh memakai nilai TKDN di bawah."
    ),
    CertificateStatus.EXPIRING: gettext_lazy(
        "Sertifikat ini masih berlaku, tetapi berakhir pada %(end)s. "
        "Pastikan hari kontrak dan hari penyerahan barang tidak melewati hari itu."
    ),
    CertificateStatus.NOT_YET: gettext_lazy(
        "Sertifikat ini baru berlaku mulai %(start)s. Sebelum hari itu jangan dipakai untuk membeli."
    ),
    CertificateStatus.EXPIRED: gettext_lazy(
        "Masa berlakunya habis pada %(end)s. Jangan dipakai untuk membeli; "
        "mintalah sertifikat yang baru kepada penjual."
    ),
    CertificateStatus.FROZEN: gettext_lazy(
        "Sertifikat ini dibekukan sejak %(frozen)s karena sedang diperiksa Kementerian. "
        "Selama dibekukan jangan dipakai untuk membeli; periksa lagi di sini beberapa hari kemudian."
    ),
    CertificateStatus.REVOKED: gettext_lazy(
        "Sertifikat ini dicabut pada %(revoked)s, walaupun tanggal di kertasnya mungkin belum lewat. "
        "Jangan dipakai untuk membeli."
    ),
    CertificateStatus.SUPERSEDED: gettext_lazy(
        "Sertifikat ini diganti pada %(superseded)s. Nilai TKDN di sini tidak berlaku lagi; "
        "pakailah sertifikat penggantinya."
    ),
}
"""What each status means for a buyer (freeze and revocation: Permenperin 35/2025 Pasal 68; replacement: Pasal 50)."""


@dataclass(frozen=True)
class Verdict:
    """A certificate as it is on a day, and what that means for a buyer."""

    certificate: Certificate
    status: CertificateStatus

    @property
    def is_valid(self):
        """Whether the values on it count on the day."""
        return self.status in CertificateStatus.valid

    @property
    def meaning(self):
        """One plain sentence or two."""
        certificate = self.certificate
        return MEANINGS[self.status] % {
            "start": written_day(certificate.issued_on),
            "end": written_day(certificate.valid_until),
            "frozen": written_day(certificate.frozen_from),
            "revoked": written_day(certificate.revoked_on),
            "superseded": written_day(certificate.superseded_on),
        }

    @property
    def place(self):
        """The kabupaten/kota of a registered holder, else the province on the list; never an address (UU 27/2022)."""
        business = self.certificate.business
        return str(business.regency) if business else self.certificate.holder_province

    @property
    def source(self):
        """Where the portal knows it from, and for which day."""
        certificate = self.certificate
        words = {"source": certificate.get_source_display(), "day": written_day(certificate.source_on)}
        if certificate.source_on:
            return _("Sumber: %(source)s, data per %(day)s.") % words
        return _("Sumber: %(source)s.") % words


def verdicts_on(day, certificates):
    """What each of `certificates` (a queryset) is on `day`."""
    return [Verdict(found, found.status_on(day)) for found in certificates.for_checking()]


def record(*, how, asked, verdicts, at):
    """Keep what was asked and shown; a fault in here is logged and never costs the visitor the answer."""
    answers = [(verdict.certificate.pk, verdict.status) for verdict in verdicts] or [(None, UNKNOWN)]
    rows = [
        CertificateCheck(certificate_id=pk, how=how, asked=shortened(how, asked), status=status, at=at)
        for pk, status in answers
    ]
    try:
        with transaction.atomic():
            CertificateCheck.objects.bulk_create(rows)
    except DatabaseError:
        logger.exception("A check of a certificate could not be recorded")


def shortened(how, asked):
    """What is kept of the question: the start of a token, which is a key; no long number, which may be a person's."""
    printable = "".join(sign for sign in asked if sign.isprintable())
    if how == AskedBy.TOKEN:
        return f"{printable[:SHOWN_OF_TOKEN]}…"
    kept = CertificateCheck._meta.get_field("asked").max_length
    return LONG_NUMBER.sub(lambda digits: f"{digits[0][:4]}…", printable)[:kept]


@transaction.atomic
def forget(before):
    """Delete the record of checks made before the moment `before`; returns how many. The only way it can be done.

    The database refuses rows younger than a year whatever is asked here (docs/adr/0008-checks-are-forgotten.md).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FORGETTING])
        count, _rows = CertificateCheck.objects.filter(at__lt=before).delete()
        cursor.execute("SELECT set_config(%s, '', true)", [FORGETTING])
    return count


def monthly(since):
    """Checks of each month from the moment `since` on, newest first: all, of valid, of other and unknown ones."""
    valid = Q(status__in=CertificateStatus.valid)
    return (
        CertificateCheck.objects.filter(at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("at"))
        .values("month")
        .annotate(
            total=Count("pk"),
            valid=Count("pk", filter=valid),
            unknown=Count("pk", filter=Q(status=UNKNOWN)),
            other=Count("pk", filter=~valid & ~Q(status=UNKNOWN)),
        )
        .order_by("-month")
    )
