"""Who: places, KBLI codes, businesses, what they do and make, which are doubles, and the runs that brought them in."""

from umkm.models.bulk import BulkChange, BulkChangeRow, Deed
from umkm.models.business import Activity, Business, Product, RiskLevel, Source
from umkm.models.claim import Claim, ClaimCode, ClaimEvidence, ClaimState, Outcome, Proof
from umkm.models.consent import HelperCode
from umkm.models.disclosure import Datum, Disclosure, Export, FileFormat, Purpose
from umkm.models.document import Document, DocumentKind
from umkm.models.doubles import DoublePair, Evidence, Merge, PairState
from umkm.models.imports import ImportKind, ImportRow, ImportRun
from umkm.models.kbli import CategoryRule, Kbli, KbliVersion
from umkm.models.membership import Membership
from umkm.models.note import Note
from umkm.models.owner_consent import Consent, ConsentPurpose
from umkm.models.photo_place import PhotoPlace
from umkm.models.places import District, Regency
from umkm.models.product_detail import ProductDetail
from umkm.models.registration import Registration, RegistrationPhoto
from umkm.models.saved_filter import SavedFilter
from umkm.models.sentra import MaterialAllotment, MaterialInvoice, Sentra, SentraMember
from umkm.models.uploads import ImportState, ImportUpload
from umkm.models.verification import Decision, ReturnReason, Verification, WaitingBusiness

__all__ = [
    "Activity",
    "BulkChange",
    "BulkChangeRow",
    "Business",
    "CategoryRule",
    "Claim",
    "ClaimCode",
    "ClaimEvidence",
    "ClaimState",
    "Consent",
    "ConsentPurpose",
    "Datum",
    "Decision",
    "Deed",
    "Disclosure",
    "District",
    "Document",
    "DocumentKind",
    "DoublePair",
    "Evidence",
    "Export",
    "FileFormat",
    "HelperCode",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "ImportUpload",
    "Kbli",
    "KbliVersion",
    "MaterialAllotment",
    "MaterialInvoice",
    "Membership",
    "Merge",
    "Note",
    "Outcome",
    "PairState",
    "PhotoPlace",
    "Product",
    "ProductDetail",
    "Proof",
    "Purpose",
    "Regency",
    "Registration",
    "RegistrationPhoto",
    "ReturnReason",
    "RiskLevel",
    "SavedFilter",
    "Sentra",
    "SentraMember",
    "Source",
    "Verification",
    "WaitingBusiness",
]
