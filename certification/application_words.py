"""An application's state in the owner's words: what it is, what it means, and the next step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.application_states import EventKind
from tkdnportal.templatetags.portal import day as written_day


@dataclass(frozen=True)
class Told:
    """A state as an owner reads it; `action` is empty when nothing is to be done."""

    label: str
    meaning: str
    action: str = ""


def told(standing):
    """The words for a `Standing`."""
    if standing.is_presumed:
        return _presumed()
    if standing.waits_for_certificate:
        return _signed_without_data()
    return WORDS[standing.state]()


def countdown(standing):
    """How much time is left, as one sentence; empty where nobody waits for anything."""
    if standing.due is None:
        return standing.problem
    due = {"day": written_day(standing.due)}
    if standing.left < 0:
        return _("Batas %(day)s sudah lewat.") % due
    if standing.left == 0:
        return _("Hari terakhir: %(day)s.") % due
    return ngettext(
        "Tinggal %(left)s hari kerja, paling lambat %(day)s.",
        "Tinggal %(left)s hari kerja, paling lambat %(day)s.",
        standing.left,
    ) % (due | {"left": standing.left})


def _submitted():
    return Told(
        _("sudah dikirim"),
        _("Kementerian sedang memeriksa kelengkapannya, biasanya satu hari kerja."),
        _("Tunggu. Buka SIINas dan e-mail setiap hari kerja, karena waktu perbaikan hanya lima hari kerja."),
    )


def _returned():
    return Told(
        _("dikembalikan, perlu diperbaiki"),
        _("Kementerian mengembalikan permohonan. Lewat batas waktu, permohonan ditolak otomatis."),
        _("Perbaiki menurut alasannya, kirim ulang di SIINas, lalu catat di portal ini."),
    )


def _resubmitted():
    return Told(
        _("perbaikan sudah dikirim"),
        _("Kementerian memeriksa perbaikannya, biasanya satu hari kerja."),
        _("Tunggu. Buka SIINas dan e-mail setiap hari kerja."),
    )


def _complete():
    return Told(
        _("lengkap, menunggu tanda tangan"),
        _("Semua dokumen lengkap. Pejabat Kementerian memutuskan, biasanya dua hari kerja."),
        _("Tunggu keputusannya di SIINas."),
    )


def _signed():
    return Told(
        _("disetujui"),
        _("Sertifikat TKDN-IK sudah terbit dan tercatat di portal ini."),
        _("Unduh sertifikatnya di SIINas dan simpan."),
    )


def _signed_without_data():
    return Told(
        _("disetujui, menunggu data sertifikat"),
        _("Kementerian sudah menyetujui. Data sertifikatnya belum masuk ke portal ini."),
        _("Unduh sertifikatnya di SIINas. Portal mengenalinya sendiri setelah daftar Kementerian diperbarui."),
    )


def _refused():
    return Told(
        _("ditolak"),
        _("Kementerian menolak permohonan ini."),
        _("Perbaiki menurut alasannya bersama petugas Dinas, lalu ajukan permohonan baru. Tidak dipungut biaya."),
    )


def _auto_rejected():
    return Told(
        _("ditolak otomatis"),
        _("Perbaikan tidak dikirim dalam lima hari kerja."),
        _("Siapkan perbaikannya, lalu ajukan permohonan baru di SIINas. Tidak dipungut biaya."),
    )


def _presumed():
    return Told(
        _("diduga ditolak otomatis"),
        _("Batas perbaikan sudah lewat dan portal belum menerima kabar. Dinas belum memastikannya di SIINas."),
        _("Bila Anda sudah mengirim ulang sebelum batas, catat harinya. Bila belum, ajukan permohonan baru di SIINas."),
    )


def _withdrawn():
    return Told(
        _("ditarik kembali"),
        _("Permohonan ini ditarik oleh pemohon."),
        _("Ajukan permohonan baru kapan saja bila sudah siap."),
    )


def _void():
    return Told(_("catatan dibatalkan"), _("Permohonan ini tercatat karena keliru, dan tidak dihitung."))


WORDS = {
    EventKind.SUBMITTED: _submitted,
    EventKind.RETURNED: _returned,
    EventKind.RESUBMITTED: _resubmitted,
    EventKind.COMPLETE: _complete,
    EventKind.SIGNED: _signed,
    EventKind.REFUSED: _refused,
    EventKind.AUTO_REJECTED: _auto_rejected,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.VOID: _void,
}
