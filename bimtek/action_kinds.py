"""What the office can do today for one business, and what can come of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bimtek.steps import MissingStep


class ActionKind(TextChoices):
    """One action; those of the path are named like the step they help with (`bimtek.steps.MissingStep`)."""

    KBLI = "KBLI", _("bantu mencatat KBLI industri")
    NIB = "NIB", _("bantu membuat NIB")
    STANDARD = "STANDARD", _("bantu verifikasi Sertifikat Standar")
    SIINAS = "SIINAS", _("bantu membuat akun SIINas")
    SIINAS_FINISH = "SIINAS_FINISH", _("bantu menyelesaikan akun SIINas")
    VALIDATION = "VALIDATION", _("bantu validasi industri kecil")
    APPLICATION = "APPLICATION", _("bantu mengirim permohonan")
    CORRECTION = "CORRECTION", _("bantu memperbaiki permohonan")
    RECHECK = "RECHECK", _("tanyakan keadaan akun SIINas")
    RENEWAL = "RENEWAL", _("ingatkan memperpanjang sertifikat")
    REMINDER = "REMINDER", _("sampaikan pengingat yang tidak sampai")


RENEWING = (ActionKind.RENEWAL, ActionKind.REMINDER)
"""Kinds about a certificate that ends; the others are about one that is not there yet."""

ABOUT_ACCOUNT = (MissingStep.SIINAS_FINISH, MissingStep.VALIDATION)
"""Next steps that rest on the last known status of a SIINas account."""


class Result(TextChoices):
    """What the person who did it says."""

    DONE = "DONE", _("sudah dikerjakan")
    SNOOZED = "SNOOZED", _("ditunda")
    DECLINED = "DECLINED", _("pemilik menolak")
