"""Which products the ministry's list and the portal speak differently of: derived, never stored."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Upper
from lokal.wilayah import wilayah_name

NO_BMP = Value(-1, output_field=models.DecimalField(max_digits=4, decimal_places=2))
KINDS = ("VALUE", "END", "NOT_HERE", "NOT_LISTED", "HOLDER")


class ListedItemQuerySet(models.QuerySet):
    """Questions about what the list says."""

    def with_differences(self):
        """Each with `is_value`, `is_end`, `is_not_here`, `is_not_listed` and `is_holder`: open differences."""
        conditions = {"VALUE": _value(), "END": _end(), "NOT_HERE": Q(item__isnull=True), "HOLDER": _holder()}
        conditions["NOT_LISTED"] = Q(item__isnull=False) & Exists(_newer_list_without_it())
        return self.annotate(
            **{flag(kind): models.ExpressionWrapper(conditions[kind] & ~_kept(kind), models.BooleanField())
               for kind in KINDS}
        )  # fmt: skip

    def differing(self, *kinds):
        """Those with an open difference, of `kinds` or of any kind."""
        wanted = Q()
        for kind in kinds or KINDS:
            wanted |= Q(**{flag(kind): True})
        return self.with_differences().filter(wanted)


def flag(kind):
    """The name under which `with_differences` tells of `kind`."""
    return f"is_{kind.lower()}"


def _value():
    other_bmp = Q(bmp__isnull=False) & (Q(item__bmp__isnull=True) | ~Q(item__bmp=F("bmp")))
    return Q(item__isnull=False) & (~Q(item__tkdn=F("tkdn")) | other_bmp)


def _end():
    return Q(item__isnull=False) & ~Q(item__certificate__valid_until=F("valid_until"))


def _holder():
    """Only of the portal's own province: holders elsewhere are not in its register, and nobody can link them."""
    name = wilayah_name(settings.PORTAL_PROVINCE).upper()
    here = Q(upper_province__in=("", name, f"PROVINSI {name}"))
    certificates = apps.get_model("certification.Certificate").objects.annotate(upper_province=Upper("holder_province"))
    waiting = certificates.filter(here, pk=OuterRef("item__certificate"), business__isnull=True)
    return Q(Exists(waiting))


def _newer_list_without_it():
    """A later list of the same name that covers the product's end date; one that had ended by then is not missed."""
    lists = apps.get_model("certification.CertificateList").objects
    return lists.filter(
        name=OuterRef("seen_in__name"),
        as_of__gt=OuterRef("seen_in__as_of"),
        as_of__lte=OuterRef("valid_until"),
        ends_from__lte=OuterRef("valid_until"),
        ends_until__gte=OuterRef("valid_until"),
    )


def _kept(kind):
    """Whether staff kept the portal's own in the face of exactly what the list says now."""
    decisions = apps.get_model("certification.ListDecision").objects
    same = decisions.filter(listed=OuterRef("pk"), kind=kind)
    if kind in ("NOT_HERE", "NOT_LISTED", "HOLDER"):
        return Exists(same.filter(seen_in=OuterRef("seen_in")) if kind == "NOT_LISTED" else same)
    same = same.alias(known_bmp=Coalesce("bmp", NO_BMP)).filter(known_bmp=Coalesce(OuterRef("bmp"), NO_BMP))
    return Exists(same.filter(tkdn=OuterRef("tkdn"), valid_until=OuterRef("valid_until")))
