"""Which category a package belongs to, and whether a certificate can serve it."""

import pytest

from procurement.classify import Classification, account_codes_in, classify


def test_an_account_code_decides_before_the_words():
    found = classify(name="Belanja perlengkapan atlet", account_codes=["5.1.02.01.01.0076"])

    assert found == Classification("CLOTHING", "ACCOUNT", "5.1.02.01.01.0076", "")


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("5.1.02.01.01.0035", "SOUVENIR"),
        ("5.1.02.01.01.0043", "FOOD"),
        ("5.1.02.01.01.0064", "CLOTHING"),
        ("5.1.02.01.01.0075", "CLOTHING"),
        ("5.1.02.01.02.0003", "MACHINERY"),
        ("5.2.02.01.01.0011", "MACHINERY"),
        ("5.2.02.04.01.0001", "MACHINERY"),
        ("5.2.02.02.01.0002", "OTHER"),
        ("5.2.02.05.02.0001", "OTHER"),
        ("5.2.02.10.01.0002", "OTHER"),
    ],
)
def test_an_account_code_stands_for_a_category(code, category):
    assert classify(name="Paket", account_codes=[code]).category == category


@pytest.mark.parametrize(
    ("name", "category", "hint"),
    [
        ("Belanja keripik pisang untuk tamu", "FOOD", "keripik"),
        ("Pengadaan kaos dan topi peserta", "CLOTHING", "kaos"),
        ("Belanja Souvenir Plakat", "SOUVENIR", "plakat"),
        ("Belanja kain tapis", "CLOTHING", "tapis"),
        ("Belanja tapis", "CLOTHING", "tapis"),
        ("Belanja suvenir tapis", "SOUVENIR", "tapis"),
        ("Mesin perajang singkong", "MACHINERY", "perajang"),
        ("Belanja mesin pengering kopi", "MACHINERY", "pengering"),
        ("Pengadaan pakaian", "CLOTHING", "pakaian"),
        ("Belanja laptop", "OTHER", "komputer"),
        ("Pengadaan bibit kopi robusta", "OTHER", "bibit"),
        ("Belanja obat-obatan herbal", "OTHER", "obat"),
        ("Belanja meja kerja", "OTHER", "meja"),
        ("Belanja kemeja kerja", "CLOTHING", "kemeja"),
    ],
)
def test_without_an_account_code_the_words_decide(name, category, hint):
    assert classify(name=name) == Classification(category, "WORDS", hint, "")


def test_words_that_say_nothing_leave_the_package_outside():
    assert classify(name="Belanja kegiatan kantor tahun 2026") == Classification("OTHER", "NONE", "", "")


def test_the_description_is_asked_only_when_the_name_says_nothing():
    assert classify(name="Paket 1", description="10 buah plakat").category == "SOUVENIR"
    assert classify(name="Belanja kaos", description="10 buah plakat, medali, mug").category == "CLOTHING"


def test_the_specification_is_asked_too():
    assert classify(name="Paket 1", specification="Keripik pisang 250 gram").category == "FOOD"


def test_capital_goods_of_another_kind_are_no_machines_though_they_share_the_account():
    found = classify(name="Belanja Modal Peralatan Kantor", account_codes=["5.2.02.01.03.0006"])

    assert (found.category, found.source) == ("OTHER", "ACCOUNT")


def test_a_machine_named_in_an_office_account_is_a_machine():
    found = classify(name="Belanja mesin jahit", account_codes=["5.2.02.05.01.0005"])

    assert found == Classification("MACHINERY", "WORDS", "mesinjahit", "")


def test_of_several_accounts_the_named_product_decides():
    codes = ["5.1.02.01.01.0024", "5.1.02.01.01.0035"]

    assert classify(name="Belanja cetak undangan", account_codes=codes).category == "OTHER"
    assert classify(name="Penyediaan bahan", account_codes=codes).category == "SOUVENIR"


@pytest.mark.parametrize("code", ["5.1.02.01.01.0052", "5.1.02.01.01.0053"])
def test_food_for_meetings_and_guests_is_catering(code):
    found = classify(name="Belanja Makanan dan Minuman Rapat", account_codes=[code])

    assert found == Classification("FOOD", "ACCOUNT", code, "CATERING")


