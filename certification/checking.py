"""What anyone may learn of a certificate: its status on a day, what that means for a buyer, and its products.

Nothing of the person behind it: the holder's name and kabupaten/kota are public, address and NIB are not (UU 27/2022).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from certification.models import Certificate
from certification.statuses import CertificateStatus

MEANINGS = {
    CertificateStatus.ACTIVE: _("Produk di bawah ini boleh dibeli sebagai produk bersertifikat TKDN."),
    CertificateStatus.EXPIRING: _("Masih berlaku, tetapi segera berakhir. Pastikan barang diserahkan sebelum itu."),
    CertificateStatus.NOT_YET: _("Sertifikat ini baru berlaku nanti. Jangan menandatangani kontrak sebelum hari itu."),
    CertificateStatus.EXPIRED: _("Masa berlakunya sudah lewat. Minta pemegangnya memperpanjang dahulu."),
    CertificateStatus.FROZEN: _("Kementerian membekukannya untuk sementara. Tunggu sampai pembekuan dicabut."),
    CertificateStatus.REVOKED: _("Kementerian mencabutnya. Sertifikat ini tidak dapat dipakai lagi."),
    CertificateStatus.SUPERSEDED: _("Nilainya sudah diganti sertifikat yang lebih baru. Pakai yang baru."),
}


@dataclass(frozen=True)
class Answer:
    """One certificate as the public sees it on a day."""

    certificate: Certificate
    status: CertificateStatus
    meaning: str

    @property
    def place(self):
        """The kabupaten/kota of a registered holder, else the province the list printed."""
        business = self.certificate.business
        return str(business.regency) if business else self.certificate.holder_province


def answer_for(certificate, day):
    """The public answer for `certificate` on `day`."""
    status = certificate.status_on(day)
    return Answer(certificate, status, MEANINGS[status])
