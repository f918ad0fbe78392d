"""What the map can show."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certification.triage import Reach


class Measure(TextChoices):
    """The values of the page's parameter `peta`."""

    CERTIFIED = "bersertifikat", _("Usaha bersertifikat")
    OPEN = "terbuka", _("Rupiah belum dibeli")
    ABSORBED = "serapan", _("Serapan")
    KBLI = "kbli", _("KBLI sesuai produk")
    NIB = "nib", _("Punya NIB")
    SIINAS = "siinas", _("Akun SIINas aktif")
    VALIDATED = "tervalidasi", _("Tervalidasi")

    reaches = nonmember({"kbli": Reach.KBLI, "nib": Reach.NIB, "siinas": Reach.SIINAS, "tervalidasi": Reach.VALIDATED})

    @property
    def is_money(self):
        """Whether it depends on the budget year and the level of government."""
        return self in (Measure.OPEN, Measure.ABSORBED)

    @property
    def reach(self):
        """The step whose share it shows; None for the others."""
        return Measure.reaches.get(self.value)
