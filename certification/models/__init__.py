"""The path: SIINas account, certificate and its items."""

from certification.models.certificate import Certificate, CertificateItem, Scheme
from certification.models.siinas import AccountStatus, SiinasAccount
from certification.statuses import CertificateStatus

__all__ = ["AccountStatus", "Certificate", "CertificateItem", "CertificateStatus", "Scheme", "SiinasAccount"]
