"""What can be done to many businesses at once: what would change, what would not and why, doing it, taking it back.

Every deed writes what was there before, changes the rows in one statement (the audit trail's triggers see each of
them), and takes back only what nobody has changed since.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from umkm.categories import Category
from umkm.models import Activity, BulkChange, BulkChangeRow, Business, Deed, District, Product, Verification
from umkm.path import NEEDS_STANDARD_CERTIFICATE
from umkm.verification import NotAllowed, waiting


@dataclass(frozen=True)
class Preview:
    """What the button would do: `changes` records, a few of them by name, and how many stay for which reason."""

    changes: int
    examples: tuple
    stays: tuple


class SetDistrict:
    """Fill in the kecamatan of businesses of its regency that have none; a known one is never overwritten."""

    model = Business

    def targets(self, businesses, district):
        """Businesses without a kecamatan in the right kabupaten/kota."""
        regency = District.objects.filter(pk=district).values("regency")
        return Business.objects.filter(pk__in=businesses.values("pk"), district__isnull=True, regency__in=regency)

    def stays(self, businesses, district):
        """Already known, or elsewhere."""
        regency = District.objects.filter(pk=district).values("regency")
        yield _("kecamatannya sudah terisi"), businesses.filter(district__isnull=False).count()
        elsewhere = businesses.filter(district__isnull=True).exclude(regency__in=regency)
        yield _("berada di kabupaten/kota lain"), elsewhere.count()

    def before(self, targets):
        """Nothing was there."""
        return targets.values_list("pk", Cast("district_id", CharField()))

    def do(self, change, rows):
        """One UPDATE."""
        Business.objects.filter(pk__in=rows.values("target")).update(district=change.value)

    def undo(self, change, rows):
        """Empty again, where it is still the one that was filled in."""
        return Business.objects.filter(pk__in=rows.values("target"), district=change.value).update(district=None)


class MarkStandard:
    """Mark the Sertifikat Standar of activities that need one as verified."""

    model = Activity

    def targets(self, businesses, _value):
        """Activities of medium-high risk and above that are not marked yet."""
        return self._needing(businesses).exclude(standard_certificate_verified=True)

    def stays(self, businesses, _value):
        """Already marked, or not needed."""
        needing = Activity.objects.filter(business=OuterRef("pk"), risk__in=NEEDS_STANDARD_CERTIFICATE)
        yield (
            _("kegiatannya sudah ditandai"),
            self._needing(businesses).filter(standard_certificate_verified=True).count(),
        )
        yield _("usaha tanpa kegiatan berisiko menengah tinggi ke atas"), businesses.filter(~Exists(needing)).count()

    def before(self, targets):
        """Unknown or not verified."""
        return targets.values_list("pk", Cast("standard_certificate_verified", CharField()))

    def do(self, _change, rows):
        """One UPDATE."""
        Activity.objects.filter(pk__in=rows.values("target")).update(standard_certificate_verified=True)

    def undo(self, _change, rows):
        """What it was, where it is still marked; two values, two UPDATEs."""
        marked = Activity.objects.filter(standard_certificate_verified=True)
        unknown = marked.filter(pk__in=rows.filter(before=None).values("target"))
        refused = marked.filter(pk__in=rows.filter(before="false").values("target"))
        return unknown.update(standard_certificate_verified=None) + refused.update(standard_certificate_verified=False)

    def _needing(self, businesses):
        return Activity.objects.filter(business__in=businesses.values("pk"), risk__in=NEEDS_STANDARD_CERTIFICATE)


class SetCategory:
    """Give products that have no category of the budget one; a known one is never overwritten."""

    model = Product

    def targets(self, businesses, _category):
        """Products that are only “other goods”."""
        return self._products(businesses).filter(categories=[Category.OTHER])

    def stays(self, businesses, _category):
        """Already in a category, or nothing to put there."""
        yield _("produknya sudah berkategori"), self._products(businesses).exclude(categories=[Category.OTHER]).count()
        yield _("usaha tanpa produk"), businesses.filter(products__isnull=True).count()

    def before(self, targets):
        """Other goods."""
        return targets.values_list("pk", Cast(F("categories__0"), CharField()))

    def do(self, change, rows):
        """One UPDATE."""
        Product.objects.filter(pk__in=rows.values("target")).update(categories=[change.value])

    def undo(self, change, rows):
        """Other goods again, where the category is still the one given."""
        still = Product.objects.filter(pk__in=rows.values("target"), categories=[change.value])
        return still.update(categories=[Category.OTHER])

    def _products(self, businesses):
        return Product.objects.filter(business__in=businesses.values("pk"))


class OpenVerification:
    """Put businesses into the queue of verifications."""

    model = Business

    def targets(self, businesses, _value):
        """Those that do not wait."""
        return Business.objects.filter(pk__in=businesses.values("pk")).exclude(pk__in=self._waiting(businesses))

    def stays(self, businesses, _value):
        """Those that wait."""
        yield _("sudah menunggu verifikasi"), businesses.filter(pk__in=self._waiting(businesses)).count()

    def before(self, targets):
        """Nothing: each gets a row of its own."""
        return targets.values_list("pk", Cast(None, CharField()))

    def do(self, change, rows):
        """One INSERT in pieces; one that came to wait in between keeps its place."""
        opened = (Verification(business_id=pk, opened_at=change.at) for pk in _targets(rows))
        Verification.objects.bulk_create(opened, ignore_conflicts=True, batch_size=2_000)

    def undo(self, change, rows):
        """Out of the queue, where nobody has taken it."""
        opened = Verification.objects.filter(business__in=rows.values("target"), opened_at=change.at)
        return opened.filter(decision="", assigned_to=None).delete()[0]

    def _waiting(self, businesses):
        return waiting(Business.objects.filter(pk__in=businesses.values("pk"))).values("pk")


class AssignVerification:
    """Give those that wait and that nobody has to one clerk."""

    model = Business

    def targets(self, businesses, _clerk):
        """Waiting, and in nobody's hands."""
        return self._waiting(businesses).filter(clerk_id=None)

    def stays(self, businesses, _clerk):
        """In somebody's hands, or not waiting."""
        waits = self._waiting(businesses)
        yield _("sudah ditangani petugas"), waits.exclude(clerk_id=None).count()
        yield _("tidak menunggu verifikasi"), businesses.exclude(pk__in=waits.values("pk")).count()

    def before(self, targets):
        """Nobody."""
        return targets.values_list("pk", Cast(None, CharField()))

    def do(self, change, rows):
        """Rows for registrations that have none yet, then one UPDATE; who was quicker keeps it."""
        missing = Business.objects.filter(pk__in=rows.values("target"))
        opened = (Verification(business_id=pk, opened_at=at) for pk, at in missing.values_list("pk", "created_at"))
        Verification.objects.bulk_create(opened, ignore_conflicts=True, batch_size=2_000)
        self._open(rows).filter(assigned_to=None).update(assigned_to=change.value)

    def undo(self, change, rows):
        """Nobody's again, where that clerk still has it and has not decided."""
        return self._open(rows).filter(assigned_to=change.value).update(assigned_to=None)

    def _open(self, rows):
        return Verification.objects.filter(business__in=rows.values("target"), decision="")

    def _waiting(self, businesses):
        return waiting(Business.objects.filter(pk__in=businesses.values("pk")))


