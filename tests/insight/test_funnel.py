"""The funnel: cumulative counts with their denominator, filters, and the lists behind them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from insight.funnel import funnel_of
from tests.certification.test_triage import CASES, CLOTHES, SENT, maker
from tests.conftest import TODAY
from tests.factories import BusinessFactory
from umkm.models import CategoryRule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules(places):
    """Food and clothing."""
    for prefix, category in (("10", "FOOD"), ("14", "CLOTHING")):
        CategoryRule.objects.get_or_create(version="2020", prefix=prefix, category=category)


@pytest.fixture
def metro(places):
    """One ready maker of clothes in Metro, one of food without a NIB in Bandar Lampung, one of nothing known."""
    maker(activities=[{"kbli_code": "14111"}], products=[CLOTHES], regency=places["18.72"])
    maker(nib=None, regency=places["18.71"])
    BusinessFactory(regency=places["18.71"])


def counts(**filters):
    return [bar.count for bar in funnel_of(on=TODAY, **filters).bars]


def test_each_bar_holds_everyone_of_the_bars_after_it(metro):
    assert counts() == [3, 2, 2, 1, 1, 1, 1, 0, 0]


def test_an_application_in_process_reaches_its_own_bar(metro):
    maker(applications=[[SENT]])
    maker(applications=[[SENT, ("REFUSED", TODAY)]])

    assert counts()[-3:] == [3, 1, 0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"regency": "18.72"}, [1, 1, 1, 1, 1, 1, 1, 0, 0]),
        ({"regency": "18.71"}, [2, 1, 1, 0, 0, 0, 0, 0, 0]),
        ({"category": "FOOD"}, [1, 1, 1, 0, 0, 0, 0, 0, 0]),
        ({"category": "CLOTHING", "regency": "18.71"}, [0] * 9),
    ],
)
def test_place_and_category_narrow_the_whole_funnel(metro, filters, expected):
    assert counts(**filters) == expected


def test_the_parts_of_the_province_add_up_to_it(metro):
    parts = [counts(regency=code) for code in ("18.71", "18.72")]

    assert [sum(pair) for pair in zip(*parts, strict=True)] == counts()


def test_stages_add_up_to_all_businesses_and_losses_to_those_who_stopped():
    for facts, _stage in CASES.values():
        maker(**facts)

    funnel = funnel_of(on=TODAY)

    assert sum(count for _stage, count, _share in funnel.stages) == funnel.whole == len(CASES)
    assert sum(bar.lost for bar in funnel.bars) == funnel.whole - funnel.bars[-1].count


def test_the_lists_behind_the_numbers_have_as_many_rows(client, petugas, metro):
    client.force_login(petugas)
    page = client.get(reverse("insight:funnel"), {"wilayah": "18.71", "kategori": "FOOD"})
    funnel = page.context["funnel"]
    found = re.findall(r'href="(/admin/umkm/business/\?[^"]*)"', page.content.decode())

    rows = [client.get(url.replace("&amp;", "&")).context["cl"].queryset.count() for url in found]

    assert rows == [bar.count for bar in funnel.bars] + [count for _stage, count, _share in funnel.stages]


@pytest.mark.parametrize("who", [None, "pemilik", "pejabat"])
def test_everyone_else_sees_only_numbers(client, metro, request, who):
    if who:
        client.force_login(request.getfixturevalue(who))

    page = client.get(reverse("insight:funnel")).content.decode().replace("\xa0", " ")

    assert "2 dari 3 usaha (66,67 %)" in page
    assert "/admin/" not in page


def test_the_numbers_say_for_which_day_they_hold(client, metro):
    page = client.get(reverse("insight:funnel"))

    assert page.context["on"] == page.context["funnel"].recorded_on == timezone.localdate()
    assert "Data usaha terakhir masuk" in page.content.decode()


def test_a_step_somebody_reached_is_drawn(metro):
    BusinessFactory.create_batch(398)

    assert [bar.width for bar in funnel_of(on=TODAY).bars] == [1000, 5, 5, 5, 5, 5, 5, 0, 0]


def test_an_empty_register_says_what_happens_next(client):
    page = client.get(reverse("insight:funnel")).content.decode()

    assert "Angka muncul setelah Dinas mengimpor daftar usaha." in page


def test_an_empty_choice_leads_back(client, metro):
    page = client.get(reverse("insight:funnel"), {"kategori": "MACHINERY"}).content.decode()

    assert "Lihat semua usaha" in page


@pytest.mark.parametrize("query", [{"wilayah": "99.99"}, {"kategori": "ADA"}])
def test_an_unknown_filter_is_an_error_beside_the_field(client, metro, query):
    page = client.get(reverse("insight:funnel"), query)

    assert list(page.context["form"].errors) == list(query)
    assert "funnel" not in page.context


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_funnel_is_one_query(django_assert_num_queries, count):
    for _ in range(count):
        maker()

    with django_assert_num_queries(1):
        funnel_of(on=TODAY)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(client, django_assert_num_queries, count):
    for _ in range(count):
        maker()
    client.get("/")

    with django_assert_num_queries(2):
        client.get(reverse("insight:funnel"))
