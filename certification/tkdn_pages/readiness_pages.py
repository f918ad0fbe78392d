"""Where each light is mended, the packet of documents, and the sheet in the order of SIINas's fields."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certification.application_reasons import Reason
from certification.readiness import PACKET, PAPER, Light
from certification.readiness_past import Earlier
from certification.step_pages import page_of_step
from certification.tkdn_pages.numbers import amount_of
from tkdnportal.templatetags.portal import percent
from umkm.owner.papers import BY_SLUG

STEPS = ("NIB", "KBLI", "STANDARD", "SIINAS", "VALIDATED")


class Page(NamedTuple):
    """The page that mends something, and what its link says."""

    url: str
    label: str


class Row(NamedTuple):
    """A light with its page, and the last time its reason sent an application of the business back."""

    light: Light
    page: Page
    earlier: Earlier | None


def rows_of(lights, facts, earlier):
    """A `Row` for each of `lights`, those whose reason sent this business's applications back before the others.

    What is said under the reason “other” is a text of its own, which no light can know. What only time mends is last.
    """
    rows = [
        Row(light, page_of_light(light, facts), None if light.reason == Reason.OTHER else earlier.get(light.reason))
        for light in lights
    ]
    return sorted(rows, key=lambda row: (row.light.code == "BARRED", row.earlier is None))


def page_of_light(light, facts):
    """The owner's page where `light` is mended."""
    business, product = facts.business, facts.product
    if light.page in STEPS:
        step = page_of_step(light.page, business)
        return Page(step.url, step.label)
    if light.is_paper:
        paper = BY_SLUG[light.page.removeprefix(PAPER)]
        return Page(reverse("umkm:paper", args=[business.pk, paper.slug]), _("Beri dokumen"))
    pages = {
        "DATA": Page(reverse("umkm:data", args=[business.pk]), _("Buka data usaha")),
        "OTHER": Page(reverse("umkm:paper", args=[business.pk, "lainnya"]), _("Kirim dokumen lain")),
        "DESK": Page(reverse("umkm:business", args=[business.pk]), _("Lihat sertifikat")),
        "DETAIL": Page(reverse("tkdn:detail", args=[business.pk, product.pk]), _("Isi rincian produk")),
        "PRODUCT": Page(reverse("umkm:product", args=[business.pk, product.pk]), _("Buka produk")),
        "CALCULATION": Page(_calculation(facts), _("Buka hitungan")),
    }
    return pages[light.page]


def _calculation(facts):
    if facts.calculation:
        return reverse("tkdn:result", args=[facts.business.pk, facts.calculation.pk])
    return reverse("tkdn:list", args=[facts.business.pk])


def packet_of(facts):
    """Each document of an application, and whether it was given before."""
    return [(paper, paper.kind in facts.kinds) for paper in PACKET]


def sheet_of(facts):
    """Sections with (field, value), an empty value where it is written by hand; the order is that of SIINas's screens:
    data umum, produk, dokumen (domain 1, 2.3)."""
    return [
        (_("Data umum"), _general(facts)),
        (_("Produk"), _product(facts)),
        (_("Bahan untuk satu barang"), _components(facts)),
        (_("Dokumen"), [(capfirst(paper.kind.label), _("ada") if there else "") for paper, there in packet_of(facts)]),
    ]


def _general(facts):
    business, codes = facts.business, [activity.kbli_code for activity in facts.covering or facts.activities]
    factory = next((account.factory_location for account in facts.accounts), "")
    return [
        (_("Nama perusahaan"), business.name),
        (_("NIB"), business.nib or ""),
        (_("NPWP"), business.npwp),
        (_("Alamat perusahaan"), business.address),
        (_("Kecamatan"), str(business.district or "")),
        (_("Kabupaten/kota"), str(business.regency)),
        (_("Alamat pabrik"), factory),
        (_("Telepon"), business.phone),
        (_("E-mail pada NIB"), next((each.email_on_nib for each in facts.accounts if each.email_on_nib), "")),
        (_("KBLI"), ", ".join(codes)),
        (_("Tenaga kerja"), "" if business.workers is None else str(business.workers)),
    ]


def _product(facts):
    product, detail = facts.product, facts.detail
    capacity = product.monthly_capacity
    return [
        (_("Jenis produk"), product.name),
        *((label, getattr(detail, name, "")) for name, label in (
            ("type", _("Tipe")), ("specification", _("Spesifikasi")), ("brand", _("Merek")),
            ("hs_code", _("Kode HS")), ("goods_group", _("Kelompok barang")),
        )),
        (_("Kapasitas sebulan"), f"{capacity} {product.unit}".strip() if capacity else ""),
        (_("Foto produk"), _("ada") if facts.has_photo else ""),
        (_("Nilai TKDN menurut hitungan portal"), _value(facts)),
    ]  # fmt: skip


def _value(facts):
    return percent(facts.told.value) if facts.told and facts.told.is_valued else ""


def _components(facts):
    if not facts.calculation:
        return []
    return [(component.name, amount_of(component)) for component in facts.calculation.components.all()]
