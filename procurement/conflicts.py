"""Hints of a possible conflict of interest, for the officer to check: never an accusation, never the data itself.

Article 7 of Perpres 16/2018 asks everyone in a procurement to avoid conflicts of interest. The portal compares what it
holds of the bidders with each other and with the officer; a shared address may as well be a shared market hall.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from umkm.models import Membership


@dataclass(frozen=True)
class Hint:
    """A stable code, the businesses it is about, and a sentence."""

    code: str
    names: tuple[str, ...]
    text: str


def hints(businesses, officer):
    """Hints among `businesses` and towards `officer`; one query at most."""
    unique = list({business.pk: business for business in businesses}.values())
    return [*_among(unique), *_towards(unique, officer)]


def _among(businesses):
    sentences = {
        "SAME_OWNER": _("%(names)s tampaknya dimiliki orang yang sama. Periksa sebelum membandingkan penawarannya."),
        "SAME_PHONE": _("%(names)s mencantumkan nomor telepon yang sama. Tanyakan hubungannya."),
        "SAME_EMAIL": _("%(names)s mencantumkan alamat e-mail yang sama. Tanyakan hubungannya."),
        "SAME_ADDRESS": _("%(names)s mencantumkan alamat yang sama. Tanyakan hubungannya."),
    }
    keys = {
        "SAME_OWNER": lambda business: business.nik_hash,
        "SAME_PHONE": lambda business: business.phone,
        "SAME_EMAIL": lambda business: business.email.lower(),
        "SAME_ADDRESS": _address_key,
    }
    for code, sentence in sentences.items():
        for names in _shared(businesses, keys[code]):
            yield Hint(code, names, sentence % {"names": ", ".join(names)})


def _shared(businesses, key):
    """Names of each group of two or more with the same key; an empty key means nothing."""
    groups = defaultdict(list)
    for business in businesses:
        groups[key(business)].append(business.name)
    return [tuple(names) for value, names in groups.items() if value and len(names) > 1]


def _address_key(business):
    """The address in its place, without what people write differently: case, signs, the word for street."""
    words = re.findall(r"\w+", business.address.lower())
    kept = [word for word in words if word not in ("jl", "jln", "jalan", "no", "nomor")]
    return (business.regency_id, *kept) if len(kept) > 1 else None


def _towards(businesses, officer):
    acted_for = Membership.objects.active().filter(user=officer, business__in=businesses)
    own = set(acted_for.values_list("business", flat=True))
    for business in businesses:
        if business.pk in own:
            text = _("Akun Anda terhubung dengan usaha %(name)s. Minta pejabat lain menangani paket ini.")
            yield Hint("OFFICER_ACTS_FOR_IT", (business.name,), text % {"name": business.name})
        elif _same_contact(business, officer):
            text = _(
                "Telepon atau e-mail %(name)s sama dengan milik akun Anda. Periksa, dan bila benar, serahkan paket ini."
            )
            yield Hint("OFFICER_CONTACT", (business.name,), text % {"name": business.name})


def _same_contact(business, officer):
    same_phone = bool(business.phone) and business.phone == officer.phone
    return same_phone or (bool(business.email) and business.email.lower() == officer.email)
