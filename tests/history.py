"""For tests that need facts as if they had always been so, where the database keeps every change for good."""

from contextlib import contextmanager

from django.db import connection

from certification.models import SiinasAccount, SiinasChange


@contextmanager
def without_triggers():
    """No trigger speaks up inside; the rules of tables (checks, uniqueness) still hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def set_account(business, **values):
    """The SIINas account of `business` as it never was otherwise."""
    with without_triggers():
        SiinasAccount.objects.filter(business=business).update(**values)


def forget_account(business):
    """No SIINas account, and none ever."""
    with without_triggers():
        SiinasChange.objects.filter(account__business=business).delete()
        SiinasAccount.objects.filter(business=business).delete()
