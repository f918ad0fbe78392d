"""A list of statuses from a file: words accepted, rows refused, nothing older over what is newer."""

import csv
import json
from datetime import date

import pytest
from django.core.management import call_command

from certification.models import SiinasAccount, SiinasChange
from certification.siinas.importer import import_siinas
from tests.conftest import TODAY
from tests.factories import BusinessFactory, SiinasAccountFactory
from umkm.importers.reading import Unreadable
from umkm.models import ImportKind

pytestmark = pytest.mark.django_db
NIB = "9120009999999"


@pytest.fixture
def maker(places):
    return BusinessFactory(nib=NIB, address="Jl. Kartini 1")


@pytest.fixture
def listed(tmp_path):
    """Writes rows to a file."""

    def write(*rows):
        path = tmp_path / "siinas.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            columns = dict.fromkeys(name for row in rows for name in {"nib": "", **row})
            writer = csv.DictWriter(file, list(columns))
            writer.writeheader()
            writer.writerows({"nib": NIB} | row for row in rows)
        return path

    return write


@pytest.fixture
def read(tmp_path):
    """Imports a file: (created, updated, unchanged, refused); the run is `read.run`."""

    def run(path):
        run.run, counts = import_siinas(path, rejects_path=tmp_path / "ditolak.csv", on=TODAY)
        return counts.created, counts.updated, counts.unchanged, counts.refused

    return run


def row(status="aktif", tanggal="2026-11-01", **more):
    return {"status": status, "tanggal": tanggal} | more


def test_a_status_of_a_new_place_opens_an_account(maker, listed, read):
    counts = read(listed(row(email_di_nib="Sari@Contoh.id")))

    account, change = SiinasAccount.objects.get(), SiinasChange.objects.get()
    assert counts == (1, 0, 0, 0)
    assert (account.status, account.factory_location, account.email_on_nib) == (
        "ACTIVE", "Jl. Kartini 1", "sari@contoh.id",
    )  # fmt: skip
    assert (account.as_of, account.verified_on, account.source) == (date(2026, 11, 1), date(2026, 11, 1), "FILE")
    assert (change.run, change.run.kind, change.source) == (read.run, ImportKind.SIINAS, "FILE")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Belum punya akun", "NONE"), ("SUDAH MENDAFTAR", "REQUESTED"),
        ("kata sandi sudah dikirim", "CREDENTIALS_SENT"),
        ("profil belum lengkap", "PROFILE_INCOMPLETE"), ("Akun aktif", "ACTIVE"), ("tervalidasi", "IK_VALIDATED"),
        ("bermasalah", "PROBLEM"), ("ik_validated", "IK_VALIDATED"),
    ],
)  # fmt: skip
def test_the_words_of_clerks_are_understood(maker, listed, read, word, status):
    assert read(listed(row(word, keterangan="Menurut daftar."))) == (1, 0, 0, 0)
    assert SiinasAccount.objects.get().status == status


def test_the_same_file_twice_changes_nothing(maker, listed, read):
    path = listed(row("terdaftar", "2026-10-01"), row("aktif", "2026-11-01", email_di_nib="sari@contoh.id"))

    first, second = read(path), read(path)

    assert (first, second) == ((1, 1, 0, 0), (0, 0, 2, 0))
    assert SiinasChange.objects.count() == 2


def test_an_older_day_never_overwrites_a_newer_one(maker, listed, read):
    SiinasAccountFactory(business=maker, status="ACTIVE", as_of=TODAY, verified_on=TODAY)

    assert read(listed(row("terdaftar", "2026-11-23", email_di_nib="lama@contoh.id"))) == (0, 0, 1, 0)

    account = SiinasAccount.objects.get()
    assert (account.status, account.as_of, account.email_on_nib) == ("ACTIVE", TODAY, "")


