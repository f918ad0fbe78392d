"""Triage: the stage of every business on its path to a certificate, by rule, from its facts, for a given day.

The rule is one SQL query (`certification.triage_sql`); it answers for one business as for all of them, and nothing is
stored. Precedence (docs/triage.md): a valid certificate wins over missing facts, then a frozen one, then the year in
which a new application is barred; after that an application in process, which proves more than the office knows; then
the first missing fact; last whether a certificate has ended.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import IntegerChoices, TextChoices
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from certification.triage_sql import triage_sql


class Stage(TextChoices):
    """Where a business stands; in the order of the path, what lies behind a certificate last."""

    NOT_INDUSTRY = "NOT_INDUSTRY", _("bukan industri")
    NO_KBLI = "NO_KBLI", _("KBLI belum tercatat")
    WRONG_KBLI = "WRONG_KBLI", _("KBLI tidak sesuai produk")
    NO_NIB = "NO_NIB", _("belum punya NIB")
    STANDARD_UNVERIFIED = "STANDARD_UNVERIFIED", _("Sertifikat Standar belum terverifikasi")
    TOO_LARGE = "TOO_LARGE", _("di atas batas industri kecil")
    NO_SIINAS = "NO_SIINAS", _("belum punya akun SIINas")
    SIINAS_UNFINISHED = "SIINAS_UNFINISHED", _("akun SIINas belum selesai")
    NOT_VALIDATED = "NOT_VALIDATED", _("belum divalidasi")
    READY = "READY", _("siap mengajukan")
    APPLIED = "APPLIED", _("permohonan sedang diproses")
    RETURNED = "RETURNED", _("permohonan dikembalikan")
    CERTIFIED = "CERTIFIED", _("bersertifikat")
    EXPIRING = "EXPIRING", _("sertifikat segera berakhir")
    EXPIRED = "EXPIRED", _("sertifikat sudah berakhir")
    FROZEN = "FROZEN", _("sertifikat dibekukan")
    BARRED = "BARRED", _("belum boleh mengajukan lagi")


class Reach(IntegerChoices):
    """The funnel: how far the facts carry a business. Each step holds everyone of the steps after it."""

    ALL = 0, _("Semua usaha tercatat")
    MAKES = 1, _("Membuat barang")
    KBLI = 2, _("KBLI sesuai produk")
    NIB = 3, _("Punya NIB")
    STANDARD = 4, _("Sertifikat Standar tidak menghalangi")
    SIINAS = 5, _("Industri kecil dengan akun SIINas aktif")
    VALIDATED = 6, _("Tervalidasi industri kecil")
    APPLIED = 7, _("Permohonan sedang diproses")
    CERTIFIED = 8, _("Sertifikat berlaku")


@dataclass(frozen=True)
class Triaged:
    """One business's answer; the values are those its sentence needs, None or empty where they play no part."""

    business_id: int
    stage: Stage
    obstacle: Stage | None
    """The first missing fact, also where a certificate wins over it."""
    reach: Reach
    why: str
    """NOT_INDUSTRY: what it does instead; the SIINas stages: the account's status."""
    codes: str
    product: str
    nib: str | None
    capital: int | None
    day: date | None
    """Last day of the certificate, end of the freeze, day of the account's or the application's state."""
    barred_until: date | None
    """First day on which an application is possible again (Permenperin 35/2025 Ps 68)."""
    applied: str
    """State of the application in process (`EventKind`), a returned one before others; empty where there is none."""


COLUMNS = tuple(Triaged.__dataclass_fields__)


def stages(on, businesses=None):
    """`Triaged` of every business on day `on`, in no order and one query; of the ids `businesses` if given."""
    sql, params = triage_sql(on, businesses)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM ({sql}) AS triaged", params)  # noqa: S608 - own names only
        for row in cursor:
            yield _triaged(dict(zip(COLUMNS, row, strict=True)))


def stage_of(business, on):
    """`Triaged` of one saved business on day `on`, by the same query as for all."""
    return next(stages(on, [business.pk]))


def at_stage(businesses, stage, on):
    """Those of the queryset `businesses` that stand at `stage` on day `on`."""
    return _where(businesses, "stage = %s", stage, on)


def that_reach(businesses, reach, on):
    """Those of the queryset `businesses` behind the funnel's bar `reach` on day `on`."""
    return _where(businesses, "reach >= %s", int(reach), on)


def _where(businesses, condition, value, on):
    sql, params = triage_sql(on)
    found = f"SELECT business_id FROM ({sql}) AS triaged WHERE {condition}"  # noqa: S608 - own text, values are bound
    return businesses.filter(pk__in=RawSQL(found, [*params, value]))  # noqa: S611 - as above


def _triaged(row):
    obstacle = row["obstacle"] and Stage(row["obstacle"])
    return Triaged(**row | {"stage": Stage(row["stage"]), "obstacle": obstacle, "reach": Reach(row["reach"])})
