"""Packages of the procurement plan (RUP) and realised contracts on the desk of imports."""

from procurement.importers import catalog_rows, contract_rows
from procurement.importers.budgets import BUDGET_COLUMNS, import_budgets
from procurement.importers.catalog import import_catalog
from procurement.importers.changes import CHANGE_ALIASES, CHANGE_COLUMNS, import_changes
from procurement.importers.contracts import import_contracts
from procurement.importers.packages import RUP_COLUMNS, import_packages
from procurement.importers.rows import ALIASES
from procurement.models import (
    Agency,
    Award,
    Budget,
    BudgetStructure,
    CatalogSale,
    CatalogSeller,
    Leakage,
    Package,
    PackageChange,
    WaitingContract,
)
from procurement.tasks import refresh_outcomes
from umkm.importers.kinds import FileKind, register
from umkm.importers.reading import EXAMPLE
from umkm.models import Business, ImportKind


def _read(path, *, rejects_path, run, at, progress, **_unused):
    return import_packages(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


def _read_contracts(path, *, rejects_path, run, at, progress, **_unused):
    return import_contracts(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


def _read_catalog(path, *, rejects_path, run, at, progress, **_unused):
    return import_catalog(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


register(
    FileKind(
        kind=ImportKind.PACKAGES,
        read=_read,
        headings=frozenset(RUP_COLUMNS),
        model=Package,
        shown=("rup_code", "agency", "ceiling", "category"),
        parts=(),
        also=(Agency, Budget),
        columns=tuple(names[0] for names in ALIASES.values()),
        example={
            "kd_rup": "53000001", "nama_paket": EXAMPLE, "pagu": "50000000", "tahun_anggaran": "2026",
            "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung", "jenis_klpd": "PROVINSI",
            "kd_satker_str": "3.31.0.00.0.00.01.0000", "nama_satker": "Dinas Perindustrian dan Perdagangan",
            "uraian_pekerjaan": "Keripik pisang untuk rapat", "volume_pekerjaan": "200 kotak",
            "metode_pengadaan": "E-Purchasing", "jenis_pengadaan": "Barang", "mak": "5.1.02.01.01.0052",
            "sumber_dana": "APBD", "tgl_awal_kontrak": "2026-03-01", "tgl_akhir_kontrak": "2026-04-30",
            "tgl_akhir_pemanfaatan": "2026-05-31", "status_pdn": "PDN", "status_ukm": "UKM",
            "status_umumkan_rup": "Terumumkan", "status_aktif_rup": "ya", "status_delete_rup": "tidak",
        },
        applied=refresh_outcomes.delay_on_commit,
    )
)  # fmt: skip

register(
    FileKind(
        kind=ImportKind.CONTRACTS,
        read=_read_contracts,
        headings=frozenset(contract_rows.ALIASES["rup_code"]),
        model=Award,
        shown=("package", "value", "signed_on"),
        parts=(),
        also=(Leakage, WaitingContract, Package),
        columns=(
            "tahun_anggaran", "nama_satker", "kd_nontender", "kd_rup", "nama_paket", "no_kontrak", "nilai_kontrak",
            "tgl_kontrak", "status_kontrak", "nama_penyedia", "npwp_penyedia", "nib_penyedia", "nilai_pdn_kontrak",
            "nilai_umk_kontrak",
        ),
        example={
            "tahun_anggaran": "2026", "nama_satker": "Dinas Perindustrian dan Perdagangan",
            "kd_nontender": "10050366000", "kd_rup": "53000001", "nama_paket": EXAMPLE,
            "no_kontrak": "027/12/2026", "nilai_kontrak": "12000000",
            "tgl_kontrak": "2026-03-05", "status_kontrak": "Selesai", "nama_penyedia": "CV Sari Rasa",
            "nib_penyedia": "9120001234567", "nilai_pdn_kontrak": "12000000", "nilai_umk_kontrak": "12000000",
        },
    )
)  # fmt: skip

register(
    FileKind(
        kind=ImportKind.CATALOG,
        read=_read_catalog,
        headings=catalog_rows.HEADINGS,
        model=CatalogSeller,
        shown=("nib", "regency", "business"),
        parts=((CatalogSale, "seller"),),
        also=(Business,),
        columns=("nib", "nama_penjual", "kabupaten", "etalase", "tahun", "total_penjualan", "jumlah_transaksi"),
        example={
            "nib": "9120001234567", "nama_penjual": EXAMPLE, "kabupaten": "Kota Bandar Lampung",
            "etalase": "Makanan ringan", "tahun": "2026", "total_penjualan": "48500000", "jumlah_transaksi": "12",
        },
    )
)  # fmt: skip


def _read_budgets(path, *, rejects_path, run, at, progress, **_unused):
    return import_budgets(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


def _read_changes(path, *, rejects_path, run, at, progress, **_unused):
    return import_changes(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


register(
    FileKind(
        kind=ImportKind.BUDGETS,
        read=_read_budgets,
        headings=BUDGET_COLUMNS,
        model=BudgetStructure,
        shown=("agency", "year", "procurement", "total"),
        parts=(),
        also=(Agency, Budget, Package),
        columns=(
            "tahun_anggaran", "kd_klpd", "nama_klpd", "kd_satker_str", "nama_satker", "belanja_operasi",
            "belanja_modal", "belanja_btt", "belanja_non_pengadaan", "belanja_pengadaan", "total_belanja",
        ),
        example={
            "tahun_anggaran": "2026", "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung",
            "kd_satker_str": "3.31.0.00.0.00.01.0000", "nama_satker": EXAMPLE, "belanja_operasi": "700000000",
            "belanja_modal": "300000000", "belanja_btt": "0", "belanja_non_pengadaan": "50000000",
            "belanja_pengadaan": "1000000000", "total_belanja": "1050000000",
        },
    )
)  # fmt: skip

register(
    FileKind(
        kind=ImportKind.CHANGES,
        read=_read_changes,
        headings=CHANGE_COLUMNS,
        model=PackageChange,
        shown=("old_code", "new_code", "kind", "changed_at"),
        parts=(),
        also=(Package, Budget),
        columns=tuple(names[0] for names in CHANGE_ALIASES.values()),
        example={
            "kd_rup_lama": "53000001", "kd_rup_baru": "53000002", "jenis_revisi": "SATUKESATU",
            "tgl_kaji_ulang": "2026-03-04T14:12:53Z", "alasan_kajiulang": "Revisi pagu", "tahun_anggaran": "2026",
            "nama_satker": EXAMPLE,
        },
        applied=refresh_outcomes.delay_on_commit,
    )
)  # fmt: skip
