"""What lies on the desk of certificates: deeds with letters, the ministry's list where it differs, reports, checks."""

import uuid
from dataclasses import fields
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal

from accounts.models import User
from certification.checks import shortened
from certification.importers.rows import CertificateFields, ItemFields, Row
from certification.importers.said import as_json, key_of
from certification.models import (
    AskedBy,
    Certificate,
    CertificateCheck,
    CertificateDeed,
    CertificateItem,
    CertificateList,
    DeedKind,
    ListedItem,
    Report,
)
from certification.models.check import UNKNOWN
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from umkm.models import ImportKind, ImportRun

WESTERN = timezone(timedelta(hours=7))
LIST_HASH = "DATA CONTOH"
"""What marks the import of a list that nobody read: no file has such a fingerprint."""
LIST_NAME = "Daftar Inventarisasi Barang/Jasa Produksi Dalam Negeri (data contoh)"
LISTED_ON = REFERENCE_DAY - timedelta(days=6)
EARLIER_LIST_ON = REFERENCE_DAY - timedelta(days=40)

OTHER_VALUES, OTHER_ENDS, NO_LONGER_LISTED = 4, 2, 2
CHECKS, CHECK_DAYS = 260, 300
ASKED_AGAIN = "4471/SJ-IND.8/TKDN/8/2026"
"""A number nobody knows that is asked again and again: worth a call."""

REASONS = {
    DeedKind.SUPERSEDE: "Nilai baru terbit dan menggantikan nilai lama (Permenperin 35/2025 Pasal 50).",
    DeedKind.FREEZE: "Kementerian meminta klarifikasi tentang asal bahan utama.",
    DeedKind.LIFT: "Klarifikasi diterima Kementerian.",
    DeedKind.REVOKE: "Proses produksi di lapangan tidak sesuai dengan dokumen.",
}

SEEN = (
    ("Barang yang dikirim ke sekolah berbeda mereknya dari yang tertulis di sertifikat.", "Gudang penerima"),
    ("Brosur penjual menulis nilai TKDN lebih tinggi daripada di halaman ini.", "Pameran di Bandar Lampung"),
    ("Tempat produksi sudah kosong; tetangga berkata pindah sejak tahun lalu.", "Alamat pabrik"),
    ("Kardus dalamnya bertuliskan buatan negara lain.", "Kantor pembeli"),
    ("Barang hanya dikemas ulang, tidak dibuat di tempat itu.", "Tempat usaha"),
)
"""What was seen, and where; the later ones are further along."""


def fill_certificate_desk(seed):
    """Everything of it; needs the certificates and the people of the cast."""
    dice, clerk = dice_for(seed, "certificate desk"), User.objects.get(groups__name="petugas")
    CertificateDeed.objects.bulk_create(_deeds(dice, clerk))
    _list_differences(dice, clerk)
    Report.objects.bulk_create(_reports(dice, clerk))
    CertificateCheck.objects.bulk_create(_checks(dice))


def _moment(dice, day):
    return datetime.combine(day, time(dice.randint(8, 15), dice.randint(0, 59)), WESTERN)


def _deeds(dice, clerk):
    """One for each date that stands on a certificate, as if the clerk had recorded it with the ministry's letter."""
    for certificate in Certificate.objects.select_related("superseded_by").order_by("pk"):
        thawed = certificate.frozen_until and certificate.frozen_until < REFERENCE_DAY
        days = (
            (DeedKind.SUPERSEDE, certificate.superseded_on),
            (DeedKind.FREEZE, certificate.frozen_from),
            (DeedKind.LIFT, thawed and certificate.frozen_until + timedelta(days=1)),
            (DeedKind.REVOKE, certificate.revoked_on),
        )
        for kind, day in days:
            if day:
                yield _deed(dice, clerk, certificate, kind, day)


def _deed(dice, clerk, certificate, kind, day):
    letter = f"B/{dice.randrange(100, 999)}/IND.8/{day.month}/{day.year}"
    return CertificateDeed(
        certificate=certificate, kind=kind, day=day, reason=REASONS[kind], by=clerk, at=_moment(dice, day),
        reference=str(certificate.superseded_by) if kind == DeedKind.SUPERSEDE else letter, once=_once(dice),
    )  # fmt: skip


def _once(dice):
    return uuid.UUID(int=dice.getrandbits(128), version=4)


