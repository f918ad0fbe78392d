"""Small lists like the ministry's, with its quirks, as CSV, as HTML that calls itself .xls, and as XLSX."""

import csv
from html import escape

import openpyxl

from certification.importers.ministry import import_certificates
from certification.models import Certificate, CertificateItem

COLUMNS = [
    "Kode HS", "KBLI", "Kelompok Barang", "Nama Perusahaan", "Alamat", "Provinsi", "Produk", "Spesifikasi", "Tipe",
    "Merk", "Nilai TKDN (%)", "Tanggal Kadaluarsa Sertifikat",
]  # fmt: skip
EXTRA = ["Nomor Sertifikat", "NIB", "Tanggal Terbit Sertifikat", "Nilai BMP (%)", "Versi KBLI"]
LINE = {
    "Kode HS": "20081999",
    "KBLI": "10794",
    "Kelompok Barang": "Barang Lainnya",
    "Nama Perusahaan": "CV Sari Rasa",
    "Alamat": "Jl. Kartini 1, Kel. Palapa, Kec. Kedaton, Kota Bandar Lampung, Lampung, 35116",
    "Provinsi": "Lampung",
    "Produk": "Keripik Pisang",
    "Spesifikasi": "250 g",
    "Tipe": "",
    "Merk": "-",
    "Nilai TKDN (%)": "62.50",
    "Tanggal Kadaluarsa Sertifikat": "2031-01-15",
}
NUMBERED = {"Nomor Sertifikat": "17/SJ-IND.8/E-TKDN/1/2026", "Tanggal Terbit Sertifikat": "2026-01-15"}


def line(**changes):
    """One row of a list; `changes` by column, with `_` for what a keyword cannot hold: `Nilai_TKDN`."""
    names = {"".join(c if c.isalnum() else "_" for c in name).strip("_"): name for name in [*COLUMNS, *EXTRA]}
    return LINE | {names[key]: value for key, value in changes.items()}


def columns_of(lines):
    return [*COLUMNS, *(name for name in EXTRA if any(name in one for one in lines))]


def write_csv(path, lines, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns_of(lines), restval="")
        writer.writeheader()
        writer.writerows(lines)
    return path


def write_html(path, lines, title="Daftar TKDN LVI Terbit Tahun 2026<br/>Yang Masih Berlaku Per 27 Mei 2026", **how):
    columns = columns_of(lines)
    rows = ["".join(f"<th><b>{escape(name)}</b></th>" for name in columns)]
    rows += ["".join(f"<td>{escape(str(one.get(name, '')))}</td>" for name in columns) for one in lines]
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    path.write_text(f"\n<center><b>{title}</b></center>\n<table>\n{body}\n</table>\n", **{"encoding": "utf-8"} | how)
    return path


def write_xlsx(path, lines):
    workbook = openpyxl.Workbook()
    columns = columns_of(lines)
    workbook.active.append(columns)
    for one in lines:
        workbook.active.append([one.get(name) for name in columns])
    workbook.save(path)
    return path


def read(tmp_path, *lines, write=write_csv, name="daftar"):
    """Import a list of these lines; returns its counts as a tuple and the reasons of refused rows."""
    path = write(tmp_path / name, lines)
    run, counts = import_certificates(path, rejects_path=tmp_path / f"{name}.ditolak.csv")
    reasons = list(run.refused_rows.values_list("line", "column", "value", "reason"))
    return (counts.created, counts.updated, counts.unchanged, counts.refused), reasons


def stored():
    """Every certificate with its items, as the list would print them."""
    items = CertificateItem.objects.order_by("certificate__holder_name", "product_name", "specification", "pk")
    return list(
        items.values_list(
            "certificate__number", "certificate__holder_name", "certificate__valid_until",
            "product_name", "specification", "brand", "tkdn",
        )
    )  # fmt: skip


def only_certificate():
    return Certificate.objects.get()
