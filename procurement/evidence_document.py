"""A frozen answer as a document: the same words for the page and the PDF, always in Indonesian.

The words stand here without translation on purpose: the document must read the same for everyone who checks it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation

from procurement.evidence import LANGUAGE
from procurement.models import EvidenceKind
from tkdnportal.templatetags.portal import day, percent, rupiah


@dataclass(frozen=True)
class Part:
    """A heading with a sentence, facts as (label, value), and points; empty pieces are not shown."""

    title: str
    text: str = ""
    facts: tuple = ()
    points: tuple = ()


@dataclass(frozen=True)
class Section:
    """One section: its own part, and a part for each product in it."""

    head: Part
    parts: list = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """The whole: title, what was asked, the answers, and the seal."""

    title: str
    sections: list


def document_of(evidence):
    """The document of one piece of evidence."""
    content = evidence.answer
    with translation.override(LANGUAGE):
        sections = [_asked(evidence, content), _candidates(content), _near_misses(content), _seal(evidence)]
    return Document("Bukti pencarian pemasok bersertifikat TKDN", sections)


def moment(value):
    """A moment in the office's own time, to the minute."""
    local = timezone.localtime(value)
    return f"{day(local.date())} pukul {local:%H.%M} WIB"


def _asked(evidence, content):
    facts = [
        ("Kode bukti", evidence.code),
        ("Satuan kerja", content["agency"]),
        ("Dibekukan pada", moment(datetime.fromisoformat(content["frozen_at"]))),
        ("Dijawab untuk hari", day(date.fromisoformat(content["asked_on"]))),
    ]
    facts += _package_facts(content["package"]) if content["package"] else _query_facts(content["query"])
    return Section(Part("Yang ditanyakan", facts=tuple(facts)))


def _query_facts(query):
    return [tuple(pair) for pair in query] or [("Saringan", "tanpa saringan: semua produk bersertifikat")]


def _package_facts(package):
    return [
        ("Paket", package["name"]),
        ("Kode RUP", package["rup_code"]),
        ("Pagu", rupiah(package["ceiling"])),
        ("Kategori", package["category_name"]),
        ("Keadaan", package["state_name"]),
        ("Hari kontrak", day(date.fromisoformat(package["contract_day"]))),
        ("Hari penyerahan", day(date.fromisoformat(package["delivery_day"]))),
    ]


def _candidates(content):
    totals = content["totals"]
    text = f"{totals['candidates']} produk dari {totals['suppliers']} pemasok."
    if not totals["candidates"]:
        text = "Tidak ada pemasok bersertifikat pada tingkat 1 atau 2 (Perpres 16/2018 Pasal 66)."
    if content["kind"] == EvidenceKind.SEARCH:
        text += " Pencarian umum tidak memeriksa hari kontrak dan penyerahan suatu paket."
    parts = [_candidate(number, row) for number, row in enumerate(content["candidates"], start=1)]
    return Section(Part("Pemasok yang dapat melayani", text), parts)


def _candidate(number, row):
    facts = (("Tingkat", str(row["tier"])), *_product_facts(row))
    return Part(f"{number}. {row['product_name']}", facts=facts, points=_texts(row["reasons"] + row["warnings"]))


def _near_misses(content):
    text = f"{content['totals']['near_misses']} produk bersertifikat yang belum bisa melayani, dengan halangannya."
    parts = [
        Part(f"{number}. {row['product_name']}", facts=_product_facts(row), points=_texts(row["obstacles"]))
        for number, row in enumerate(content["near_misses"], start=1)
    ]
    return Section(Part("Hampir cocok", text), parts)


def _product_facts(row):
    return (
        ("Pemasok", row["business_name"]),
        ("Tempat", row["regency_name"] or "belum tercatat"),
        ("Merek", row["brand"] or "tanpa merek"),
        ("Nomor sertifikat", row["certificate_number"] or "belum tercatat"),
        ("TKDN", percent(Decimal(row["tkdn"]))),
        ("BMP", percent(Decimal(row["bmp"]))),
        ("Berlaku sampai", day(date.fromisoformat(row["valid_until"]))),
    )


def _texts(reasons):
    return tuple(reason["text"] for reason in reasons)


def _seal(evidence):
    text = (
        f"Isi bukti ini tidak berubah sejak {moment(evidence.frozen_at)}: SHA-256-nya sama dengan catatan saat itu."
        if evidence.is_intact
        else "PERINGATAN: isi bukti ini berubah sejak dibekukan. Jangan dipakai; laporkan kepada Dinas."
    )
    return Section(Part("Keaslian", text, facts=(("SHA-256", evidence.sha256),)))
