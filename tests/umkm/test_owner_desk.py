"""The owner's desk: own businesses, and where each stands on its path."""

from datetime import date

import pytest
from django.urls import reverse

from certification.models import AccountStatus
from certification.path import PROGRESS, barred_until, path_of
from certification.step_pages import page_of_step
from tests.conftest import TODAY
from tests.factories import ActivityFactory, BusinessFactory, CertificateFactory, ProductFactory, SiinasAccountFactory
from tests.umkm.files import PDF, upload
from umkm.documents import keep
from umkm.models import DocumentKind
from umkm.path import StepState, kbli_step, register_steps, standard_step

DONE, TODO, WAITING, UNKNOWN, BLOCKED = StepState
CODES = ["IDENTITY", "KBLI", "NIB", "STANDARD", "SIINAS", "VALIDATED", "CERTIFICATE"]


def path_to(business, *, activities=(), accounts=(), certificates=(), on=TODAY):
    return path_of(business=business, activities=activities, accounts=accounts, certificates=certificates, on=on)


def states(path):
    return [step.state for step in path.steps]


def activity(code="10794", **facts):
    return ActivityFactory.build(business=None, kbli_code=code, **facts)


def account(status, **facts):
    verified = TODAY if status in AccountStatus.verified else None
    return SiinasAccountFactory.build(business=None, status=status, verified_on=verified, **facts)


def business(**facts):
    known = {"owner_name": "Sari", "phone": "+62812345678", "address": "Jl. Kartini 1", "regency": None}
    return BusinessFactory.build(**known | facts)


def test_a_walked_path_has_no_next_step():
    certificate = CertificateFactory.build(business=None)

    path = path_to(
        business(),
        activities=[activity(risk="LOW")],
        accounts=[account("IK_VALIDATED")],
        certificates=[certificate],
    )

    assert [step.code for step in path.steps] == CODES
    assert states(path) == [DONE] * 7
    assert (path.next_step, path.done) == (None, 7)


def test_an_empty_record_starts_with_what_is_missing():
    path = path_to(business(owner_name="", phone="", address="", nib=None))

    assert path.next_step.code == "IDENTITY"
    assert path.next_step.reason == "Belum tercatat: nama pemilik, nomor telepon atau e-mail, alamat."
    assert states(path) == [TODO, UNKNOWN, TODO, UNKNOWN, TODO, TODO, TODO]


def test_every_step_that_is_not_done_says_what_to_do():
    path = path_to(business(nib=None), activities=[activity("56101")], accounts=[account("PROBLEM")])

    assert [step.code for step in path.steps if not step.is_done and not step.action] == []


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ([], UNKNOWN),
        (["47911"], BLOCKED),
        (["56210"], BLOCKED),
        (["33121"], BLOCKED),
        (["09900"], BLOCKED),
        (["10794"], DONE),
        (["32909"], DONE),
        (["47911", "13134"], DONE),
    ],
    ids=["none", "trade", "catering", "repair", "mining", "food", "crafts", "trade and cloth"],
)
def test_only_a_kbli_that_makes_goods_counts(codes, state):
    activities = [activity(code) for code in codes]

    steps = register_steps(business(), activities)

    assert steps[1].state == state


def test_the_step_names_the_codes_that_do_not_count():
    step = kbli_step(business(), [activity("56210")], [])

    assert "(56210)" in step.reason


@pytest.mark.parametrize(
    ("risk", "verified", "state"),
    [
        ("LOW", None, DONE),
        ("MED_LOW", False, DONE),
        ("MED_HIGH", True, DONE),
        ("MED_HIGH", False, TODO),
        ("MED_HIGH", None, UNKNOWN),
        ("HIGH", False, TODO),
        ("", None, UNKNOWN),
        ("", True, DONE),
    ],
)
def test_the_sertifikat_standar_is_asked_from_medium_high_risk_on(risk, verified, state):
    step = standard_step([activity(risk=risk, standard_certificate_verified=verified)])

    assert step.state == state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("NONE", TODO),
        ("REQUESTED", WAITING),
        ("CREDENTIALS_SENT", TODO),
        ("PROFILE_INCOMPLETE", TODO),
        ("ACTIVE", DONE),
        ("IK_VALIDATED", DONE),
        ("PROBLEM", BLOCKED),
    ],
)
def test_the_siinas_step_follows_the_account(status, state):
    path = path_to(business(), accounts=[account(status)])

    assert path.steps[4].state == state


