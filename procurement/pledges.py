"""Pledges (niat belanja): what a package waits for, whom it concerns, and how many makers could be ready in time.

A pledge promises nobody an award; `NO_PROMISE` stands wherever one is shown.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.near_certified import uncertified
from certification.soonest import Estimates
from certification.triage import stages
from procurement.bitmaps import positions_of
from procurement.matching import question_of, unanswered
from procurement.models import OutcomeState, Package, Pledge
from procurement.pool import Pool
from procurement.prospects import fitting, offers_to_come
from umkm.models import Product

NO_PROMISE = _("Ini niat, bukan janji: paket tetap diadakan menurut aturan pengadaan, dan pemasok lain dapat dipilih.")


class Makers(NamedTuple):
    """Makers without a certificate whose goods fit: how many could be ready by the day, and how many only later."""

    in_time: int
    later: int


def last_day(package):
    """The last day a pledge of the package may name: the day before the contract, or before its year has ended."""
    begins = package.contract_from or package.contract_until or package.delivery_until
    return (begins or date(package.year + 1, 1, 1)) - timedelta(days=1)


def may_be_pledged(package, on):
    """Whether certified goods could serve the package, nothing was bought yet, and a maker has a day left."""
    if unanswered(package, on).state != OutcomeState.OPEN or last_day(package) <= on:
        return False
    bought = package.awards.living().exists() or package.leakages.living().exists()
    return package.is_active and package.is_announced and not bought


def standing_pledge(package, on):
    """The pledge of the package that stands on day `on`, or None."""
    return Pledge.objects.standing_on(on).filter(package=package).select_related("package", "officer").first()


def pledges_for(products, on):
    """The standing pledges whose packages any of `products` fits, certified or to be certified; the first day first.

    A queryset of `products` is read only where some pledge stands.
    """
    pledges = {pledge.package_id: pledge for pledge in Pledge.objects.standing_on(on).select_related("package__agency")}
    if not pledges:
        return []
    packages = Package.objects.filter(pk__in=pledges)
    found = [pledges[package.pk] for package, _ids in fitting(list(products), on, packages)]
    return sorted(found, key=lambda pledge: (pledge.ready_by, pledge.pk))


def withdraw(*, pledge, by, reason, on):
    """Take a standing pledge back; whether it was this call that did. Two officers at once: the first one's stands."""
    facts = {"withdrawn_on": on, "withdrawn_by": by, "withdrawal_reason": reason}
    return bool(Pledge.objects.filter(pk=pledge.pk, withdrawn_on__isnull=True).update(**facts))


def makers_of(pledges, on):
    """{pledge id: `Makers`} of `pledges` as seen on day `on`; the same few queries however many there are."""
    questions = {pledge.pk: question_of(unanswered(pledge.package, on)) for pledge in pledges}
    if not questions:
        return {}
    products = _products(questions.values(), on)
    owners = {product.pk: product.business_id for product in products}
    categories = {question.category for question in questions.values()}
    pools = {category: Pool(offers_to_come(products, category, on)) for category in categories}
    fit = {pk: _makers(pools[question.category], question, owners) for pk, question in questions.items()}
    ready = _ready_days(set().union(*fit.values()), on)
    return {pledge.pk: _counted(fit[pledge.pk], ready, pledge.ready_by) for pledge in pledges}


def _products(questions, on):
    """Products that some question might be about; all of a category where a question names no product."""
    words = {term for question in questions for term in question.specific}
    whole = {question.category for question in questions if not question.specific}
    products = Product.objects.filter(Q(terms__overlap=sorted(words)) | Q(categories__overlap=sorted(whole)))
    rows = uncertified(products, on).order_by("pk")
    return list(rows.values_list("pk", "business_id", "terms", "categories", "price", named=True))


def _makers(pool, question, owners):
    return {owners[pool.ids[position]] for position in positions_of(pool.that_fit(question))}


def _ready_days(businesses, on):
    """{business: earliest day} of those that could hold a certificate at all."""
    if not businesses:
        return {}
    estimates = Estimates(on)
    found = {triaged.business_id: estimates.of(triaged) for triaged in stages(on, sorted(businesses))}
    return {business: soon.day for business, soon in found.items() if soon}


def _counted(businesses, ready, day):
    able = [ready[business] for business in businesses if business in ready]
    in_time = sum(each <= day for each in able)
    return Makers(in_time, len(able) - in_time)