def _list_differences(dice, clerk):
    """Two readings of the list: some values and ends are others, the newer one lacks two products, holders wait."""
    earlier, newer = (_list(dice, clerk, day) for day in (EARLIER_LIST_ON, LISTED_ON))
    items = CertificateItem.objects.filter(certificate__in=Certificate.objects.valid_on(LISTED_ON))
    items = list(items.select_related("certificate").order_by("pk"))
    others = dice.sample([item for item in items if item.certificate.business_id], OTHER_VALUES + OTHER_ENDS)
    gone = dice.sample([item for item in items if item not in others], NO_LONGER_LISTED)
    rows = []
    for item in items:
        listed = _listed(item, earlier if item in gone else newer)
        if item in others[:OTHER_VALUES]:
            listed.tkdn = max(Decimal(0), item.tkdn - dice.randrange(2, 9))
        elif item in others:
            listed.valid_until += timedelta(days=dice.randrange(1, 30))
        rows.append(listed)
    _count(earlier, rows)
    _count(newer, [listed for listed in rows if listed.seen_in == newer])
    ListedItem.objects.bulk_create(rows)


def _list(dice, clerk, day):
    at = _moment(dice, day)
    run = ImportRun.objects.create(
        kind=ImportKind.CERTIFICATES, file_name=f"daftar-tkdn-{day:%Y-%m-%d}.xls", file_hash=LIST_HASH, by=clerk,
        started_at=at, finished_at=at + timedelta(seconds=9),
    )  # fmt: skip
    return CertificateList.objects.create(run=run, name=LIST_NAME, as_of=day, ends_from=day, ends_until=day)


def _listed(item, seen_in):
    certificate = item.certificate
    row = Row(0, {}, _copied(CertificateFields, certificate), _copied(ItemFields, item))
    return ListedItem(
        item=item, seen_in=seen_in, key=key_of(row), number=certificate.number, holder_name=certificate.holder_name,
        product_name=item.product_name, tkdn=item.tkdn, bmp=item.bmp, valid_until=certificate.valid_until,
        row=as_json(row),
    )  # fmt: skip


def _copied(kind, made):
    return kind(**{each.name: getattr(made, each.name) for each in fields(kind)})


def _count(seen_in, rows):
    """What the list reaches over, and how many rows its reading had."""
    ends = [listed.valid_until for listed in rows]
    seen_in.ends_from, seen_in.ends_until = min(ends), max(ends)
    seen_in.save()
    seen_in.run.read = seen_in.run.unchanged = len(rows)
    seen_in.run.save()


def _reports(dice, clerk):
    """Two open ones of visitors, then one each that was sent, answered, and closed."""
    certificates = list(Certificate.objects.valid_on(REFERENCE_DAY).filter(business__isnull=False).order_by("pk"))
    for number, (certificate, (seen, place)) in enumerate(zip(dice.sample(certificates, len(SEEN)), SEEN, strict=True)):
        day = REFERENCE_DAY - timedelta(days=3 + 12 * number)
        report = Report(
            certificate=certificate, seen=seen, place=place, seen_on=day, at=_moment(dice, day), once=_once(dice),
            by=clerk if number == 2 else None,
        )  # fmt: skip
        if number >= 2:
            report.sent_on = day + timedelta(days=2)
            report.sent_reference = f"500/{dice.randrange(100, 999)}/V.11/{day.year}"
        if number >= 3:
            report.answered_on = day + timedelta(days=16)
            report.answer = "Kementerian meminta klarifikasi kepada pemegang sertifikat."
        if number >= 4:
            report.closed_on = day + timedelta(days=25)
            report.closing_reason = "Pemegang membuktikan proses produksinya; sertifikat tetap berlaku."
        yield report


def _checks(dice):
    """Buyers' questions of the last months: most by QR code, some of certificates that count no more, some unknown."""
    certificates = list(Certificate.objects.order_by("pk"))
    for _number in range(CHECKS):
        day = REFERENCE_DAY - timedelta(days=dice.randrange(1, CHECK_DAYS))
        if dice.chance(0.08):
            yield _unknown(dice, day)
            continue
        certificate = dice.choice([each for each in certificates if each.issued_on <= day])
        how = AskedBy.TOKEN if dice.chance(0.6) else AskedBy.NUMBER
        asked = certificate.token if how == AskedBy.TOKEN else certificate.number
        yield CertificateCheck(
            certificate=certificate, how=how, asked=shortened(how, asked), status=certificate.status_on(day),
            at=_moment(dice, day),
        )  # fmt: skip


def _unknown(dice, day):
    asked = ASKED_AGAIN if dice.chance(0.4) else f"{dice.randrange(1, 9999)}/SJ-IND.8/TKDN/{day.month}/{day.year}"
    return CertificateCheck(how=AskedBy.NUMBER, asked=asked, status=UNKNOWN, at=_moment(dice, day))
