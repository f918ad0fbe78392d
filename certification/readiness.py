"""Readiness: every known reason for which an application is returned or refused, as a light, before it is sent.

A light says what is there, under which rule it is asked, which reason of refusal it prevents, and where it is mended.
Everything is decided from `Facts` and a day; no query is made here (`certification.readiness_facts` gathers them).
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_reasons import Reason
from certification.models import AccountStatus
from certification.path import account_step, barred_until, farthest, size_steps, validation_step
from certification.reckoning import Told
from certification.tkdn import SMALL_INDUSTRY_CAPITAL
from certification.tkdn_pages.words import MENDS
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import percent, rupiah
from umkm.models import DocumentKind
from umkm.owner.papers import PAPERS
from umkm.path import StepState, kbli_step, makes_goods, nib_step, standard_step, uncovered_step

HEALTH_KBLI = ("21", "3250")
"""Medicines and medical devices need a marketing licence (NIE) before an application (domain 7)."""


PAPER = "paper:"
"""How the page of a document begins in a light."""


class State(TextChoices):
    """A light."""

    READY = "READY", gettext_lazy("siap")
    NOT_YET = "BLOCKED", gettext_lazy("belum")
    UNKNOWN = "UNKNOWN", gettext_lazy("tidak diketahui")


@dataclass(frozen=True)
class Light:
    """One thing an application is refused for; `reason` is its code in the list of refusal reasons."""

    code: str
    title: str
    state: State
    told: str
    mend: str
    rule: str
    reason: Reason
    page: str

    @property
    def is_ready(self):
        """Whether nothing is left to do about it."""
        return self.state == State.READY

    @property
    def is_paper(self):
        """Whether it is a document to give, each of which is given in the same way."""
        return self.page.startswith(PAPER)


@dataclass
class Facts:
    """What the register knows of one product and the business that applies with it."""

    business: object
    product: object
    detail: object = None
    activities: list = field(default_factory=list)
    covering: list = field(default_factory=list)
    """Of the activities, those that make goods and cover the product."""
    accounts: list = field(default_factory=list)
    certificates: list = field(default_factory=list)
    kinds: frozenset = frozenset()
    """Kinds of documents the business has given and not removed."""
    has_photo: bool = False
    calculation: object = None
    """The one the owner means to send, if any."""
    told: Told | None = None
    unproven: list = field(default_factory=list)
    """Names of components without the proof of purchase their origin asks for."""
    uncertified: list = field(default_factory=list)
    """Names of components whose certificate is not there as a file, or has ended."""


def lights(facts, on):
    """Every light of the product on day `on`, in the order of an application."""
    return [*_register(facts), *_ministry(facts, on), *_product(facts), *_counted(facts), *_papers(facts)]


def is_ready(facts, on):
    """Whether nothing speaks against sending the application on day `on`."""
    return all(light.is_ready for light in lights(facts, on))


def _light(code, title, is_there, told, mend, rule, reason, page):
    state = State.READY if is_there else State.NOT_YET
    return Light(code, title, state, told, "" if is_there else mend, rule, reason, page)


def _of_step(step, rule, reason, page):
    """A step of the path as a light."""
    states = {StepState.DONE: State.READY, StepState.UNKNOWN: State.UNKNOWN}
    return Light(
        step.code, step.title, states.get(step.state, State.NOT_YET), step.reason, step.action, rule, reason, page
    )


def _register(facts):
    business = facts.business
    yield _of_step(nib_step(business), "Permenperin 35/2025 Ps 41", Reason.CALCULATION, "NIB")
    yield _light(
        "TAX", _("NPWP atau NIK"), bool(business.npwp or business.nik_hash),
        _("Tercatat.") if business.npwp or business.nik_hash else _("NPWP dan NIK belum tercatat."),
        _("Bawa NPWP atau KTP ke Dinas, atau kirim fotonya sebagai dokumen lain."),
        "Permenperin 35/2025 Ps 26(2)", Reason.SUPPORTING, "OTHER",
    )  # fmt: skip
    yield _light(
        "ADDRESS", _("Alamat usaha dan tempat produksi"), bool(business.address),
        business.address or _("Alamat belum tercatat."), _("Isi alamat tempat usaha di halaman data usaha."),
        "Permenperin 35/2025 Ps 41", Reason.CALCULATION, "DATA",
    )  # fmt: skip
    yield _of_step(_kbli(facts), "Permenperin 35/2025 Ps 9(1)", Reason.WRONG_KBLI, "KBLI")
    yield _of_step(
        standard_step(facts.covering), "Permenperin 35/2025 Lampiran I.2.d", Reason.STANDARD_UNVERIFIED, "STANDARD"
    )  # fmt: skip


def _kbli(facts):
    goods = [activity for activity in facts.activities if makes_goods(activity)]
    if goods and not facts.covering:
        return uncovered_step(facts.activities, facts.product.name)
    return kbli_step(facts.business, facts.activities, goods)


def _ministry(facts, on):
    account = farthest(facts.accounts)
    yield _capital(facts.business, account)
    yield _of_step(account_step(account), "Permenperin 35/2025 Ps 26(2)", Reason.NOT_SMALL, "SIINAS")
    yield _of_step(validation_step(account), "Permenperin 35/2025 Ps 26(2)", Reason.NOT_SMALL, "VALIDATED")
    until = barred_until(facts.certificates, on)
    yield _light(
        "BARRED", _("Boleh mengajukan"), until is None,
        _("Tidak ada pencabutan dalam satu tahun terakhir.")
        if until is None
        else _("Sertifikat Anda dicabut; permohonan ditutup sampai %(day)s.") % {"day": written_day(until)},
        _("Permohonan baru dapat diajukan mulai hari itu. Siapkan yang lain sambil menunggu."),
        "Permenperin 35/2025 Ps 68", Reason.OTHER, "DESK",
    )  # fmt: skip


def _capital(business, account):
    rule, title = "Permenperin 35/2025 Ps 1(9)", _("Termasuk industri kecil")
    too_large = size_steps(business, account)
    if too_large:
        told = _("Modal tercatat %(capital)s, batasnya %(limit)s.")
        amounts = {"capital": rupiah(business.capital), "limit": rupiah(SMALL_INDUSTRY_CAPITAL)}
        return Light("SIZE", title, State.NOT_YET, told % amounts, too_large[0].action, rule, Reason.NOT_SMALL, "DATA")
    if business.capital is None and not (account and account.status == AccountStatus.IK_VALIDATED):
        mend = _("Sampaikan modal usaha di luar tanah dan bangunan kepada Dinas.")
        return Light("SIZE", title, State.UNKNOWN, _("Modal belum tercatat."), mend, rule, Reason.NOT_SMALL, "DATA")
    told = _("Modal %(capital)s.") % {"capital": rupiah(business.capital)}
    return Light("SIZE", title, State.READY, told, "", rule, Reason.NOT_SMALL, "DATA")


def _product(facts):
    detail, rule = facts.detail, "Permenperin 35/2025 Ps 41, 44(2) a"
    hs_code = detail.hs_code if detail else ""
    yield _light(
        "HS", _("Kode HS delapan angka"), bool(hs_code), hs_code or _("Belum diisi."),
        _("Cari kodenya di insw.go.id, lalu isi di rincian produk. Dinas membantu bila sulit."),
        rule, Reason.PRODUCT_DATA, "DETAIL",
    )  # fmt: skip
    missing = missing_details(detail)
    yield _light(
        "DETAIL", _("Tipe, merek, spesifikasi, dan kelompok barang"), not missing,
        _("Belum diisi: %(what)s.") % {"what": ", ".join(missing)} if missing else _("Sudah diisi."),
        _("Isi di rincian produk, seperti tertulis pada kemasan."), rule, Reason.PRODUCT_DATA, "DETAIL",
    )  # fmt: skip
    yield _light(
        "PHOTO", _("Foto produk"), facts.has_photo, _("Sudah ada.") if facts.has_photo else _("Belum ada foto."),
        _("Foto produk dari depan, di tempat terang."), rule, Reason.PRODUCT_DATA, "PRODUCT",
    )  # fmt: skip
    capacity = facts.product.monthly_capacity
    yield _light(
        "CAPACITY", _("Kapasitas produksi"), bool(capacity),
        _("%(amount)s sebulan.") % {"amount": capacity} if capacity else _("Belum diisi."),
        _("Isi paling banyak berapa yang sanggup dibuat sebulan."), rule, Reason.PRODUCT_DATA, "PRODUCT",
    )  # fmt: skip
    yield _licence(facts)


def missing_details(detail):
    """Names of what a certificate says of the product and nobody filled in yet; the HS code has a light of its own."""
    names = {
        "type": _("tipe"), "brand": _("merek"), "specification": _("spesifikasi"), "goods_group": _("kelompok barang"),
    }  # fmt: skip
    return [label for name, label in names.items() if not getattr(detail, name, "")]


def _licence(facts):
    title, rule = _("Izin edar (NIE)"), "Permenperin 35/2025 Lampiran I.2.d"
    codes = [facts.product.kbli_code, *(activity.kbli_code for activity in facts.covering)]
    if not any(code.startswith(HEALTH_KBLI) for code in codes):
        told = _("Hanya wajib untuk obat dan alat kesehatan.")
        return Light("NIE", title, State.READY, told, "", rule, Reason.NO_NIE, "OTHER")
    told = _("Produk kesehatan perlu izin edar; portal tidak mencatatnya.")
    mend = _("Siapkan nomor izin edarnya, lalu tanyakan kepada Dinas.")
    return Light("NIE", title, State.UNKNOWN, told, mend, rule, Reason.NO_NIE, "OTHER")


def _counted(facts):
    told = facts.told
    refused = told is not None and bool(told.reason)
    yield _light(
        "COMPUTABLE", _("Produk dapat dihitung nilainya"), not refused,
        told.message if refused else _("Tidak ada yang menghalangi."),
        str(MENDS.get(told.reason, "")) if refused else "",
        "Permenperin 35/2025 Ps 9(2), 42(2)", Reason.NOT_COMPUTABLE, "CALCULATION",
    )  # fmt: skip
    is_valued = told is not None and told.is_valued
    yield _light(
        "CALCULATION", _("Hitungan nilai TKDN lengkap"), is_valued,
        _("Nilainya %(value)s.") % {"value": percent(told.value)} if is_valued else _("Belum ada nilai."),
        _("Jawab pertanyaan dan catat bahannya satu per satu."),
        "Permenperin 35/2025 Ps 4–9, 41", Reason.CALCULATION, "CALCULATION",
    )  # fmt: skip
    if told is not None and told.is_outsourced:
        yield Light(
            "OUTSOURCED", _("Dibuat usaha lain"), State.UNKNOWN,
            _("Barang ini seluruhnya dibuat di pabrik usaha lain."),
            _("Belum jelas apakah boleh lewat jalur ini. Tanyakan dahulu kepada Dinas."),
            "Permenperin 35/2025 Ps 26", Reason.NOT_COMPUTABLE, "CALCULATION",
        )  # fmt: skip
    yield _proofs(facts)
    yield _certificates(facts)


def _proofs(facts):
    is_there = facts.calculation is not None and not facts.unproven and facts.told.is_valued
    told = _("Belum ada bukti untuk: %(names)s.") % {"names": ", ".join(facts.unproven)}
    if not facts.unproven:
        told = _("Setiap bahan punya bukti beli.") if is_there else _("Bahan belum dicatat.")
    return _light(
        "PURCHASE", _("Bukti beli bahan"), is_there, told,
        _("Foto nota atau kuitansi bahan itu, lalu lampirkan pada bahannya."),
        "Permenperin 35/2025 Lampiran I.2.d", Reason.NO_PURCHASE_PROOF, "CALCULATION",
    )  # fmt: skip


def _certificates(facts):
    names = ", ".join(facts.uncertified)
    return _light(
        "COMPONENT_CERTIFICATE", _("Sertifikat bahan yang bersertifikat"), not facts.uncertified,
        _("Belum ada, atau sudah berakhir: %(names)s.") % {"names": names} if names else _("Tidak ada yang kurang."),
        _("Minta sertifikat yang masih berlaku kepada penjual, lalu lampirkan pada bahannya."),
        "Permenperin 35/2025 Ps 5(2), Lampiran I.2.d", Reason.CALCULATION, "CALCULATION",
    )  # fmt: skip


REASONS = {
    DocumentKind.PROCESS_VIDEO: (Reason.NO_VIDEO, "Permenperin 35/2025 Ps 41"),
    DocumentKind.STATEMENT: (Reason.NO_STATEMENT, "Permenperin 35/2025 Ps 41"),
}
PROVED_ELSEWHERE = (DocumentKind.NIB, DocumentKind.PURCHASE_PROOF)
"""The number has a light of its own, and purchases are proved component by component."""

PACKET = tuple(paper for paper in PAPERS if paper.needed)
"""The documents every application needs (Permenperin 35/2025 Ps 41, Lampiran I.2.d), in SIINas's order."""


def _papers(facts):
    for paper in PACKET:
        if paper.kind in PROVED_ELSEWHERE:
            continue
        reason, rule = REASONS.get(paper.kind, (Reason.SUPPORTING, "Permenperin 35/2025 Lampiran I.2.d"))
        is_there = paper.kind in facts.kinds
        yield _light(
            paper.kind.value, capfirst(paper.kind.label),
            is_there, _("Sudah ada.") if is_there else _("Belum ada."),
            str(paper.purpose), rule, reason, f"{PAPER}{paper.slug}",
        )  # fmt: skip
