"""Ask the servers the portal needs whether they answer; say in one sentence which does not and what to do."""

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from redis.exceptions import RedisError


class Command(BaseCommand):
    """Exit 0 when PostgreSQL and Redis answer."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args, **options):
        """One after the other; the first that fails is named."""
        try:
            connection.ensure_connection()
        except DatabaseError as problem:
            raise CommandError(f"PostgreSQL does not answer at DATABASE_URL: {one_line(problem)}") from problem
        try:
            cache.get("check_services")
        except RedisError as problem:
            raise CommandError(f"Redis does not answer at REDIS_URL: {one_line(problem)}") from problem


def one_line(problem):
    """The reason a server gave, without its line breaks."""
    return f"{' '.join(str(problem).split())} Start it or correct the address."
