"""Setting a package aside: who may, who sees it, who could be ready, and that nothing is promised."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone

from procurement import tasks
from procurement.models import Pledge, PledgeMakers
from procurement.pledge_block import waiting_purchases
from procurement.pledge_makers import WaitingPledges, waiting_pledges
from procurement.pledges import NO_PROMISE, Makers, makers_of, pledges_for
from tests.certification.test_near_certified import maker
from tests.factories import (
    AgencyFactory,
    BusinessFactory,
    CertificateFactory,
    PackageFactory,
    PledgeFactory,
    ProductFactory,
    StandingPledgeFactory,
    UserFactory,
)
from tests.procurement.market import rules
from umkm.desk_blocks import blocks_of

pytestmark = pytest.mark.django_db
ON, READY = date(2026, 1, 5), date(2026, 2, 20)
LIST = "admin:procurement_pledge_changelist"


@pytest.fixture
def package(pejabat):
    """A package of the officer's agency a year from now."""
    rules()
    begins = timezone.localdate() + timedelta(days=365)
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    days = {"contract_from": begins, "contract_until": begins, "delivery_until": begins}
    return PackageFactory(agency=agency, year=begins.year, name="Belanja keripik pisang", **days)


@pytest.fixture
def signed_in(client, pejabat):
    client.force_login(pejabat)
    return client


@pytest.fixture
def pledged(package, pejabat):
    """It is set aside for two hundred days."""
    day = timezone.localdate()
    return PledgeFactory(package=package, officer=pejabat, made_on=day, ready_by=day + timedelta(days=200))


def address(package, name="pledge"):
    return reverse(f"procurement:{name}", args=[package.rup_code])


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


class TestPledging:
    def test_an_officer_sets_the_own_package_aside_once(self, signed_in, package, pejabat):
        for _press in range(2):
            response = signed_in.post(address(package), {"ready_by": in_days(30), "note": "500 bungkus"})

        pledge = Pledge.objects.get()
        assert (pledge.package, pledge.officer, pledge.ready_by, pledge.note) == (
            package, pejabat, in_days(30), "500 bungkus",
        )  # fmt: skip
        assert pledge.made_on == timezone.localdate()
        assert response.url == package.get_absolute_url()

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [(0, "Beri pembuat waktu"), (-3, "Beri pembuat waktu"), (365, "terlalu lambat untuk paket ini")],
    )
    def test_a_day_that_cannot_be_is_explained(self, signed_in, package, days, sentence):
        response = signed_in.post(address(package), {"ready_by": in_days(days)})

        assert response.status_code == 400
        assert sentence in response.text
        assert not Pledge.objects.exists()

    def test_the_last_day_before_the_contract_is_accepted(self, signed_in, package):
        signed_in.post(address(package), {"ready_by": in_days(364)})

        assert Pledge.objects.get().ready_by == in_days(364)

    def test_the_form_names_who_could_be_ready_and_hides_who_did_not_consent(self, signed_in, package):
        maker(name="Dapur Ibu", account="IK_VALIDATED")
        maker(name="Dapur Rahasia", named=False)

        page = signed_in.get(address(package)).text

        assert "Dapur Ibu, Kota Bandar Lampung" in page
        assert "Pembuat di Kota Bandar Lampung" in page
        assert "Dapur Rahasia" not in page

    def test_a_package_whose_contract_begins_tomorrow_is_not_set_aside(self, signed_in, package):
        package.contract_from = in_days(1)
        package.save()

        page = signed_in.get(address(package), follow=True)

        assert "tidak dapat disisihkan" in page.text
        assert address(package) not in page.text

    def test_it_is_taken_back_with_a_reason(self, signed_in, pledged, pejabat):
        url = address(pledged.package, "pledge_withdraw")

        without = signed_in.post(url, {"alasan": " "})
        signed_in.post(url, {"alasan": "Kebutuhan berubah"})

        pledged.refresh_from_db()
        assert without.status_code == 400
        assert (pledged.withdrawn_by, pledged.withdrawal_reason) == (pejabat, "Kebutuhan berubah")
        assert "Disisihkan untuk" not in signed_in.get(pledged.package.get_absolute_url()).text
        assert signed_in.post(url, {"alasan": "lagi"}).status_code == 404

    def test_another_agency_finds_nothing(self, client, pledged, pejabat):
        stranger = UserFactory()
        stranger.groups.set(pejabat.groups.all())
        AgencyFactory().postings.create(user=stranger)
        client.force_login(stranger)

        for name in ("pledge", "pledge_withdraw"):
            assert client.get(address(pledged.package, name)).status_code == 404
            assert client.post(address(pledged.package, name), {"alasan": "x"}).status_code == 404
        pledged.refresh_from_db()
        assert pledged.withdrawn_on is None


