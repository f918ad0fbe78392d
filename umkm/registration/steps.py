"""The pages of a registration in their order, and which of them are still open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from umkm.registration import forms, goods_forms


@dataclass(frozen=True)
class Step:
    """One page: its address, its name in the task list, its part of the list, and its form."""

    slug: str
    title: Promise
    part: Promise
    form: type


BUSINESS, PLACE, GOODS, SIZE = _("Usaha dan pemilik"), _("Tempat"), _("Produk"), _("Ukuran usaha")

STEPS = (
    Step("nama", _("Nama usaha"), BUSINESS, forms.NameForm),
    Step("pemilik", _("Nama pemilik"), BUSINESS, forms.OwnerForm),
    Step("nib", _("NIB"), BUSINESS, forms.NibForm),
    Step("nik", _("NIK pemilik"), BUSINESS, forms.NikForm),
    Step("npwp", _("NPWP"), BUSINESS, forms.NpwpForm),
    Step("telepon", _("Nomor telepon"), BUSINESS, forms.PhoneForm),
    Step("kabupaten", _("Kabupaten/kota"), PLACE, forms.RegencyForm),
    Step("kecamatan", _("Kecamatan"), PLACE, forms.DistrictForm),
    Step("alamat", _("Alamat"), PLACE, forms.AddressForm),
    Step("produk", _("Produk"), GOODS, goods_forms.ProductForm),
    Step("foto", _("Foto produk"), GOODS, goods_forms.PhotosForm),
    Step("kegiatan", _("Kegiatan (KBLI)"), GOODS, goods_forms.KbliForm),
    Step("modal", _("Modal usaha"), SIZE, goods_forms.CapitalForm),
    Step("omzet", _("Penjualan setahun (omzet)"), SIZE, goods_forms.SalesForm),
    Step("tenaga-kerja", _("Tenaga kerja"), SIZE, goods_forms.WorkersForm),
)
BY_SLUG = {step.slug: step for step in STEPS}
SLUGS = tuple(BY_SLUG)


def is_answered(answers, slug):
    """Whether the step needs no visit any more; a list of products needs one product."""
    return bool(answers.get(slug))


def first_open(answers):
    """The first step without an answer; None when all have one."""
    return next((step for step in STEPS if not is_answered(answers, step.slug)), None)


def following(slug, answers):
    """The next open step behind `slug`, or the first open one before it; None when all are answered."""
    behind = STEPS[SLUGS.index(slug) + 1 :]
    return next((step for step in behind if not is_answered(answers, step.slug)), first_open(answers))


def before(slug):
    """The step in front of `slug`; None for the first."""
    at = SLUGS.index(slug)
    return STEPS[at - 1] if at else None


def answered(answers):
    """How many steps are answered."""
    return sum(is_answered(answers, slug) for slug in SLUGS)
