"""Businesses, what they are licensed for, and what they make."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Now, Upper
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from umkm.categories import Category
from umkm.models.kbli import KbliVersion
from umkm.models.places import District, Regency
from umkm.querysets import BusinessQuerySet
from umkm.words import TermsField

MONEY_IS_WHOLE_RUPIAH = _("Tulis nilai rupiah sebagai bilangan bulat, 0 atau lebih.")


class Source(models.TextChoices):
    """Where a record came from; DEMO marks demonstration data, which never mixes with real records."""

    IMPORT = "IMPORT", _("berkas impor")
    MINISTRY = "MINISTRY", _("daftar Kemenperin")
    STAFF = "STAFF", _("petugas Dinas")
    OWNER = "OWNER", _("pemilik usaha")
    DEMO = "DEMO", _("data contoh")


class RiskLevel(models.TextChoices):
    """Risk of an activity in OSS; from MED_HIGH on its Sertifikat Standar must be verified."""

    LOW = "LOW", _("rendah")
    MED_LOW = "MED_LOW", _("menengah rendah")
    MED_HIGH = "MED_HIGH", _("menengah tinggi")
    HIGH = "HIGH", _("tinggi")


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="kept_record_is_not_merged",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        # The lock makes a merge of the kept record itself wait, and the question is then asked of the newest row.
        func="""
            PERFORM FROM umkm_business WHERE id = NEW.merged_into_id AND merged_into_id IS NULL FOR SHARE;
            IF NOT FOUND OR EXISTS (SELECT FROM umkm_business WHERE merged_into_id = NEW.id) THEN
                RAISE EXCEPTION 'business_kept_record_is_not_merged: % into %', NEW.id, NEW.merged_into_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'business_kept_record_is_not_merged';
            END IF;
            RETURN NEW;
        """,
    )
)
class Business(models.Model):
    """One small business (UMKM) of the register."""

    nib = models.CharField(
        _("NIB"), max_length=13, unique=True, null=True, blank=True, help_text=_("13 angka dari OSS.")
    )
    name = models.CharField(_("nama usaha"), max_length=200)
    owner_name = models.CharField(_("nama pemilik"), max_length=150, blank=True)
    nik_encrypted = models.TextField(editable=False, blank=True)
    nik_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    npwp = models.CharField(_("NPWP"), max_length=16, blank=True, help_text=_("16 angka."))
    phone = models.CharField(_("telepon"), max_length=16, blank=True, help_text=_("Ditulis sebagai +62…"))
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="businesses", verbose_name=_("kabupaten/kota"))
    district = models.ForeignKey(
        District, models.PROTECT, related_name="businesses", verbose_name=_("kecamatan"), null=True, blank=True
    )
    capital = models.BigIntegerField(
        _("modal usaha (Rp)"), null=True, blank=True, help_text=_("Di luar tanah dan bangunan, rupiah bulat.")
    )
    annual_sales = models.BigIntegerField(_("omzet setahun (Rp)"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("tenaga kerja"), null=True, blank=True)
    registered_on = models.DateField(_("tanggal daftar"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.STAFF, editable=False)
    identity_key = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, db_index=False, related_name="doubles",
        verbose_name=_("digabungkan ke"),
    )  # fmt: skip

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = _("usaha")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(nib__regex=r"^[0-9]{13}$"),
                name="business_nib_has_13_digits",
                violation_error_message=_("NIB terdiri atas 13 angka."),
            ),
            models.CheckConstraint(
                condition=Q(npwp="") | Q(npwp__regex=r"^[0-9]{16}$"),
                name="business_npwp_has_16_digits",
                violation_error_message=_("NPWP terdiri atas 16 angka."),
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+62[0-9]{7,13}$"),
                name="business_phone_is_international",
                violation_error_message=_("Tulis nomor telepon sebagai +62 diikuti angka."),
            ),
            models.CheckConstraint(
                condition=(Q(nik_hash__isnull=True) & Q(nik_encrypted=""))
                | (Q(nik_hash__regex=r"^[0-9a-f]{64}$") & ~Q(nik_encrypted="")),
                name="business_nik_is_encrypted_and_hashed",
                violation_error_message=_("NIK harus tersimpan terenkripsi bersama sidiknya."),
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=True) | Q(Exact(Left(F("district_id"), 5), F("regency_id"))),
                name="business_district_lies_in_its_regency",
                violation_error_message=_("Kecamatan itu tidak berada di kabupaten/kota yang dipilih."),
            ),
            models.CheckConstraint(
                condition=(Q(capital__isnull=True) | Q(capital__gte=0))
                & (Q(annual_sales__isnull=True) | Q(annual_sales__gte=0)),
                name="business_money_is_not_negative",
                violation_error_message=MONEY_IS_WHOLE_RUPIAH,
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values),
                name="business_source_is_known",
                violation_error_message=_("Sumber data tidak dikenal."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="business_is_not_merged_into_itself",
                violation_error_message=_("Sebuah catatan tidak dapat digabungkan dengan dirinya sendiri."),
            ),
            models.UniqueConstraint(
                fields=("identity_key",),
                condition=Q(nib__isnull=True) & ~Q(identity_key=""),
                name="business_without_nib_once_per_identity",
                violation_error_message=_("Usaha tanpa NIB dengan nama, tempat, dan pemilik yang sama sudah tercatat."),
            ),
        )
        indexes = (
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="business_name_trigrams"),
            GinIndex(OpClass(Upper("owner_name"), name="gin_trgm_ops"), name="business_owner_trigrams"),
            models.Index(fields=("regency", "id"), name="business_by_regency"),
            models.Index(fields=("source",), name="business_by_source"),
            models.Index(
                fields=("merged_into",), condition=Q(merged_into__isnull=False), name="business_by_kept_record"
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The owner's desk of this business."""
        return reverse("umkm:business", args=[self.pk])


