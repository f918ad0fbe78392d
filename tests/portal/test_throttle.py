"""The limit per visitor: windows by the clock, one count a client, no address kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from tkdnportal.throttle import Limit, client_of

LIMIT = Limit("tests", amount=2, seconds=600)
AT = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(("counted", "reached"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_limit_is_reached_with_its_last_allowed_one(counted, reached):
    for _ in range(counted):
        LIMIT.count("a", AT)

    assert LIMIT.is_reached("a", AT) is reached


def test_clients_windows_and_limits_do_not_mix():
    for _ in range(2):
        LIMIT.count("a", AT)

    assert not LIMIT.is_reached("b", AT)
    assert not LIMIT.is_reached("a", AT + timedelta(minutes=5))
    assert not Limit("others", amount=2, seconds=600).is_reached("a", AT)


@pytest.mark.parametrize("minute", [0, 5, 9])
def test_a_window_ends_on_the_clock(minute):
    assert LIMIT.ends(AT.replace(minute=minute)) == AT.replace(minute=10)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_client_is_an_address_or_a_household(rf, one, other, same):
    first, second = (client_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, other))

    assert (first == second) is same


def test_the_proxys_word_counts_only_where_there_is_one(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 10.0.0.7"})
    direct, forwarded = (client_of(rf.get("/", REMOTE_ADDR=address)) for address in ("127.0.0.1", "10.0.0.7"))

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client_of(request) == direct
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_of(request) == forwarded


def test_no_address_is_readable_in_the_cache(rf):
    LIMIT.count(client_of(rf.get("/", REMOTE_ADDR="10.20.30.40")), AT)

    keys = cache._cache.get_client().keys("*")

    assert [key for key in keys if b"10.20.30.40" in key] == []
    assert len(keys) == 1
