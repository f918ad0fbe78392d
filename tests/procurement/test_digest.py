"""Owners hear of packages: exactly those whose goods fit, once a day, each package once until it changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as outbox_of
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError

from accounts.models import CounterMessage
from procurement import digest, digest_sending
from procurement.models import Digest, DigestEntry, Follow, Result
from tests.factories import (
    AgencyFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    ConsentFactory,
    PackageFactory,
    ProductFactory,
)
from tests.procurement.market import rules
from umkm.models import Consent

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)
NEXT = DAY + timedelta(days=1)
AT = datetime(2026, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def keripik(usaha):
    rules()
    return ProductFactory(business=usaha, name="Keripik pisang")


@pytest.fixture
def kaos(orang_lain):
    """Another owner's shirts, which no package of crisps concerns."""
    business = BusinessFactory()
    business.memberships.create(user=orang_lain, since=DAY)
    return ProductFactory(business=business, name="Kaos", kbli_code="14111", categories=("CLOTHING",))


def told():
    return sorted(DigestEntry.objects.values_list("user__full_name", "package__name"))


def test_a_package_is_told_to_exactly_those_whose_goods_fit(keripik, kaos):
    PackageFactory(name="Belanja keripik pisang")
    PackageFactory(name="Belanja kaos", category="CLOTHING")
    PackageFactory(name="Belanja plakat", category="SOUVENIR")
    PackageFactory(name="Belanja keripik singkong tahun lalu", year=2025)
    PackageFactory(name="Belanja keripik batal", is_active=False)

    digest.write_digests(on=DAY)

    assert told() == [("Joko Lain", "Belanja kaos"), ("Sari Pemilik", "Belanja keripik pisang")]


def test_goods_without_a_certificate_are_told_so(keripik):
    PackageFactory()

    digest.write_digests(on=DAY)

    assert DigestEntry.objects.get().is_certified is False


def test_goods_with_a_valid_certificate_are_told_without_a_condition(keripik, usaha):
    PackageFactory()
    certificate = CertificateFactory(business=usaha)
    CertificateItemFactory(certificate=certificate, product=keripik)

    digest.write_digests(on=DAY)

    assert DigestEntry.objects.get().is_certified is True


def test_the_same_package_is_never_told_twice(keripik):
    PackageFactory()

    first, again, tomorrow = (digest.write_digests(on=day) for day in (DAY, DAY, NEXT))

    assert (len(first), again, tomorrow) == (1, [], [])
    assert DigestEntry.objects.count() == 1


def test_a_changed_package_is_told_again_with_what_changed(keripik):
    package = PackageFactory(ceiling=50_000_000)
    digest.write_digests(on=DAY)
    package.ceiling, package.delivery_until, package.method = 60_000_000, date(2026, 6, 30), "Tender"
    package.save()

    digest.write_digests(on=NEXT)

    assert DigestEntry.objects.latest("pk").changes == [
        "Pagu berubah dari Rp\xa050.000.000 menjadi Rp\xa060.000.000.",
        "Barang dipakai paling lambat berubah dari 31 Mei 2026 menjadi 30 Jun 2026.",
    ]


def test_two_businesses_of_one_owner_make_one_digest_with_each_package_once(keripik, pemilik):
    second = BusinessFactory()
    second.memberships.create(user=pemilik, since=DAY)
    ProductFactory(business=second, name="Keripik singkong")
    PackageFactory(name="Belanja keripik")

    digest.write_digests(on=DAY)

    assert Digest.objects.count() == DigestEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "hears"),
    [
        ({}, True),
        ({"categories": ["FOOD"]}, True),
        ({"categories": ["CLOTHING"]}, False),
        ({"regencies": ["18.71"]}, True),
        ({"regencies": ["18.72"]}, False),
        ({"stopped_at": AT}, False),
    ],
)
def test_owners_hear_of_what_they_follow(keripik, usaha, pemilik, chosen, hears):
    Follow.objects.create(user=pemilik, business=usaha, **chosen)
    PackageFactory(regency_id="18.71")

    assert bool(digest.write_digests(on=DAY)) is hears


def test_a_package_without_a_place_concerns_every_place(keripik, usaha, pemilik):
    Follow.objects.create(user=pemilik, business=usaha, regencies=["18.72"])
    PackageFactory(agency=AgencyFactory())

    assert len(digest.write_digests(on=DAY)) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_writing_costs_the_same_for_one_package_and_for_twenty(keripik, django_assert_num_queries, count):
    PackageFactory.create_batch(count)

    with django_assert_num_queries(13):
        digest.write_digests(on=DAY)


def sent(keripik):
    PackageFactory(name="Belanja keripik pisang", rup_code="53000777")
    [pk] = digest.write_digests(on=DAY)
    digest_sending.mail(pk, at=AT)
    return pk


