"""What a reminder can be: which step of the ladder, by which way, in which state, and why not."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """One certificate can have two end dates (Permenperin 35/2025 Ps 45)."""

    TKDN = "TKDN", _("nilai TKDN")
    BMP = "BMP", _("nilai BMP")


class Kind(models.TextChoices):
    """The steps of the ladder, in their order; how many days is in `certification.reminders.LADDER`."""

    LEGACY = "LEGACY", _("aturan lama: pindah ke aturan baru")
    BEFORE_180 = "BEFORE_180", _("180 hari sebelum berakhir")
    BEFORE_90 = "BEFORE_90", _("90 hari sebelum berakhir")
    BEFORE_30 = "BEFORE_30", _("30 hari sebelum berakhir")
    BEFORE_14 = "BEFORE_14", _("14 hari sebelum berakhir")
    BEFORE_7 = "BEFORE_7", _("7 hari sebelum berakhir")
    BEFORE_1 = "BEFORE_1", _("sehari sebelum berakhir")
    AFTER_1 = "AFTER_1", _("sehari sesudah berakhir")
    AFTER_28 = "AFTER_28", _("28 hari sesudah berakhir")


class Channel(models.TextChoices):
    """How it reaches the owner."""

    MAIL = "MAIL", _("e-mail")
    TEXT = "TEXT", _("SMS atau WhatsApp otomatis")
    STAFF = "STAFF", _("WhatsApp atau telepon oleh petugas")


class State(models.TextChoices):
    """SENDING stands only while a worker is at it, or was when it died."""

    WAITING = "WAITING", _("menunggu dikirim")
    SENDING = "SENDING", _("sedang dikirim")
    SENT = "SENT", _("terkirim")
    FAILED = "FAILED", _("tidak terkirim")
    UNCERTAIN = "UNCERTAIN", _("tidak pasti terkirim")
    STAFF = "STAFF", _("menunggu petugas")
    HANDED = "HANDED", _("disampaikan petugas")
    SKIPPED = "SKIPPED", _("tidak perlu lagi")

    told = nonmember(("SENT", "HANDED"))
    open = nonmember(("WAITING", "STAFF"))
    explained = nonmember(("FAILED", "UNCERTAIN", "STAFF", "SKIPPED"))
    of_staff = nonmember(("STAFF", "HANDED", "SKIPPED"))
    of_machine = nonmember(("WAITING", "SENDING", "SENT", "FAILED", "UNCERTAIN", "SKIPPED"))


class Why(models.TextChoices):
    """Why it was not sent, or why staff must tell it."""

    RENEWED = "RENEWED", _("sudah diperpanjang")
    APPLIED = "APPLIED", _("permohonannya sedang diproses")
    REVOKED = "REVOKED", _("sertifikat dicabut")
    PAUSED = "PAUSED", _("diminta berhenti")
    LATER = "LATER", _("pengingat berikutnya sudah tiba")
    CHANGED = "CHANGED", _("tanggal berakhir atau penerimanya berubah")
    NO_OWNER = "NO_OWNER", _("pemilik belum punya akun di portal")
    NO_CONSENT = "NO_CONSENT", _("pemilik tidak mengizinkan pesan otomatis, dan tidak punya e-mail")
    NO_GATEWAY = "NO_GATEWAY", _("pemilik hanya punya telepon, dan Dinas belum punya layanan SMS")
    NO_CONTACT = "NO_CONTACT", _("tidak ada e-mail dan nomor telepon")
    REFUSED = "REFUSED", _("alamat e-mail ditolak")
    BOUNCED = "BOUNCED", _("e-mail kembali")
    GATEWAY = "GATEWAY", _("layanan SMS menolak berkali-kali")
    SERVER = "SERVER", _("server e-mail gagal berkali-kali")
    LOST = "LOST", _("portal terhenti saat mengirim")
    NO_ANSWER = "NO_ANSWER", _("dihubungi petugas, tidak menjawab")
