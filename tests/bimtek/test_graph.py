"""Who is a candidate for what, who is not, and why."""

from datetime import date, timedelta

import pytest

from bimtek.graph import candidate_graph
from bimtek.models import Decline
from procurement.matching import match
from tests.bimtek.market import ON, maker, package, plan_of, ready, rules
from tests.factories import AgencyFactory, CertificateItemFactory, ProductFactory, SiinasAccountFactory
from tests.procurement.market import offer
from umkm.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def served(graph):
    """{RUP code: ids of the businesses that could serve it}."""
    return {
        found.package.rup_code: {graph.candidates[number].business_id for number in numbers}
        for found, numbers in zip(graph.packages, graph.serves, strict=True)
    }


def graph_of(**options):
    return candidate_graph(year=2026, on=ON, **options)


def test_a_maker_of_what_an_open_package_names_is_a_candidate():
    wanted, other = package(), package("Belanja kopi bubuk")
    able = maker("Keripik pisang")
    maker("Tempe kedelai")

    assert served(graph_of()) == {wanted.rup_code: {able.pk}, other.rup_code: set()}


def test_a_served_package_and_one_of_another_level_wait_for_nobody():
    offer("Kopi bubuk robusta")
    package("Belanja kopi bubuk")
    package(agency=AgencyFactory(level="REGENCY"))
    package(not_certifiable="CATERING")
    maker("Keripik pisang", "Kopi bubuk")

    assert served(graph_of()) == {}


def test_a_price_above_the_ceiling_serves_nothing():
    wanted = package(ceiling=10_000)
    ProductFactory(business=maker(), name="Keripik pisang", price=10_001)
    affordable = maker()
    ProductFactory(business=affordable, name="Keripik pisang", price=10_000)

    assert served(graph_of()) == {wanted.rup_code: {affordable.pk}}


def test_a_package_that_asks_more_than_the_assumed_tkdn_is_not_promised(settings):
    wanted = package(minimum_tkdn=40)
    able = maker("Keripik pisang")

    at_25 = served(graph_of())
    settings.UNLOCK_ASSUMED_TKDN = 40

    assert (at_25, served(graph_of())) == ({wanted.rup_code: set()}, {wanted.rup_code: {able.pk}})


def test_the_kbli_of_the_product_decides_its_category_as_on_a_certificate():
    package()
    maker("Keripik pisang", code="14111")
    Product.objects.update(categories=["FOOD"])

    assert graph_of().candidates == []


def test_a_product_without_a_code_serves_the_categories_recorded():
    package()
    able = maker("Keripik pisang")
    Product.objects.update(kbli_code="", kbli_version="")

    assert [candidate.business_id for candidate in graph_of().candidates] == [able.pk]


@pytest.mark.parametrize(
    ("until", "excluded"),
    [(None, {"DECLINED": 1}), (ON, {"DECLINED": 1}), (ON - timedelta(days=1), {})],
    ids=["for good", "last day", "day after"],
)
def test_who_declined_is_left_out_until_the_day_they_named(until, excluded):
    package()
    Decline.objects.create(
        business=maker("Keripik pisang"), declined_on=ON - timedelta(days=30), until=until, reason="NO_TIME"
    )

    assert graph_of().excluded == excluded


def test_a_decline_of_a_later_day_is_not_known_yet():
    package()
    Decline.objects.create(business=maker("Keripik pisang"), declined_on=ON + timedelta(days=1), reason="NO_TIME")

    assert graph_of().excluded == {}


def test_who_cannot_be_certified_is_left_out_with_the_reason():
    package()
    maker("Keripik pisang", capital=5_000_000_001)
    maker("Keripik pisang", code="47242")
    Product.objects.filter(kbli_code="47242").update(kbli_code="", kbli_version="")
    barred = maker("Keripik pisang")
    offer("Sambal", business=barred, issued_on=None, revoked_on=ON - timedelta(days=30))
    frozen = maker("Keripik pisang")
    offer("Sambal", business=frozen, frozen_from=ON - timedelta(days=3))

    graph = graph_of()

    assert graph.candidates == []
    assert graph.excluded == {"BARRED": 1, "FROZEN": 1, "NOT_INDUSTRY": 1, "TOO_LARGE": 1}


