"""What sent applications back before, beside the lights of readiness."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.readiness_facts import readiness_lines
from certification.readiness_past import LEAST_TOLD, Past, told_reasons
from tests.certification.application_chains import add, application
from tests.certification.prepared import gone, prepared
from tests.conftest import TODAY
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db

SENT = ("SUBMITTED", date(2026, 11, 2))


def returned(product, *reasons, kind="RETURNED", day=date(2026, 11, 3)):
    told = {"reasons": list(reasons), "note": "Cap usaha kabur." if "OTHER" in reasons else ""}
    return application(SENT, (kind, day, told), product=product, business=product.business)


def sentences(product, on=TODAY):
    return {code: one.sentence for code, one in Past.of(product.business, on).reasons_of(product).items()}


def page(client, owner, product):
    client.force_login(owner)
    return client.get(reverse("tkdn:ready", args=[product.business_id]), {"produk": product.pk})


def test_a_reason_is_told_with_its_day_and_for_another_product_with_its_name():
    product = ProductFactory()
    other = ProductFactory(business=product.business, name="Kopi bubuk")
    returned(product, "NO_VIDEO", "WRONG_KBLI")
    returned(other, "WRONG_KBLI", "NO_NIE", kind="REFUSED", day=date(2026, 11, 4))

    assert sentences(product) == {
        "NO_VIDEO": "Pernah dikembalikan karena ini pada 3 Nov 2026.",
        "WRONG_KBLI": "Pernah dikembalikan karena ini pada 3 Nov 2026.",
        "NO_NIE": "Permohonan “Kopi bubuk” pernah ditolak karena ini pada 4 Nov 2026.",
    }


def test_the_last_time_counts_and_nothing_that_came_later_than_the_day_asked():
    product = ProductFactory()
    returned(product, "NO_VIDEO", kind="REFUSED", day=date(2026, 11, 3))
    returned(product, "NO_VIDEO", day=date(2026, 11, 5))

    assert sentences(product) == {"NO_VIDEO": "Pernah dikembalikan karena ini pada 5 Nov 2026."}
    assert sentences(product, date(2026, 11, 4)) == {"NO_VIDEO": "Pernah ditolak karena ini pada 3 Nov 2026."}
    assert sentences(product, date(2026, 11, 2)) == {}


def test_another_business_and_a_struck_record_say_nothing():
    product = ProductFactory()
    returned(ProductFactory(), "NO_VIDEO")
    struck = returned(product, "NO_NIE")
    add(struck, "VOID", date(2026, 11, 3), strikes=struck.chain[-1], note="Salah baca.")

    assert sentences(product) == {}


def test_an_open_light_that_returned_an_application_stands_first_and_says_so(client, pemilik, usaha):
    product = prepared(usaha)
    gone(product, "PROCESS_VIDEO")
    gone(product, "PRODUCT_PHOTO")
    back = returned(product, "NO_VIDEO")

    response = page(client, pemilik, product)

    assert [(row.light.code, row.earlier and row.earlier.event.day) for row in response.context["left"]] == [
        ("PROCESS_VIDEO", date(2026, 11, 3)), ("PHOTO", None),
    ]  # fmt: skip
    text = response.content.decode()
    assert text.count("Pernah dikembalikan karena ini pada 3 Nov 2026.") == 1
    assert back.get_absolute_url() in text
    assert response.context["again"] == []


def test_what_is_ready_by_now_is_to_be_looked_at_once_more(client, pemilik, usaha):
    product = prepared(usaha)
    returned(product, "NO_VIDEO", "OTHER")

    response = page(client, pemilik, product)

    assert response.context["left"] == []
    assert [one.reason for one in response.context["again"]] == ["NO_VIDEO", "OTHER"]
    text = response.content.decode()
    assert "Semua siap menurut portal. Periksa dahulu yang pernah membuatnya kembali" in text
    assert "Rekam dengan ponsel dari bahan sampai barang jadi" in text


def test_what_was_signed_since_or_returned_another_product_needs_no_second_look(client, pemilik, usaha):
    product = prepared(usaha)
    returned(ProductFactory(business=usaha), "NO_STATEMENT")
    application(
        SENT, ("RETURNED", date(2026, 11, 3), {"reasons": ["NO_VIDEO"]}), ("RESUBMITTED", date(2026, 11, 4)),
        ("SIGNED", date(2026, 11, 5)), product=product, business=usaha,
    )  # fmt: skip

    response = page(client, pemilik, product)

    assert sentences(product)["NO_VIDEO"] == "Pernah dikembalikan karena ini pada 3 Nov 2026."
    assert response.context["again"] == []


def test_the_light_of_a_bar_is_not_marked_by_an_untold_reason(client, pemilik, usaha):
    product = prepared(usaha)
    returned(product, "OTHER")

    rows = page(client, pemilik, product).context["done"]

    assert {row.light.code: row.earlier for row in rows}["BARRED"] is None


def test_the_offices_reasons_are_told_with_their_counts_once_there_are_enough(client, pemilik, usaha):
    product, today = prepared(usaha), timezone.localdate()
    for number in range(LEAST_TOLD - 1):
        returned(ProductFactory(), "WRONG_KBLI", *(["NO_NIE"] if number < 2 else []), day=today)
    few = told_reasons(today)
    returned(ProductFactory(), "NO_VIDEO", "NO_STATEMENT", "SUPPORTING", kind="REFUSED", day=today)

    text = page(client, pemilik, product).content.decode()

    assert few == []
    assert [(one.reason, one.count, one.whole) for one in told_reasons(today)] == [
        ("WRONG_KBLI", 9, 10), ("NO_NIE", 2, 10), ("NO_VIDEO", 1, 10),
    ]  # fmt: skip
    assert "dikembalikan atau ditolak 10 kali dalam satu tahun terakhir" in text
    assert "Produk tidak sesuai KBLI: 9 kali." in text


def test_staff_read_what_sent_it_back_too():
    product = prepared()
    returned(product, "NO_VIDEO", "PRODUCT_DATA")
    gone(product, "PRODUCT_PHOTO")

    assert list(readiness_lines(product.business, TODAY)) == [
        (
            product.name,
            "Foto produk (Belum ada foto. Pernah dikembalikan karena ini pada 3 Nov 2026); "
            "video proses produksi tidak ada atau tidak jelas (Pernah dikembalikan karena ini pada 3 Nov 2026)",
        )
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_the_past_costs_two_queries_however_long_it_is(count, django_assert_num_queries):
    product = ProductFactory()
    for _each in range(count):
        returned(ProductFactory(business=product.business), "NO_VIDEO", kind="REFUSED")

    with django_assert_num_queries(2):
        found = Past.of(product.business, TODAY).reasons_of(product)

    assert set(found) == {"NO_VIDEO"}
