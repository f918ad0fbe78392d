"""The sentra of a business on its owner's desk."""

from django.urls import reverse
from django.utils.translation import gettext as _

from umkm.desk_blocks import Block, desk_block
from umkm.models import Sentra


@desk_block
def own_sentra(business, on):
    """The sentra the business belongs to, with the page that tells how far it has come."""
    sentra = Sentra.objects.filter(memberships__business=business, memberships__left_on__isnull=True).first()
    if sentra is None:
        return None
    return Block(
        title=_("Sentra Anda"),
        text=_("Usaha ini anggota %(sentra)s. Lihat kemajuan bersama, contoh hitungan, dan bahan dari koperasi.")
        % {"sentra": sentra},
        url=reverse("sentra:page", args=[sentra.pk]),
        link=_("Buka halaman sentra"),
    )