def test_the_mail_names_the_package_the_condition_and_the_way_out(keripik, pemilik):
    sent(keripik)

    [message] = outbox_of.outbox
    stop = digest_sending.stop_address(pemilik.pk)
    assert (message.to, message.subject) == ([pemilik.email], "1 paket belanja cocok dengan produk Anda")
    assert "Belanja keripik pisang (Rp\xa050.000.000)" in message.body
    assert "Cocok dengan Keripik pisang, bila bersertifikat." in message.body
    assert "/paket/53000777/" in message.body
    assert stop in message.body
    assert message.extra_headers == {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip


def test_a_digest_is_mailed_once(keripik):
    pk = sent(keripik)

    assert digest_sending.mail(pk, at=AT) is False
    assert len(outbox_of.outbox) == 1


class BrokenBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_broken_mail_server_delays_and_loses_nothing(keripik, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    with pytest.raises(ConnectionRefusedError):
        sent(keripik)
    assert [one.mailed_at for one in Digest.objects.unsent(since=DAY)] == [None]
    settings.EMAIL_BACKEND = working

    digest_sending.mail(Digest.objects.get().pk, at=AT)

    assert len(outbox_of.outbox) == 1
    assert not Digest.objects.unsent(since=DAY).exists()


@pytest.fixture
def allowed(usaha, settings):
    """The owner allows broadcasts to the business's telephone."""
    settings.MESSAGE_GATEWAY = "counter"
    usaha.phone = "+6281234567890"
    usaha.save()
    return ConsentFactory(business=usaha, purpose="BROADCAST")


def test_a_text_goes_only_to_those_who_allow_it(keripik, kaos, allowed):
    PackageFactory()
    PackageFactory(name="Belanja kaos", category="CLOTHING")
    kaos.business.phone = "+6281299999999"
    kaos.business.save()

    for pk in digest.write_digests(on=DAY):
        digest_sending.text(pk, at=AT)
        digest_sending.text(pk, at=AT)

    assert list(CounterMessage.objects.values_list("phone", flat=True)) == ["+6281234567890"]


def test_a_consent_withdrawn_since_the_digest_was_written_counts(keripik, usaha, allowed):
    PackageFactory()
    [pk] = digest.write_digests(on=DAY)
    Consent.objects.withdraw(business=usaha, purpose="BROADCAST", at=datetime(2026, 11, 25, tzinfo=UTC))

    assert digest_sending.text(pk, at=AT) is False
    assert not CounterMessage.objects.exists()


def test_a_result_is_told_in_the_next_digest_once(keripik, usaha):
    package = PackageFactory(contract_from=date(2025, 1, 1), contract_until=date(2025, 2, 1), year=2025)
    Result.objects.create(package=package, business=usaha, winner_name="Usaha Lain", reason="Tingkat 2.", on=DAY)

    digest.write_digests(on=DAY)
    digest.write_digests(on=NEXT)

    assert [entry.result.reason for entry in DigestEntry.objects.all()] == ["Tingkat 2."]


def test_the_database_keeps_one_digest_a_day_and_one_entry_a_version(keripik, pemilik, usaha):
    package = PackageFactory()
    first = Digest.objects.create(user=pemilik, on=DAY)
    fields = {"digest": first, "user": pemilik, "business": usaha, "package": package, "version": "a"}
    DigestEntry.objects.create(**fields)

    with pytest.raises(IntegrityError, match="digest_entry_once_per_package_version"):
        DigestEntry.objects.create(**fields)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda user, usaha: Digest.objects.create(user=user, on=DAY), "digest_once_a_day"),
        (lambda user, usaha: Digest.objects.create(user=user, on=NEXT, mailed_at=AT), "digest_is_sent_only_where_due"),
        (lambda user, usaha: Follow.objects.create(user=user, business=usaha), "follow_once"),
        (
            lambda user, usaha: Follow.objects.filter(user=user).update(categories=["OTHER"]),
            "follow_category_is_one_of_four",
        ),
    ],
    ids=["one a day", "sent where due", "one choice", "four categories"],
)
def test_the_database_keeps_its_own_rules(pemilik, usaha, make, rule):
    Digest.objects.create(user=pemilik, on=DAY)
    Follow.objects.create(user=pemilik, business=usaha)

    with pytest.raises(IntegrityError, match=rule):
        make(pemilik, usaha)


@pytest.mark.parametrize("rule", ["result_told_once", "result_has_a_reason"])
def test_a_result_is_written_once_and_with_its_reason(usaha, rule):
    fields = {"package": PackageFactory(), "business": usaha, "winner_name": "Lain", "reason": "Tingkat 2.", "on": DAY}
    Result.objects.create(**fields)

    with pytest.raises(IntegrityError, match=rule):
        Result.objects.create(**fields | ({"reason": "", "on": NEXT} if rule == "result_has_a_reason" else {}))
