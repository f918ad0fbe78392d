"""What is said of one main component, of a calculation as of a template that makers share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.tkdn import Origin


class ComponentFacts(models.Model):
    """For one unit of the product: how much, at what price, from where."""

    position = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("nama bahan"), max_length=100)
    quantity = models.DecimalField(_("jumlah"), max_digits=15, decimal_places=6)
    unit = models.CharField(_("satuan"), max_length=20, blank=True)
    unit_price = models.DecimalField(_("harga satuan (Rp)"), max_digits=15, decimal_places=2)
    origin = models.CharField(_("asal"), max_length=13)
    certificate_number = models.CharField(_("nomor sertifikat bahan"), max_length=100, blank=True)
    certificate_tkdn = models.DecimalField(
        _("nilai TKDN bahan (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    certificate_valid_until = models.DateField(_("sertifikat bahan berlaku sampai"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="%(class)s_quantity_is_positive",
                violation_error_message=_("Isi jumlah bahan, lebih dari 0."),
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0),
                name="%(class)s_price_is_not_negative",
                violation_error_message=_("Isi harga satuan dalam rupiah, 0 atau lebih."),
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[str(origin) for origin in Origin]),
                name="%(class)s_origin_is_known",
                violation_error_message=_("Pilih dari mana bahan ini."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(origin=str(Origin.CERTIFIED), certificate_valid_until__isnull=False)
                    & Q(certificate_tkdn__isnull=False, certificate_tkdn__gte=0, certificate_tkdn__lte=100)
                    & ~Q(certificate_number="")
                )
                | (
                    ~Q(origin=str(Origin.CERTIFIED))
                    & Q(certificate_number="", certificate_tkdn__isnull=True, certificate_valid_until__isnull=True)
                ),
                name="%(class)s_certificate_is_whole",
                violation_error_message=_(
                    "Bahan bersertifikat perlu nomor, nilai 0–100, dan tanggal akhir; bahan lain tanpa ketiganya."
                ),
            ),
        )

    def __str__(self):
        return self.name

    def has_lapsed(self, on):
        """Whether its certificate has ended before day `on`; its last day still counts."""
        return self.certificate_valid_until is not None and self.certificate_valid_until < on

    def counted_origin(self, on):
        """Its origin on day `on`: one whose certificate has ended counts as made here without one (domain 10)."""
        return str(Origin.DOMESTIC) if self.has_lapsed(on) else self.origin
