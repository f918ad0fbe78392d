"""The path: SIINas account, certificate and its items; and who checked a certificate when."""

from certification.models.certificate import Certificate, CertificateItem, Scheme
from certification.models.check import AskedBy, CertificateCheck
from certification.models.siinas import AccountStatus, SiinasAccount
from certification.statuses import CertificateStatus

__all__ = [
    "AccountStatus",
    "AskedBy",
    "Certificate",
    "CertificateCheck",
    "CertificateItem",
    "CertificateStatus",
    "Scheme",
    "SiinasAccount",
]
