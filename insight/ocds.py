"""Packages as open contracting data (OCDS 1.1.5): one release per package, from the facts of its plan."""

from django.conf import settings
from django.db.models import OuterRef, Subquery

from procurement.models import Package
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


def packages_for_release(year):
    """The year's current packages, each with its last `change` in the audit trail and when that was, `changed_at`."""
    events = event_model_of(Package).objects.filter(pgh_obj_id=OuterRef("pk")).order_by("-pk")
    found = Package.objects.current().for_year(year).select_related("agency").order_by("rup_code")
    return found.annotate(
        change=Subquery(events.values("pk")[:1]), changed_at=Subquery(events.values("pgh_created_at")[:1])
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
    """The plan of one package as a release; its id changes when the package does."""
    agency = package.agency
    buyer = {"id": f"ID-KLPD-{agency.klpd_code}-{agency.code}", "name": agency.name}
    identifier = {"scheme": "ID-KLPD", "id": f"{agency.klpd_code}/{agency.code}", "legalName": agency.name}
    return {
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
    return {name: f"{day.isoformat()}T00:00:00+07:00" for name, day in days.items() if day}


def _rupiah(amount):
    return {"amount": amount, "currency": "IDR"}