def test_a_bar_ends_after_a_year():
    package()
    barred = maker("Keripik pisang")
    offer("Sambal", business=barred, issued_on=date(2024, 1, 1), revoked_on=date(2025, 2, 1))

    assert graph_of().excluded == {}


def test_a_product_that_is_certified_already_counts_for_nothing_but_another_one_does():
    package(delivery_until=date(2032, 1, 1))
    package("Belanja kopi bubuk", category="FOOD")
    done, both = maker("Keripik pisang"), maker("Keripik pisang", "Kopi bubuk")
    for business in (done, both):
        product = business.products.get(name="Keripik pisang")
        CertificateItemFactory(certificate__business=business, product=product, product_name=product.name)

    graph = graph_of()

    assert graph.excluded == {"CERTIFIED": 1}
    assert [(one.business_id, one.steps) for one in graph.candidates] == [(both.pk, ("APPLICATION",))]


def test_whoever_supplies_a_thin_package_already_is_no_second_supplier(settings):
    settings.MIN_SUPPLIERS = 2
    wanted = package()
    supplier = maker("Keripik pisang kepok")
    CertificateItemFactory(certificate__business=supplier, product_name="Keripik pisang")
    second = maker("Keripik pisang")

    graph = graph_of()

    assert served(graph) == {wanted.rup_code: {second.pk}}
    assert graph.coverage().needs.tolist() == [1]


def test_with_two_suppliers_asked_for_a_package_opens_only_with_the_second(settings):
    settings.MIN_SUPPLIERS = 2
    package(ceiling=9_000_000)
    package("Belanja kopi bubuk", ceiling=5_000_000)
    offer("Kopi bubuk robusta")
    first, second, coffee = maker("Keripik pisang"), maker("Keripik pisang"), maker("Kopi bubuk")

    assert plan_of(1)[0] == [coffee.pk]
    assert set(plan_of(2)[0]) == {first.pk, second.pk}
    assert plan_of(3)[1].choice.total == 14_000_000


def test_once_the_chosen_are_certified_the_matcher_serves_what_was_promised():
    for name in ("Belanja keripik pisang", "Belanja kopi bubuk", "Belanja sambal botol"):
        package(name)
    ready("Keripik pisang", "Kopi bubuk")
    ready("Sambal botol")
    chosen, found = plan_of(1)
    promised = sum(found.graph.packages[number].package.ceiling for number in found.chosen[0].packages)

    for product in Product.objects.filter(business__in=chosen):
        CertificateItemFactory(certificate__business=product.business, product_name=product.name, product=product)

    after = match(year=2026, on=ON)
    assert sum(one.package.ceiling for one in after if one.state == "SERVED") == promised == 20_000_000


def test_among_makers_alike_the_one_nearest_to_a_certificate_is_chosen():
    package()
    maker("Keripik pisang")
    started = maker("Keripik pisang")
    SiinasAccountFactory(business=started, status="ACTIVE", verified_on=date(2026, 1, 1))
    nearest = ready("Keripik pisang")

    chosen, found = plan_of(1)

    assert chosen == [nearest.pk]
    assert [(one.steps, one.effort) for one in found.graph.candidates] == [
        (("SIINAS", "VALIDATION", "APPLICATION"), 8),
        (("VALIDATION", "APPLICATION"), 5),
        (("APPLICATION",), 3),
    ]


def test_an_office_may_weigh_the_steps_itself(settings):
    settings.UNLOCK_EFFORT = {"APPLICATION": "7"}
    package()
    ready("Keripik pisang")

    assert [candidate.effort for candidate in graph_of().candidates] == [7]


def test_without_a_licence_both_the_number_and_its_code_are_missing():
    package()
    business = maker("Keripik pisang", nib=False)
    business.activities.all().delete()

    [candidate] = graph_of().candidates

    assert candidate.steps == ("KBLI", "NIB", "SIINAS", "VALIDATION", "APPLICATION")


@pytest.mark.parametrize("count", [1, 20])
def test_the_graph_costs_the_same_queries_for_one_package_and_for_twenty(count, django_assert_num_queries):
    for _number in range(count):
        package()
        maker("Keripik pisang")

    with django_assert_num_queries(9):
        graph_of()
