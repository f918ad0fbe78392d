"""Lists of businesses that sell through the e-Katalog: what becomes of a row, and which business a seller is."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from procurement.catalog_matching import ask_again, decide, link_sellers, possible_businesses
from procurement.importers.catalog import import_catalog
from procurement.models import CatalogSale, CatalogSeller
from tests.factories import BusinessFactory, CatalogSaleFactory, CatalogSellerFactory, ProductFactory
from umkm.importers.reading import Unreadable
from umkm.models import ImportRow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SELLER = {
    "nib": "9120001234567", "nama_penjual": "CV. Sari Rasa", "kabupaten": "Kota Metro", "etalase": "Makanan ringan",
    "tahun": "2026", "total_penjualan": "Rp 48.500.000", "jumlah_transaksi": "12",
}  # fmt: skip
ORDER = {
    "kd_nontender": "1", "nama_penyedia": "CV. SARI RASA", "nib": "", "kabupaten": "Metro", "tahun_anggaran": "2026",
    "nilai_kontrak": "1000000.00",
}  # fmt: skip


@pytest.fixture
def take_in(places, tmp_path):
    """Import rows as a CSV file; gives (created, updated, unchanged, refused) and the refused rows' (line, column)."""

    def run(*rows):
        path, rejects = tmp_path / "penjual.csv", tmp_path / "tolak.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        _run, counts = import_catalog(path, rejects_path=rejects, at=NOW)
        refused = []
        if rejects.exists():
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                refused = [(row["baris"], row["kolom"]) for row in csv.DictReader(file)]
        return (counts.created, counts.updated, counts.unchanged, counts.refused), refused

    return run


def in_metro(**facts):
    return BusinessFactory(regency_id="18.72", **facts)


def sales():
    return list(CatalogSale.objects.order_by("seller", "year", "product").values_list("product", "amount", "orders"))


def test_a_row_becomes_a_seller_with_its_sales(take_in):
    assert take_in(SELLER) == ((1, 0, 0, 0), [])

    seller = CatalogSeller.objects.get()
    assert (seller.nib, seller.name, seller.regency_id, seller.business) == (
        "9120001234567", "CV. Sari Rasa", "18.72", None,
    )  # fmt: skip
    assert sales() == [("Makanan ringan", 48_500_000, 12)]


def test_the_same_file_again_changes_nothing(take_in):
    rows = [SELLER, SELLER | {"tahun": "2025"}, SELLER | {"nib": "", "nama_penjual": "Kopi Jaya"}]
    take_in(*rows)

    assert take_in(*rows) == ((0, 0, 3, 0), [])
    assert (CatalogSeller.objects.count(), CatalogSale.objects.count()) == (2, 3)


def test_a_newer_file_counts(take_in):
    take_in(SELLER)

    assert take_in(SELLER | {"total_penjualan": "50000000"}) == ((0, 1, 0, 0), [])
    assert sales() == [("Makanan ringan", 50_000_000, 12)]


def test_orders_are_added_up_and_one_named_twice_counts_once(take_in):
    rows = [ORDER, ORDER | {"kd_nontender": "2"}, ORDER | {"kd_nontender": "2", "nama_penyedia": "Sari Rasa"}]

    assert take_in(*rows) == ((2, 0, 0, 1), [("4", "kd_nontender")])
    assert sales() == [("", 2_000_000, 2)]
    assert take_in(*rows) == ((0, 0, 2, 1), [("4", "kd_nontender")])


@pytest.mark.parametrize(
    ("amounts", "rupiah"),
    [
        ({"nilai_kontrak": "176006469.50"}, 176_006_470),
        ({"nilai_kontrak": "", "nilai_negosiasi": "97041844.4"}, 97_041_844),
        ({"nilai_kontrak": "1.500"}, 1_500),
    ],
    ids=["decimals of the service", "closed at the negotiated price", "a clerk's thousands"],
)
def test_an_amount_of_an_order_is(take_in, amounts, rupiah):
    take_in(ORDER | amounts)

    assert sales() == [("", rupiah, 1)]


def test_a_total_named_twice_is_refused_with_the_first_line(take_in):
    assert take_in(SELLER, SELLER) == ((1, 0, 0, 1), [("3", "tahun")])
    assert "baris 2" in ImportRow.objects.get().reason


