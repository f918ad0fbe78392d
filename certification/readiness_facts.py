"""Gathers what readiness is decided from, for one product or for many, in a constant number of queries."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from certification.application_reasons import Reason
from certification.models import Calculation, CalculationStatus, ComponentEvidence
from certification.readiness import PACKET, PROVED_ELSEWHERE, Facts, is_ready, lights
from certification.readiness_past import Past, to_look_at_again
from certification.reckoning import tell
from certification.tkdn import Origin
from certification.triage import Reach, that_reach
from umkm.categories import Category, CategoryRules
from umkm.models import CategoryRule, Document, DocumentKind, Product
from umkm.path import makes_goods

MOST_LINES = 10
"""Products the staff's form speaks of; few workshops make more."""

KEPT = Document.objects.filter(removed_at__isnull=True)
EVIDENCE = ComponentEvidence.objects.filter(document__removed_at__isnull=True).select_related("document")
CURRENT = Calculation.objects.current().prefetch_related(
    Prefetch("components__evidence", EVIDENCE), "components__shares"
)


def facts_of(products, on):
    """`Facts` of each of the queryset `products` on day `on`, in its order; ten queries however many there are."""
    rules = CategoryRules(CategoryRule.objects.all())
    found = products.select_related("business", "detail").prefetch_related(
        "business__activities",
        "business__siinas_accounts",
        "business__certificates",
        Prefetch("business__documents", KEPT, to_attr="kept_documents"),
        Prefetch("calculations", CURRENT, to_attr="current_calculations"),
    )
    return [_facts(product, rules, on) for product in found]


def _facts(product, rules, on):
    business = product.business
    activities = sorted(business.activities.all(), key=lambda activity: activity.kbli_code)
    calculation = next(iter(product.current_calculations), None)
    documents = business.kept_documents
    photo = DocumentKind.PRODUCT_PHOTO
    facts = Facts(
        business=business, product=product, detail=getattr(product, "detail", None), activities=activities,
        covering=[activity for activity in activities if covers(activity, product, rules)],
        accounts=list(business.siinas_accounts.all()), certificates=list(business.certificates.all()),
        kinds=frozenset(document.kind for document in documents),
        has_photo=any(each.kind == photo and each.product_id == product.pk for each in documents),
        calculation=calculation,
    )  # fmt: skip
    if calculation:
        _count(facts, on)
    return facts


def _count(facts, on):
    components = list(facts.calculation.components.all())
    facts.told = tell(facts.calculation, components, on)
    for component in components:
        there = component.proved_kinds()
        if DocumentKind.PURCHASE_PROOF not in there:
            facts.unproven.append(component.name)
        certified = component.origin == Origin.CERTIFIED
        if certified and (component.has_lapsed(on) or DocumentKind.COMPONENT_CERTIFICATE not in there):
            facts.uncertified.append(component.name)


def covers(activity, product, rules):
    """Whether the KBLI entry covers the product, as triage decides it: same code, or a category in common."""
    if not makes_goods(activity):
        return False
    same = (activity.kbli_version, activity.kbli_code) == (product.kbli_version, product.kbli_code)
    outside = set(product.categories) <= {Category.OTHER}
    return same or outside or bool(set(rules.of(activity.kbli_version, activity.kbli_code)) & set(product.categories))


def ready_businesses(businesses, on):
    """Those of the queryset `businesses` with a product whose application could be sent on day `on`.

    The database leaves only those that have everything it can ask for; of these few the rule itself decides.
    """
    candidates = _likely(Product.objects.filter(business__in=_far_enough(businesses, on)))
    ready = {facts.business.pk for facts in facts_of(candidates, on) if is_ready(facts, on)}
    return businesses.filter(pk__in=ready)


def readiness_lines(business, on):
    """(product, what keeps its application from being sent) for the first products of `business`."""
    past = Past.of(business, on)
    for facts in facts_of(business.products.order_by("pk")[:MOST_LINES], on):
        yield facts.product.name, "; ".join(_left(facts, past, on)) or _("siap diajukan")


def _left(facts, past, on):
    """What is missing, and what sent the product back before, in the staff's words."""
    found, earlier = lights(facts, on), past.reasons_of(facts.product)
    for light in found:
        if not light.is_ready:
            before = earlier.get(light.reason) if light.reason != Reason.OTHER else None
            yield f"{light.title} ({' '.join([light.told, before.sentence if before else '']).strip().rstrip('.')})"
    for one in to_look_at_again(found, earlier):
        yield f"{one.reason.label} ({one.earlier.sentence.rstrip('.')})"


def _far_enough(businesses, on):
    far = that_reach(businesses.exclude(nib=None).exclude(address=""), Reach.VALIDATED, on)
    for kind in {paper.kind for paper in PACKET} - set(PROVED_ELSEWHERE):
        far = far.filter(Exists(KEPT.filter(business=OuterRef("pk"), kind=kind)))
    return far.filter(~Q(npwp="") | Q(nik_hash__isnull=False)).order_by().values("pk")


def _likely(products):
    photo = KEPT.filter(product=OuterRef("pk"), kind=DocumentKind.PRODUCT_PHOTO)
    counted = Calculation.objects.current().filter(product=OuterRef("pk"), status=CalculationStatus.OK)
    return products.filter(Exists(photo), Exists(counted), monthly_capacity__gt=0).exclude(detail__hs_code="")