class TestMakers:
    def test_those_who_could_be_ready_are_counted_apart_from_those_too_late(self):
        rules()
        maker(account="IK_VALIDATED")
        maker()
        maker("Meja kayu")
        CertificateFactory(business=maker(), issued_on=ON, valid_until=date(2099, 1, 1))
        soon, late = (PledgeFactory(made_on=ON, ready_by=ready) for ready in (date(2026, 1, 16), READY))

        found = makers_of([soon, late], ON)

        assert found == {soon.pk: Makers(1, 1), late.pk: Makers(2, 0)}

    def test_a_package_that_names_no_product_counts_its_whole_category(self):
        rules()
        maker()
        maker("Sambal")
        pledge = PledgeFactory(package__name="Belanja makanan")

        assert makers_of([pledge], ON)[pledge.pk] == Makers(2, 0)

    @pytest.mark.parametrize("count", [1, 20])
    def test_cost_the_same_for_one_pledge_and_twenty(self, django_assert_num_queries, count):
        rules()
        pledges = [PledgeFactory() for _number in range(count)]
        for _number in range(count):
            maker()

        with django_assert_num_queries(3):
            makers_of(pledges, ON)


class TestKeptMakers:
    def test_are_counted_for_pledges_that_stand_and_again_each_night(self):
        rules()
        standing, over = StandingPledgeFactory(), PledgeFactory()
        tasks.count_makers()
        maker()

        tasks.count_makers()

        kept = PledgeMakers.objects.get()
        assert (kept.pledge, kept.in_time + kept.later, kept.on) == (standing, 1, timezone.localdate())
        assert not PledgeMakers.objects.filter(pledge=over).exists()

    def test_of_a_new_pledge_are_counted_by_the_worker(self, signed_in, package, django_capture_on_commit_callbacks):
        maker(account="IK_VALIDATED")
        day = timezone.localdate() + timedelta(days=200)

        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(address(package), {"ready_by": day.isoformat(), "note": ""})

        assert PledgeMakers.objects.get(pledge__package=package).in_time == 1

    def test_tell_with_one_query_what_waits_and_what_has_makers(self, django_assert_num_queries):
        rules()
        for name in ("Belanja keripik pisang", "Belanja dodol"):
            StandingPledgeFactory(package__name=name, package__ceiling=40_000_000)
        PledgeFactory(package__ceiling=99_000_000)
        maker(account="IK_VALIDATED")
        tasks.count_makers()
        StandingPledgeFactory(package__ceiling=5_000_000)

        with django_assert_num_queries(1):
            found = waiting_pledges(timezone.localdate())

        assert (found, found.uncounted) == (WaitingPledges(3, 85_000_000, 1, 1), 1)

    def test_without_a_pledge_nothing_waits(self):
        assert waiting_pledges(ON) == WaitingPledges(0, 0, 0, 0)

    def test_stand_as_a_card_on_the_home_page_of_staff(self, client, petugas, pledged):
        client.force_login(petugas)
        tasks.count_makers()

        page = client.get(reverse("admin:index")).text

        assert "Niat belanja yang menunggu" in page
        assert "Untuk 1 paket belum ada pembuat yang dapat siap tepat waktu." in page


