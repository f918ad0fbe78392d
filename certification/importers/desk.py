"""The ministry's list of certificates on the desk of imports."""

from certification.importers.ministry import import_certificates
from certification.importers.rows import (
    ADDRESS,
    BRAND,
    COLUMNS,
    ENDS,
    GROUP,
    HOLDER,
    HS,
    ISSUED,
    KBLI,
    KBLI_VERSION,
    NIB,
    NUMBER,
    PRODUCT,
    PROVINCE,
    TKDN,
)  # fmt: skip
from certification.models import Certificate, CertificateItem
from umkm.importers.kinds import FileKind, register
from umkm.importers.reading import EXAMPLE
from umkm.models import ImportKind


def _read(path, *, rejects_path, run, progress, **_unused):
    return import_certificates(path, rejects_path=rejects_path, run=run, progress=progress)


register(
    FileKind(
        kind=ImportKind.CERTIFICATES,
        read=_read,
        headings=frozenset(COLUMNS),
        model=Certificate,
        shown=("holder_name", "issued_on", "valid_until", "business"),
        parts=((CertificateItem, "certificate"),),
        columns=COLUMNS,
        example={
            HS: "20089990", KBLI: "10794", KBLI_VERSION: "2020", GROUP: "Makanan", HOLDER: EXAMPLE,
            NIB: "9120001234567", ADDRESS: "Jl. Kartini 1", PROVINCE: "Lampung", PRODUCT: "Keripik pisang",
            BRAND: "Sari Rasa", TKDN: "48,68", NUMBER: "1/SJ-IND.8/E-TKDN/1/2026", ISSUED: "15/01/2026",
            ENDS: "15/01/2031",
        },
    )
)  # fmt: skip
