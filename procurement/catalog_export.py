"""The list of sellers as a file: exactly the rows of a filter, with the step each business lacks, and no contact."""

from contextlib import closing

from django.db import transaction

from certification.triage import stages
from umkm.exports import watermark, write_csv
from umkm.models import Export, FileFormat

COLUMNS = (
    "nib", "nama_penjual", "usaha", "kabupaten", "yang_dijual", "total_penjualan", "tahun_terakhir", "langkah_kurang",
)  # fmt: skip
CHUNK = 2_000
"""Rows read from the database at a time."""


@transaction.atomic
def export_sellers(*, sellers, by, at, query):
    """An open file that vanishes when closed, recorded in the log of exports before it leaves.

    `sellers`: a queryset with sales; `query`: the filter in the address; the stages are those of the day of `at`.
    """
    rows = sellers.order_by("-sold", "pk").select_related("business__regency", "regency")
    with closing(_records(rows, at.date())) as records:
        file, count = write_csv(COLUMNS, records, watermark(by, at))
    Export.objects.create(by=by, rows=count, format=FileFormat.CSV, columns=list(COLUMNS), query=query[:2000])
    return file


def _records(sellers, on):
    """Rows of text; one query of triage for each chunk."""
    chunk = []
    for seller in sellers.iterator(chunk_size=CHUNK):
        chunk.append(seller)
        if len(chunk) == CHUNK:
            yield from _written(chunk, on)
            chunk = []
    yield from _written(chunk, on)


def _written(sellers, on):
    ids = sorted({seller.business_id for seller in sellers} - {None})
    triaged = {each.business_id: each.stage for each in stages(on, ids)} if ids else {}
    for seller in sellers:
        business, stage = seller.business, triaged.get(seller.business_id)
        yield [
            (business and business.nib) or seller.nib, seller.name, business.name if business else "",
            str(business.regency if business else seller.regency or ""), ";".join(seller.goods), str(seller.sold),
            str(seller.last_year or ""), str(stage.label) if stage else "",
        ]  # fmt: skip
