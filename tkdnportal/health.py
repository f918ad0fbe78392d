"""For monitors: is the process alive, and can it do its work?"""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import JsonResponse
from redis.exceptions import RedisError


def alive(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request):
    """Database and cache answer too; 503 names the one that does not."""
    failing = [name for name, check in (("database", _database), ("redis", _redis)) if not check()]
    return JsonResponse({"status": "failing" if failing else "ok", "failing": failing}, status=503 if failing else 200)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis():
    try:
        cache.get("readyz")
    except RedisError:
        return False
    return True
