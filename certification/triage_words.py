"""Each stage as one plain sentence with its values, and what to do next."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from certification.models import AccountStatus, EventKind
from certification.path import account_action, renewal_applied
from certification.tkdn import SMALL_INDUSTRY_CAPITAL
from certification.triage import Stage


@dataclass(frozen=True)
class Sentence:
    """Why a business stands at its stage, and its next step; `action` is empty when nothing is left to do."""

    reason: str
    action: str = ""


def sentence_of(triaged):
    """The sentence of one `Triaged` business, in the reader's language."""
    return SENTENCES[triaged.stage](triaged)


def _not_industry(triaged):
    reasons = {
        "TRADE": _("KBLI %(codes)s adalah perdagangan, bukan pembuatan barang."),
        "CATERING": _("KBLI %(codes)s adalah penyediaan makan minum (jasa boga), bukan pembuatan barang."),
        "REPACKING": _("KBLI %(codes)s adalah pengepakan; mengemas saja tidak dihitung membuat barang."),
        "NATURAL": _("KBLI %(codes)s menghasilkan hasil alam yang tidak diolah, bukan barang industri."),
        "SERVICE": _("KBLI %(codes)s adalah jasa, bukan pembuatan barang."),
    }
    return Sentence(
        reasons[triaged.why] % {"codes": triaged.codes},
        _("Bila membuat barang sendiri, tambahkan KBLI industri (berawalan 10 sampai 32) di oss.go.id."),
    )


def _no_kbli(triaged):
    if triaged.nib:
        action = _("Lihat kode KBLI pada NIB di oss.go.id, lalu sampaikan kepada Dinas.")
    else:
        action = _("Daftar NIB gratis di oss.go.id dan pilih KBLI industri yang sesuai dengan barang yang dibuat.")
    return Sentence(_("Kode KBLI belum tercatat."), action)


def _wrong_kbli(triaged):
    reason = _("KBLI %(codes)s tidak mencakup produk “%(product)s”.")
    return Sentence(
        reason % {"codes": triaged.codes, "product": triaged.product},
        _("Tambahkan KBLI yang sesuai dengan produk itu di oss.go.id, lalu sampaikan kepada Dinas."),
    )


def _no_nib(_triaged):
    return Sentence(
        _("NIB belum tercatat."), _("Daftar gratis di oss.go.id, lalu sampaikan 13 angka NIB kepada Dinas.")
    )


def _standard_unverified(triaged):
    reason = _("KBLI %(codes)s berisiko menengah tinggi ke atas, dan Sertifikat Standar belum terverifikasi.")
    return Sentence(
        reason % {"codes": triaged.codes},
        _("Penuhi syarat Sertifikat Standar di oss.go.id sampai statusnya “terverifikasi”."),
    )


def _too_large(triaged):
    reason = _("Modal usaha yang tercatat Rp %(capital)s, lebih dari batas industri kecil Rp %(limit)s.")
    return Sentence(
        reason
        % {
            "capital": formats.number_format(triaged.capital, force_grouping=True),
            "limit": formats.number_format(SMALL_INDUSTRY_CAPITAL, force_grouping=True),
        },
        _("Periksa angka modal di luar tanah dan bangunan. Bila benar, ajukan TKDN jalur biasa."),
    )


def _no_siinas(_triaged):
    return Sentence(
        _("Akun SIINas belum tercatat."),
        _("Daftar di siinas.kemenperin.go.id dengan NIB, NPWP, dan e-mail yang sama dengan di NIB."),
    )


def _siinas_unfinished(triaged):
    status = AccountStatus(triaged.why)
    reason = _("Akun SIINas: %(status)s, menurut catatan %(day)s.")
    return Sentence(reason % {"status": status.label, "day": _day(triaged.day)}, account_action(status))


