"""What a certificate says of a product beyond its name (Permenperin 35/2025 Ps 41 and 44(2) a)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Product


@pghistory.track()
class ProductDetail(models.Model):
    """Type, specification, brand, goods group and HS code of a product; asked when a certificate is near."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="detail", verbose_name=_("produk"))
    type = models.CharField(_("tipe"), max_length=200, blank=True)
    specification = models.CharField(_("spesifikasi"), max_length=2000, blank=True)
    brand = models.CharField(_("merek"), max_length=200, blank=True)
    goods_group = models.CharField(_("kelompok barang"), max_length=200, blank=True)
    hs_code = models.CharField(_("kode HS"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("rincian produk")
        verbose_name_plural = _("rincian produk")
        constraints = (
            models.CheckConstraint(
                condition=Q(hs_code="") | Q(hs_code__regex=r"^[0-9]{8}$"),
                name="product_detail_hs_has_eight_digits",
                violation_error_message=_("Kode HS terdiri atas delapan angka."),
            ),
        )

    def __str__(self):
        return str(self.product)
