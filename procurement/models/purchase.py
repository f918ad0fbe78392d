"""What every purchase has, from a certified maker or past them: who recorded it and from where, how it was undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from procurement.models.award_rules import SENTENCES
from procurement.querysets import PurchaseQuerySet

NOT_CANCELLED = Q(cancelled_on__isnull=True, cancel_reason="")
CANCELLED = Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")


class RecordedBy(models.TextChoices):
    """Where a purchase was recorded."""

    OFFICER = "OFFICER", _("pejabat pengadaan")
    IMPORT = "IMPORT", _("berkas realisasi")
    DEMO = "DEMO", _("data contoh")


class Purchase(models.Model):
    """A recorded purchase; a form posted twice or a line imported twice meets the key of the first."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pejabat"),
        editable=False,
    )  # fmt: skip
    source = models.CharField(_("sumber"), max_length=7, choices=RecordedBy, default=RecordedBy.OFFICER, editable=False)
    recorded_at = models.DateTimeField(_("dicatat"), db_default=Now(), editable=False)
    change_reason = models.CharField(_("alasan perubahan"), max_length=300, blank=True)
    cancelled_on = models.DateField(_("dibatalkan pada"), null=True, blank=True)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=500, blank=True)
    form_key = models.UUIDField(null=True, editable=False)
    import_key = models.CharField(max_length=120, null=True, editable=False)

    objects = PurchaseQuerySet.as_manager()
    refusals = SENTENCES

    class Meta:
        abstract = True
