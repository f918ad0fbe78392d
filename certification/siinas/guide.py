"""The guide through SIINas: its own screens in their order, with what the register knows of each field.

The order of the screens, the mail within a day and the addresses that are taken once: docs/siinas.md has the sources.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.siinas.states import Section
from certification.step_pages import SIINAS
from umkm.models import Kbli


@dataclass(frozen=True)
class Field:
    """A field of a screen: its name there, the value to copy (empty where the register has none), what it means."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True)
class Screen:
    """One page of the guide; `once` where SIINas takes the entry a single time."""

    section: Section
    slug: str
    todo: str
    once: bool = False
    site: str = SIINAS


SCREENS = (
    Screen(
        Section.REGISTER, "registrasi",
        gettext_lazy("Buka SIINas, pilih “Registrasi”, isi kolom di bawah, unggah NIB, isi kode gambar, lalu simpan."),
    ),
    Screen(
        Section.MAIL, "e-mail",
        gettext_lazy("Nama pengguna dan kata sandi datang lewat e-mail dalam satu hari. Periksa juga folder spam."),
    ),
    Screen(Section.GENERAL, "data-umum", gettext_lazy("Masuk ke SIINas, buka profil, lalu isi “Data umum”.")),
    Screen(
        Section.OFFICE, "kantor-pusat",
        gettext_lazy("Isi alamat kantor pusat. Samakan huruf demi huruf dengan NIB."), once=True,
    ),
    Screen(
        Section.FACTORY, "pabrik",
        gettext_lazy("Isi alamat tempat Anda membuat barang. Samakan huruf demi huruf dengan NIB."), once=True,
    ),
    Screen(Section.CONTACT, "kontak", gettext_lazy("Isi orang yang dapat dihubungi Kementerian.")),
    Screen(
        Section.KBLI, "kbli",
        gettext_lazy("Pilih kode KBLI industri yang sama dengan di NIB. Kode dagang tidak berlaku untuk TKDN-IK."),
    ),
    Screen(
        Section.CAPACITY, "kapasitas",
        gettext_lazy("Isi kemampuan produksi setahun untuk tiap barang. Tulis apa adanya."),
    ),
    Screen(Section.LICENCE, "perizinan", gettext_lazy("Isi nomor NIB dan unggah berkas izin Anda.")),
    Screen(
        Section.PROOF, "bukti",
        gettext_lazy("Bila semua bagian lengkap, unduh “Bukti Kepemilikan Akun SIINas” (PDF), lalu kirim ke Dinas."),
    ),
)  # fmt: skip
BY_SLUG = {screen.slug: screen for screen in SCREENS}
YEAR = 12
"""Months; the register keeps capacity by the month."""


def neighbours(screen):
    """The screen before and the one after, None at the ends."""
    place = SCREENS.index(screen)
    return (SCREENS[place - 1] if place else None), (SCREENS[place + 1] if place + 1 < len(SCREENS) else None)


def next_screen(account):
    """The first screen that is not ticked; the last one when all are."""
    return next((screen for screen in SCREENS if screen.section not in account.filled), SCREENS[-1])


def fields_of(screen, account):
    """The fields of `screen` with the values of the account's business; reads at most two tables."""
    return _MAKERS[screen.section](account, account.business)


def _register(account, business):
    return [
        Field(_("Nama perusahaan"), business.name, _("Nama usaha persis seperti di NIB.")),
        Field(_("Lokasi pabrik"), account.factory_location, _("Satu akun untuk satu tempat membuat barang.")),
        _npwp(business),
        _nib(business),
        _mail(account),
    ]


def _mail_screen(account, business):
    return [_mail(account)]


def _general(account, business):
    return [
        Field(_("Nama perusahaan"), business.name, _("Nama usaha persis seperti di NIB.")),
        Field(_("Nama pemilik"), business.owner_name, _("Penanggung jawab yang tertulis di NIB.")),
        _npwp(business),
        _nib(business),
        Field(
            _("Jumlah tenaga kerja"), _number(business.workers), _("Semua orang yang bekerja, termasuk keluarga.")
        ),
    ]  # fmt: skip


def _office(account, business):
    return _address(business, business.address, _("Alamat yang tertulis di NIB."))


def _factory(account, business):
    return _address(business, account.factory_location, _("Alamat tempat membuat barang, seperti di NIB."))


def _address(business, address, meaning):
    district = business.district.name if business.district else ""
    return [
        Field(_("Alamat"), address, meaning),
        Field(_("Kecamatan"), district),
        Field(_("Kabupaten/kota"), str(business.regency)),
        Field(_("Provinsi"), "Lampung"),
    ]


def _contact(account, business):
    return [
        Field(_("Nama kontak"), business.owner_name, _("Orang yang menjawab bila Kementerian bertanya.")),
        Field(_("Telepon"), business.phone, _("Nomor yang aktif dan Anda pegang sendiri.")),
        _mail(account),
    ]


def _kbli(account, business):
    activities = list(business.activities.order_by("kbli_code"))
    titles = {
        (kbli.version, kbli.code): kbli.title
        for kbli in Kbli.objects.filter(code__in=[activity.kbli_code for activity in activities])
    }
    return [
        Field(
            _("Kode KBLI (versi %(version)s)") % {"version": activity.kbli_version},
            activity.kbli_code,
            titles.get((activity.kbli_version, activity.kbli_code), ""),
        )
        for activity in activities
    ] or [Field(_("Kode KBLI"), "", _("Lima angka yang tertulis di NIB."))]


def _capacity(account, business):
    products = business.products.order_by("pk")
    return [
        Field(
            product.name,
            _number(product.monthly_capacity and product.monthly_capacity * YEAR),
            _("Kapasitas setahun: kapasitas sebulan yang Anda catat, dikali dua belas. Satuan: %(unit)s.")
            % {"unit": product.unit or _("belum dicatat")},
        )
        for product in products
    ] or [Field(_("Kapasitas setahun"), "", _("Catat dahulu produk dan kapasitas sebulannya di portal."))]


def _licence(account, business):
    return [_nib(business), Field(_("Berkas NIB"), "", _("PDF dari oss.go.id."))]


def _proof(account, business):
    return []


def _npwp(business):
    return Field(_("NPWP"), business.npwp, _("16 angka. NPWP pribadi sekarang sama dengan NIK."))


def _nib(business):
    return Field(_("NIB"), business.nib or "", _("13 angka dari oss.go.id."))


def _mail(account):
    return Field(
        _("E-mail"), account.email_on_nib, _("E-mail yang tertulis di NIB; kata sandi hanya dikirim ke sana.")
    )  # fmt: skip


def _number(value):
    return str(value) if value is not None else ""


def mend_url(screen, business):
    """Where the owner completes what the register lacks for this screen."""
    if screen.section == Section.CAPACITY:
        return reverse("umkm:products", args=[business.pk])
    if screen.section in (Section.KBLI, Section.LICENCE):
        return reverse("umkm:paper", args=[business.pk, "nib"])
    return reverse("umkm:data", args=[business.pk])


_MAKERS = {
    Section.REGISTER: _register,
    Section.MAIL: _mail_screen,
    Section.GENERAL: _general,
    Section.OFFICE: _office,
    Section.FACTORY: _factory,
    Section.CONTACT: _contact,
    Section.KBLI: _kbli,
    Section.CAPACITY: _capacity,
    Section.LICENCE: _licence,
    Section.PROOF: _proof,
}
