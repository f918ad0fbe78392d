"""Deeds on a certificate: supersede, freeze, lift, revoke, correct its dates. Each is recorded once, with its proof."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from certification.certificate_triggers import FREEZE_DAYS, SENTENCES
from certification.models import Certificate, CertificateDeed, CertificateItem, CertificateStatus, DeedKind
from certification.services import give_products
from certification.working_days import YearUnknown
from tkdnportal.refusals import refusal_of, sentence_of
from tkdnportal.templatetags.portal import day as written


@dataclass(frozen=True)
class Change:
    """What a deed writes. `until`: the last frozen day; `successor`: the certificate with the new value; `dates`: the
    corrected `issued_on`, `valid_until` and `bmp_valid_until`."""

    kind: DeedKind
    day: object
    until: object = None
    successor: Certificate | None = None
    dates: dict | None = None


def possible_deeds(certificate, on):
    """Kinds of deeds that make sense for `certificate` as it is on `on`; a later day may allow others."""
    status = certificate.status_on(on)
    if status in (CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED):
        return [DeedKind.CORRECT]
    found = [DeedKind.SUPERSEDE, DeedKind.REVOKE, DeedKind.CORRECT]
    if status == CertificateStatus.FROZEN:
        found.insert(0, DeedKind.LIFT)
    elif status in CertificateStatus.valid:
        found.insert(1, DeedKind.FREEZE)
    return found


@transaction.atomic
def change(*, certificate, change, once, by, **proof):
    """Do and record `change`; the deed already there when `once` is known. `proof`: reason, reference, evidence.

    Raises ValidationError with a sentence, and changes nothing, for what the rules or the database refuse.
    """
    # Two clerks at once: the second waits here and is then judged by what the first one wrote.
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    known = certificate.deeds.filter(once=once).first()
    if known:
        return known
    objection = objection_to(certificate, change)
    if objection:
        raise ValidationError(objection)
    try:
        with transaction.atomic():
            _write(certificate, change)
            connection.check_constraints()
            return CertificateDeed.objects.create(
                certificate=certificate, kind=change.kind, day=change.day, once=once, by=by, **proof
            )
    except IntegrityError as error:
        raise ValidationError(refused(error, certificate)) from error


def refused(error, certificate):
    """What people read when the database refuses a deed on `certificate`."""
    refusal = refusal_of(error)
    rule = refusal.constraint_name
    if rule == "certificate_item_one_live_per_product":
        return certified_twice(refusal, certificate.pk)
    return SENTENCES.get(rule) or sentence_of(rule)


def certified_twice(refusal, apart_from):
    """Which other certificate is alive for the product that `refusal` is about; `apart_from`: the one being saved."""
    product_id = re.search(r"=\((\d+),", refusal.message_detail)[1]
    items = CertificateItem.objects.filter(product_id=product_id).select_related("certificate", "product")
    item = items.exclude(certificate=apart_from).first()
    if item is None:
        return _("Satu produk tertulis dua kali pada sertifikat ini. Hapus salah satunya atau pilih produk yang lain.")
    return _(
        "Produk “%(product)s” sudah punya sertifikat lain yang berlaku pada masa yang sama: %(certificate)s, "
        "berlaku sampai %(end)s. Isi dulu tanggal sertifikat itu dicabut atau diganti, atau pilih produk yang lain."
    ) % {
        "product": item.product,
        "certificate": item.certificate,
        "end": written(item.certificate.valid_until),
    }


def objection_to(certificate, change):
    """Why `change` cannot be made to `certificate`, as a sentence; None where it can."""
    return _CHECKS[change.kind](certificate, change)


def _early(certificate, day):
    if certificate.issued_on and day < certificate.issued_on:
        return _("Sertifikat ini baru terbit %(issued)s; %(day)s mendahuluinya. Periksa tanggal pada suratnya.") % {
            "issued": written(certificate.issued_on), "day": written(day),
        }  # fmt: skip
    return None


def _over(certificate, day):
    """Why nothing more can happen to it on `day`: it has ended in one of three ways."""
    sentences = {
        CertificateStatus.REVOKED: _("Sertifikat ini sudah dicabut pada %(day)s."),
        CertificateStatus.SUPERSEDED: _("Sertifikat ini sudah diganti pada %(day)s."),
        CertificateStatus.EXPIRED: _("Masa berlaku sertifikat ini sudah habis pada %(day)s."),
    }
    ends = {
        CertificateStatus.REVOKED: certificate.revoked_on,
        CertificateStatus.SUPERSEDED: certificate.superseded_on,
        CertificateStatus.EXPIRED: certificate.valid_until,
    }
    status = certificate.status_on(day)
    return sentences[status] % {"day": written(ends[status])} if status in sentences else None


def _to_freeze(certificate, change):
    if certificate.status_on(change.day) == CertificateStatus.FROZEN:
        return _("Sertifikat ini sudah dibekukan sejak %(from)s sampai %(until)s.") % {
            "from": written(certificate.frozen_from), "until": written(certificate.frozen_until),
        }  # fmt: skip
    if change.until and change.until < change.day:
        return _("Pembekuan berakhir %(until)s, sebelum dimulai %(day)s. Periksa kedua tanggalnya.") % {
            "until": written(change.until), "day": written(change.day),
        }  # fmt: skip
    return _early(certificate, change.day) or _over(certificate, change.day)


def too_long(change, calendar):
    """Why a freeze breaks Permenperin 35/2025 Ps 68, as a sentence with its last possible day; None where it fits."""
    try:
        last = calendar.after(change.day, FREEZE_DAYS)
        if not change.until or calendar.between(change.day, change.until) <= FREEZE_DAYS:
            return None
    except YearUnknown as unknown:
        return str(unknown)
    return _(
        "Pembekuan paling lama %(days)s hari kerja (Permenperin 35/2025 Pasal 68): dari %(from)s paling lambat sampai "
        "%(last)s, bukan %(until)s."
    ) % {
        "days": FREEZE_DAYS, "from": written(change.day), "last": written(last), "until": written(change.until),
    }  # fmt: skip


def _to_lift(certificate, change):
    if certificate.status_on(change.day) != CertificateStatus.FROZEN:
        return _("Pada %(day)s sertifikat ini tidak dibekukan, jadi tidak ada yang dicabut.") % {
            "day": written(change.day)
        }
    return None


def _to_revoke(certificate, change):
    if certificate.revoked_on:
        return _("Sertifikat ini sudah dicabut pada %(day)s.") % {"day": written(certificate.revoked_on)}
    return _early(certificate, change.day) or _over(certificate, change.day)


def _to_supersede(certificate, change):
    successor = change.successor
    if successor.pk == certificate.pk:
        return _("Sertifikat ini tidak dapat menggantikan dirinya sendiri. Pilih sertifikat yang baru.")
    if successor.business_id != certificate.business_id:
        return _("Sertifikat pengganti %(number)s milik pemegang lain. Pilih sertifikat dari pemegang yang sama.") % {
            "number": successor
        }
    if certificate.superseded_on:
        return _("Sertifikat ini sudah diganti pada %(day)s.") % {"day": written(certificate.superseded_on)}
    if _early(successor, change.day) or successor.status_on(change.day) not in CertificateStatus.valid:
        return _("Pada %(day)s sertifikat pengganti %(number)s tidak berlaku. Periksa hari penggantiannya.") % {
            "day": written(change.day), "number": successor,
        }  # fmt: skip
    return _early(certificate, change.day) or _over(certificate, change.day)


def _to_correct(certificate, change):
    issued, until = change.dates["issued_on"], change.dates["valid_until"]
    if issued and until < issued:
        return _("Sertifikat berakhir %(end)s, sebelum terbit %(issued)s; periksa kedua tanggal pada sertifikat.") % {
            "end": written(until), "issued": written(issued),
        }  # fmt: skip
    return None


_CHECKS = {
    DeedKind.FREEZE: _to_freeze,
    DeedKind.LIFT: _to_lift,
    DeedKind.REVOKE: _to_revoke,
    DeedKind.SUPERSEDE: _to_supersede,
    DeedKind.CORRECT: _to_correct,
}


def _write(certificate, change):
    fields = _FIELDS[change.kind](change, certificate)
    for name, value in fields.items():
        setattr(certificate, name, value)
    certificate.save(update_fields=list(fields))
    if change.kind == DeedKind.CORRECT and change.dates["bmp_valid_until"]:
        certificate.items.filter(bmp__isnull=False).update(bmp_valid_until=change.dates["bmp_valid_until"])
    if change.kind == DeedKind.SUPERSEDE:
        # The products of the old value are free for the new one from this day on.
        give_products(CertificateItem.objects.filter(certificate=change.successor))


def _thawed(day, frozen_from):
    """The day of the lifting is no frozen day any more; lifted on its first day, a freeze never was."""
    if day == frozen_from:
        return {"frozen_from": None, "frozen_until": None}
    return {"frozen_until": day - timedelta(days=1)}


_FIELDS = {
    DeedKind.FREEZE: lambda change, _certificate: {"frozen_from": change.day, "frozen_until": change.until},
    DeedKind.LIFT: lambda change, certificate: _thawed(change.day, certificate.frozen_from),
    DeedKind.REVOKE: lambda change, _certificate: {"revoked_on": change.day},
    DeedKind.SUPERSEDE: lambda change, _certificate: {"superseded_on": change.day, "superseded_by": change.successor},
    DeedKind.CORRECT: lambda change, _certificate: {name: change.dates[name] for name in ("issued_on", "valid_until")},
}