class TestOwner:
    def test_the_desk_shows_the_sum_the_day_and_the_steps_left(self, usaha):
        ProductFactory(business=usaha, name="Keripik pisang")
        first = PledgeFactory(package__ceiling=40_000_000)
        PledgeFactory(package__ceiling=60_000_000, ready_by=READY + timedelta(1))
        PledgeFactory(package__name="Belanja kemeja", package__category="CLOTHING")

        block = waiting_purchases(usaha, ON)

        assert (block.amount, block.examples[0].url) == (100_000_000, first.package.get_absolute_url())
        assert block.text == (
            "2 paket disisihkan untuk pembuat bersertifikat seperti Anda; yang pertama sampai 20 Feb 2026."
        )
        assert "Yang masih kurang: KBLI industri pada NIB" in block.note
        assert str(NO_PROMISE) in block.note

    def test_a_certified_owner_is_told_to_be_eligible(self, usaha):
        ProductFactory(business=usaha, name="Keripik pisang")
        CertificateFactory(business=usaha, issued_on=date(2025, 1, 1))
        PledgeFactory()

        assert waiting_purchases(usaha, ON).note.startswith("Sertifikat Anda berlaku")

    def test_a_pledge_that_is_over_waits_for_nobody(self, usaha):
        product = ProductFactory(business=usaha, name="Keripik pisang")
        PledgeFactory()

        assert pledges_for([product], READY + timedelta(1)) == []
        assert waiting_purchases(usaha, READY + timedelta(1)) is None

    def test_without_any_pledge_the_block_costs_one_query(self, usaha, django_assert_num_queries):
        ProductFactory(business=usaha)

        with django_assert_num_queries(1):
            assert waiting_purchases(usaha, ON) is None


class TestStaff:
    def test_the_list_is_red_where_nobody_could_be_ready(self, client, petugas, pledged, package):
        client.force_login(petugas)

        uncounted = client.get(reverse(LIST)).text
        tasks.count_makers()
        before = client.get(reverse(LIST)).text
        maker(name="Dapur Ibu", account="IK_VALIDATED")
        tasks.count_makers()
        after = client.get(reverse(LIST)).text

        assert "sedang dihitung" in uncounted
        assert 'class="tag tag-failed">tidak ada<' in before
        assert "tidak ada<" not in after
        assert '<td class="field-ready_in_time">1</td>' in after

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_list_costs_the_same_for_one_and_twenty(self, client, petugas, django_assert_num_queries, count):
        rules()
        for _number in range(count):
            StandingPledgeFactory()
            maker()
        tasks.count_makers()
        client.force_login(petugas)
        client.get("/syarat/")

        with django_assert_num_queries(5):
            client.get(reverse(LIST))

    def test_what_is_over_is_listed_only_when_asked(self, client, petugas):
        PledgeFactory(package__name="Belanja lama")
        client.force_login(petugas)

        assert "Belanja lama" not in client.get(reverse(LIST)).text
        assert "Belanja lama" in client.get(reverse(LIST), {"keadaan": "semua"}).text

    def test_a_pledge_leads_to_whom_to_help(self, client, petugas, pledged):
        maker(name="Dapur Ibu")
        client.force_login(petugas)

        page = client.get(reverse("admin:procurement_pledge_change", args=[pledged.pk])).text

        assert "Dapur Ibu" in page
        assert str(NO_PROMISE) in page


class TestNoPromise:
    """A sentence that promises no award stands in every place, and no word there says otherwise."""

    def test_it_stands_wherever_a_pledge_is_shown(self, client, signed_in, pledged, pejabat):
        package = pledged.package
        pages = [
            signed_in.get(url).text
            for url in (package.get_absolute_url(), address(package, "pledge_withdraw"), reverse("procurement:waiting"))
        ]
        signed_in.post(address(package, "pledge_withdraw"), {"alasan": "x"})
        pages.append(signed_in.get(address(package)).text)
        business = BusinessFactory()
        ProductFactory(business=business, name="Keripik pisang")
        PledgeFactory(package=package, made_on=timezone.localdate(), ready_by=in_days(9))
        client.logout()
        pages.append(client.get(package.get_absolute_url()).text)
        pages.append(" ".join(block.note for block in blocks_of(business, timezone.localdate())))

        assert [str(NO_PROMISE) in page for page in pages] == [True] * 6

    def test_no_text_about_pledges_speaks_of_certainty(self):
        root = Path(project.BASE_DIR)
        files = [*root.glob("templates/procurement/pledge/*.html"), *root.glob("procurement/pledge*.py")]
        certain = re.compile(r"\b(pasti|dijamin|jaminan|akan dibeli|akan dipilih|janji belanja)\b", re.IGNORECASE)

        assert len(files) > 6
        assert [file.name for file in files if certain.search(file.read_text(encoding="utf-8"))] == []