def test_the_table_of_progress_knows_every_status_of_an_account():
    assert set(PROGRESS) == set(AccountStatus) - {AccountStatus.NONE}


def test_the_account_that_got_farthest_counts():
    path = path_to(business(), accounts=[account("PROBLEM"), account("ACTIVE"), account("REQUESTED")])

    assert states(path)[4:6] == [DONE, WAITING]


@pytest.mark.parametrize(
    ("capital", "status", "blocked"),
    [
        (5_000_000_000, "ACTIVE", []),
        (5_000_000_001, "ACTIVE", ["SIZE"]),
        (5_000_000_001, "IK_VALIDATED", []),
        (None, "ACTIVE", []),
    ],
)
def test_more_capital_than_small_industry_may_have_blocks_until_someone_validated(capital, status, blocked):
    path = path_to(business(capital=capital), accounts=[account(status)])

    assert [step.code for step in path.steps if step.state == BLOCKED] == blocked


def test_an_unknown_risk_does_not_hold_up_the_steps_after_it():
    path = path_to(business(), activities=[activity(risk="")], accounts=[account("IK_VALIDATED")])

    assert (states(path)[3], path.next_step.code) == (UNKNOWN, "CERTIFICATE")


def test_a_frozen_certificate_asks_for_a_clarification_not_for_a_new_application():
    frozen = CertificateFactory.build(business=None, frozen_from=TODAY)

    step = path_to(business(), certificates=[frozen]).steps[-1]

    assert (step.state, step.reason) == (BLOCKED, "Sertifikat Anda dibekukan.")


@pytest.mark.parametrize(
    ("revoked_on", "state", "action"),
    [
        (date(2025, 11, 25), BLOCKED, "Permohonan baru dapat diajukan lagi mulai 25 Nov 2026."),
        (date(2025, 11, 24), TODO, "Lihat status sertifikat di bawah, lalu ajukan yang baru di SIINas."),
    ],
    ids=["last day of the year", "the year is over"],
)
def test_a_revocation_bars_a_new_application_for_one_year(revoked_on, state, action):
    revoked = CertificateFactory.build(business=None, revoked_on=revoked_on)

    step = path_to(business(), certificates=[revoked]).steps[-1]

    assert (step.state, step.action) == (state, action)


@pytest.mark.parametrize(
    ("revoked_on", "until"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 28), date(2025, 2, 28)),
        (date(2024, 3, 1), date(2025, 3, 1)),
    ],
)
def test_a_year_after_a_leap_day_ends_in_february(revoked_on, until):
    revoked = CertificateFactory.build(business=None, revoked_on=revoked_on)

    assert barred_until([revoked], date(2024, 6, 1)) == until


def test_a_valid_certificate_proves_an_account_nobody_recorded():
    path = path_to(business(), certificates=[CertificateFactory.build(business=None)])

    assert states(path)[4:] == [DONE, DONE, DONE]


def test_an_expired_certificate_proves_nothing():
    certificate = CertificateFactory.build(business=None, valid_until=date(2026, 11, 23))

    path = path_to(business(), certificates=[certificate])

    assert states(path)[4:] == [TODO, TODO, TODO]


@pytest.mark.parametrize(
    ("valid_until", "state", "reason"),
    [
        (date(2031, 1, 15), DONE, "Sertifikat Anda berlaku."),
        (date(2026, 12, 1), TODO, "Sertifikat Anda berakhir paling lama 90 hari lagi."),
        (date(2026, 11, 23), TODO, "Tidak ada sertifikat yang berlaku hari ini."),
    ],
    ids=["running", "ending soon", "ended yesterday"],
)
def test_the_last_step_looks_at_the_certificates_day(valid_until, state, reason):
    path = path_to(business(), certificates=[CertificateFactory.build(business=None, valid_until=valid_until)])

    assert (path.steps[-1].state, path.steps[-1].reason) == (state, reason)


