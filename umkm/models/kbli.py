"""KBLI: the code of what a business does; always with its version, since 2020 and 2025 differ."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umkm.categories import Category


class KbliVersion(models.TextChoices):
    """BPS Reg. 2/2020, replaced by BPS Reg. 7/2025; a code is never carried over silently."""

    V2020 = "2020", "KBLI 2020"
    V2025 = "2025", "KBLI 2025"


class Kbli(models.Model):
    """The title of one five-digit code in one version."""

    version = models.CharField(_("versi"), max_length=4, choices=KbliVersion)
    code = models.CharField(_("kode"), max_length=5)
    title = models.CharField(_("judul"), max_length=200)

    class Meta:
        verbose_name = _("kode KBLI")
        verbose_name_plural = _("kode KBLI")
        ordering = ("version", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "code"),
                name="kbli_code_once_per_version",
                violation_error_message=_("Kode ini sudah ada dalam versi KBLI yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(version__in=KbliVersion.values),
                name="kbli_version_is_known",
                violation_error_message=_("Versi KBLI harus 2020 atau 2025."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{5}$"),
                name="kbli_code_has_five_digits",
                violation_error_message=_("Kode KBLI terdiri atas lima angka."),
            ),
        )

    def __str__(self):
        return f"{self.code} {self.title}"


class CategoryRule(models.Model):
    """KBLI codes that begin with `prefix` serve `category`; OTHER takes a prefix out of a shorter one's category."""

    version = models.CharField(_("versi KBLI"), max_length=4, choices=KbliVersion)
    prefix = models.CharField(_("awalan kode"), max_length=5, help_text=_("Awalan terpanjang yang cocok menentukan."))
    category = models.CharField(_("kategori"), max_length=9, choices=Category)
    is_primary = models.BooleanField(_("kategori utama"), default=True)

    class Meta:
        verbose_name = _("aturan kategori")
        verbose_name_plural = _("aturan kategori")
        ordering = ("version", "prefix", "-is_primary")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "prefix", "category"),
                name="category_rule_once",
                violation_error_message=_("Aturan ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(version__in=KbliVersion.values) & Q(prefix__regex=r"^[0-9]{2,5}$"),
                name="category_rule_prefix_is_kbli",
                violation_error_message=_(
                    "Awalan KBLI terdiri atas dua sampai lima angka, dengan versi 2020 atau 2025."
                ),
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values),
                name="category_rule_category_is_known",
                violation_error_message=_("Pilih kategori dari daftar."),
            ),
        )

    def __str__(self):
        return f"{self.prefix} → {self.get_category_display()}"
