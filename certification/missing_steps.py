"""What a business without a certificate still has to do, from its stage on the path."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certification.triage import Stage


class MissingStep(TextChoices):
    """A step that is left, in the order in which it is taken."""

    KBLI = "KBLI", _("KBLI industri pada NIB")
    NIB = "NIB", _("NIB")
    STANDARD = "STANDARD", _("Sertifikat Standar terverifikasi")
    SIINAS = "SIINAS", _("akun SIINas")
    SIINAS_FINISH = "SIINAS_FINISH", _("akun SIINas diselesaikan")
    VALIDATION = "VALIDATION", _("validasi industri kecil")
    APPLICATION = "APPLICATION", _("permohonan TKDN-IK")
    CORRECTION = "CORRECTION", _("perbaikan permohonan yang dikembalikan")


BEFORE_ACCOUNT = (MissingStep.SIINAS, MissingStep.VALIDATION, MissingStep.APPLICATION)

LEFT = {
    Stage.NO_KBLI: (MissingStep.KBLI, *BEFORE_ACCOUNT),
    Stage.WRONG_KBLI: (MissingStep.KBLI, *BEFORE_ACCOUNT),
    Stage.NO_NIB: (MissingStep.NIB, *BEFORE_ACCOUNT),
    Stage.STANDARD_UNVERIFIED: (MissingStep.STANDARD, *BEFORE_ACCOUNT),
    Stage.NO_SIINAS: BEFORE_ACCOUNT,
    Stage.SIINAS_UNFINISHED: (MissingStep.SIINAS_FINISH, MissingStep.VALIDATION, MissingStep.APPLICATION),
    Stage.NOT_VALIDATED: (MissingStep.VALIDATION, MissingStep.APPLICATION),
    Stage.READY: (MissingStep.APPLICATION,),
    Stage.RETURNED: (MissingStep.CORRECTION,),
    Stage.EXPIRED: (MissingStep.APPLICATION,),
    Stage.CERTIFIED: (MissingStep.APPLICATION,),
    Stage.EXPIRING: (MissingStep.APPLICATION,),
}
"""Steps left by stage. A stage names the first missing fact, so what lies behind it counts as missing too. A valid
certificate proves all steps but the application for the further product."""


def missing_steps(triaged):
    """The steps a `Triaged` business has left, in their order; its stage stands in `LEFT`."""
    left = set(LEFT[triaged.stage])
    if triaged.stage in (Stage.NO_KBLI, Stage.WRONG_KBLI) and not triaged.nib:
        left.add(MissingStep.NIB)
    return tuple(step for step in MissingStep if step in left)
