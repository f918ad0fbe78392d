"""Who: places, KBLI codes, businesses with what they do and make, and the runs that brought them in."""

from umkm.models.business import Activity, Business, Product, RiskLevel, Source
from umkm.models.claim import Claim, ClaimCode, ClaimEvidence, ClaimState, Outcome, Proof
from umkm.models.consent import HelperCode
from umkm.models.document import Document, DocumentKind
from umkm.models.imports import ImportKind, ImportRow, ImportRun
from umkm.models.kbli import CategoryRule, Kbli, KbliVersion
from umkm.models.membership import Membership
from umkm.models.owner_consent import Consent, ConsentPurpose
from umkm.models.photo_place import PhotoPlace
from umkm.models.places import District, Regency

__all__ = [
    "Activity",
    "Business",
    "CategoryRule",
    "Claim",
    "ClaimCode",
    "ClaimEvidence",
    "ClaimState",
    "Consent",
    "ConsentPurpose",
    "District",
    "Document",
    "DocumentKind",
    "HelperCode",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "Kbli",
    "KbliVersion",
    "Membership",
    "Outcome",
    "PhotoPlace",
    "Product",
    "Proof",
    "Regency",
    "RiskLevel",
    "Source",
]
