"""What a certificate is on a day: derived from its dates, never stored."""

from datetime import timedelta
from enum import nonmember

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

EXPIRING_DAYS = 90
"""A certificate that ends within this many days reads “segera berakhir” (the portal's own choice)."""


class CertificateStatus(models.TextChoices):
    """The statuses, in the order a reader meets them."""

    ACTIVE = "ACTIVE", _("berlaku")
    EXPIRING = "EXPIRING", _("segera berakhir")
    NOT_YET = "NOT_YET", _("belum mulai berlaku")
    EXPIRED = "EXPIRED", _("sudah berakhir")
    FROZEN = "FROZEN", _("dibekukan")
    REVOKED = "REVOKED", _("dicabut")
    SUPERSEDED = "SUPERSEDED", _("diganti sertifikat baru")

    valid = nonmember(("ACTIVE", "EXPIRING"))


def status_expression(day):
    """`Certificate.status_on` for many rows at once, as SQL, with the same questions in the same order."""
    frozen = Q(frozen_from__lte=day) & (Q(frozen_until__isnull=True) | Q(frozen_until__gte=day))
    return Case(
        When(revoked_on__lte=day, then=Value(CertificateStatus.REVOKED)),
        When(superseded_on__lte=day, then=Value(CertificateStatus.SUPERSEDED)),
        When(issued_on__gt=day, then=Value(CertificateStatus.NOT_YET)),
        When(valid_until__lt=day, then=Value(CertificateStatus.EXPIRED)),
        When(frozen, then=Value(CertificateStatus.FROZEN)),
        When(valid_until__lte=day + timedelta(days=EXPIRING_DAYS), then=Value(CertificateStatus.EXPIRING)),
        default=Value(CertificateStatus.ACTIVE),
        output_field=models.CharField(),
    )
