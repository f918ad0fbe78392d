"""Packages as open contracting data (OCDS 1.1.5): one release per package, of its plan and its contracts."""

import hashlib

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Subquery

from procurement.models import Award, AwardStage, Package
from procurement.models.package import NotCertifiable
from tkdnportal.audit import event_model_of

VERSION = "1.1"
METHODS = {
    "tender": "open",
    "tender cepat": "open",
    "seleksi": "selective",
    "e-purchasing": "direct",
    "pengadaan langsung": "direct",
    "penunjukan langsung": "direct",
    "dikecualikan": "direct",
}
"""Methods of Perpres 16/2018 Ps 38 in the words of OCDS; any other stays a detail without a code."""

KINDS = {
    NotCertifiable.CATERING: "services",
    NotCertifiable.SERVICE: "services",
    NotCertifiable.CONSTRUCTION: "works",
}
"""What is bought, in the words of OCDS; all else is goods."""


STATES = {AwardStage.CANCELLED: "cancelled", AwardStage.PAID: "terminated"}
"""Of a contract, in the words of OCDS: paid in full is terminated, anything else that is not cancelled is active."""


def packages_for_release(year):
    """The year's packages with their awards, each with its last `change` in the audit trail, and that of its awards.

    A package withdrawn after a contract stays: its contract was published and goes on.
    """
    events = event_model_of(Package).objects.filter(pgh_obj_id=OuterRef("pk")).order_by("-pk")
    awarded = event_model_of(Award).objects.filter(package_id=OuterRef("pk")).order_by("-pk")
    found = Package.objects.counted().for_year(year).select_related("agency").order_by("rup_code")
    found = found.prefetch_related(Prefetch("awards", Award.objects.order_by("pk")))
    return found.annotate(
        change=Subquery(events.values("pk")[:1]),
        changed_at=Subquery(events.values("pgh_created_at")[:1]),
        award_change=Subquery(awarded.values("pk")[:1]),
        awarded_at=Subquery(awarded.values("pgh_created_at")[:1]),
    )


def frame(*, published_at, uri):
    """A release package without its releases; `published_at` is when it was made."""
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": published_at.isoformat(),
        "publisher": {"name": "Dinas Perindustrian dan Perdagangan Provinsi Lampung"},
        "extensions": [],
        "releases": [],
    }


def release(package):
    """The plan of one package and its contracts as a release; its id changes when the package or a contract does."""
    agency = package.agency
    buyer = {"id": f"ID-KLPD-{agency.klpd_code}-{agency.code}", "name": agency.name}
    identifier = {"scheme": "ID-KLPD", "id": f"{agency.klpd_code}/{agency.code}", "legalName": agency.name}
    awards = list(package.awards.all())
    released = {
        "ocid": f"{settings.OCDS_PREFIX}-rup-{package.rup_code}",
        "id": f"rup-{package.rup_code}-{package.change}",
        "date": package.changed_at.isoformat(),
        "language": "id",
        "tag": ["planning"],
        "initiationType": "tender",
        "parties": [buyer | {"identifier": identifier, "roles": ["buyer", "procuringEntity"]}],
        "buyer": buyer,
        "planning": {"budget": _budget(package)},
        "tender": _tender(package, buyer),
    }
    return released | _bought(package, awards, released) if awards else released


def _bought(package, awards, released):
    """What contracts add to and change of a release."""
    suppliers = {award.holder_name: _supplier(award) for award in awards}
    return {
        "id": f"{released['id']}-{package.award_change}",
        "date": max(package.changed_at, package.awarded_at).isoformat(),
        "tag": ["planning", "award", "contract"],
        "parties": [*released["parties"], *(one | {"roles": ["supplier"]} for one in suppliers.values())],
        "tender": released["tender"] | {"status": "complete"},
        "awards": [_award(award) for award in awards],
        "contracts": [_contract(award) for award in awards],
    }


def _supplier(award):
    """A certified holder; its name stands on a public certificate."""
    digest = hashlib.sha256(award.holder_name.encode()).hexdigest()[:16]
    return {"id": f"TKDN-{digest}", "name": award.holder_name}


def _award(award):
    title = f"{award.product_name} (TKDN {award.tkdn} %)"
    return {
        "id": f"award-{award.pk}",
        "title": title,
        "status": "cancelled" if award.cancelled_on else "active",
        "date": _moment(award.signed_on),
        "value": _rupiah(award.value),
        "suppliers": [_supplier(award)],
        "items": [{"id": f"item-{award.pk}", "description": title}],
    }


def _contract(award):
    contract = {
        "id": award.contract_number or f"contract-{award.pk}",
        "awardID": f"award-{award.pk}",
        "status": STATES.get(award.stage, "active"),
        "value": _rupiah(award.value),
        "dateSigned": _moment(award.signed_on),
    }
    implementation = {}
    if award.paid_on:
        paid = {"id": f"payment-{award.pk}", "date": _moment(award.paid_on), "value": _rupiah(award.paid_value)}
        implementation["transactions"] = [paid]
    if award.delivered_on:
        met = {
            "id": f"delivery-{award.pk}",
            "type": "delivery",
            "status": "met",
            "dateMet": _moment(award.delivered_on),
        }
        implementation["milestones"] = [met]
    return contract | ({"implementation": implementation} if implementation else {})


def _budget(package):
    budget = {"id": package.rup_code, "amount": _rupiah(package.ceiling)}
    return budget | ({"description": package.funding_source} if package.funding_source else {})


def _tender(package, buyer):
    tender = {
        "id": package.rup_code,
        "title": package.name,
        "status": "planned",
        "value": _rupiah(package.ceiling),
        "procuringEntity": buyer,
        "mainProcurementCategory": KINDS.get(package.not_certifiable, "goods"),
        "procurementMethod": METHODS.get(package.method.lower()),
        "procurementMethodDetails": package.method,
        "contractPeriod": _period(package.contract_from, package.contract_until),
    }
    # The standard wants what is unknown left out.
    return {name: value for name, value in tender.items() if value}


def _period(start, end):
    days = {"startDate": start, "endDate": end}
    return {name: _moment(day) for name, day in days.items() if day}


def _moment(day):
    """A day as OCDS writes moments: its first, in Lampung."""
    return f"{day.isoformat()}T00:00:00+07:00"


def _rupiah(amount):
    return {"amount": amount, "currency": "IDR"}
