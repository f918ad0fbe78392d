"""The answers as people read them, for the task list and for checking before they are sent."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tkdnportal.templatetags.portal import rupiah
from umkm.categories import Category
from umkm.models import District, Kbli, KbliVersion, Regency
from umkm.registration.goods_forms import CapitalBand, KbliForm, SalesBand, WorkersBand
from umkm.registration.steps import STEPS, first_open


@dataclass(frozen=True)
class Row:
    """One step: what it is called, what was answered ("" when nothing yet), and where to change it."""

    title: str
    lines: list[str]
    url: str
    is_next: bool


def parts(draft):
    """The rows by part of the task list, as (part, rows)."""
    upcoming = first_open(draft.answers)
    found = {}
    for step in STEPS:
        answer = draft.answers.get(step.slug)
        lines = [line for line in WORDS[step.slug](draft, answer) if line] if answer else []
        url = reverse("umkm:registration_step", args=[step.slug])
        found.setdefault(step.part, []).append(Row(step.title, lines, url, step is upcoming))
    return list(found.items())


def _only(name):
    return lambda _draft, answer: [answer[name]]


def _nib(_draft, answer):
    return [answer["nib"] or _("Belum punya NIB")]


def _nik(draft, _answer):
    return [_("NIK berakhiran %(end)s, tersimpan tersandi") % {"end": draft.nik[-4:]}]


def _npwp(_draft, answer):
    if answer.get("is_nik"):
        return [_("Sama dengan NIK")]
    return [answer["npwp"] or _("Tidak diisi")]


def _regency(_draft, answer):
    return [str(Regency.objects.get(pk=answer["regency"]))]


def _district(_draft, answer):
    return [District.objects.get(pk=answer["district"]).name]


def _products(_draft, answer):
    return [product_line(one) for one in answer]


def product_line(product):
    """A product with what is known of it, in one line."""
    known = [product["name"], str(Category(product["category"]).label)]
    if product["price"]:
        known.append(
            _("%(price)s per %(unit)s") % {"price": rupiah(product["price"]), "unit": product["unit"] or _("satuan")}
        )
    if product["capacity"]:
        known.append(_("%(amount)s %(unit)s sebulan") % {"amount": product["capacity"], "unit": product["unit"]})
    return ", ".join(known)


def _photos(draft, _answer):
    count = draft.photos.count()
    return [ngettext("%(count)s foto", "%(count)s foto", count) % {"count": count} if count else _("Belum ada foto")]


def _kbli(_draft, answer):
    if answer["code"] == KbliForm.UNKNOWN:
        return [_("Tidak tahu, petugas membantu")]
    found = Kbli.objects.filter(version=KbliVersion.V2020, code=answer["code"]).first()
    return [f"{answer['code']} – {found.title}" if found else answer["code"]]


def _money(bands):
    return lambda _draft, answer: [bands(answer["band"]).label if answer["exact"] is None else rupiah(answer["exact"])]


def _workers(_draft, answer):
    count = answer["exact"]
    if count is None:
        return [str(WorkersBand(answer["band"]).label)]
    return [ngettext("%(count)s orang", "%(count)s orang", count) % {"count": count}]


WORDS = {
    "nama": _only("name"),
    "pemilik": _only("owner_name"),
    "nib": _nib,
    "nik": _nik,
    "npwp": _npwp,
    "telepon": _only("phone"),
    "kabupaten": _regency,
    "kecamatan": _district,
    "alamat": _only("address"),
    "produk": _products,
    "foto": _photos,
    "kegiatan": _kbli,
    "modal": _money(CapitalBand),
    "omzet": _money(SalesBand),
    "tenaga-kerja": _workers,
}
