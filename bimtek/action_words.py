"""What an action says: why it is worth the call, and the message that can be sent. No message promises an award."""

import re
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bimtek.action_kinds import ActionKind
from tkdnportal.templatetags.portal import day, rupiah_short


def why(today):
    """One sentence: what waits, and what has to happen."""
    values = {"count": today.packages, "rupiah": rupiah_short(today.rupiah)}
    if today.kind == ActionKind.CORRECTION:
        return _why_mend(today)
    if today.certificate:
        values["end"] = day(today.certificate.valid_until)
        return ngettext(
            "Sertifikatnya berakhir %(end)s. Tanpa perpanjangan, %(count)s paket (%(rupiah)s) tidak punya pemasok.",
            "Sertifikatnya berakhir %(end)s. Tanpa perpanjangan, %(count)s paket (%(rupiah)s) tidak punya pemasok.",
            today.packages,
        ) % values  # fmt: skip
    return (
        ngettext(
            "%(count)s paket (%(rupiah)s) mencari barang seperti buatannya, dan pemasok bersertifikatnya kurang.",
            "%(count)s paket (%(rupiah)s) mencari barang seperti buatannya, dan pemasok bersertifikatnya kurang.",
            today.packages,
        )
        % values
    )


def _why_mend(today):
    if today.due is None:
        return _("Permohonannya dikembalikan. %(problem)s") % {"problem": today.problem}
    if today.left < 0:
        return _("Permohonannya dikembalikan dan batas perbaikannya, %(due)s, sudah lewat.") % {"due": day(today.due)}
    if today.left == 0:
        return _("Permohonannya dikembalikan. Batas perbaikannya hari ini; lewat itu SIINas menolak.")
    return ngettext(
        "Permohonannya dikembalikan. Batas perbaikannya %(due)s (%(count)s hari kerja lagi); lewat itu SIINas menolak.",
        "Permohonannya dikembalikan. Batas perbaikannya %(due)s (%(count)s hari kerja lagi); lewat itu SIINas menolak.",
        today.left,
    ) % {"due": day(today.due), "count": today.left}


def how_sure(chance):
    """What the office's own record says of the chance."""
    if chance is None or not chance.followed:
        return _("Kantor belum punya catatan untuk langkah ini, jadi dipakai anggapan awal.")
    return ngettext(
        "Dari %(followed)s usaha yang dibantu pada langkah ini, %(moved)s melangkah maju.",
        "Dari %(followed)s usaha yang dibantu pada langkah ini, %(moved)s melangkah maju.",
        chance.followed,
    ) % {"followed": chance.followed, "moved": chance.moved}


def message(today):
    """The text for WhatsApp or SMS, ready to be sent."""
    words = {
        "today": today,
        "business": today.business,
        "kind": today.kind,
        "url": urljoin(settings.SITE_URL, today.business.get_absolute_url()),
    }
    text = render_to_string("bimtek/action/message.txt", words).strip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)
