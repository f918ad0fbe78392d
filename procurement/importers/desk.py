"""Packages of the procurement plan (RUP) on the desk of imports."""

from procurement.importers.packages import RUP_COLUMNS, import_packages
from procurement.importers.rows import ALIASES
from procurement.models import Agency, Budget, Package
from procurement.tasks import refresh_outcomes
from umkm.importers.kinds import FileKind, register
from umkm.importers.reading import EXAMPLE
from umkm.models import ImportKind


def _read(path, *, rejects_path, run, at, progress, **_unused):
    return import_packages(path, rejects_path=rejects_path, run=run, at=at, progress=progress)


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
