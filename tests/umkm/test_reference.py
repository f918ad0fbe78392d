"""Reference data: shipped with the portal, or a full official list."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from umkm.models import CategoryRule, District, Kbli, Regency

pytestmark = pytest.mark.django_db


def load(path, version="2020", **options):
    """(exit status, what was printed)."""
    out = StringIO()
    try:
        call_command("load_kbli", str(path), kbli_version=version, stdout=out, stderr=out, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def a_list(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_reference_data_loads_twice_with_the_same_result():
    call_command("load_reference", quiet=True)
    first = {model: model.objects.count() for model in (Regency, District, Kbli, CategoryRule)}

    call_command("load_reference", quiet=True)

    assert {model: model.objects.count() for model in (Regency, District, Kbli, CategoryRule)} == first
    assert first[Regency] == 15
    assert first[District] == 229
    assert Kbli.objects.get(code="10794").title == "Industri Kerupuk, Keripik, Peyek dan Sejenisnya"


def test_loading_again_mends_a_place_but_leaves_the_offices_rules():
    call_command("load_reference", quiet=True)
    Regency.objects.filter(code="18.71").update(name="Tanjungkarang")
    CategoryRule.objects.filter(version="2020", prefix="14").delete()

    call_command("load_reference", quiet=True)

    assert Regency.objects.get(code="18.71").name == "Bandar Lampung"
    assert not CategoryRule.objects.filter(version="2020", prefix="14").exists()


def test_without_quiet_it_says_what_there_is(capsys):
    call_command("load_reference")

    assert capsys.readouterr().out.startswith("15 kabupaten/kota, 229 kecamatan, ")


def test_a_full_list_replaces_titles_and_skips_other_levels(tmp_path):
    Kbli.objects.create(version="2020", code="10794", title="Judul lama")
    path = a_list(
        tmp_path / "kbli.csv", "KODE,Judul", "C,Industri", "10,Makanan", "10794,Industri Kerupuk", "10710,Roti"
    )

    status, said = load(path)

    assert (status, said) == (0, "KBLI 2020: dibuat 1, diubah 1, tetap 0, ditolak 0; tingkat lain dilewati 2.\n")
    assert Kbli.objects.get(code="10794").title == "Industri Kerupuk"


def test_the_same_list_again_changes_nothing(tmp_path):
    path = a_list(tmp_path / "kbli.csv", "code;title", "10794;Industri Kerupuk")
    load(path)

    assert load(path) == (0, "KBLI 2020: dibuat 0, diubah 0, tetap 1, ditolak 0; tingkat lain dilewati 0.\n")


def test_the_versions_stay_apart(tmp_path):
    path = a_list(tmp_path / "kbli.csv", "code,title", "10794,Industri Kerupuk")
    load(path, version="2020")

    load(path, version="2025")

    assert list(Kbli.objects.values_list("version", "code")) == [("2020", "10794"), ("2025", "10794")]


def test_bad_rows_are_refused_by_name_and_good_ones_go_in(tmp_path):
    rejects = tmp_path / "tolak.csv"
    path = a_list(
        tmp_path / "kbli.csv",
        "kode,judul",
        "107943,Enam angka",
        "10710,",
        "10794,Industri Kerupuk",
        "10794,Industri Kerupuk Lagi",
        f"10796,{'panjang ' * 30}",
    )

    status, _said = load(path, rejects=str(rejects))

    assert status == 2
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        refused = [(row["baris"], row["kolom"], row["alasan"]) for row in csv.DictReader(file)]
    assert refused == [
        ("2", "kode", "Kode KBLI terdiri atas lima angka; periksa nol di depan."),
        ("3", "judul", "Judul kosong; isi sesuai daftar resmi."),
        ("5", "kode", "Kode ini sudah ada di baris sebelumnya; hapus salah satu."),
        ("6", "judul", "Judul lebih dari 200 huruf; pakai judul resmi tanpa uraian."),
    ]
    assert list(Kbli.objects.values_list("code", flat=True)) == ["10794"]


def test_a_file_without_titles_is_refused_whole(tmp_path):
    path = a_list(tmp_path / "kbli.csv", "kode,nama", "10794,Industri Kerupuk")

    assert load(path) == (1, "Kolom judul tidak ada; berkas KBLI memuat kolom kode dan judul.\n")


def test_the_version_must_be_named(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_kbli", str(a_list(tmp_path / "kbli.csv", "kode,judul")))
