"""TKDN certificates and the products on them. A certificate belongs to products, never to a company as such."""

import secrets
from datetime import timedelta

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from certification.certificate_triggers import CERTIFICATE_TRIGGERS
from certification.comparing import NumberKey
from certification.querysets import CertificateItemQuerySet, CertificateQuerySet
from certification.statuses import EXPIRING_DAYS, CertificateStatus
from umkm.models import Business, KbliVersion, Product, Source
from umkm.words import TermsField


class Scheme(models.TextChoices):
    """The regulation a certificate was issued under (domain 1 and 2)."""

    P46_2022 = "P46_2022", _("Permenperin 46/2022 (aturan lama)")
    P35_2025 = "P35_2025", _("Permenperin 35/2025")
    UNKNOWN = "UNKNOWN", _("aturan tidak diketahui")


def new_token():
    """An unguessable name for the public page of a certificate."""
    return secrets.token_urlsafe(16)


@pghistory.track()
@pgtrigger.register(*CERTIFICATE_TRIGGERS)
class Certificate(models.Model):
    """A certificate. Both its first and its last day are valid days; the printed end date wins over any rule.

    `business` is empty while the holder is not in the register: the certificate then waits in the staff's queue.
    """

    number = models.CharField(_("nomor sertifikat"), max_length=100, null=True, blank=True)
    issuer = models.CharField(_("penerbit"), max_length=60, default="Kementerian Perindustrian")
    scheme = models.CharField(_("aturan"), max_length=8, choices=Scheme, default=Scheme.UNKNOWN)
    holder_name = models.CharField(_("nama pemegang"), max_length=200)
    holder_nib = models.CharField(_("NIB pemegang"), max_length=13, blank=True)
    holder_address = models.CharField(_("alamat pemegang"), max_length=400, blank=True)
    holder_province = models.CharField(_("provinsi pemegang"), max_length=60, blank=True)
    business = models.ForeignKey(
        Business, models.SET_NULL, null=True, blank=True, related_name="certificates", verbose_name=_("usaha")
    )
    issued_on = models.DateField(_("terbit"), null=True, blank=True, help_text=_("Kosong bila daftar tidak memuatnya."))
    valid_until = models.DateField(_("berlaku sampai"))
    frozen_from = models.DateField(_("dibekukan sejak"), null=True, blank=True)
    frozen_until = models.DateField(_("dibekukan sampai"), null=True, blank=True)
    revoked_on = models.DateField(_("dicabut pada"), null=True, blank=True)
    superseded_on = models.DateField(_("diganti pada"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes", verbose_name=_("diganti oleh")
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.STAFF, editable=False)
    source_on = models.DateField(_("data per"), null=True, blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sertifikat TKDN")
        verbose_name_plural = _("sertifikat TKDN")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                "issuer", NumberKey("number"), name="certificate_number_once_per_issuer",
                violation_error_message=_(
                    "Nomor sertifikat ini sudah tercatat untuk penerbit yang sama; beda spasi dan huruf besar tidak "
                    "membuatnya lain. Cari nomornya di daftar sertifikat, lalu ubah catatan itu."
                ),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="certificate_ends_after_it_starts",
                violation_error_message=_("Tanggal berlaku sampai mendahului tanggal terbit."),
            ),
            models.CheckConstraint(
                condition=Q(scheme__in=Scheme.values) & Q(source__in=Source.values),
                name="certificate_scheme_and_source_are_known",
                violation_error_message=_("Pilih aturan dan sumber dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(holder_nib="") | Q(holder_nib__regex=r"^[0-9]{13}$"),
                name="certificate_holder_nib_has_13_digits",
                violation_error_message=_("NIB terdiri atas 13 angka."),
            ),
            models.CheckConstraint(
                condition=(Q(frozen_from__isnull=True) & Q(frozen_until__isnull=True))
                | Q(frozen_from__isnull=False, frozen_until__isnull=True)
                | Q(frozen_from__isnull=False, frozen_until__gte=F("frozen_from")),
                name="certificate_freeze_ends_after_it_starts",
                violation_error_message=_("Pembekuan berakhir sebelum dimulai."),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("issued_on")),
                name="certificate_revoked_after_issue",
                violation_error_message=_("Sertifikat tidak dapat dicabut sebelum terbit."),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(frozen_from__isnull=True) | Q(frozen_from__gte=F("issued_on")),
                name="certificate_frozen_after_issue",
                violation_error_message=_("Sertifikat tidak dapat dibekukan sebelum terbit."),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(superseded_on__isnull=True)
                | Q(superseded_on__gte=F("issued_on")),
                name="certificate_superseded_after_issue",
                violation_error_message=_("Sertifikat tidak dapat diganti sebelum terbit."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(superseded_on__isnull=False),
                name="certificate_superseded_by_has_a_day",
                violation_error_message=_("Isi tanggal sertifikat ini diganti."),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("valid_until",), name="certificate_by_end"),
            models.Index(NumberKey("number"), name="certificate_by_number_key"),
            GinIndex(OpClass(Upper("holder_name"), name="gin_trgm_ops"), name="certificate_holder_trigrams"),
        )

    def __str__(self):
        return self.number or _("Tanpa nomor: %(holder)s") % {"holder": self.holder_name}

    def get_absolute_url(self):
        """The public page where anyone checks it; its QR code leads there."""
        return reverse("certification:token", kwargs={"token": self.token})

    def status_on(self, day):
        """What the certificate is on `day`; `CertificateQuerySet.valid_on` asks the same of many."""
        if self.revoked_on and self.revoked_on <= day:
            return CertificateStatus.REVOKED
        if self.superseded_on and self.superseded_on <= day:
            return CertificateStatus.SUPERSEDED
        if self.issued_on and day < self.issued_on:
            return CertificateStatus.NOT_YET
        if day > self.valid_until:
            return CertificateStatus.EXPIRED
        if self.frozen_from and self.frozen_from <= day and not (self.frozen_until and self.frozen_until < day):
            return CertificateStatus.FROZEN
        if self.valid_until - day <= timedelta(days=EXPIRING_DAYS):
            return CertificateStatus.EXPIRING
        return CertificateStatus.ACTIVE


@pghistory.track(exclude=["terms"])
@pgtrigger.register(
    pgtrigger.Trigger(
        name="item_lives_as_its_certificate",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("first", "date"), ("past", "date")],
        func="""
            SELECT COALESCE(c.issued_on, '-infinity'), LEAST(c.valid_until + 1, c.revoked_on, c.superseded_on)
              INTO first, past FROM certification_certificate c WHERE c.id = NEW.certificate_id;
            NEW.live_during = CASE WHEN past > first THEN daterange(first, past, '[)') ELSE 'empty'::daterange END;
            RETURN NEW;
        """,
    )
)
class CertificateItem(models.Model):
    """One product on a certificate, with its own values."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="items", verbose_name=_("sertifikat"))
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, related_name="certificate_items", verbose_name=_("produk")
    )
    product_name = models.CharField(_("nama produk"), max_length=300)
    specification = models.CharField(_("spesifikasi"), max_length=2000, blank=True)
    type = models.CharField(_("tipe"), max_length=200, blank=True)
    brand = models.CharField(_("merek"), max_length=200, blank=True)
    goods_group = models.CharField(_("kelompok barang"), max_length=200, blank=True)
    hs_code = models.CharField(_("kode HS"), max_length=8, blank=True, help_text=_("Delapan angka."))
    kbli_version = models.CharField(_("versi KBLI"), max_length=4, choices=KbliVersion, default=KbliVersion.V2020)
    kbli_code = models.CharField(_("kode KBLI"), max_length=5)
    tkdn = models.DecimalField(
        _("nilai TKDN (%)"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    bmp = models.DecimalField(
        _("nilai BMP (%)"), max_digits=4, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(15)],
    )  # fmt: skip
    bmp_valid_until = models.DateField(_("BMP berlaku sampai"), null=True, blank=True)
    live_during = DateRangeField(
        editable=False, blank=True, help_text="Days on which the certificate runs, kept by a trigger."
    )
    terms = TermsField(source=("product_name", "specification", "brand"))

    objects = CertificateItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("produk bersertifikat")
        verbose_name_plural = _("produk bersertifikat")
        constraints = (
            ExclusionConstraint(
                name="certificate_item_one_live_per_product",
                expressions=[("product", RangeOperators.EQUAL), ("live_during", RangeOperators.OVERLAPS)],
                condition=Q(product__isnull=False),
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Produk ini sudah punya sertifikat lain yang berlaku pada masa yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(tkdn__gte=0, tkdn__lte=100),
                name="certificate_item_tkdn_is_a_percentage",
                violation_error_message=_("Nilai TKDN berada di antara 0 dan 100."),
            ),
            models.CheckConstraint(
                condition=Q(bmp__isnull=True) | Q(bmp__gte=0, bmp__lte=15),
                name="certificate_item_bmp_is_at_most_15",
                violation_error_message=_("Nilai BMP berada di antara 0 dan 15 (Permenperin 35/2025 Pasal 22)."),
            ),
            models.CheckConstraint(
                condition=Q(hs_code="") | Q(hs_code__regex=r"^[0-9]{8}$"),
                name="certificate_item_hs_has_eight_digits",
                violation_error_message=_("Kode HS terdiri atas delapan angka."),
            ),
            models.CheckConstraint(
                condition=Q(kbli_version__in=KbliVersion.values) & Q(kbli_code__regex=r"^[0-9]{5}$"),
                name="certificate_item_kbli_has_version_and_five_digits",
                violation_error_message=_("Kode KBLI terdiri atas lima angka, dengan versi 2020 atau 2025."),
            ),
        )
        indexes = (
            GinIndex(fields=("terms",), name="certificate_item_terms"),
            GinIndex(OpClass(Upper("product_name"), name="gin_trgm_ops"), name="certificate_item_trigrams"),
        )

    def __str__(self):
        return f"{self.product_name} ({formats.number_format(self.tkdn, 2)}\u00a0%)"
