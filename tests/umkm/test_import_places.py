"""Where a business is, from names and codes as clerks write them."""

import pytest

from umkm.importers.places import Place, Places
from umkm.importers.run import Refused
from umkm.models import Regency

pytestmark = pytest.mark.usefixtures("lampung")


def find(code="", regency="", district="", default=None):
    return Places().find(code=code, regency=regency, district=district, default=default)


@pytest.mark.parametrize(
    "name",
    ["Bandar Lampung", "KOTA BANDAR LAMPUNG", "kota bandarlampung", "Bandar-Lampung", "Kab. Bandar Lampung"],
)
def test_a_kabupaten_or_kota_is_known_however_it_is_written(name):
    assert find(regency=name) == Place("18.71")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Lampung Tengah", "18.02"),
        ("Kab. Lampung Tengah", "18.02"),
        ("Kabupaten Tulang Bawang", "18.05"),
        ("kab tulang bawang barat", "18.12"),
        ("Waykanan", "18.08"),
    ],
)
def test_names_that_begin_alike_are_kept_apart(name, code):
    assert find(regency=name) == Place(code)


@pytest.mark.parametrize(
    "name",
    ["Tanjungkarang Pusat", "Tanjung Karang Pusat", "Kec. Tanjung Karang Pusat", "KECAMATAN TANJUNGKARANG PUSAT"],
)
def test_a_kecamatan_is_known_however_it_is_written(name):
    assert find(regency="Bandar Lampung", district=name).regency == "18.71"
    assert find(district=name) == find(regency="Bandar Lampung", district=name)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("18.71", Place("18.71")),
        ("1871", Place("18.71")),
        ("18.71.01", Place("18.71", "18.71.01")),
        ("187101", Place("18.71", "18.71.01")),
        ("18.71.01.1001", Place("18.71", "18.71.01")),
        (18.71, Place("18.71")),
        (187101.0, Place("18.71", "18.71.01")),
    ],
)
def test_a_code_is_read_and_a_village_is_cut_to_its_kecamatan(code, place):
    assert find(code=code) == place


def test_a_code_of_a_kabupaten_and_the_name_of_a_kecamatan_go_together():
    assert find(code="18.72", district="Metro Pusat") == find(regency="Metro", district="Metro Pusat")


def test_a_row_that_names_no_place_takes_the_default():
    assert find(default=Place("18.72")) == Place("18.72")
    assert find(regency="Way Kanan", default=Place("18.72")) == Place("18.08")
    assert find(district="Metro Barat", default=Place("18.72")).regency == "18.72"


def test_no_place_at_all_is_none():
    assert find() is None


@pytest.mark.parametrize(
    ("told", "column", "reason"),
    [
        (
            {"regency": "Kota Bandar Lampung", "district": "Kedatan"},
            "kecamatan",
            "Kecamatan “Kedatan” tidak ada di Kota Bandar Lampung; maksudnya Kedaton?",
        ),
        (
            {"regency": "Metro", "district": "Xyz"},
            "kecamatan",
            "Kecamatan “Xyz” tidak ada di Kota Metro; periksa ejaannya dan kabupatennya.",
        ),
        (
            {"regency": "Pringsewuh"},
            "kabupaten",
            "Kabupaten/kota “Pringsewuh” tidak ada di provinsi ini; maksudnya Pringsewu?",
        ),
        (
            {"regency": "Surakarta"},
            "kabupaten",
            "Kabupaten/kota “Surakarta” tidak ada di provinsi ini; periksa namanya.",
        ),
        (
            {"district": "Bumi Agung"},
            "kecamatan",
            "“Bumi Agung” ada di Kabupaten Lampung Timur dan Kabupaten Way Kanan; "
            "isi kolom kabupaten dengan salah satunya.",
        ),
        (
            {"code": "33.72"},
            "kode_wilayah",
            "Kode wilayah 33.72 di luar provinsi 18; portal ini hanya mencatat usaha di provinsi itu.",
        ),
        (
            {"code": "18.1"},
            "kode_wilayah",
            "Kode wilayah 18.1 tidak lengkap; tulis sebagai Teks seperti 18.71 atau 18.71.01.",
        ),
        (
            {"code": "18.71.99"},
            "kode_wilayah",
            "Kode wilayah 18.71.99 tidak ada dalam daftar Kemendagri; tulis nama kabupaten dan kecamatannya.",
        ),
        (
            {"code": "18.71", "regency": "Metro"},
            "kode_wilayah",
            "Kode wilayah 18.71 adalah Kota Bandar Lampung, tetapi kolom kabupaten berisi “Metro”; pilih salah satu.",
        ),
    ],
)
def test_a_place_that_cannot_be_told_is_refused_with_what_to_do(told, column, reason):
    with pytest.raises(Refused) as refused:
        find(**told)

    assert (refused.value.column, refused.value.reason) == (column, reason)


def test_a_kabupaten_and_a_kota_of_one_name_are_told_apart_by_their_kind():
    Regency.objects.create(code="18.73", kind="KOTA", name="Pringsewu")

    assert find(regency="Kab. Pringsewu") == Place("18.10")
    assert find(regency="Kota Pringsewu") == Place("18.73")
    with pytest.raises(Refused, match="ada di Kabupaten Pringsewu dan Kota Pringsewu"):
        find(regency="Pringsewu")