def test_the_only_business_opens_at_once(client, pemilik, usaha):
    client.force_login(pemilik)

    response = client.get(reverse("umkm:desk"))

    assert response.url == usaha.get_absolute_url()


def test_several_businesses_are_listed_and_those_of_others_are_not(client, pemilik, orang_lain, usaha):
    second = BusinessFactory(name="Anyaman Sari")
    second.memberships.create(user=pemilik, since=TODAY)
    BusinessFactory(name="Usaha Rahasia").memberships.create(user=orang_lain, since=TODAY)
    client.force_login(pemilik)

    response = client.get(reverse("umkm:desk"))

    assert [entry.business for entry in response.context["entries"]] == [second, usaha]
    assert "Usaha Rahasia" not in response.content.decode()


def test_an_owner_without_a_business_reads_what_to_do(client, orang_lain):
    client.force_login(orang_lain)

    page = client.get(reverse("umkm:desk")).content.decode()

    assert "Belum ada usaha yang terhubung dengan akun Anda." in page


def test_the_page_of_a_business_shows_its_next_step(client, pemilik, usaha):
    client.force_login(pemilik)

    response = client.get(usaha.get_absolute_url())

    assert response.context["path"].next_step.code == "IDENTITY"
    assert "Langkah berikutnya: Data usaha lengkap" in " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", ["orang_lain", "pejabat"])
def test_a_stranger_finds_nothing(client, usaha, who, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(usaha.get_absolute_url())

    assert response.status_code == 404
    assert usaha.name not in response.content.decode()


def test_staff_may_look_at_an_owners_page(client, petugas, usaha):
    client.force_login(petugas)

    assert client.get(usaha.get_absolute_url()).context["business"] == usaha


@pytest.mark.parametrize("address", ["/usaha/", "/usaha/1/"])
def test_nobody_sees_the_desk_without_signing_in(client, db, address):
    response = client.get(address)

    assert response.url == f"/masuk/?next={address}"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_business_always_costs_the_same(client, pemilik, usaha, django_assert_num_queries, count):
    for number in range(count):
        ActivityFactory(business=usaha, kbli_code=f"1079{number}")
        SiinasAccountFactory(business=usaha, factory_location=f"Jl. {number}")
        CertificateFactory(business=usaha)
        ProductFactory(business=usaha)
    client.force_login(pemilik)
    client.get("/")

    with django_assert_num_queries(24):
        client.get(usaha.get_absolute_url())


def test_every_step_has_a_page_where_it_is_done(usaha):
    pages = [page_of_step(code, usaha) for code in [*CODES, "SIZE"]]

    assert [page for page in pages if not (page.url.startswith(f"/usaha/{usaha.pk}/") and page.label)] == []


def test_the_next_step_leads_to_its_page(client, pemilik, usaha):
    client.force_login(pemilik)

    page = client.get(usaha.get_absolute_url()).content.decode()

    assert f'<a class="btn btn-primary" href="/usaha/{usaha.pk}/data/">Lengkapi data usaha</a>' in page


def test_the_desk_shows_what_waits_what_was_given_and_who_acts(client, pemilik, usaha):
    keep(upload=upload(PDF, "nib.pdf"), kind=DocumentKind.NIB, business=usaha, by=pemilik)
    client.force_login(pemilik)

    response = client.get(usaha.get_absolute_url())

    page = response.content.decode()
    assert "Belum ada produk. Catat barang yang Anda buat." in page
    assert [(paper.slug, count) for paper, count in response.context["papers"]] == [("nib", 1)]
    assert [membership.user for membership in response.context["people"]] == [pemilik]


def test_staff_see_no_button_that_only_the_owner_may_press(client, petugas, usaha):
    client.force_login(petugas)

    page = client.get(usaha.get_absolute_url()).content.decode()

    assert [address for address in ("/data/", "/produk/", "/izin/") if f"/usaha/{usaha.pk}{address}" in page] == []


def test_a_number_beyond_the_database_is_not_found(client, pemilik):
    client.force_login(pemilik)

    assert client.get(f"/usaha/{10**30}/").status_code == 404
