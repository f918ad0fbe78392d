"""The owner's page of news, and the end of it in one tap."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from procurement import digest, digest_sending
from procurement.models import Award, Digest, Follow
from procurement.results import tell_losers, tell_results
from tests.factories import AwardFactory, BusinessFactory, PackageFactory, ProductFactory
from tests.procurement.market import ask, offer, rules
from tests.procurement.test_digest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(usaha, client, pemilik):
    client.force_login(pemilik)
    return f"/usaha/{usaha.pk}/kabar/"


def test_the_page_is_empty_and_says_what_to_do(client, url):
    page = client.get(url).content.decode()

    assert "Belum ada kabar." in page
    assert "Lihat produk saya" in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_one_row_and_for_twenty(client, url, usaha, django_assert_max_num_queries, count):
    rules()
    ProductFactory(business=usaha, name="Keripik pisang")
    PackageFactory.create_batch(count)
    digest.write_digests(on=DAY)

    with django_assert_max_num_queries(12):
        page = client.get(url)

    assert len(page.context["page"].rows) == count
    assert "Cocok dengan Keripik pisang, bila bersertifikat." in page.content.decode()


def test_an_owner_chooses_and_stops_and_begins_again(client, url, pemilik):
    client.post(url, {"kategori": ["FOOD"], "wilayah": ["18.71"]})
    assert Follow.objects.values_list("user", "categories", "regencies").get() == (pemilik.pk, ["FOOD"], ["18.71"])

    client.post(url + "berhenti/")
    assert Follow.objects.get().stopped_at is not None

    client.post(url, {"kategori": []})
    assert Follow.objects.values_list("stopped_at", "categories").get() == (None, [])


def test_a_stranger_does_not_find_the_page(client, url, orang_lain):
    client.force_login(orang_lain)

    assert client.get(url).status_code == 404
    assert client.post(url + "berhenti/").status_code == 404
    assert not Follow.objects.exists()


def test_the_signed_address_ends_everything_in_one_tap_without_signing_in(client, usaha, pemilik, orang_lain):
    second = BusinessFactory()
    second.memberships.create(user=pemilik, since=DAY)
    Digest.objects.create(user=pemilik, on=DAY, mail_due=True)
    Digest.objects.create(user=orang_lain, on=DAY, mail_due=True)
    address = f"/kabar/berhenti/{digest_sending.stop_token(pemilik.pk)}/"

    looked = client.get(address)
    assert "Berhenti menerima kabar paket?" in looked.content.decode()
    assert not Follow.objects.exists()

    done = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert "Kabar paket berhenti" in done.content.decode()
    stopped = Follow.objects.exclude(stopped_at=None).values_list("user", "business")
    assert set(stopped) == {(pemilik.pk, usaha.pk), (pemilik.pk, second.pk)}
    assert list(Digest.objects.filter(mail_due=True).values_list("user", flat=True)) == [orang_lain.pk]


def test_a_guessed_address_ends_nothing(client, pemilik):
    token = digest_sending.stop_token(pemilik.pk)

    assert client.post(f"/kabar/berhenti/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code == 404
    assert client.post(f"/kabar/berhenti/{pemilik.pk}/").status_code == 404


def test_losers_learn_the_result_with_the_reason_once(usaha):
    rules()
    best = offer(tkdn=60)
    weaker = offer(business=usaha, tkdn=45)
    found = ask()
    award = {"winner_item_id": best.pk, "winner_name": best.certificate.business.name, "on": DAY}

    written = [tell_losers(package=found.package, candidates=found.candidates, **award) for _twice in range(2)]

    assert written == [1, 0]
    [result] = found.package.results.all()
    assert (result.business, result.reason) == (
        weaker.certificate.business,
        "TKDN + BMP produk terpilih 60,00\xa0%, produk Anda 45,00\xa0%.",
    )


def test_a_recorded_contract_tells_the_others_once_and_never_a_winner(usaha):
    rules()
    best, second, weaker = offer(tkdn=60), offer(tkdn=55), offer(business=usaha, tkdn=45)
    package = PackageFactory()
    signed = date(2026, 3, 2)
    for item in (best, second):
        AwardFactory(package=package, item=item, value=1_000_000, signed_on=signed)

    told = [tell_results(on=signed + timedelta(days=1)) for _twice in range(2)]

    assert told == [2, 0]
    assert set(package.results.values_list("business", "winner_name")) == {
        (weaker.certificate.business_id, best.certificate.business.name),
        (weaker.certificate.business_id, second.certificate.business.name),
    }


def test_old_and_cancelled_contracts_are_no_news(usaha):
    rules()
    best = offer(tkdn=60)
    offer(business=usaha, tkdn=45)
    award = AwardFactory(item=best, signed_on=date(2026, 3, 2))

    assert tell_results(on=date(2026, 4, 2)) == 0

    Award.objects.filter(pk=award.pk).update(cancelled_on=date(2026, 3, 9), cancel_reason="Batal.")
    assert tell_results(on=date(2026, 3, 10)) == 0


@pytest.mark.parametrize(("kind", "shown"), [("OWNER", 1), ("HELPER", 0)])
def test_only_the_owner_is_shown_the_way_to_the_news(client, url, usaha, pemilik, orang_lain, kind, shown):
    given = {"given_by": pemilik, "given_at": timezone.localtime(), "wording": "2026-1"} if kind == "HELPER" else {}
    usaha.memberships.create(user=orang_lain, kind=kind, since=DAY, **given)
    client.force_login(orang_lain)

    assert client.get(usaha.get_absolute_url()).content.decode().count(f'href="{url}"') == shown
