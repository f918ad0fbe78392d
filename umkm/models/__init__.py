"""Who: places, KBLI codes, businesses with what they do and make, and the runs that brought them in."""

from umkm.models.business import Activity, Business, Membership, Product, RiskLevel, Source
from umkm.models.document import Document, DocumentKind
from umkm.models.imports import ImportKind, ImportRow, ImportRun
from umkm.models.kbli import CategoryRule, Kbli, KbliVersion
from umkm.models.owner_consent import Consent, ConsentPurpose
from umkm.models.photo_place import PhotoPlace
from umkm.models.places import District, Regency

__all__ = [
    "Activity",
    "Business",
    "CategoryRule",
    "Consent",
    "ConsentPurpose",
    "District",
    "Document",
    "DocumentKind",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "Kbli",
    "KbliVersion",
    "Membership",
    "PhotoPlace",
    "Product",
    "Regency",
    "RiskLevel",
    "Source",
]
