"""A list of account statuses into the portal: by NIB and place, and nothing older over what is newer."""

import uuid
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.importers import values
from certification.models import AccountStatus, SiinasAccount, SiinasChange
from certification.siinas.rules import gives_password_away, needs_word, place_key, refuse_passwords
from certification.siinas.states import Problem, StatusSource
from umkm.identifiers import Invalid
from umkm.importers.kinds import FileKind, register
from umkm.importers.reading import EXAMPLE, Unreadable, read_table
from umkm.importers.run import HIDDEN, Counts, Refused, Rejects, finish_run, start_run
from umkm.importers.values import email
from umkm.models import Business, ImportKind

COLUMNS = ("nib", "lokasi_pabrik", "status", "tanggal", "email_di_nib", "keterangan")
NEEDED = ("nib", "status", "tanggal")
HEADINGS = frozenset(COLUMNS) | {column.replace("_", " ") for column in COLUMNS}
WORDS = {
    "belum": "NONE", "tidak punya": "NONE", "belum punya": "NONE", "belum punya akun": "NONE",
    "daftar": "REQUESTED", "terdaftar": "REQUESTED", "mendaftar": "REQUESTED", "sudah mendaftar": "REQUESTED",
    "sudah daftar": "REQUESTED", "kata sandi sudah dikirim": "CREDENTIALS_SENT",
    "kata sandi dikirim": "CREDENTIALS_SENT", "kata sandi diterima": "CREDENTIALS_SENT",
    "profil belum lengkap": "PROFILE_INCOMPLETE", "belum lengkap": "PROFILE_INCOMPLETE",
    "aktif": "ACTIVE", "akun aktif": "ACTIVE", "lengkap": "ACTIVE", "tervalidasi": "IK_VALIDATED",
    "valid": "IK_VALIDATED", "tervalidasi industri kecil": "IK_VALIDATED", "tervalidasi ik": "IK_VALIDATED",
    "bermasalah": "PROBLEM", "masalah": "PROBLEM",
} | {status.value.casefold().replace("_", " "): status.value for status in AccountStatus}  # fmt: skip
"""What clerks write in the column `status`, in small letters."""


@dataclass(frozen=True)
class Row:
    """A row that may go in, if its business and its place are known."""

    line: int
    cells: dict
    nib: str
    place: str
    status: str
    as_of: object
    email: str
    note: str


def import_siinas(path, *, rejects_path, on, progress=lambda count: None, by=None, run=None):
    """Read the statuses of `path`: (ImportRun, Counts). `on` is the day of the import; `run` an unfinished run of it.

    A status no newer than the known one, and one that a file told before, changes nothing. Raises Unreadable.
    """
    path = Path(path)
    table = read_table(path, HEADINGS)
    names = _column_names(table.columns)
    run = run or start_run(ImportKind.SIINAS, path, by)
    with Rejects(Path(rejects_path), table.columns) as rejects, pghistory.context(import_run=run.pk):
        rows = list(_accepted(table.rows, names, rejects, on, progress))
        with transaction.atomic():
            counts = Known(rows, run).take(rows, rejects)
            finish_run(run, counts, rejects, Now())
    run.refresh_from_db(fields=["finished_at"])
    return run, counts


class Known:
    """What the database holds of the businesses of a file, locked; new rows are written together at the end."""

    def __init__(self, rows, run):
        """A few queries, whatever the number of rows."""
        nibs = {row.nib for row in rows}
        self.run, self.changes, self.counts = run, [], Counts()
        # The business is locked, so that two files at once do not both open an account for one place.
        found = Business.objects.unmerged().filter(nib__in=nibs).order_by("pk").select_for_update(of=("self",))
        self.businesses = {business.nib: business for business in found}
        self.accounts = {}
        owners = [business.pk for business in self.businesses.values()]
        for account in SiinasAccount.objects.filter(business__in=owners).order_by("pk").select_for_update():
            self.accounts.setdefault(account.business_id, {})[place_key(account.factory_location)] = account
        told = SiinasChange.objects.filter(account__business__in=owners, source=StatusSource.FILE)
        self.told = set(told.values_list("account", "to_status", "as_of"))

    def take(self, rows, rejects):
        """The Counts of `rows`; the refused ones go to `rejects`."""
        for row in rows:
            try:
                outcome = self._take(row)
            except Refused as refused:
                rejects.add(row.line, row.cells, refused)
            else:
                setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)
        SiinasChange.objects.bulk_create(self.changes)
        self.counts.refused = rejects.count
        return self.counts

    def _take(self, row):
        business = self.businesses.get(row.nib)
        if business is None:
            raise Refused("nib", row.nib, _("NIB ini belum ada di register; daftarkan dahulu usahanya."))
        account, is_new = self._account(row, business)
        mail = bool(row.email) and account.email_on_nib != row.email and row.as_of >= account.as_of
        news = self._is_news(row, account, is_new)
        if news:
            self._check(row, account)
        if mail:
            account.email_on_nib = row.email
        if mail and not is_new:
            account.save(update_fields=["email_on_nib"])
        if is_new:
            account.save()
            self.accounts.setdefault(business.pk, {})[place_key(account.factory_location)] = account
        if (news and row.status != AccountStatus.NONE) or (news and not is_new):
            self._tell(row, account)
        return "created" if is_new else "updated" if news or mail else "unchanged"

    def _account(self, row, business):
        """The account the row means, and whether it is new."""
        there = self.accounts.get(business.pk, {})
        place = row.place or business.address
        if place_key(row.place) in there:
            return there[place_key(row.place)], False
        if not row.place and len(there) == 1:
            return next(iter(there.values())), False
        if not row.place and len(there) > 1:
            raise Refused("lokasi_pabrik", "", _("Usaha ini punya beberapa lokasi pabrik; tulis lokasi yang dimaksud."))
        if not place:
            raise Refused(
                "lokasi_pabrik", "", _("Lokasi pabrik kosong dan alamat usaha belum tercatat; isi lokasinya.")
            )
        return SiinasAccount(business=business, factory_location=place, as_of=row.as_of), True

    def _is_news(self, row, account, is_new):
        if is_new:
            return True
        if row.as_of < account.as_of or (account.pk, row.status, row.as_of) in self.told:
            return False
        return (row.status, row.as_of) != (account.status, account.as_of)

    def _check(self, row, account):
        if row.status == AccountStatus.PROBLEM and not row.note:
            raise Refused("keterangan", "", _("Akun bermasalah: tulis masalahnya di kolom keterangan."))
        if needs_word(account.status, row.status) and not row.note:
            raise Refused(
                "keterangan",
                "",
                _("Status mundur dari “%(now)s”; tulis alasannya di kolom keterangan.")
                % {"now": account.get_status_display()},
            )

    def _tell(self, row, account):
        verified = row.status in AccountStatus.verified
        self.changes.append(
            SiinasChange(
                account=account, to_status=row.status, as_of=row.as_of, note=row.note, source=StatusSource.FILE,
                problem=Problem.OTHER if row.status == AccountStatus.PROBLEM else "", run=self.run, by=self.run.by,
                verified_on=row.as_of if verified else None, once=uuid.uuid4(),
            )
        )  # fmt: skip
        # Further rows of the file about this account must see what the database will hold.
        account.status, account.as_of = row.status, row.as_of
        self.told.add((account.pk, row.status, row.as_of))


