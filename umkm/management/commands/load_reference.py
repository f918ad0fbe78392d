"""Load the reference data the portal ships with: places, KBLI codes, category rules, holidays. Safe to run again."""

import csv
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from umkm.models import CategoryRule, District, Kbli, KbliVersion, Regency

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Inserts what is missing; mends places, and leaves the office's own titles and rules as they are."""

    help = __doc__

    def add_arguments(self, parser):
        """`--quiet` prints nothing."""
        parser.add_argument("--quiet", action="store_true")

    @transaction.atomic
    def handle(self, *args, **options):
        """Load each file."""
        load_places()
        load_codes()
        load_rules()
        for app in apps.get_app_configs():
            # The apps above this one bring their own; it may not import them.
            getattr(app, "load_reference", lambda: None)()
        if not options["quiet"]:
            self.stdout.write(
                f"{Regency.objects.count()} kabupaten/kota, {District.objects.count()} kecamatan, "
                f"{Kbli.objects.count()} kode KBLI, {CategoryRule.objects.count()} aturan kategori."
            )


def load_places():
    """Kabupaten/kota and kecamatan; a corrected name replaces the old one.

    A kecamatan that is there already keeps its point, also none: the office may have corrected it.
    """
    regencies = [Regency(**row) for row in rows("regencies.csv")]
    Regency.objects.bulk_create(
        regencies, update_conflicts=True, unique_fields=["code"], update_fields=["kind", "name"]
    )
    points = points_by_code()
    districts = [
        District(regency_id=row["code"][:5], **row, **points.get(row["code"], {})) for row in rows("districts.csv")
    ]
    District.objects.bulk_create(
        districts, update_conflicts=True, unique_fields=["code"], update_fields=["regency", "name"]
    )


def points_by_code():
    """{code of a kecamatan: its latitude and longitude}, where the portal ships a point."""
    return {row.pop("code"): row for row in rows("district_points.csv")}


def load_codes():
    """KBLI 2020 codes that are not there yet: a full list loaded with `load_kbli` keeps its titles."""
    codes = [Kbli(version=KbliVersion.V2020, **row) for row in rows("kbli2020.csv")]
    Kbli.objects.bulk_create(codes, ignore_conflicts=True)


def load_rules():
    """Category rules of every KBLI version that has none; once there, they are the office's to change."""
    ruled = set(CategoryRule.objects.order_by().values_list("version", flat=True).distinct())
    rules = [
        CategoryRule(**row | {"is_primary": row["is_primary"] == "true"})
        for row in rows("category_rules.csv")
        if row["version"] not in ruled
    ]
    CategoryRule.objects.bulk_create(rules)


def rows(name):
    """The rows of one reference file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