@pytest.mark.parametrize("name", ["Keripik pisang untuk rapat", "Kopi bubuk tamu", "Air kemasan rapat"])
def test_packaged_food_for_meetings_is_no_catering(name):
    assert classify(name=name, account_codes=["5.1.02.01.01.0052"]).not_certifiable == ""


@pytest.mark.parametrize("name", ["Jasa katering", "Nasi kotak peserta", "Prasmanan", "Belanja makan minum rapat"])
def test_catering_is_recognised_by_its_words(name):
    found = classify(name=name, procurement_type="Jasa Lainnya")

    assert (found.category, found.source, found.not_certifiable) == ("FOOD", "WORDS", "CATERING")


@pytest.mark.parametrize(
    ("procurement_type", "reason"),
    [
        ("Jasa Lainnya", "SERVICE"),
        ("Jasa Konsultansi Badan Usaha Konstruksi", "SERVICE"),
        ("Pekerjaan Konstruksi", "CONSTRUCTION"),
        ("Barang", ""),
        ("Pengadaan Barang", ""),
    ],
)
def test_services_and_construction_are_told_by_the_procurement_type(procurement_type, reason):
    assert classify(name="Paket", procurement_type=procurement_type).not_certifiable == reason


def test_clothing_bought_as_a_service_is_still_clothing_when_its_account_says_so():
    found = classify(
        name="Penjahitan pakaian dinas", procurement_type="Jasa Lainnya", account_codes=["5.1.02.01.01.0064"]
    )

    assert (found.category, found.not_certifiable) == ("CLOTHING", "")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("5.1.02.02.04.0036", "SERVICE"), ("5.1.02.03.02.0001", "SERVICE"), ("5.2.04.01.01.0003", "CONSTRUCTION")],
)
def test_an_account_of_services_or_buildings_buys_no_goods(code, reason):
    found = classify(name="Rehabilitasi jalan usaha tani kopi", account_codes=[code])

    assert (found.category, found.not_certifiable) == ("OTHER", reason)


@pytest.mark.parametrize("name", ["Sewa mesin jahit", "Pemeliharaan pompa air", "Pelatihan membuat keripik"])
def test_a_service_named_first_is_what_is_bought(name):
    assert classify(name=name) == Classification("OTHER", "NONE", "", "SERVICE")


def test_goods_for_a_training_are_goods():
    assert classify(name="Kaos peserta pelatihan") == Classification("CLOTHING", "WORDS", "kaos", "")


def test_self_managed_work_keeps_its_category():
    found = classify(name="Belanja makanan dan minuman rapat", self_managed=True)

    assert (found.category, found.not_certifiable) == ("FOOD", "SELF_MANAGED")


def test_account_codes_are_found_inside_the_agencys_longer_ones():
    cell = "2.12.01.2.06.0002.5.1.02.01.01.0024.1.1.1.20;2.12.01.2.06.0002.5.1.02.01.01.0024.2; 1.02.5.2.02.05.02.0001"

    assert account_codes_in(cell) == ["5.1.02.01.01.0024", "5.2.02.05.02.0001"]


@pytest.mark.parametrize("cell", ["", "DN.2175.BDC.003.051.0A.524114", "15.1.02.01.01.0024"])
def test_a_cell_without_an_account_code_gives_none(cell):
    assert account_codes_in(cell) == []


@pytest.mark.parametrize(
    ("name", "accounts", "category"),
    [
        ("Mesin perajang keripik singkong", (), "MACHINERY"),
        ("Belanja Modal Mesin Perajang Singkong untuk Sentra Keripik", ("5.2.02.03.01.0005",), "MACHINERY"),
        ("Belanja Modal Pengaduk Dodol", ("5.2.02.03.02.0005",), "MACHINERY"),
        ("Pengadaan alat dan mesin produksi kopi bubuk", (), "MACHINERY"),
        ("Belanja keripik pisang untuk pameran mesin", (), "FOOD"),
    ],
    ids=["for crisps", "with its account", "capital goods are no food", "for coffee", "crisps beside machines"],
)
def test_a_machine_is_not_the_food_it_makes(name, accounts, category):
    assert classify(name=name, account_codes=accounts).category == category
