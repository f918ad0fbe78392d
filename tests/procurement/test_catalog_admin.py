"""Sellers on the staff's desk: who sells without a certificate, who a seller is, the list as a file."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import CatalogSeller
from tests.factories import BusinessFactory, CatalogSaleFactory, CatalogSellerFactory, CertificateFactory
from umkm.models import Export

pytestmark = pytest.mark.django_db
LIST = reverse("admin:procurement_catalogseller_changelist")


def seller(name, *, sold, business=None, **facts):
    nib = business.nib if business else ""
    made = CatalogSellerFactory(name=name, name_key=name.casefold(), business=business, nib=nib, **facts)
    CatalogSaleFactory(seller=made, amount=sold)
    return made


@pytest.fixture
def sellers(places):
    """Two without a certificate, one certified, one whose certificate has ended, one unknown, one elsewhere."""
    today = timezone.localdate()
    certified, ended = BusinessFactory(), BusinessFactory()
    CertificateFactory(business=certified, valid_until=today, issued_on=None)
    CertificateFactory(business=ended, valid_until=today - timedelta(days=1), issued_on=None)
    return {
        "small": seller("Kecil", sold=5, business=BusinessFactory(name="Usaha Kecil")),
        "large": seller("Besar", sold=70, business=BusinessFactory(name="Usaha Besar")),
        "ended": seller("Berakhir", sold=9, business=ended),
        "certified": seller("Berlaku", sold=900, business=certified),
        "unknown": seller("Siapa", sold=20, regency_id="18.71"),
        "elsewhere": seller("Jauh", sold=30, decision="ELSEWHERE", decided_on=today),
    }


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def listed(desk, query=""):
    return list(desk.get(LIST + query).context["cl"].result_list)


def test_the_list_opens_with_those_who_sell_without_a_certificate_by_sales(desk, sellers):
    assert listed(desk) == [sellers["large"], sellers["ended"], sellers["small"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?keadaan=siapa", ["unknown"]),
        ("?keadaan=bersertifikat", ["certified"]),
        ("?keadaan=luar", ["elsewhere"]),
        ("?keadaan=siapa&wilayah=18.71", ["unknown"]),
        ("?keadaan=siapa&wilayah=18.72", []),
        ("?wilayah=18.71", ["large", "ended", "small"]),
        ("?q=usaha+besar", ["large"]),
    ],
)
def test_a_filter_shows(desk, sellers, query, names):
    assert listed(desk, query) == [sellers[name] for name in names]


def test_each_row_says_the_missing_step_and_the_rupiah(desk, sellers):
    page = desk.get(LIST).text

    assert "KBLI belum tercatat" in page
    assert "Rp\u00a070" in page
    assert "Berlaku" not in page


def test_the_list_costs_the_same_for_one_row_and_for_twenty(desk, sellers):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    queries()
    few = queries()
    for number in range(20):
        seller(f"Lagi {number}", sold=number, business=BusinessFactory())

    assert queries() == few <= 12


def test_the_cards_count_what_waits(petugas, sellers):
    cards = {card.title: card.count for card in admin.site.cards_for(petugas, timezone.localdate())}

    assert (cards["Menjual, belum bersertifikat"], cards["Penjual e-Katalog belum dikenal"]) == (3, 1)


def test_a_clerk_says_who_a_seller_is_and_gets_the_next_one(desk, sellers, petugas):
    following = seller("Berikut", sold=1)
    right = BusinessFactory(name="Siapa Saja")
    url = reverse("admin:procurement_catalogseller_change", args=[sellers["unknown"].pk])
    assert "Ini Siapa Saja" in desk.get(url).text

    answer = desk.post(reverse("admin:catalogseller_decide", args=[sellers["unknown"].pk]), {"business": right.pk})

    assert answer.url == reverse("admin:procurement_catalogseller_change", args=[following.pk])
    decided = CatalogSeller.objects.get(pk=sellers["unknown"].pk)
    assert (decided.business, decided.decision, decided.decided_by) == (right, "LINKED", petugas)


def test_a_seller_of_no_business_is_not_asked_about_again_until_taken_back(desk, sellers):
    pk = sellers["unknown"].pk

    desk.post(reverse("admin:catalogseller_decide", args=[pk]), {"elsewhere": "1"})
    assert not CatalogSeller.objects.unknown().exists()
    desk.post(reverse("admin:catalogseller_again", args=[pk]))

    assert list(CatalogSeller.objects.unknown()) == [sellers["unknown"]]


def test_the_second_of_two_clerks_changes_nothing(desk, sellers):
    pk = sellers["elsewhere"].pk

    page = desk.post(reverse("admin:catalogseller_decide", args=[pk]), {"business": BusinessFactory().pk}, follow=True)

    assert "baru saja diputuskan orang lain" in page.text
    assert CatalogSeller.objects.get(pk=pk).business is None


@pytest.mark.parametrize("business", ["", "abc", "999999"])
def test_a_business_that_is_not_there_is_not_found(desk, sellers, business):
    url = reverse("admin:catalogseller_decide", args=[sellers["unknown"].pk])

    assert desk.post(url, {"business": business}).status_code == 404


def test_who_only_looks_on_decides_nothing(client, sellers, petugas):
    petugas.groups.set([])
    petugas.user_permissions.add(*_permissions("view_catalogseller"))
    client.force_login(petugas)
    pk = sellers["unknown"].pk

    page = client.get(reverse("admin:procurement_catalogseller_change", args=[pk]))
    answer = client.post(reverse("admin:catalogseller_decide", args=[pk]), {"elsewhere": "1"})

    assert ("Usaha mana ini?" in page.text, answer.status_code) == (False, 403)
    assert list(CatalogSeller.objects.unknown()) == [sellers["unknown"]]


def _permissions(*names):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


def test_the_file_holds_the_rows_of_the_filter_and_is_recorded(desk, sellers, petugas):
    answer = desk.post(reverse("admin:catalogseller_export") + "?q=besar")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:-1]] == ["Usaha Besar"]
    assert lines[1].endswith(",70,2026,KBLI belum tercatat")
    export = Export.objects.get()
    assert (export.by, export.rows, export.query) == (petugas, 1, "q=besar")


def test_sales_of_several_years_and_sellers_count_together_for_a_business(sellers):
    business = sellers["large"].business
    CatalogSaleFactory(seller=sellers["large"], year=2025, amount=30)
    seller("Nama Kedua", sold=4, business=None)
    CatalogSeller.objects.filter(name="Nama Kedua").update(business=business)

    assert CatalogSeller.objects.sold_by({business.pk, BusinessFactory().pk, None}) == {business.pk: 104}
