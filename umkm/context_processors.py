"""What every page must say about the data it shows."""

from django.core.cache import cache

from umkm.models import Business, Source

SECONDS = 60


def demonstration(request):
    """`is_demonstration`: the register holds demonstration data, which every page says at its top."""
    found = cache.get("is_demonstration")
    if found is None:
        found = Business.objects.filter(source=Source.DEMO).exists()
        cache.set("is_demonstration", found, SECONDS)
    return {"is_demonstration": found}
