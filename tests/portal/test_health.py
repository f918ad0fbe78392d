"""What monitors ask."""

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as NoRedis

pytestmark = pytest.mark.django_db


def test_a_living_portal_says_so_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert answer.json() == {"status": "ok"}


def test_a_ready_portal_reaches_database_and_redis(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "failing": []})


def test_a_portal_without_redis_is_not_ready_and_says_why(client, settings):
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "unix:///nonexistent/redis.sock"}
    }

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "failing", "failing": ["redis"]})
    with pytest.raises(NoRedis):
        caches["default"].get("readyz")
