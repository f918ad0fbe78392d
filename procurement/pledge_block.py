"""The purchases that wait for makers, on an owner's desk: how much, until when, and which steps are left."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.soonest import Estimates
from certification.triage import stage_of
from procurement.pledges import NO_PROMISE, pledges_for
from tkdnportal.templatetags.portal import day
from umkm.desk_blocks import Block, Example, desk_block

SHOWN = 3


@desk_block
def waiting_purchases(business, on):
    """The packages set aside that the products fit, certified or not; no block where none waits."""
    found = pledges_for(business.products.all(), on)
    if not found:
        return None
    text = ngettext(
        "%(count)s paket disisihkan untuk pembuat bersertifikat seperti Anda, bila siap paling lambat %(day)s.",
        "%(count)s paket disisihkan untuk pembuat bersertifikat seperti Anda; yang pertama sampai %(day)s.",
        len(found),
    )
    packages = [pledge.package for pledge in found]
    return Block(
        _("Belanja yang menunggu pembuat bersertifikat"),
        text % {"count": len(found), "day": day(found[0].ready_by)},
        amount=sum(package.ceiling for package in packages),
        note=f"{_steps_left(business, on)} {NO_PROMISE}".strip(),
        examples=tuple(Example(each.name, each.get_absolute_url(), each.ceiling) for each in packages[:SHOWN]),
        url=reverse("procurement:packages"),
        link=_("Lihat paket"),
    )


def _steps_left(business, on):
    """What is left to do and the earliest day, as one sentence."""
    if business.certificates.valid_on(on).exists():
        return _("Sertifikat Anda berlaku, jadi Anda sudah dapat dipilih.")
    soon = Estimates(on).of(stage_of(business, on))
    if soon is None:
        return _("Lihat langkah Anda di atas, atau tanyakan kepada Dinas apa yang menghalangi.")
    text = _("Yang masih kurang: %(missing)s. Paling cepat siap %(day)s (perkiraan).")
    return text % {"missing": soon.missing, "day": day(soon.day)}