def _column_names(columns):
    """Which column of the file holds which of ours. Raises Unreadable for one named twice or missing."""
    found = {}
    for column in columns:
        name = column.casefold().replace(" ", "_").replace("-", "_")
        if name in found:
            raise Unreadable(_("Kolom %(name)s ada dua kali; hapus salah satunya.") % {"name": name})
        if name in COLUMNS:
            found[name] = column
    if missing := [name for name in NEEDED if name not in found]:
        raise Unreadable(
            _("Kolom ini tidak ada: %(names)s. Tambahkan, lalu coba lagi.") % {"names": ", ".join(missing)}
        )
    return found


def _accepted(lines, names, rejects, on, progress):
    for line, cells in lines:
        progress(1)
        try:
            yield _read(line, cells, lambda name, cells=cells: cells.get(names.get(name)), on)
        except Refused as refused:
            rejects.add(line, _without_passwords(cells), refused)


def _without_passwords(cells):
    """The row as it came, but for what would give a password away: it is kept nowhere."""
    return {name: HIDDEN if gives_password_away(str(cell)) else cell for name, cell in cells.items()}


def _read(line, cells, cell, on):
    nib = values.nib("nib", cell("nib"))
    if not nib:
        raise Refused("nib", "", _("NIB kosong; isi 13 angka dari OSS."))
    return Row(
        line=line, cells=cells, nib=nib, place=_text("lokasi_pabrik", cell("lokasi_pabrik")),
        status=_status(cell("status")), as_of=_day(cell("tanggal"), on), email=_email(cell("email_di_nib")),
        note=_text("keterangan", cell("keterangan")),
    )  # fmt: skip


def _text(column, cell):
    text = values.short_text(column, cell, 300)
    try:
        refuse_passwords(text)
    except ValidationError as problem:
        raise Refused(column, "", problem.messages[0]) from problem
    return text


def _status(cell):
    written = values.text(cell)
    found = WORDS.get(written.casefold().replace("_", " "))
    if found is None:
        raise Refused(
            "status",
            cell,
            _("Status “%(value)s” tidak dikenal; tulis salah satu: %(known)s.")
            % {"value": written, "known": ", ".join(str(status.label) for status in AccountStatus)},
        )
    return found


def _day(cell, on):
    day = values.required_day("tanggal", cell)
    if day > on:
        raise Refused("tanggal", cell, _("Tanggal ini belum terjadi; periksa tahunnya."))
    return day


def _email(cell):
    try:
        return email(cell)
    except Invalid as problem:
        raise Refused("email_di_nib", cell, str(problem)) from problem


def _at_the_desk(path, *, rejects_path, run, at, progress, **_unused):
    return import_siinas(path, rejects_path=rejects_path, run=run, on=timezone.localdate(at), progress=progress)


register(
    FileKind(
        kind=ImportKind.SIINAS,
        read=_at_the_desk,
        headings=HEADINGS,
        model=SiinasAccount,
        shown=("business", "factory_location", "status"),
        parts=((SiinasChange, "account"),),
        columns=COLUMNS,
        example={
            "nib": "9120001234567", "lokasi_pabrik": EXAMPLE, "status": "aktif", "tanggal": "24/11/2026",
            "email_di_nib": "sari@contoh.id", "keterangan": "",
        },
    )
)  # fmt: skip
