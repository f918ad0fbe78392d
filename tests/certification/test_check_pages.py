"""Anyone checks a certificate: what `/cek/` and `/s/<token>/` say, to whom, and what they keep to themselves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from certification.checks import MEANINGS
from certification.comparing import NumberKey, number_key
from certification.models import Certificate, CertificateCheck, CertificateStatus
from tests.conftest import TODAY
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory, UserFactory
from tkdnportal.crypto import encrypt, keyed_hash
from umkm.models import Source

pytestmark = pytest.mark.django_db
PAGE = "/cek/"
NUMBER = "77/SJ-IND.8/E-TKDN/1/2026"
DAY = timedelta(days=1)
YEARS = timedelta(days=1000)
NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _five_past_two_in_lampung(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def certificate(**facts):
    known = {"number": NUMBER, "issued_on": TODAY - YEARS, "valid_until": TODAY + YEARS}
    made = CertificateFactory(**known | facts)
    CertificateItemFactory(certificate=made, product_name="Keripik pisang", tkdn=Decimal("36.63"))
    return made


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def shown(response):
    return [(verdict.certificate, verdict.status) for verdict in response.context["verdicts"]]


STATES = {
    "issued today": ({"issued_on": TODAY}, "ACTIVE"),
    "issued on an unknown day": ({"issued_on": None}, "ACTIVE"),
    "starts tomorrow": ({"issued_on": TODAY + DAY}, "NOT_YET"),
    "91 days left": ({"valid_until": TODAY + 91 * DAY}, "ACTIVE"),
    "90 days left": ({"valid_until": TODAY + 90 * DAY}, "EXPIRING"),
    "last day": ({"valid_until": TODAY}, "EXPIRING"),
    "ended yesterday": ({"valid_until": TODAY - DAY}, "EXPIRED"),
    "frozen from today": ({"frozen_from": TODAY}, "FROZEN"),
    "frozen from tomorrow": ({"frozen_from": TODAY + DAY}, "ACTIVE"),
    "last day of the freeze": ({"frozen_from": TODAY - DAY, "frozen_until": TODAY}, "FROZEN"),
    "thawed today": ({"frozen_from": TODAY - 2 * DAY, "frozen_until": TODAY - DAY}, "ACTIVE"),
    "revoked today": ({"revoked_on": TODAY}, "REVOKED"),
    "revoked tomorrow": ({"revoked_on": TODAY + DAY}, "ACTIVE"),
    "replaced today": ({"superseded_on": TODAY}, "SUPERSEDED"),
    "replaced tomorrow": ({"superseded_on": TODAY + DAY}, "ACTIVE"),
}


@pytest.mark.parametrize(("facts", "status"), STATES.values(), ids=STATES)
def test_both_ways_give_the_status_of_today(client, facts, status):
    made = certificate(**facts)

    by_number = client.get(PAGE, {"nomor": NUMBER})
    by_code = client.get(made.get_absolute_url())

    assert shown(by_number) == shown(by_code) == [(made, status)]
    assertContains(by_number, f'<article class="verdict" data-status="{status}">', count=1)
    assertContains(by_code, f'<article class="verdict" data-status="{status}">', count=1)


SENTENCES = {
    "Berlaku": ({"valid_until": date(2031, 1, 15)}, "Sertifikat ini berlaku sampai 15 Jan 2031."),
    "Segera berakhir": ({"valid_until": date(2026, 12, 24)}, "masih berlaku, tetapi berakhir pada 24 Des 2026."),
    "Belum mulai berlaku": ({"issued_on": date(2026, 12, 1)}, "baru berlaku mulai 1 Des 2026."),
    "Sudah berakhir": ({"valid_until": date(2026, 11, 23)}, "Masa berlakunya habis pada 23 Nov 2026."),
    "Dibekukan": ({"frozen_from": date(2026, 11, 20)}, "dibekukan sejak 20 Nov 2026"),
    "Dicabut": ({"revoked_on": date(2026, 11, 2)}, "dicabut pada 2 Nov 2026"),
    "Diganti sertifikat baru": ({"superseded_on": date(2026, 11, 3)}, "diganti pada 3 Nov 2026."),
}


@pytest.mark.parametrize(("word", "facts", "sentence"), [(word, *rest) for word, rest in SENTENCES.items()])
def test_each_status_says_its_word_and_what_it_means_for_a_buyer(client, word, facts, sentence):
    certificate(**facts)

    page = text_of(client.get(PAGE, {"nomor": NUMBER}))

    assert f"<h2>{word}</h2>" in page
    assert sentence in page


def test_the_answer_shows_what_is_on_the_paper(client, places):
    made = CertificateFactory(
        number=NUMBER,
        business=BusinessFactory(regency_id="18.72", regency=None),
        holder_name="CV Sari Rasa",
        valid_until=date(2031, 1, 15),
        source=Source.MINISTRY,
        source_on=date(2026, 5, 27),
    )
    CertificateItemFactory(
        certificate=made, product_name="Keripik", brand="Sari", tkdn=Decimal("36.63"), bmp=Decimal(9)
    )

    page = text_of(client.get(made.get_absolute_url()))

    for fact in (NUMBER, "Kementerian Perindustrian", "CV Sari Rasa", "Kota Metro", "15 Jan 2026", "15 Jan 2031"):
        assert f">{fact}<" in page or f"> {fact} <" in page, fact
    for fact in ("Keripik", "Sari", "36,63 %", "9,00 %"):
        assert f">{fact}<" in page or f"> {fact} <" in page, fact
    assert "Diperiksa pada 24 Nov 2026 pukul 14.05 WIB. Sumber: daftar Kemenperin, data per 27 Mei 2026." in page


def test_a_source_without_a_day_is_named_alone(client):
    page = text_of(client.get(certificate(source=Source.STAFF).get_absolute_url()))

    assert "Sumber: petugas Dinas. </p>" in page


@pytest.mark.parametrize(("facts", "struck"), [({}, False), ({"revoked_on": TODAY}, True)])
def test_values_that_do_not_count_are_struck_through(client, facts, struck):
    page = text_of(client.get(certificate(**facts).get_absolute_url()))

    assert ("<s>36,63 %</s>" in page) is struck
    assert ("nilainya tidak berlaku hari ini" in page) is struck


@pytest.mark.parametrize(("until", "said"), [(TODAY, False), (TODAY - DAY, True), (None, False)])
def test_a_bmp_that_ended_before_the_certificate_says_so(client, until, said):
    made = certificate()
    CertificateItemFactory(certificate=made, product_name="Dodol", bmp=Decimal(5), bmp_valid_until=until)

    page = text_of(client.get(made.get_absolute_url()))

    assert ("berakhir 23 Nov 2026" in page) is said


def test_a_certificate_without_products_says_where_to_look(client):
    made = CertificateFactory()

    assertContains(client.get(made.get_absolute_url()), "Produknya belum tercatat.")


def test_a_replaced_certificate_leads_to_the_newer_one(client):
    newer = CertificateFactory(number="99/BARU/2026")
    made = certificate(superseded_on=TODAY, superseded_by=newer)

    page = text_of(client.get(made.get_absolute_url()))

    assert f'<a href="/s/{newer.token}/"> Lihat sertifikat pengganti: 99/BARU/2026 </a>' in page


def test_the_replacement_is_not_named_before_its_day(client):
    newer = CertificateFactory(number="99/BARU/2026")
    made = certificate(superseded_on=TODAY + DAY, superseded_by=newer)

    assert newer.token not in text_of(client.get(made.get_absolute_url()))


SPELLINGS = [
    "77/sj-ind.8/e-tkdn/1/2026",
    "  77 / SJ-IND.8 / E-TKDN / 1 / 2026 ",
    "77/SJ-IND.8/E\N{FULLWIDTH HYPHEN-MINUS}TKDN/1/2026",
    "77/SJ-IND.8\N{NO-BREAK SPACE}/E-TKDN/1/2026",
]


@pytest.mark.parametrize("written", SPELLINGS)
def test_spacing_case_and_full_width_signs_say_nothing(client, written):
    made = certificate()

    assert shown(client.get(PAGE, {"nomor": written})) == [(made, "ACTIVE")]


def test_a_number_stored_with_blanks_is_found_without_them(client):
    made = certificate(number="77 / Sj-Ind.8 / 2026")

    assert shown(client.get(PAGE, {"nomor": "77/SJ-IND.8/2026"})) == [(made, "ACTIVE")]


@pytest.mark.parametrize("written", [*SPELLINGS, "Nº １２／ＡＢ", "a\tb\n c"])
def test_the_database_folds_a_number_as_python_does(written):
    made = CertificateFactory(number=written)

    key = Certificate.objects.annotate(key=NumberKey("number")).get(pk=made.pk).key

    assert key == number_key(written)


def test_a_number_is_found_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Certificate.objects.numbered([NUMBER]).order_by().explain()

    assert "Index Cond" in plan


def test_a_part_of_a_number_finds_nothing(client):
    certificate()

    assert shown(client.get(PAGE, {"nomor": NUMBER[:-1]})) == []
    assert shown(client.get(PAGE, {"nomor": "%"})) == []


def test_two_issuers_with_one_number_are_both_shown(client):
    ministry = certificate(holder_name="CV Sari")
    other = certificate(issuer="LVI Sucofindo", holder_name="PT Baja", revoked_on=TODAY)

    response = client.get(PAGE, {"nomor": NUMBER})

    assert shown(response) == [(ministry, "ACTIVE"), (other, "REVOKED")]
    assert "Ada 2 sertifikat dengan nomor ini." in text_of(response)


def test_an_unknown_number_says_what_to_do_and_that_it_may_be_real(client):
    certificate()

    response = client.get(PAGE, {"nomor": "<b>12</b>"})

    page = text_of(response)
    assert (response.status_code, shown(response)) == (200, [])
    assert '<section class="verdict" data-status="UNKNOWN">' in page
    assert "Nomor “&lt;b&gt;12&lt;/b&gt;” tidak ada dalam data Dinas." in page
    assert "Belum tentu palsu" in page
    assert 'href="https://tkdn.kemenperin.go.id/"' in page


@pytest.mark.parametrize("token", ["x" * 22, "x", "x" * 400, "a b", "%00", "ünïcode", "..", "'; DROP TABLE"])
def test_an_unknown_code_gets_a_kind_page_and_the_way_by_number(client, token):
    certificate()

    response = client.get(f"/s/{token}/")

    assert response.status_code == 404
    assertContains(response, "<h2>Kode tidak dikenal</h2>", status_code=404)
    assertContains(response, 'name="nomor"', status_code=404)


def test_the_token_is_compared_exactly(client):
    made = certificate()
    Certificate.objects.filter(pk=made.pk).update(token="AbCdEfGhIjKlMnOpQrStUv")

    assert client.get("/s/AbCdEfGhIjKlMnOpQrStUv/").status_code == 200
    assert client.get("/s/abcdefghijklmnopqrstuv/").status_code == 404


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "Isi nomor yang tertulis pada kertas sertifikat."),
        ("   ", "Isi nomor yang tertulis pada kertas sertifikat."),
        ("1" * 101, "Pastikan nilai ini mengandung paling banyak 100 karakter (sekarang 101 karakter)."),
        ("12\x00/2026", "Karakter null tidak diizinkan."),
    ],
    ids=["empty", "blank", "too long", "null"],
)
def test_a_number_that_cannot_be_one_is_named_and_not_counted_as_a_check(client, number, said):
    response = client.get(PAGE, {"nomor": number})

    assert said in text_of(response)
    assert "verdicts" not in response.context
    assert CertificateCheck.objects.count() == 0


def test_the_empty_page_asks_for_the_number(client):
    page = text_of(client.get(PAGE))

    assert "Ketik nomor yang tertulis pada kertas sertifikat" in page
    assert "verdict" not in page
    assert '<meta name="robots" content="index, follow">' in page


@pytest.mark.parametrize("address", [PAGE + "?nomor=1", "/s/x/", "token"])
def test_answers_stay_out_of_search_engines_and_caches(client, address):
    made = certificate()

    response = client.get(made.get_absolute_url() if address == "token" else address)

    assert '<meta name="robots" content="noindex">' in text_of(response)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", [PAGE, "/s/x/", "token"])
def test_every_page_names_the_real_site_whatever_host_was_asked(client, settings, address):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://tkdn.lampungprov.go.id", ["*"]
    made = certificate()

    page = client.get(made.get_absolute_url() if address == "token" else address, headers={"host": "tiruan.example"})

    assert "hanya <strong>tkdn.lampungprov.go.id</strong>" in text_of(page)
    assert "tiruan.example" not in text_of(page)


SECRETS = {
    "nib": "9120099887766",
    "owner_name": "Sari Wulandari",
    "phone": "+6281299887766",
    "email": "sari.rahasia@example.id",
    "address": "Jl. Rahasia 17",
    "npwp": "9988776655443322",
}


def test_no_page_shows_personal_data(client, places):
    nik = "1871014409900001"
    identity = {"nik_encrypted": encrypt(nik), "nik_hash": keyed_hash(nik)}
    business = BusinessFactory(name="Usaha Panggilan", **SECRETS, **identity)
    business.memberships.create(user=UserFactory(full_name="Pemilik Rahasia"), since=TODAY)
    made = certificate(
        business=business,
        holder_name="CV Sari",
        holder_nib=SECRETS["nib"],
        holder_address=SECRETS["address"],
    )
    forbidden = [*SECRETS.values(), *identity.values(), nik, "Pemilik Rahasia", "998877"]

    for response in (client.get(PAGE, {"nomor": NUMBER}), client.get(made.get_absolute_url())):
        assert [secret for secret in forbidden if secret in text_of(response)] == []
        assert shown(response) == [(made, "ACTIVE")]


@pytest.mark.parametrize(("province", "place"), [("Jawa Barat", "Jawa Barat"), ("", "belum tercatat")])
def test_of_a_holder_outside_the_register_only_the_province_shows(client, province, place):
    made = certificate(
        business=None, holder_name="PT Jauh", holder_address="Jl. Jauh 1, Kab. Bekasi", holder_province=province
    )

    page = text_of(client.get(made.get_absolute_url()))

    assert "<dd> PT Jauh </dd>" in page
    assert f"<dt>Tempat</dt> <dd> {place} </dd>" in page
    assert "Bekasi" not in page


def test_every_status_has_its_own_meaning():
    assert set(MEANINGS) == set(CertificateStatus)
    assert len({str(meaning) for meaning in MEANINGS.values()}) == len(CertificateStatus)


def test_the_answer_turns_english_on_request(client):
    made = certificate(valid_until=TODAY + DAY)
    client.post(reverse("accounts:language"), {"language": "en", "next": PAGE})

    page = text_of(client.get(made.get_absolute_url()))

    assert '<html lang="en">' in page
    assert "36.63 %" in page
    assert "25 Nov 2026" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("way", ["number", "token"])
def test_an_answer_costs_two_reads_and_one_record(client, django_assert_num_queries, way, count):
    made = certificate()
    for number in range(count):
        CertificateItemFactory(certificate=made, product_name=f"Dodol {number}")
        if way == "number":
            certificate(issuer=f"LVI {number}", superseded_on=TODAY, superseded_by=made)
    client.get(PAGE)

    with django_assert_num_queries(5) as captured:
        client.get(PAGE, {"nomor": NUMBER}) if way == "number" else client.get(made.get_absolute_url())

    assert [query["sql"].split()[0] for query in captured] == ["SELECT", "SELECT", "SAVEPOINT", "INSERT", "RELEASE"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", [PAGE, "/s/x/", "/s/x/qr.svg"])
def test_a_check_is_only_read(client, method, address):
    assert getattr(client, method)(address).status_code == 405


def test_other_pages_lead_here(client, pemilik, usaha):
    made = certificate(business=usaha)

    assertContains(client.get("/"), 'action="/cek/"', count=1)
    assertContains(client.get("/paket/"), '<a href="/cek/"')
    assertContains(client.get("/pemasok/"), f'<a href="/s/{made.token}/">{NUMBER}</a>')
    client.force_login(pemilik)
    assertContains(client.get(usaha.get_absolute_url()), f'src="/s/{made.token}/qr.svg"', count=1)
