from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bimtek", "0004_next_actions"), ("umkm", "0016_points_of_kecamatan")]

    operations = [
        migrations.AddField(
            "unlockplan",
            "circles",
            models.JSONField("kecamatan dengan sekitarnya", default=dict),
        ),
    ]
