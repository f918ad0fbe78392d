import csv
from pathlib import Path

from django.db import migrations, models

POINTS = Path(__file__).resolve().parents[1] / "data" / "district_points.csv"


def fill(apps, schema_editor):
    """Give the kecamatan that are loaded already their points; a new portal gets both with the reference data."""
    district = apps.get_model("umkm", "District")
    with POINTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            district.objects.filter(code=row.pop("code")).update(**row)


class Migration(migrations.Migration):
    dependencies = [("umkm", "0015_sentra_and_sellers")]

    operations = [
        migrations.AddField(
            "district",
            "latitude",
            models.DecimalField("lintang", max_digits=7, decimal_places=5, null=True, blank=True),
        ),
        migrations.AddField(
            "district",
            "longitude",
            models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "district",
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="district_point_is_whole",
                violation_error_message="Titik kecamatan perlu lintang dan bujur; isi keduanya atau kosongkan.",
            ),
        ),
        migrations.AddConstraint(
            "district",
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | models.Q(latitude__gte=-11, latitude__lte=6, longitude__gte=95, longitude__lte=141),
                name="district_point_is_in_indonesia",
                violation_error_message=(
                    "Titik itu tidak berada di Indonesia (lintang −11 sampai 6, bujur 95 sampai 141). "
                    "Periksa apakah lintang dan bujurnya tertukar."
                ),
            ),
        ),
    ]
