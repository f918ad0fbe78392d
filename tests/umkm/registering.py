"""An owner's answers, and how tests give them."""

from django.urls import reverse

from tests.umkm.files import picture, upload
from umkm.models import Registration
from umkm.registration import steps

NIB, NIK = "9120001234567", "1871014505800001"
PRODUCT = {
    "name": "Keripik pisang",
    "category": "FOOD",
    "price": "Rp 15.000",
    "unit": "bungkus",
    "capacity": "500",
}
TYPED = {
    "nama": {"name": "Keripik Sari Rasa"},
    "pemilik": {"owner_name": "Sari Pemilik"},
    "nib": {"nib": "9120 0012 34567"},
    "nik": {"nik": "18.71.01.450580.0001"},
    "npwp": {"npwp": ""},
    "telepon": {"phone": "0812-3456-7890"},
    "kabupaten": {"regency": "18.71"},
    "kecamatan": {"district": "18.71.01"},
    "alamat": {"address": "Jl. Kartini 1"},
    "produk": PRODUCT,
    "foto": {},
    "kegiatan": {"code": "10794"},
    "modal": {"exact": "Rp 50.000.000", "band": ""},
    "omzet": {"exact": "", "band": "2M"},
    "tenaga-kerja": {"exact": "3", "band": ""},
}


def address(slug):
    return reverse("umkm:registration_step", args=[slug])


def jpeg(name="foto.jpg"):
    return upload(picture(), name)


def fill(client, until=None, **changed):
    """Answer every step up to `until`, that one included."""
    for slug in steps.SLUGS:
        client.post(address(slug), changed.get(slug.replace("-", "_"), TYPED[slug]))
        if slug == until:
            return


def draft():
    return Registration.objects.get()


def send(client, registration=None):
    return client.post(
        reverse("umkm:registration_review"),
        {"registration": (registration or draft()).pk, "true": "on"},
    )


def errors(response):
    return [error for field in response.context["form"].errors.values() for error in field]
