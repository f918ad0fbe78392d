"""Sentra: makers of one product in one place, and the raw material their cooperative buys and allots to them.

No more is allotted than an invoice holds, however many clerks and however raw the SQL: an allotment locks its invoice
first, so that two at once wait for each other and see each other's quantity.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from umkm.categories import Category
from umkm.models.business import Business
from umkm.models.document import Document
from umkm.models.places import District
from umkm.sentra_querysets import AllotmentQuerySet, SentraQuerySet
from umkm.words import TermsField


def _refuse(rule, text):
    return f"RAISE EXCEPTION {text} USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


@pghistory.track(exclude=["terms"])
class Sentra(models.Model):
    """Makers of one product and place; `product` is what people there call it, `cooperative` buys for its members."""

    name = models.CharField(_("nama sentra"), max_length=120, help_text=_("Misalnya “Sentra keripik Gedong Tataan”."))
    product = models.CharField(_("produk"), max_length=100, help_text=_("Dengan kata sehari-hari, misalnya keripik."))
    category = models.CharField(_("kategori"), max_length=9, choices=Category)
    district = models.ForeignKey(District, models.PROTECT, related_name="sentras", verbose_name=_("kecamatan"))
    village = models.CharField(_("desa atau kelurahan"), max_length=80, blank=True)
    cooperative = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("koperasi"),
        help_text=_("Usaha yang membeli bahan untuk anggota. Kosongkan bila tidak ada."),
    )  # fmt: skip
    terms = TermsField(source=("product",))

    objects = SentraQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentra")
        verbose_name_plural = _("sentra")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                Upper("product"), "district", Upper("village"),
                name="sentra_once_per_product_and_place",
                violation_error_message=_("Sentra produk ini di tempat itu sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values),
                name="sentra_category_is_known",
                violation_error_message=_("Pilih kategori dari daftar."),
            ),
        )  # fmt: skip

    def __str__(self):
        return self.name


@pghistory.track()
@pgtrigger.register(pgtrigger.ReadOnly(name="sentra_member_keeps_its_sentra", fields=["sentra"]))
class SentraMember(models.Model):
    """One business of a sentra; who has left stays, because the material it was given does."""

    sentra = models.ForeignKey(Sentra, models.CASCADE, related_name="memberships", verbose_name=_("sentra"))
    business = models.ForeignKey(Business, models.PROTECT, related_name="sentra_memberships", verbose_name=_("anggota"))
    joined_on = models.DateField(_("masuk pada"))
    left_on = models.DateField(_("keluar pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("anggota sentra")
        verbose_name_plural = _("anggota sentra")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sentra", "business"),
                name="sentra_member_once",
                violation_error_message=_("Usaha ini sudah menjadi anggota sentra."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="sentra_member_leaves_after_joining",
                violation_error_message=_("Tanggal keluar tidak dapat mendahului tanggal masuk."),
            ),
        )

    def __str__(self):
        return str(self.business)


@pghistory.track()
@pgtrigger.register(
    pgtrigger.ReadOnly(name="material_invoice_keeps_its_sentra", fields=["sentra"]),
    pgtrigger.Trigger(
        name="material_invoice_covers_its_allotments",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("quantity"),
        declare=[("given", "numeric")],
        func=f"""
            SELECT COALESCE(SUM(quantity), 0) INTO given FROM umkm_materialallotment WHERE invoice_id = NEW.id;
            IF given > NEW.quantity THEN
                {
            _refuse(
                "material_invoice_covers_its_allotments",
                "'Invoice % would hold % while % is allotted.', NEW.number, NEW.quantity, given",
            )
        }
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - constants of this module
    ),
)
class MaterialInvoice(models.Model):
    """Raw material the cooperative of a sentra bought at once; `amount` in whole rupiah."""

    sentra = models.ForeignKey(Sentra, models.PROTECT, related_name="invoices", verbose_name=_("sentra"))
    buyer = models.ForeignKey(Business, models.PROTECT, related_name="+", verbose_name=_("koperasi pembeli"))
    number = models.CharField(_("nomor nota"), max_length=60)
    seller = models.CharField(_("penjual"), max_length=150)
    bought_on = models.DateField(_("tanggal beli"))
    material = models.CharField(_("bahan"), max_length=100)
    quantity = models.DecimalField(_("jumlah"), max_digits=15, decimal_places=3)
    unit = models.CharField(_("satuan"), max_length=20, help_text=_("Misalnya kg, liter, atau meter."))
    amount = models.BigIntegerField(_("harga seluruhnya (Rp)"))
    scan = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("foto nota"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("dicatat oleh"),
    )  # fmt: skip
    at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)

    refusals = {
        "material_invoice_covers_its_allotments": _(
            "Jumlah nota tidak boleh lebih kecil daripada yang sudah dibagikan. Kurangi dulu bagian anggota."
        ),
    }

    class Meta:
        verbose_name = _("nota bahan koperasi")
        verbose_name_plural = _("nota bahan koperasi")
        ordering = ("-bought_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                "buyer", Upper("number"), Upper("seller"), Upper("material"),
                name="material_invoice_once",
                violation_error_message=_("Nota dengan nomor, penjual, dan bahan ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="material_invoice_quantity_is_positive",
                violation_error_message=_("Isi jumlah bahan, lebih dari 0."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="material_invoice_amount_is_not_negative",
                violation_error_message=_("Tulis harga dalam rupiah bulat, 0 atau lebih."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.number} ({self.material})"


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="material_allotment_within_its_invoice",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("invoice_id", "member_id", "quantity"),
        declare=[("bought", "numeric"), ("place", "bigint"), ("given", "numeric")],
        func=f"""
            -- Not FOR UPDATE: that would wait for every other allotment's foreign key, and two would wait in a ring.
            SELECT quantity, sentra_id INTO bought, place FROM umkm_materialinvoice
             WHERE id = NEW.invoice_id FOR NO KEY UPDATE;
            IF NOT EXISTS (SELECT FROM umkm_sentramember WHERE id = NEW.member_id AND sentra_id = place) THEN
                {
            _refuse(
                "material_allotment_to_a_member_of_its_sentra",
                "'Member % is of another sentra than invoice %.', NEW.member_id, NEW.invoice_id",
            )
        }
            END IF;
            SELECT COALESCE(SUM(quantity), 0) INTO given FROM umkm_materialallotment
             WHERE invoice_id = NEW.invoice_id;
            IF given > bought THEN
                {
            _refuse(
                "material_allotment_within_its_invoice",
                "'Invoice % holds %, allotted would be %.', NEW.invoice_id, bought, given",
            )
        }
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - constants of this module
    )
)
class MaterialAllotment(models.Model):
    """What one member got of an invoice, in the unit of that invoice."""

    invoice = models.ForeignKey(MaterialInvoice, models.PROTECT, related_name="allotments", verbose_name=_("nota"))
    member = models.ForeignKey(SentraMember, models.PROTECT, related_name="allotments", verbose_name=_("anggota"))
    quantity = models.DecimalField(_("bagian"), max_digits=15, decimal_places=3)

    objects = AllotmentQuerySet.as_manager()

    refusals = {
        "material_allotment_within_its_invoice": _(
            "Bagian semua anggota bersama melebihi jumlah pada nota. Kurangi salah satu bagian."
        ),
        "material_allotment_to_a_member_of_its_sentra": _(
            "Usaha itu bukan anggota sentra pada nota ini. Pilih anggota sentra ini."
        ),
    }

    class Meta:
        verbose_name = _("bagian bahan")
        verbose_name_plural = _("bagian bahan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("invoice", "member"),
                name="material_allotment_once_per_member",
                violation_error_message=_("Anggota ini sudah punya bagian dari nota itu; ubah jumlahnya."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="material_allotment_is_positive",
                violation_error_message=_("Isi bagian lebih dari 0."),
            ),
        )

    def __str__(self):
        return f"{self.member}: {self.quantity:f} {self.invoice.unit}"
