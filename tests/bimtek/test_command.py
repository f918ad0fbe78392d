"""`unlock_plan` prints the plan for people and for programs."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.bimtek.market import maker, package, ready, rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def run(*arguments):
    out = StringIO()
    call_command("unlock_plan", *arguments, stdout=out)
    return out.getvalue()


def test_json_has_the_keys_of_the_contract_and_nothing_else_is_printed(capfd):
    wanted = package(ceiling=10_000_000)
    package("Belanja kopi bubuk", ceiling=4_000_000)
    business = ready("Keripik pisang", name="Keripik Bu Sari")

    answer = json.loads(run("--year", "2026", "--seats", "5", "--on", "2026-02-01", "--format", "json"))

    assert answer == {
        "year": 2026, "on": "2026-02-01", "seats": 5, "status": "OPTIMAL",
        "total": 10_000_000, "bound": 10_000_000, "gap": 0.0, "open_total": 14_000_000,
        "chosen": [
            {
                "business_id": business.pk, "nib": business.nib, "name": "Keripik Bu Sari",
                "regency": "Kota Bandar Lampung", "missing_steps": ["APPLICATION"], "effort": 3,
                "packages": [{"rup_code": wanted.rup_code, "ceiling": 10_000_000}], "rupiah": 10_000_000,
                "rupiah_alone": 10_000_000, "rupiah_added": 10_000_000,
            }
        ],
    }  # fmt: skip
    assert capfd.readouterr() == ("", "")


def test_the_table_says_whom_to_help_what_that_opens_and_that_it_is_proven():
    package(ceiling=10_000_000)
    maker("Keripik pisang", name="Keripik Bu Sari")

    lines = run("--year", "2026", "--seats", "1", "--on", "2026-02-01").splitlines()

    assert lines[0] == "Rencana pembinaan tahun 2026, keadaan per 1 Feb 2026: 1 usaha untuk 1 tempat."
    assert lines[3].split("  ")[-1] == "akun SIINas, validasi industri kecil, permohonan TKDN-IK"
    assert lines[-3:] == [
        "Terbuka bersama: Rp\u00a010.000.000 dari Rp\u00a010.000.000 yang belum terlayani.",
        "Tidak ada pilihan lain yang membuka lebih banyak; ini terbukti.",
        "Urutan biasa membuka Rp\u00a010.000.000.",
    ]


def test_a_year_without_open_packages_has_an_empty_plan():
    package(not_certifiable="CATERING")

    answer = json.loads(run("--year", "2026", "--seats", "5", "--on", "2026-02-01", "--format", "json"))

    assert (answer["status"], answer["total"], answer["open_total"], answer["chosen"]) == ("OPTIMAL", 0, 0, [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--year", "26", "--seats", "5"), "Tahun 26 tidak masuk akal; tulis misalnya --year 2026."),
        (("--year", "2026", "--seats", "0"), "--seats 0: tulis jumlah tempat antara 1 dan 1000."),
        (("--year", "2026", "--seats", "-3"), "--seats -3: tulis jumlah tempat antara 1 dan 1000."),
        (
            ("--year", "2026", "--seats", "5", "--on", "besok"),
            "--on besok bukan tanggal; tulis seperti 2026-11-24.",
        ),
        (
            ("--year", "2026", "--seats", "5"),
            "Tidak ada paket terumumkan dan aktif pada tahun 2026. Impor dulu dengan import_packages.",
        ),
    ],
)
def test_an_option_that_makes_no_sense_is_named(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        run(*arguments)

    assert str(refusal.value) == sentence


def test_nothing_is_stored():
    from bimtek.models import UnlockPlan

    package()
    run("--year", "2026", "--seats", "5", "--on", str(date(2026, 2, 1)))

    assert not UnlockPlan.objects.exists()
