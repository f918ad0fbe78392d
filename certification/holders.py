"""Whose certificate it is: the holder's name and address on a list against the register of businesses."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import gettext as _
from lokal.wilayah import wilayah_name

from umkm.models import Business, Regency

NOT_IN_NAMES = re.compile(r"[\W_]+")
LEGAL_FORM_FIRST = re.compile(r"^(?:pt|p t|cv|c v|ud|u d|pd|p d|fa|firma)\b\s*")
LEGAL_FORM_LAST = re.compile(r"\s*\b(?:pt|cv|ud|pd|fa|tbk)$")
# “Kec. Kota Agung” is a kecamatan, not a kota.
NAMED_PLACE = re.compile(
    r"(?<!kec\. )(?<!kec )(?<!kecamatan )(?<!kel\. )(?<!kelurahan )\b(kota|kabupaten|kab)\b\.?\s+(?=\w)", re.IGNORECASE
)
SAME_PLACE = 0.2
"""How much of a name's similarity the same kabupaten/kota outweighs when suggestions are put in order."""
ABBREVIATED = {"kota": "KOTA", "kabupaten": "KABUPATEN", "kab": "KABUPATEN"}


@dataclass
class Suggestion:
    """A business that may be the holder; staff decide. `likeliness` only orders suggestions."""

    business: Business
    likeliness: float
    reasons: list[str] = field(default_factory=list)


def holder_key(name):
    """A company name for comparison: case, punctuation and the legal form (PT, CV, UD …) say nothing."""
    plain = unicodedata.normalize("NFKC", name or "").casefold()
    plain = NOT_IN_NAMES.sub(" ", plain).strip()
    return LEGAL_FORM_LAST.sub("", LEGAL_FORM_FIRST.sub("", plain)).strip()


class Places:
    """Reads the kabupaten/kota of the register out of addresses."""

    def __init__(self, regencies):
        """`regencies`: those of the register."""
        # “Tulang Bawang Barat” must be tried before “Tulang Bawang”.
        ordered = sorted(regencies, key=lambda regency: -len(regency.name))
        self.patterns = [
            (regency, re.compile(regency.name.replace(" ", r"\s*") + r"\b", re.IGNORECASE)) for regency in ordered
        ]
        self.province = wilayah_name(settings.PORTAL_PROVINCE).casefold()

    def named_in(self, address):
        """Codes of the kabupaten/kota the address names with their kind (“Kab. Pesawaran”); None for any elsewhere."""
        return {
            self._code_at(address, found.end(), ABBREVIATED[found[1].lower()])
            for found in NAMED_PLACE.finditer(address)
        }

    def _code_at(self, address, position, kind):
        for regency, pattern in self.patterns:
            if regency.kind == kind and pattern.match(address, position):
                return regency.code
        return None

    def allow(self, certificate, regency_code):
        """Whether nothing on the certificate places its holder outside this kabupaten/kota."""
        province = certificate.holder_province.casefold()
        if province and province.removeprefix("provinsi ") != self.province:
            return False
        named = self.named_in(certificate.holder_address)
        return not named or regency_code in named


class Register:
    """Finds holders in the register: never by likeness, only what is exactly one business."""

    def __init__(self, certificates):
        """Look up the businesses that any of `certificates` may belong to: three queries, however many there are."""
        nibs = {certificate.holder_nib for certificate in certificates} - {""}
        names = {holder_key(certificate.holder_name) for certificate in certificates} - {""}
        # A NIB that stayed with a double leads to the record the office goes on with.
        kept = Coalesce("merged_into", "pk")
        self.by_nib = dict(Business.objects.filter(nib__in=nibs).annotate(kept=kept).values_list("nib", "kept"))
        self.by_name = {}
        # One reading of the register: the rule for names lives in Python alone, so no second one can differ from it.
        register = Business.objects.unmerged().values_list("pk", "name", "nib", "regency_id")
        for pk, name, nib, regency in register.iterator():
            key = holder_key(name)
            if key in names:
                self.by_name.setdefault(key, []).append((pk, nib, regency))
        self.places = Places(Regency.objects.all())

    def business_of(self, certificate):
        """The key of the one business that is the holder, or None: by NIB, else by a name that is unique."""
        if certificate.holder_nib in self.by_nib:
            return self.by_nib[certificate.holder_nib]
        namesakes = self.by_name.get(holder_key(certificate.holder_name), [])
        if len(namesakes) != 1:
            return None
        [(pk, nib, regency)] = namesakes
        if nib and certificate.holder_nib:
            return None  # two different NIB are two businesses, whatever their names
        return pk if self.places.allow(certificate, regency) else None


def possible_holders(certificate, limit=5):
    """Businesses that may be the holder, likeliest first, each with its reasons in words."""
    name = holder_key(certificate.holder_name)
    if not name:
        return []
    places = Places(Regency.objects.all())
    named = places.named_in(certificate.holder_address)
    alike = (
        Business.objects.unmerged()
        .annotate(upper_name=Upper("name"))
        .filter(Q(upper_name__trigram_similar=name.upper()) | Q(nib=certificate.holder_nib or None))
        .annotate(
            similarity=TrigramSimilarity(Upper("name"), Value(name.upper())),
            same_nib=Case(When(nib=certificate.holder_nib or None, then=True), default=False),
        )
        .select_related("regency")
        .order_by("-same_nib", "-similarity", "pk")[: limit * 4]
    )
    found = [_suggestion(certificate, business, named) for business in alike]
    found.sort(key=lambda one: (not one.business.same_nib, -one.likeliness, one.business.pk))
    return found[:limit]


def _suggestion(certificate, business, named):
    reasons = []
    likeliness = business.similarity
    if business.same_nib:
        reasons.append(_("NIB sama: %(nib)s") % {"nib": business.nib})
    if holder_key(business.name) == holder_key(certificate.holder_name):
        likeliness = 1
        reasons.append(_("nama sama selain bentuk badan usahanya"))
    else:
        reasons.append(_("nama mirip %(percent)s%%") % {"percent": round(business.similarity * 100)})
    if business.regency_id in named:
        likeliness += SAME_PLACE
        reasons.append(_("alamat menyebut %(place)s") % {"place": business.regency})
    return Suggestion(business, likeliness, reasons)