def test_a_seller_known_by_name_takes_its_nib_and_stays_one(take_in):
    take_in(SELLER | {"nib": ""})

    assert take_in(SELLER, SELLER | {"nib": "", "tahun": "2025"}) == ((1, 1, 0, 0), [])
    assert list(CatalogSeller.objects.values_list("nib", flat=True)) == ["9120001234567"]


def test_two_numbers_under_one_name_are_two_sellers(take_in):
    rows = [SELLER | {"nib": "", "tahun": "2025"}, SELLER, SELLER | {"nib": "9120001234568"}]

    take_in(*rows)

    assert CatalogSeller.objects.count() == 3
    assert take_in(*rows) == ((0, 0, 3, 0), [])


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ({"nib": "912"}, "nib"),
        ({"nib": "", "nama_penjual": " - "}, "nama_penjual"),
        ({"kabupaten": "Palembang"}, "kabupaten"),
        ({"tahun": "2027"}, "tahun"),
        ({"tahun": ""}, "tahun"),
        ({"total_penjualan": ""}, "total_penjualan"),
        ({"total_penjualan": "-5"}, "total_penjualan"),
        ({"jumlah_transaksi": "banyak"}, "jumlah_transaksi"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_by_name_and_the_rest_goes_in(take_in, cell, column):
    other = SELLER | {"nib": "9120001234568"}

    assert take_in(SELLER | cell, other) == ((1, 0, 0, 1), [("2", column)])
    kept = ImportRow.objects.get()
    assert "Sari Rasa" not in json.dumps(kept.cells)


def test_a_file_without_sellers_says_which_columns_are_missing(take_in):
    with pytest.raises(Unreadable, match="tahun, total_penjualan, nib atau nama_penjual"):
        take_in({"etalase": "Kopi"})


def test_a_seller_is_recognised_by_nib_whatever_its_name(take_in):
    business = in_metro(nib="9120001234567", name="Nama Lain")

    take_in(SELLER)

    assert CatalogSeller.objects.get().business == business


def test_a_nib_of_a_merged_double_leads_to_the_kept_record(take_in):
    kept = in_metro(nib=None)
    in_metro(nib="9120001234567", merged_into=kept)

    take_in(SELLER)

    assert CatalogSeller.objects.get().business == kept


def test_a_seller_is_recognised_by_the_name_and_place_of_just_one_business(take_in):
    business = in_metro(name="UD Sari Rasa", nib=None)
    BusinessFactory(name="Sari Rasa", regency_id="18.71")

    take_in(SELLER)

    assert CatalogSeller.objects.get().business == business


@pytest.mark.parametrize(
    "businesses",
    [
        [{"name": "Sari Rasa", "nib": "9120009999999"}],
        [{"name": "Sari Rasa", "nib": None}, {"name": "UD Sari Rasa", "nib": None}],
        [{"name": "Sari Raso", "nib": None}],
    ],
    ids=["another NIB", "two of one name", "only alike"],
)
def test_what_is_not_certain_waits_for_a_clerk(take_in, businesses):
    for facts in businesses:
        in_metro(**facts)

    take_in(SELLER)

    assert list(CatalogSeller.objects.unknown().values_list("business", flat=True)) == [None]


def test_a_clerk_s_decision_stays_whatever_later_files_say(take_in, petugas):
    in_metro(nib="9120001234567")
    right = in_metro(name="Yang Benar")
    seller = CatalogSellerFactory(nib="9120001234567", name="Sari")

    assert decide(seller=seller, business=right, by=petugas, on=date(2026, 11, 24))
    take_in(SELLER)

    seller.refresh_from_db()
    assert (seller.business, seller.decision, seller.decided_by) == (right, "LINKED", petugas)
    assert not decide(seller=seller, business=None, by=petugas, on=date(2026, 11, 24))


def test_a_decision_taken_back_lets_the_number_speak_again(places, petugas):
    by_number = in_metro(nib="9120001234567")
    seller = CatalogSellerFactory(nib="9120001234567")
    decide(seller=seller, business=None, by=petugas, on=date(2026, 11, 24))

    ask_again(seller=seller)

    seller.refresh_from_db()
    assert (seller.business, seller.decision, seller.decided_on) == (by_number, "", None)


def test_a_link_by_name_ends_when_a_second_business_of_that_name_appears(places):
    only = in_metro(name="Sari Rasa", nib=None)
    seller = CatalogSellerFactory(name="Sari Rasa", name_key="sari rasa", regency_id="18.72")

    assert link_sellers() == 1
    seller.refresh_from_db()
    assert seller.business == only
    in_metro(name="UD Sari Rasa", nib=None)
    assert link_sellers() == 1
    seller.refresh_from_db()
    assert seller.business is None


def test_linking_costs_the_same_for_one_seller_and_for_many(places, django_assert_num_queries):
    for number in range(20):
        in_metro(name=f"Sari {number}", nib=None)
        CatalogSellerFactory(name=f"Sari {number}", name_key=f"sari {number}", regency_id="18.72")

    with django_assert_num_queries(5):
        assert link_sellers() == 20


def test_suggestions_put_name_place_and_product_before_likeness_alone(places):
    seller = CatalogSellerFactory(name="Sari Rasa", name_key="sari rasa", regency_id="18.72", nib="9120001234567")
    CatalogSaleFactory(seller=seller, product="Keripik singkong")
    other_nib = in_metro(name="Sari Rasa", nib="9120009999999")
    elsewhere = BusinessFactory(name="Sari Rasa", regency_id="18.71", nib=None)
    maker = in_metro(name="Sari Rasa Jaya", nib=None)
    ProductFactory(business=maker, name="Keripik pisang")
    BusinessFactory(name="Bengkel Las Maju")

    found = possible_businesses(seller)

    assert [one.business for one in found] == [maker, elsewhere, other_nib]
    assert [str(reason) for reason in found[0].reasons] == ["nama usaha mirip", "membuat produk yang sama"]
    assert [str(doubt) for doubt in found[2].doubts] == ["NIB berbeda"]


def test_the_command_answers_in_json_and_says_what_was_refused(places, tmp_path):
    path, out = tmp_path / "penjual.csv", StringIO()
    path.write_text("NIB;Nama Penjual;Tahun;Total Penjualan\n9120001234567;Sari;2026;5000\n1;Sari;2026;5000\n")

    with pytest.raises(SystemExit) as ended:
        call_command("import_catalog", str(path), "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert (ended.value.code, answer["created"], answer["refused"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"nib": "12"}, "catalog_seller_nib_has_13_digits"),
        ({"nib": "", "name_key": ""}, "catalog_seller_has_a_nib_or_a_name"),
        ({"decision": "LINKED", "decided_on": date(2026, 1, 1)}, "catalog_seller_decision_is_whole"),
        ({"decision": "ELSEWHERE"}, "catalog_seller_decision_is_whole"),
    ],
)
def test_the_database_refuses_a_seller_that_cannot_be(fields, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        CatalogSellerFactory(**fields)


def test_the_database_keeps_one_seller_per_number_and_per_name(places):
    CatalogSellerFactory(nib="9120001234567")
    CatalogSellerFactory(name_key="sari", regency=None)

    with pytest.raises(IntegrityError, match="catalog_seller_once_per_nib"), transaction.atomic():
        CatalogSellerFactory(nib="9120001234567")
    with pytest.raises(IntegrityError, match="catalog_seller_once_per_name_and_place"), transaction.atomic():
        CatalogSellerFactory(name_key="sari", regency=None)


@pytest.mark.parametrize(
    ("year", "product", "amount", "rule"),
    [
        (2026, "KOPI", 5, "catalog_sale_once_per_year_and_product"),
        (2026, "Teh", -1, "catalog_sale_is_not_negative"),
        (26, "Teh", 5, "catalog_sale_year_is_a_year"),
    ],
)
def test_the_database_refuses_a_sale_that_cannot_be(year, product, amount, rule):
    sale = CatalogSaleFactory(year=2026, product="Kopi")

    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procurement_catalogsale (seller_id, year, product, amount) VALUES (%s, %s, %s, %s)",
            [sale.seller_id, year, product, amount],
        )
