"""Freezing what the portal answers: the answer as plain values, and its one record."""

from dataclasses import asdict
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from certification.search import search_items
from procurement.answers import Reason
from procurement.matching import default_day, match
from procurement.models import EvidenceKind, NoSupplier, SearchEvidence
from procurement.models.evidence import canonical, new_code, sha256_of
from procurement.preference import POLICY_TIERS, best_sum, bmp_on, tier
from procurement.printing import package_answer
from procurement.reasons import below_25, tier_reason
from umkm.categories import Category

FORMAT = 1
"""Of the content; a later one is shown by its own rules, and older evidence by the rules of its day."""
MOST_RESULTS = 300
"""A search with more answers is no evidence of anything and must be narrowed first."""
LANGUAGE = "id"
"""Evidence is an official document: Indonesian, whatever language its reader or its officer uses."""


class NotAllowed(Exception):
    """Why something cannot be done, in a sentence for the officer."""


def freeze_package(*, package, officer, at, form_key, code=None):
    """The evidence of matching's answer for `package` on the day of `at`; pressing twice makes one.

    `code` is given only by the demonstration, whose data must come out the same again.
    """
    on = default_day(package.year, at.date())
    [found] = match(year=package.year, on=on, rup_code=package.rup_code)
    content = _about(package.agency, EvidenceKind.PACKAGE, at, on) | _package_content(found)
    return _keep(content, officer=officer, agency=package.agency, at=at, form_key=form_key, package=package, code=code)


def freeze_search(*, query, asked, agency, officer, at, form_key):
    """The evidence of a search of certified products; `asked` is [[label, value]] as the officer saw it.

    Raises NotAllowed where more than MOST_RESULTS answer.
    """
    items = list(search_items(query, at.date())[: MOST_RESULTS + 1])
    if len(items) > MOST_RESULTS:
        raise NotAllowed(
            _("Pencarian ini menemukan lebih dari %(most)s produk. Persempit dulu, misalnya dengan kategori.")
            % {"most": MOST_RESULTS}
        )
    content = _about(agency, EvidenceKind.SEARCH, at, at.date()) | _search_content(items, query, asked, at.date())
    return _keep(content, officer=officer, agency=agency, at=at, form_key=form_key)


def declare_no_supplier(*, evidence, officer, note, on):
    """The outcome that nobody can serve the evidence's package. Raises NotAllowed where it is not so."""
    if not evidence.proves_no_supplier:
        raise NotAllowed(_("Bukti ini memuat pemasok, jadi bukan bukti bahwa pemasok tidak ada."))
    package = evidence.package
    now = next(iter(match(year=package.year, on=default_day(package.year, on), rup_code=package.rup_code)), None)
    if now is None or now.candidates:
        raise NotAllowed(_("Keadaan paket sudah berubah sejak bukti ini dibuat. Buka lagi halaman paketnya."))
    facts = {"evidence": evidence, "officer": officer, "note": note, "declared_on": on}
    return NoSupplier.objects.get_or_create(package=package, withdrawn_on=None, defaults=facts)[0]


def _about(agency, kind, at, on):
    return {
        "format": FORMAT,
        "kind": kind.value,
        "agency": agency.name,
        "frozen_at": at.isoformat(timespec="seconds"),
        "asked_on": on.isoformat(),
    }


def _package_content(found):
    with translation.override(LANGUAGE):
        told = package_answer(found)
        package = {name: value for name, value in told.items() if name not in ("candidates", "near_misses")}
        package["category_name"] = str(found.package.get_category_display())
        package["state_name"] = str(found.state.label)
    return {"query": [], "package": package} | _counted(told["candidates"], told["near_misses"])


def _search_content(items, query, asked, on):
    best = best_sum((item.tkdn, bmp_on(item, on)) for item in items)
    with translation.override(LANGUAGE):
        told = [_item(item, query, best, on) for item in items]
    fitting = [row for row in told if row["tier"] in POLICY_TIERS]
    below = [_as_near_miss(row) for row in told if row["tier"] not in POLICY_TIERS]
    return {"query": asked, "package": None} | _counted(fitting, below)


def _counted(candidates, near_misses):
    suppliers = {row["business_id"] for row in candidates}
    totals = {"candidates": len(candidates), "suppliers": len(suppliers), "near_misses": len(near_misses)}
    return {"candidates": candidates, "near_misses": near_misses, "totals": totals}


def _item(item, query, best, on):
    """One product found, in the shape of matching's candidates."""
    business = item.certificate.business
    its_tier = tier(item.tkdn, best)
    return {
        "item_id": item.pk,
        "certificate_id": item.certificate_id,
        "certificate_number": item.certificate.number or "",
        "business_id": business.pk,
        "business_name": business.name,
        "regency_code": business.regency_id,
        "regency_name": str(business.regency),
        "product_name": item.product_name,
        "brand": item.brand,
        "kbli_code": item.kbli_code,
        "tkdn": str(item.tkdn),
        "bmp": str(bmp_on(item, on)),
        "valid_until": item.certificate.valid_until.isoformat(),
        "price": item.product.price if item.product else None,
        "tier": its_tier,
        "reasons": [asdict(reason) for reason in _reasons(item, query, its_tier, best, on)],
        "warnings": [],
    }


def _reasons(item, query, its_tier, best, on):
    if query.category:
        label = Category(query.category).label
        yield Reason("CATEGORY", f"KBLI {item.kbli_code} melayani kategori {label}.")
    if item.matched_terms:
        yield Reason("WORDS", f"Kata yang sama: {', '.join(item.matched_terms)}.")
    if its_tier in POLICY_TIERS:
        yield tier_reason(item.tkdn, bmp_on(item, on), its_tier, best)


def _as_near_miss(row):
    obstacle = below_25(Decimal(row["tkdn"]))
    rest = {name: value for name, value in row.items() if name not in ("tier", "reasons", "warnings")}
    return rest | {"obstacles": [asdict(obstacle)]}


def _keep(content, *, officer, agency, at, form_key, package=None, code=None):
    text = canonical(content)
    facts = {
        "kind": content["kind"],
        "package": package,
        "agency": agency,
        "frozen_at": at,
        "title": package.name if package else _words_of(content["query"]),
        "state": content["package"]["state"] if package else "",
        "candidates": content["totals"]["candidates"],
        "content": text,
        "sha256": sha256_of(text),
        "code": code or new_code(),
    }
    return SearchEvidence.objects.get_or_create(officer=officer, form_key=form_key, defaults=facts)[0]


def _words_of(asked):
    """What was searched for, as a title."""
    return ", ".join(f"{label}: {value}" for label, value in asked)[:500] or "Semua produk bersertifikat"
