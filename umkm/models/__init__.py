"""Who: places, KBLI codes, businesses with what they do and make, and the runs that brought them in."""

from umkm.models.business import Activity, Business, Membership, Product, RiskLevel, Source
from umkm.models.document import Document, DocumentKind
from umkm.models.imports import ImportKind, ImportRow, ImportRun
from umkm.models.kbli import CategoryRule, Kbli, KbliVersion
from umkm.models.places import District, Regency
from umkm.models.uploads import ImportState, ImportUpload

__all__ = [
    "Activity",
    "Business",
    "CategoryRule",
    "District",
    "Document",
    "DocumentKind",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "ImportUpload",
    "Kbli",
    "KbliVersion",
    "Membership",
    "Product",
    "Regency",
    "RiskLevel",
    "Source",
]
