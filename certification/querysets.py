"""The vocabulary of certificates."""

import re

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from certification.comparing import NumberKey, number_key
from certification.statuses import status_expression

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""What a token can look like at all; the database refuses some other signs with an error."""


def valid_on(day, prefix=""):
    """The condition of a certificate that is valid on `day`: begun, not ended, not revoked, superseded or frozen.

    Both ends count (domain 10: the anniversary day itself is treated as valid). A list that prints no issue date
    leaves `issued_on` empty; such a certificate counts as begun.
    """
    conditions = (
        Q(issued_on__isnull=True) | Q(issued_on__lte=day),
        Q(valid_until__gte=day),
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        Q(superseded_on__isnull=True) | Q(superseded_on__gt=day),
        Q(frozen_from__isnull=True) | Q(frozen_from__gt=day) | Q(frozen_until__lt=day),
    )
    whole = Q()
    for condition in conditions:
        whole &= _prefixed(condition, prefix)
    return whole


def _prefixed(condition, prefix):
    children = [
        _prefixed(child, prefix) if isinstance(child, Q) else (prefix + child[0], child[1])
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector)


class CertificateQuerySet(models.QuerySet):
    """Questions about certificates."""

    def valid_on(self, day):
        """Those valid on `day`; `Certificate.status_on` answers the same for one."""
        return self.filter(valid_on(day))

    def with_status_on(self, day):
        """Each with its `status` on `day`, as `Certificate.status_on` gives it for one."""
        return self.annotate(status=status_expression(day))

    def numbered(self, numbers):
        """Those whose number is one of `numbers`, blanks and case ignored; each issuer may have used it once."""
        keys = {number_key(number) for number in numbers}
        return self.alias(number_key=NumberKey("number")).filter(number_key__in=keys)

    def with_token(self, token):
        """The one a QR code leads to; none for a text that cannot be a token."""
        return self.filter(token=token) if TOKEN.fullmatch(token) else self.none()

    def for_checking(self):
        """With what the public page shows, in a fixed number of queries."""
        return (
            self.select_related("business__regency", "superseded_by").prefetch_related("items").order_by("issuer", "pk")
        )

    def ending_between(self, first, last):
        """Of registered businesses, those whose value or BMP ends in these days."""
        item = apps.get_model("certification", "CertificateItem").objects
        bmp = item.filter(certificate=OuterRef("pk"), bmp_valid_until__range=(first, last))
        return self.filter(
            Q(valid_until__range=(first, last)) | Exists(bmp),
            business__isnull=False,
        )

    def for_reminding(self):
        """With products, people, consents, pauses and what depends on them, in a fixed number of queries."""
        consents = apps.get_model("umkm", "Consent").objects.open()
        memberships = apps.get_model("umkm", "Membership").objects.active().select_related("user").order_by("pk")
        return self.select_related("business", "stake").prefetch_related(
            "items", "pauses",
            Prefetch("business__memberships", memberships),
            Prefetch("business__consents", consents, to_attr="open_consents"),
        )  # fmt: skip

    def without_business(self):
        """The staff's queue: the holder is not in the register yet."""
        return self.filter(business__isnull=True)


class CertificateItemQuerySet(models.QuerySet):
    """Questions about certified products."""

    def valid_on(self, day):
        """Those whose certificate is valid on `day`."""
        return self.filter(valid_on(day, prefix="certificate__"))

    def standing_on(self, day):
        """Those whose certificate was neither revoked nor superseded by `day`, whatever its dates."""
        return self.filter(
            Q(certificate__revoked_on__isnull=True) | Q(certificate__revoked_on__gt=day),
            Q(certificate__superseded_on__isnull=True) | Q(certificate__superseded_on__gt=day),
        )

    def of_registered_businesses(self):
        """Those whose holder is in the register, no merged double: only these are the region's own suppliers."""
        return self.filter(certificate__business__isnull=False, certificate__business__merged_into__isnull=True)
