"""What an owner does about each problem, and what the letter to the helpdesk says of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from certification.siinas.states import Problem


@dataclass(frozen=True)
class Help:
    """`action` for the owner; `letter` is the sentence of the letter, empty where a letter mends nothing."""

    action: str
    letter: str = ""


HELP = {
    Problem.NO_MAIL: Help(
        _("Tunggu satu hari penuh dan periksa folder spam. Belum ada juga? Kirim surat ke Helpdesk SIINas."),
        _("Kami sudah mendaftar, tetapi e-mail berisi nama pengguna dan kata sandi tidak kami terima."),
    ),
    Problem.MAIL_LOST: Help(
        _("Ganti dahulu e-mail di oss.go.id (ubah data pelaku usaha), unduh NIB baru, lalu daftar dengan e-mail itu."),
        _("E-mail pada NIB kami sudah tidak dapat dibuka dan sudah kami ganti di OSS. Mohon akun kami memakai "
          "e-mail yang baru."),
    ),
    Problem.NIB_NOT_FOUND: Help(
        _("Cocokkan 13 angka NIB dengan oss.go.id. Sudah benar? Kirim surat ke Helpdesk SIINas dan lampirkan NIB."),
        _("NIB kami tidak ditemukan saat registrasi, padahal NIB itu berlaku di OSS."),
    ),
    Problem.NPWP_DIFFERS: Help(
        _("Cocokkan NPWP dengan yang tertulis di NIB. Berbeda? Perbarui di oss.go.id, lalu coba lagi."),
    ),
    Problem.ADDRESS_LOCKED: Help(
        _("Alamat hanya dapat dibetulkan dengan surat pimpinan kepada Kepala Pusdatin lewat Helpdesk, "
          "kira-kira lima hari kerja. Cetak dan tanda tangani suratnya."),
        _("Alamat pada profil kami keliru dan sudah terkunci. Mohon dibetulkan sesuai NIB terlampir."),
    ),
    Problem.NO_ENTRY: Help(
        _("Pakai “Lupa kata sandi” di SIINas; kata sandi baru dikirim ke e-mail di NIB. Gagal? Kirim surat."),
        _("Kami tidak dapat masuk ke akun kami, dan “Lupa kata sandi” tidak menolong."),
    ),
    Problem.OTHER: Help(_("Hubungi Dinas dan bawa bukti pendaftaran; petugas membantu menyelesaikannya.")),
}  # fmt: skip
"""That a locked address needs the letter: domain 3; the other letters ask the same helpdesk."""
