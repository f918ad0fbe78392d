"""Load the reference data the portal ships with: places, KBLI codes, category rules. Safe to run again."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from umkm.models import District, Regency

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Inserts what is missing and mends what differs."""

    help = __doc__

    def add_arguments(self, parser):
        """`--quiet` prints nothing."""
        parser.add_argument("--quiet", action="store_true")

    @transaction.atomic
    def handle(self, *args, **options):
        """Load each file."""
        regencies = [Regency(**row) for row in rows("regencies.csv")]
        Regency.objects.bulk_create(
            regencies, update_conflicts=True, unique_fields=["code"], update_fields=["kind", "name"]
        )
        districts = [District(regency_id=row["code"][:5], **row) for row in rows("districts.csv")]
        District.objects.bulk_create(
            districts, update_conflicts=True, unique_fields=["code"], update_fields=["regency", "name"]
        )
        if not options["quiet"]:
            self.stdout.write(f"{len(regencies)} kabupaten/kota, {len(districts)} kecamatan.")


def rows(name):
    """The rows of one reference file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
