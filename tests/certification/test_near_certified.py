"""Makers without a certificate: found by the same words, told apart from suppliers, named only with consent."""

from datetime import date

import pytest

from certification.near_certified import MOST, near_certified
from certification.search import SearchQuery
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    ConsentFactory,
    ProductFactory,
    SiinasAccountFactory,
)
from umkm.models import CategoryRule

pytestmark = pytest.mark.django_db
PAGE = "/pemasok/"
LONG = {"issued_on": date(2025, 1, 1), "valid_until": date(2099, 1, 1)}


@pytest.fixture(autouse=True)
def _food(places):
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")


def maker(product="Keripik pisang", *, account="", named=True, **business):
    """A maker with its licence; `account` is the status of its SIINas account."""
    business = BusinessFactory(**business)
    ProductFactory(business=business, name=product)
    ActivityFactory(business=business)
    if account:
        facts = {"verified_on": date(2026, 1, 1)} if account == "IK_VALIDATED" else {}
        SiinasAccountFactory(business=business, status=account, **facts)
    if named:
        ConsentFactory(business=business)
    return business


def found(q="", **query):
    return [one.business for one in near_certified(SearchQuery(q=q, **query), TODAY)]


@pytest.mark.parametrize("words", ["keripik", "kripik", "Keripik-keripik", "keripk", "jual keripik pisang"])
def test_spelling_variants_stems_and_typing_errors_find_the_maker(words):
    business = maker()
    maker("Meja kayu")

    assert found(words) == [business]


def test_nobody_is_shown_before_something_is_asked():
    maker()

    assert found() == []
    assert found(regency="18.71") == []


def test_category_and_place_narrow():
    here, _there = maker(regency_id="18.71", regency=None), maker(regency_id="18.72", regency=None)

    assert found(category="FOOD", regency="18.71") == [here]
    assert found(category="MACHINERY") == []


def test_whoever_could_be_ready_first_stands_first():
    far, near = maker(), maker(account="IK_VALIDATED")

    assert found("keripik") == [near, far]


def test_what_fits_better_stands_before_what_is_nearer():
    exact, _near = maker("Keripik pisang"), maker("Keripik singkong", account="IK_VALIDATED")

    assert found("keripik pisang")[0] == exact


def test_holders_doubles_and_who_can_get_none_are_left_out():
    certified, ended = maker(), maker()
    CertificateFactory(business=certified, **LONG)
    CertificateFactory(business=ended, issued_on=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    maker(capital=6_000_000_000)
    maker(merged_into=ended)

    assert found("keripik") == [ended]


def test_a_business_is_never_found_by_its_name():
    maker("Sambal", name="Keripik Sari Rasa")

    assert found("sari rasa") == []


def test_a_maker_of_two_goods_stands_once_and_the_list_is_short():
    several = maker()
    ProductFactory(business=several, name="Keripik singkong")
    for _number in range(MOST):
        maker()

    businesses = found("keripik")

    assert len(businesses) == len(set(businesses)) == MOST


class TestPage:
    def test_an_officer_sees_what_is_missing_and_when_it_could_be_there(self, client, pejabat):
        maker(name="Dapur Ibu", account="IK_VALIDATED", regency_id="18.72", regency=None)
        client.force_login(pejabat)

        page = client.get(PAGE, {"q": "keripik"}).text

        assert "Pembuat yang belum bersertifikat" in page
        for told in ("Dapur Ibu", "Kota Metro", "permohonan TKDN-IK", "8 hari kerja lagi", "Kabari saya kalau siap"):
            assert told in page

    def test_without_consent_neither_name_nor_product_is_shown(self, client, pejabat):
        maker("Keripik Bu Rahasia", named=False, name="Dapur Rahasia")
        client.force_login(pejabat)

        page = client.get(PAGE, {"q": "keripik"}).text

        assert "Pembuat di Kota Bandar Lampung" in page
        assert "Rahasia" not in page

    def test_they_are_never_among_the_suppliers(self, client, pejabat):
        maker(name="Dapur Ibu")
        item = CertificateItemFactory(certificate=CertificateFactory(**LONG))
        client.force_login(pejabat)

        response = client.get(PAGE, {"q": "keripik"})

        assert response.context["page"].rows == [item]
        assert response.text.index(item.certificate.business.name) < response.text.index("Dapur Ibu")

    def test_others_do_not_see_them(self, client, pemilik):
        maker(name="Dapur Ibu")

        as_visitor = client.get(PAGE, {"q": "keripik"}).text
        client.force_login(pemilik)
        as_owner = client.get(PAGE, {"q": "keripik"}).text

        assert "Dapur Ibu" not in as_visitor + as_owner

    @pytest.mark.parametrize("count", [1, 20])
    def test_costs_the_same_for_one_and_twenty(self, client, pejabat, django_assert_num_queries, count):
        for _number in range(count):
            maker()
            CertificateItemFactory(certificate=CertificateFactory(**LONG))
        client.force_login(pejabat)
        client.get("/syarat/")

        with django_assert_num_queries(10):
            client.get(PAGE, {"q": "keripik"})