def _not_validated(triaged):
    reason = _("Akun SIINas aktif menurut catatan %(day)s, tetapi belum divalidasi sebagai industri kecil.")
    return Sentence(
        reason % {"day": _day(triaged.day)},
        _("Tunggu tim validasi Kemenperin. Tanyakan kepada Dinas bila lebih dari dua minggu."),
    )


def _ready(_triaged):
    return Sentence(
        _("Semua syarat terpenuhi, belum ada sertifikat."),
        _("Ajukan di SIINas menu TKDN-IK. Siapkan foto produk, video proses, dan bukti beli bahan."),
    )


def _applied(triaged):
    states = {
        EventKind.SUBMITTED: _("Permohonan dikirim %(day)s dan sedang diperiksa kelengkapannya."),
        EventKind.RESUBMITTED: _("Perbaikan permohonan dikirim %(day)s dan sedang diperiksa."),
        EventKind.COMPLETE: _("Permohonan dinyatakan lengkap %(day)s dan menunggu keputusan."),
    }
    return Sentence(
        states[triaged.applied] % {"day": _day(triaged.day)},
        _("Buka SIINas dan e-mail setiap hari kerja; jawaban Kementerian datang dalam beberapa hari kerja."),
    )


def _returned(triaged):
    return Sentence(
        _("Permohonan dikembalikan %(day)s untuk diperbaiki.") % {"day": _day(triaged.day)},
        _("Kirim ulang di SIINas dalam lima hari kerja sejak hari itu; lewat itu permohonan ditolak otomatis."),
    )


def _certified(triaged):
    return Sentence(_("Sertifikat berlaku sampai %(day)s.") % {"day": _day(triaged.day)})


def _expiring(triaged):
    reason = _("Sertifikat berakhir %(day)s.") % {"day": _day(triaged.day)}
    if triaged.barred_until:
        return Sentence(reason, _barred_action(triaged.barred_until))
    if triaged.applied:
        return Sentence(reason, renewal_applied(triaged.applied))
    return Sentence(reason, _("Ajukan sertifikat baru di SIINas sekarang, supaya tidak terputus."))


def _expired(triaged):
    return Sentence(
        _("Tidak ada sertifikat yang berlaku; yang terakhir berakhir %(day)s.") % {"day": _day(triaged.day)},
        _("Ajukan sertifikat baru di SIINas menu TKDN-IK."),
    )


def _frozen(triaged):
    if triaged.day:
        reason = _("Sertifikat dibekukan sampai %(day)s.") % {"day": _day(triaged.day)}
    else:
        reason = _("Sertifikat dibekukan.")
    return Sentence(reason, _("Beri klarifikasi kepada Kemenperin; Dinas membantu menyiapkan buktinya."))


def _barred(triaged):
    return Sentence(_("Sertifikat dicabut kurang dari satu tahun yang lalu."), _barred_action(triaged.barred_until))


def _barred_action(until):
    return _("Permohonan baru dapat diajukan lagi mulai %(day)s.") % {"day": _day(until)}


def _day(value):
    return formats.date_format(value, "j M Y")


SENTENCES = {
    Stage.NOT_INDUSTRY: _not_industry,
    Stage.NO_KBLI: _no_kbli,
    Stage.WRONG_KBLI: _wrong_kbli,
    Stage.NO_NIB: _no_nib,
    Stage.STANDARD_UNVERIFIED: _standard_unverified,
    Stage.TOO_LARGE: _too_large,
    Stage.NO_SIINAS: _no_siinas,
    Stage.SIINAS_UNFINISHED: _siinas_unfinished,
    Stage.NOT_VALIDATED: _not_validated,
    Stage.READY: _ready,
    Stage.APPLIED: _applied,
    Stage.RETURNED: _returned,
    Stage.CERTIFIED: _certified,
    Stage.EXPIRING: _expiring,
    Stage.EXPIRED: _expired,
    Stage.FROZEN: _frozen,
    Stage.BARRED: _barred,
}