@pghistory.track()
class Activity(models.Model):
    """One KBLI entry on a business's NIB."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="activities", verbose_name=_("usaha"))
    kbli_version = models.CharField(_("versi KBLI"), max_length=4, choices=KbliVersion, default=KbliVersion.V2020)
    kbli_code = models.CharField(_("kode KBLI"), max_length=5)
    risk = models.CharField(_("tingkat risiko"), max_length=8, choices=RiskLevel, blank=True)
    standard_certificate_verified = models.BooleanField(
        _("Sertifikat Standar terverifikasi"),
        null=True,
        blank=True,
        help_text=_("Wajib sebelum mengajukan TKDN-IK bila risikonya menengah tinggi ke atas."),
    )

    class Meta:
        verbose_name = _("kegiatan usaha")
        verbose_name_plural = _("kegiatan usaha")
        constraints = (
            models.UniqueConstraint(
                fields=("business", "kbli_version", "kbli_code"),
                name="activity_once_per_business",
                violation_error_message=_("Kode KBLI ini sudah tercatat untuk usaha tersebut."),
            ),
            models.CheckConstraint(
                condition=Q(kbli_version__in=KbliVersion.values) & Q(kbli_code__regex=r"^[0-9]{5}$"),
                name="activity_kbli_has_version_and_five_digits",
                violation_error_message=_("Kode KBLI terdiri atas lima angka, dengan versi 2020 atau 2025."),
            ),
            models.CheckConstraint(
                condition=Q(risk__in=["", *RiskLevel.values]),
                name="activity_risk_is_known",
                violation_error_message=_("Pilih tingkat risiko dari daftar."),
            ),
        )
        indexes = (models.Index(fields=("kbli_code",), name="activity_by_kbli"),)

    def __str__(self):
        return f"{self.kbli_code} ({self.kbli_version})"


@pghistory.track(exclude=["terms"])
class Product(models.Model):
    """Something a business makes."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="products", verbose_name=_("usaha"))
    name = models.CharField(_("nama produk"), max_length=200)
    description = models.CharField(_("keterangan"), max_length=500, blank=True)
    kbli_version = models.CharField(_("versi KBLI"), max_length=4, choices=KbliVersion, blank=True)
    kbli_code = models.CharField(_("kode KBLI"), max_length=5, blank=True)
    categories = ArrayField(
        models.CharField(max_length=9, choices=Category), verbose_name=_("kategori"), default=list,
        help_text=_("Kategori belanja yang dapat dilayani, yang utama di depan."),
    )  # fmt: skip
    price = models.BigIntegerField(_("harga satuan (Rp)"), null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=20, blank=True, help_text=_("Misalnya buah, kg, atau kotak."))
    monthly_capacity = models.PositiveIntegerField(_("kapasitas sebulan"), null=True, blank=True)
    terms = TermsField(source=("name", "description"))

    class Meta:
        verbose_name = _("produk")
        verbose_name_plural = _("produk")
        constraints = (
            models.UniqueConstraint(
                "business", Upper("name"), name="product_name_once_per_business",
                violation_error_message=_("Usaha ini sudah punya produk dengan nama tersebut."),
            ),
            models.CheckConstraint(
                condition=Q(categories__contained_by=Category.values) & Q(categories__len__gte=1),
                name="product_category_is_known",
                violation_error_message=_("Pilih sedikitnya satu kategori dari daftar."),
            ),
            models.CheckConstraint(
                condition=(Q(kbli_version="") & Q(kbli_code=""))
                | (Q(kbli_version__in=KbliVersion.values) & Q(kbli_code__regex=r"^[0-9]{5}$")),
                name="product_kbli_has_version_and_five_digits",
                violation_error_message=_("Kode KBLI terdiri atas lima angka, dengan versi 2020 atau 2025."),
            ),
            models.CheckConstraint(
                condition=(Q(price__isnull=True) | Q(price__gt=0))
                & (Q(monthly_capacity__isnull=True) | Q(monthly_capacity__gt=0)),
                name="product_price_and_capacity_are_positive",
                violation_error_message=_("Harga dan kapasitas harus lebih dari 0, atau kosong bila belum diketahui."),
            ),
        )  # fmt: skip
        indexes = (
            GinIndex(fields=("terms",), name="product_terms"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="product_name_trigrams"),
        )

    def __str__(self):
        return self.name
