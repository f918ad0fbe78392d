"""What the register's own rules say of one business, for the clerk who verifies it."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from umkm.models import Business
from umkm.path import register_steps

MOST_ALIKE = 5


@dataclass(frozen=True)
class Finding:
    """One rule's answer; `links` are (title, address) of the records it names."""

    title: str
    is_fine: bool
    text: str
    links: tuple = ()


def findings(business):
    """Identity, KBLI, NIB, Sertifikat Standar, and who else in the register looks the same."""
    steps = register_steps(business, list(business.activities.all()))
    found = [Finding(step.title, step.is_done, step.reason) for step in steps]
    return [*found, alike_finding(business)]


def alike_finding(business):
    """Businesses with the same telephone, the same e-mail, or the same name in the same kabupaten/kota."""
    title = _("Mungkin sudah terdaftar")
    found = list(alike(business)[:MOST_ALIKE])
    if not found:
        return Finding(
            title, True, _("Tidak ada usaha lain dengan telepon, e-mail, atau nama yang sama di tempat ini.")
        )
    links = tuple((one.name, reverse("admin:umkm_business_change", args=[one.pk])) for one in found)
    return Finding(title, False, _("Telepon, e-mail, atau namanya sama. Bandingkan dulu sebelum memutuskan:"), links)


def alike(business):
    """Other records that share a telephone, an e-mail address, or name and place."""
    same = Q(name__iexact=business.name, regency=business.regency_id)
    if business.phone:
        same |= Q(phone=business.phone)
    if business.email:
        same |= Q(email__iexact=business.email)
    return Business.objects.filter(same).exclude(pk=business.pk).order_by("pk")
