"""Six plain questions before any form: can this business certify its goods as small industry (TKDN-IK)?

Pure: answers in, verdict with reasons out. Permenperin 35/2025 is meant wherever only a Pasal is named.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Making(TextChoices):
    """Who makes the goods."""

    SELF = "buat", _("Ya, kami membuat atau mengolahnya sendiri")
    PACKS = "kemas", _("Tidak, kami hanya mengemas barang orang lain")
    TRADES = "dagang", _("Tidak, kami menjual barang yang sudah jadi")
    CATERS = "katering", _("Kami katering, warung makan, atau jasa lain")


class Change(TextChoices):
    """What happens to the material."""

    NEW = "baru", _("Menjadi barang lain, misalnya singkong menjadi keripik atau kain menjadi baju")
    MINOR = "ringan", _("Hanya dicat, diwarnai, dipotong, diiris, atau diencerkan")
    DISMANTLED = "bongkar", _("Barangnya hasil membongkar barang lain")
    NATURAL = "alam", _("Hasil alam dijual begitu saja, tanpa diolah")
    UNSURE = "ragu", _("Saya tidak yakin")


class Workshop(TextChoices):
    """Where the goods are made."""

    OWN = "milik", _("Di tempat milik sendiri, di Lampung")
    RENTED = "sewa", _("Di tempat sewaan, di Lampung")
    OTHERS = "titip", _("Dibuatkan di pabrik atau tempat usaha orang lain")
    OUTSIDE = "luar", _("Di luar Provinsi Lampung")


class Capital(TextChoices):
    """Capital without land and building."""

    SMALL = "kecil", _("Rp 5 miliar atau kurang")
    LARGE = "besar", _("Lebih dari Rp 5 miliar")
    UNSURE = "ragu", _("Saya tidak tahu")


class Material(TextChoices):
    """Where the material comes from."""

    LOCAL = "lokal", _("Semua atau sebagian dari Indonesia")
    IMPORTED = "impor", _("Semuanya dari luar negeri")
    UNSURE = "ragu", _("Saya tidak tahu")


class Nib(TextChoices):
    """Whether the business has its number from OSS."""

    HAS = "ada", _("Ya, sudah punya")
    LACKS = "belum", _("Belum")
    UNSURE = "ragu", _("Saya tidak tahu apa itu NIB")


@dataclass(frozen=True)
class Question:
    """One page: `key` is its address, `why` says in a sentence why it is asked."""

    key: str
    text: Promise
    why: Promise
    choices: type[TextChoices]


QUESTIONS = (
    Question(
        "pembuatan",
        _("Apakah Anda membuat sendiri barang yang Anda jual?"),
        _("Sertifikat TKDN hanya untuk barang hasil industri, yaitu barang yang dibuat atau diolah."),
        Making,
    ),
    Question(
        "bahan-berubah",
        _("Apa yang terjadi pada bahannya?"),
        _("Bahan harus menjadi barang yang berbeda."),
        Change,
    ),
    Question(
        "tempat",
        _("Di mana barang itu dibuat?"),
        _("Tempat sewaan dihitung sama dengan milik sendiri."),
        Workshop,
    ),
    Question(
        "modal",
        _("Berapa modal usaha Anda, tanpa tanah dan bangunan?"),
        _("Hitung mesin, alat, bahan, dan uang usaha. Industri kecil bermodal paling banyak Rp 5 miliar."),
        Capital,
    ),
    Question(
        "asal-bahan",
        _("Dari mana bahan utamanya?"),
        _("Sedikitnya sebagian bahan harus berasal dari Indonesia."),
        Material,
    ),
    Question(
        "nib",
        _("Apakah usaha Anda sudah punya NIB?"),
        _("NIB adalah nomor izin usaha 13 angka dari oss.go.id."),
        Nib,
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}


class Verdict(StrEnum):
    """What the answers amount to; the worst reason decides."""

    YES = "YES"
    MAYBE = "MAYBE"
    NO = "NO"


@dataclass(frozen=True)
class Reason:
    """Why not, or not yet: in plain words, with what to do and the rule behind it."""

    key: str
    verdict: Verdict
    text: Promise
    action: Promise
    source: Promise | str


P35 = "Permenperin 35/2025"
ANOTHER_ROUTE = _(
    "Ajukan lewat Lembaga Verifikasi Independen (LVI). Biayanya ditanggung pemohon. Tanyakan juga ke Dinas."
)

REASONS = {
    ("pembuatan", Making.PACKS): Reason(
        "pembuatan",
        Verdict.NO,
        _("Barang yang hanya dikemas tidak dapat dihitung TKDN-nya."),
        _("Minta pembuat barangnya mengurus sertifikat. Bila kelak Anda membuat sendiri, daftarkan barang itu."),
        format_lazy("{law} Ps 9 ayat (2), 42 ayat (2)", law=P35),
    ),
    ("pembuatan", Making.TRADES): Reason(
        "pembuatan",
        Verdict.NO,
        _("Usaha dagang tidak membuat barang, jadi tidak dapat mengajukan sertifikat TKDN-IK."),
        _("Jual barang yang pembuatnya sudah bersertifikat: cari di halaman Pemasok. Usaha Anda tetap boleh dicatat."),
        format_lazy("{law} Ps 9 ayat (1)", law=P35),
    ),
    ("pembuatan", Making.CATERS): Reason(
        "pembuatan",
        Verdict.NO,
        _("Katering, warung makan, dan jasa bukan industri barang, jadi tidak ada sertifikat TKDN barang untuknya."),
        _("Anda tetap boleh melayani jamuan pemerintah. Makanan kemasan buatan sendiri dapat didaftarkan."),
        format_lazy("{law} Ps 9 ayat (1); KBLI 56", law=P35),
    ),
    ("bahan-berubah", Change.MINOR): Reason(
        "bahan-berubah",
        Verdict.MAYBE,
        _("Barang yang hanya dicat, diwarnai, dipotong, atau diencerkan dapat ditolak karena kode HS-nya tetap."),
        _("Daftar saja dulu, lalu tanyakan ke Dinas apakah kode HS bahan dan barang Anda berbeda."),
        format_lazy("{law} Ps 9 ayat (2), 42 ayat (2)", law=P35),
    ),
    ("bahan-berubah", Change.DISMANTLED): Reason(
        "bahan-berubah",
        Verdict.NO,
        _("Barang hasil bongkaran tidak dapat dihitung TKDN-nya."),
        _("Bila bongkaran itu Anda olah menjadi barang baru, jawab “menjadi barang lain”. Ragu? Tanyakan ke Dinas."),
        format_lazy("{law} Ps 9 ayat (2), 42 ayat (2)", law=P35),
    ),
    ("bahan-berubah", Change.NATURAL): Reason(
        "bahan-berubah",
        Verdict.NO,
        _("Hasil alam tanpa pengolahan tidak dapat dihitung TKDN-nya."),
        _("Olah lebih dulu, misalnya kopi disangrai dan digiling. Dinas dapat membina usaha pengolahan."),
        format_lazy("{law} Ps 9 ayat (2), 42 ayat (2)", law=P35),
    ),
    ("bahan-berubah", Change.UNSURE): Reason(
        "bahan-berubah",
        Verdict.MAYBE,
        _("Belum jelas apakah bahan Anda berubah menjadi barang lain."),
        _("Daftar saja dulu dan ceritakan produk Anda. Petugas membantu memeriksanya."),
        format_lazy("{law} Ps 9", law=P35),
    ),
    ("tempat", Workshop.OTHERS): Reason(
        "tempat",
        Verdict.MAYBE,
        _("Barang yang dibuat di tempat orang lain nilainya lebih rendah, dan belum pasti dapat diajukan sendiri."),
        _("Daftar saja dulu. Petugas memeriksa apakah Anda lewat TKDN-IK atau lewat LVI."),
        format_lazy("{law} Ps 6, 7, 26", law=P35),
    ),
    ("tempat", Workshop.OUTSIDE): Reason(
        "tempat",
        Verdict.NO,
        _("Portal ini untuk usaha yang membuat barang di Provinsi Lampung."),
        _("Hubungi dinas perindustrian di provinsi tempat produksi. Caranya sama di seluruh Indonesia."),
        _("Tugas Dinas Perindag Provinsi Lampung"),
    ),
    ("modal", Capital.LARGE): Reason(
        "modal",
        Verdict.NO,
        _("Dengan modal lebih dari Rp 5 miliar, usaha Anda bukan industri kecil."),
        ANOTHER_ROUTE,
        format_lazy("{law} Ps 1 angka 9, Ps 24–39", law=P35),
    ),
    ("modal", Capital.UNSURE): Reason(
        "modal",
        Verdict.MAYBE,
        _("Modal usaha belum diketahui. Batas industri kecil Rp 5 miliar tanpa tanah dan bangunan."),
        _("Jumlahkan harga mesin, alat, bahan, dan uang usaha. Lihat juga angka modal di oss.go.id."),
        format_lazy("{law} Ps 1 angka 9", law=P35),
    ),
    ("asal-bahan", Material.IMPORTED): Reason(
        "asal-bahan",
        Verdict.NO,
        _("Bila semua bahan dari luar negeri, TKDN tidak dapat dihitung."),
        _("Ganti sedikitnya satu bahan utama dengan buatan Indonesia. Dinas dapat membantu mencarikan pemasoknya."),
        format_lazy("{law} Ps 9 ayat (2), 42 ayat (2)", law=P35),
    ),
    ("asal-bahan", Material.UNSURE): Reason(
        "asal-bahan",
        Verdict.MAYBE,
        _("Asal bahan belum diketahui."),
        _("Tanyakan kepada penjual bahan, dan simpan nota belinya. Nota itu nanti diminta."),
        format_lazy("{law} Ps 5 ayat (2), 9 ayat (2)", law=P35),
    ),
    ("nib", Nib.LACKS): Reason(
        "nib",
        Verdict.MAYBE,
        _("Tanpa NIB Anda belum dapat mengajukan sertifikat, tetapi sudah dapat mendaftar di sini."),
        _("Buat NIB di oss.go.id, gratis. Pilih kode KBLI yang sesuai dengan produk Anda."),
        format_lazy("PP 5/2021; {law} Ps 9 ayat (1)", law=P35),
    ),
    ("nib", Nib.UNSURE): Reason(
        "nib",
        Verdict.MAYBE,
        _("Usaha Anda mungkin belum punya NIB. Mendaftar di sini tetap bisa."),
        _("Bawa KTP ke Dinas atau buka oss.go.id untuk memeriksanya, gratis."),
        format_lazy("PP 5/2021; {law} Ps 9 ayat (1)", law=P35),
    ),
}
"""Answers that stand in the way; every other answer is fine."""


def known(answers):
    """Only the answers that belong to a question, as its choices; anything else a visitor may have sent is dropped."""
    return {
        question.key: question.choices(answers[question.key])
        for question in QUESTIONS
        if answers.get(question.key) in question.choices.values
    }


def reasons(answers):
    """Every reason that stands in the way, in the order of the questions."""
    return [REASONS[key, answer] for key, answer in known(answers).items() if (key, answer) in REASONS]


def next_question(answers):
    """The next question to ask; None when nothing is left to ask, or one answer already decides."""
    if any(reason.verdict == Verdict.NO for reason in reasons(answers)):
        return None
    answered = known(answers)
    return next((question for question in QUESTIONS if question.key not in answered), None)


def deciding(answers):
    """The reasons for the verdict: what rules it out, or else what is open."""
    found = reasons(answers)
    return [reason for reason in found if reason.verdict == Verdict.NO] or found


def verdict(answers):
    """YES, MAYBE or NO; None while a question is open."""
    if next_question(answers):
        return None
    found = {reason.verdict for reason in reasons(answers)}
    return next((one for one in (Verdict.NO, Verdict.MAYBE) if one in found), Verdict.YES)