def test_what_staff_mended_stays_when_the_file_comes_again(maker, listed, read, petugas):
    path = listed(row("kata sandi dikirim", "2026-11-01"))
    read(path)
    SiinasChange.objects.create(
        account=SiinasAccount.objects.get(), to_status="REQUESTED", as_of=date(2026, 11, 1), source="STAFF",
        by=petugas, note="Salah daftar.",
    )  # fmt: skip

    assert read(path) == (0, 0, 1, 0)
    assert SiinasAccount.objects.get().status == "REQUESTED"


def test_a_place_written_otherwise_is_the_same_place(maker, listed, read):
    SiinasAccountFactory(business=maker, factory_location="Jl. Kartini 1")

    assert read(listed(row("terdaftar", lokasi_pabrik="JL KARTINI, 1"))) == (0, 1, 0, 0)


def test_an_account_without_place_in_the_file_is_the_only_one(maker, listed, read):
    SiinasAccountFactory(business=maker, factory_location="Jl. Jauh 9")

    assert read(listed(row("terdaftar"))) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (row(nib="123"), "nib", "NIB “123” bukan 13 angka"),
        (row(nib=""), "nib", "NIB kosong"),
        (row(nib="9120000000001"), "nib", "NIB ini belum ada di register"),
        (row("entah"), "status", "Status “entah” tidak dikenal"),
        (row(tanggal="31-31-2026"), "tanggal", "bukan tanggal"),
        (row(tanggal="2026-11-25"), "tanggal", "Tanggal ini belum terjadi"),
        (row(tanggal=""), "tanggal", "Kolom tanggal kosong"),
        (row(email_di_nib="bukan"), "email_di_nib", "bukan alamat e-mail"),
        (row("bermasalah"), "keterangan", "Akun bermasalah: tulis masalahnya"),
        (row(keterangan="kata sandi: abc"), "keterangan", "Jangan menulis kata sandi"),
        (row("belum", lokasi_pabrik="Jl. Melati 2"), "keterangan", "Status mundur dari “profil belum lengkap”"),
    ],
)
def test_a_row_that_cannot_go_in_says_why(maker, listed, read, cells, column, reason):
    SiinasAccountFactory(business=maker, factory_location="Jl. Melati 2", status="PROFILE_INCOMPLETE")

    counts = read(listed({"nib": NIB, **cells}))

    refused = read.run.refused_rows.get()
    assert (counts, refused.line, refused.column) == ((0, 0, 0, 1), 2, column)
    assert reason in refused.reason


def test_two_places_need_the_place_named(maker, listed, read):
    SiinasAccountFactory(business=maker, factory_location="Jl. Melati 2")
    SiinasAccountFactory(business=maker, factory_location="Jl. Melati 3")

    assert read(listed(row())) == (0, 0, 0, 1)


def test_a_password_does_not_reach_the_rejects_kept_in_the_database(maker, listed, read):
    read(listed(row(keterangan="password: Rahasia99")))

    assert "Rahasia99" not in json.dumps(list(read.run.refused_rows.values("cells", "value", "reason")))


def test_a_file_without_its_columns_is_refused(maker, listed, read):
    with pytest.raises(Unreadable, match="Kolom ini tidak ada: status, tanggal"):
        read(listed({"nib": NIB, "keterangan": "x"}))


def test_the_command_answers_as_json(maker, listed, capsys):
    call_command("import_siinas", str(listed(row())), "--json")

    answer = json.loads(capsys.readouterr().out)
    assert {name: answer[name] for name in ("read", "created", "refused")} == {"read": 1, "created": 1, "refused": 0}


def test_a_long_file_costs_no_query_a_row(places, listed, read, django_assert_max_num_queries):
    nibs = [business.nib for business in BusinessFactory.create_batch(20, address="Jl. Kartini 1")]
    path = listed(*(row("terdaftar", nib=nib) for nib in nibs))
    read(path)

    with django_assert_max_num_queries(16):
        assert read(path) == (0, 0, 20, 0)
