"""The path: SIINas account, certificate and its items."""

from certification.models.certificate import Certificate, CertificateItem, CertificateStatus, Scheme
from certification.models.siinas import AccountStatus, SiinasAccount

__all__ = ["AccountStatus", "Certificate", "CertificateItem", "CertificateStatus", "Scheme", "SiinasAccount"]