DEEDS = {
    Deed.DISTRICT: SetDistrict(),
    Deed.STANDARD: MarkStandard(),
    Deed.CATEGORY: SetCategory(),
    Deed.VERIFY: OpenVerification(),
    Deed.ASSIGN: AssignVerification(),
}
EXAMPLES = 5


def preview(*, deed, businesses, value):
    """What `deed` with `value` would do to the queryset `businesses`; counts now, changes nothing."""
    doer = DEEDS[deed]
    targets = doer.targets(businesses, value)
    examples = targets if doer.model is Business else targets.select_related("business")
    stays = tuple((reason, count) for reason, count in doer.stays(businesses, value) if count)
    return Preview(targets.count(), tuple(_named(one) for one in examples.order_by("pk")[:EXAMPLES]), stays)


@transaction.atomic
def apply(*, deed, businesses, value, by, at):
    """Do it: what was there before is kept, then one statement changes the rows. Returns the `BulkChange`."""
    _check_at_once()
    doer = DEEDS[deed]
    change = BulkChange.objects.create(deed=deed, value=value, by=by, at=at)
    targets = doer.targets(businesses, value).order_by()
    _keep(change, doer.before(targets))
    doer.do(change, change.rows.all())
    change.changed = change.rows.count()
    change.save(update_fields=["changed"])
    return change


@transaction.atomic
def undo(*, change, by, at):
    """Take `change` back where nothing was changed since. Returns how many rows went back. Raises NotAllowed."""
    _check_at_once()
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at:
        raise NotAllowed(_("Perubahan ini sudah dibatalkan."))
    back = DEEDS[change.deed].undo(change, change.rows.all())
    change.undone_at, change.undone_by = at, by
    change.save(update_fields=["undone_at", "undone_by"])
    return back


def value_label(deed, value):
    """The chosen value as people read it; empty where a deed needs none."""
    if deed == Deed.DISTRICT:
        return str(District.objects.select_related("regency").get(pk=value))
    if deed == Deed.CATEGORY:
        return str(Category(value).label)
    return str(User.objects.get(pk=value)) if deed == Deed.ASSIGN else ""


def _check_at_once():
    """Check foreign keys row by row: every audited row would otherwise walk all checks that still wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _keep(change, before):
    """INSERT … SELECT, so that 84,000 rows never pass through Python."""
    select, params = before.query.sql_with_params()
    table = connection.ops.quote_name(BulkChangeRow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (change_id, target, before) "  # noqa: S608 - own names; values are bound
            f"SELECT %s, chosen.* FROM ({select}) AS chosen",
            [change.pk, *params],
        )


def _targets(rows):
    return rows.order_by("target").values_list("target", flat=True).iterator(chunk_size=2_000)


def _named(record):
    owner = getattr(record, "business", None)
    return f"{owner.name} – {record}" if owner else str(record)
