"""Personal data: masked wherever it is not needed, shown once for a reason, and every look written down."""

import logging

import lokal
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.admin.forms import save
from tests.factories import BusinessFactory, DisclosureFactory, UserFactory
from tkdnportal import personal
from tkdnportal.celery import app as celery_app
from tkdnportal.crypto import encrypt, keyed_hash
from tkdnportal.gunicorn_log import MaskedLogger
from umkm.models import Disclosure

NIK = "1871044107800001"
REVEAL = {"datum": "NIK", "purpose": "VERIFY", "text": ""}


@pytest.fixture
def known(places):
    """A business of which everything personal is kept."""
    return BusinessFactory(
        name="Keripik Sari",
        phone="+6281234567890",
        email="sari.rasa@example.id",
        npwp="0925429434070000",
        nik_encrypted=encrypt(NIK),
        nik_hash=keyed_hash(NIK),
    )


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def page(name, business):
    return reverse(f"admin:umkm_business_{name}", args=[business.pk])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("NIK 1871044107800001 ganda", "NIK [NIK/NPWP] ganda"),
        ("nik=1871 0441 0780 0001&x=1", "nik=[NIK/NPWP]&x=1"),
        ("187104 410780 0001", "[NIK/NPWP]"),
        ("NPWP 09.254.294.3-407.000", "NPWP [NPWP]"),
        ("lama 092542943407000", "lama [NPWP]"),
        ("telp +6281234567890,", "telp [telepon],"),
        ("telp 0812-3456-7890", "telp [telepon]"),
        ("kantor +62 721 481 234", "kantor [telepon]"),
        ("?phone=%2B6281234567890", "?phone=[telepon]"),
        ("dari sari.rasa@example.co.id ditolak", "dari [e-mail] ditolak"),
        ("?email=sari%40example.id&p=2", "?email=[e-mail]&p=2"),
    ],
)
def test_a_line_of_a_log_loses_what_names_a_person(text, kept):
    assert personal.masked_log(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 14:35:53,123 INFO umkm: 84.000 baris",
        "NIB 9120001234567 tercatat",
        "paket 53000001 pagu Rp 11.000.000.000",
        "KBLI 10794 di 18.71.01",
    ],
)
def test_a_line_without_personal_data_stays_as_it_is(text):
    assert personal.masked_log(text) == text


def test_another_library_finds_no_personal_number_in_what_is_left():
    line = f"NIK {NIK} telp 081234567890 surat sari@example.id NPWP 09.254.294.3-407.000"

    found = lokal.detect_pii(personal.masked_log(line), types=["NIK", "PHONE", "EMAIL", "NPWP"])

    assert found == []


def test_the_traceback_of_a_log_is_masked_too(settings):
    formatter = personal.MaskedFormatter("%(message)s")
    try:
        raise ValueError(f"Key (nik)=({NIK}) already exists.")
    except ValueError as error:
        record = logging.LogRecord(
            "umkm", logging.ERROR, "", 0, "sari %s", ("sari@example.id",), (ValueError, error, error.__traceback__)
        )

    line = formatter.format(record)

    assert line.startswith("sari [e-mail]\n")
    assert line.endswith("ValueError: Key (nik)=([NIK/NPWP]) already exists.")


def test_what_django_logs_goes_through_the_mask(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "tkdnportal.personal.MaskedFormatter"
    assert [handler["formatter"] for handler in settings.LOGGING["handlers"].values()] == ["line"]


def test_celery_and_gunicorn_log_through_the_mask(settings, capsys):
    from gunicorn.config import Config

    configuration = Config()
    configuration.set("accesslog", "-")
    gunicorn = MaskedLogger(configuration)
    gunicorn.access_log.info("GET /admin/?q=%s", NIK)
    answers = [answer for _receiver, answer in __import__("celery.signals").signals.setup_logging.send(celery_app)]

    assert len(answers) == 1
    assert "GET /admin/?q=[NIK/NPWP]" in capsys.readouterr().out
    assert [type(handler.formatter) for handler in gunicorn.error_log.handlers] == [personal.MaskedFormatter]


@pytest.mark.parametrize("secret", ["+6281234567890", "sari.rasa@example.id", "0925429434070000", NIK])
@pytest.mark.parametrize("name", ["change", "history"])
def test_no_page_of_a_business_shows_personal_data_in_full(desk, known, name, secret):
    known.address = "Jl. Baru"
    known.save()

    assert secret not in desk.get(page(name, known)).text


def test_the_history_tells_a_changed_number_masked(desk, known):
    known.phone = "+6285555555999"
    known.save()

    text = desk.get(page("history", known)).text

    assert "<del>+6281••••890</del> → <ins>+6285••••999</ins>" in text


def test_who_only_looks_sees_the_masks(client, known):
    from django.contrib.auth.models import Group

    head = UserFactory(is_staff=True)
    head.groups.add(Group.objects.get(name="kepala bidang"))
    client.force_login(head)

    text = client.get(page("change", known)).text

    assert "+6281••••890" in text
    assert "s••••@example.id" in text
    assert "+6281234567890" not in text
    assert client.get(page("reveal", known)).status_code == 403


def test_an_empty_box_keeps_the_number_and_a_new_one_replaces_it(desk, known):
    save(desk, "umkm_business", known, phone="", email="baru@example.id")

    known.refresh_from_db()
    assert (known.phone, known.email, known.npwp) == ("+6281234567890", "baru@example.id", "0925429434070000")


def test_a_number_is_written_as_the_register_writes_it(desk, known):
    save(desk, "umkm_business", known, phone="0813 1111 2222")

    known.refresh_from_db()
    assert known.phone == "+6281311112222"


def test_a_wrong_number_is_named_in_a_sentence(desk, known):
    response = save(desk, "umkm_business", known, phone="123")

    assert response.context["adminform"].form.errors["phone"] == [
        "Telepon 123 bukan satu nomor Indonesia; tulis seperti 0812 3456 7890."
    ]


def test_a_tick_empties_a_number_that_is_wrong(desk, known):
    save(desk, "umkm_business", known, drop=["phone"])

    known.refresh_from_db()
    assert (known.phone, known.email) == ("", "sari.rasa@example.id")


@pytest.mark.parametrize(
    ("datum", "value"),
    [("NIK", NIK), ("PHONE", "+6281234567890"), ("EMAIL", "sari.rasa@example.id"), ("NPWP", "0925429434070000")],
)
def test_a_datum_is_shown_for_a_reason_and_written_down(desk, petugas, known, datum, value):
    response = desk.post(page("reveal", known), REVEAL | {"datum": datum})

    assert f"<strong>{value}</strong>" in response.text
    assert "no-store" in response["Cache-Control"]
    looked = Disclosure.objects.get()
    assert (looked.business_id, looked.datum, looked.by, looked.purpose) == (known.pk, datum, petugas, "VERIFY")


def test_opening_the_page_shows_nothing_yet(desk, known):
    response = desk.get(page("reveal", known), REVEAL)

    assert NIK not in response.text
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"purpose": ""}, "purpose", "Bidang ini tidak boleh kosong."),
        ({"purpose": "OTHER", "text": " "}, "text", "Tulis alasannya bila memilih “alasan lain”."),
    ],
)
def test_without_a_reason_nothing_is_shown(desk, known, answers, field, sentence):
    response = desk.post(page("reveal", known), REVEAL | answers)

    assert response.context["form"].errors[field] == [sentence]
    assert NIK not in response.text
    assert not Disclosure.objects.exists()


def test_what_is_not_kept_is_not_offered(desk, places):
    business = BusinessFactory(phone="+6281234567890")

    response = desk.post(page("reveal", business), REVEAL)

    assert list(response.context["form"].errors) == ["datum"]
    assert not Disclosure.objects.exists()


def test_a_number_whose_key_is_lost_is_said_and_not_counted_as_seen(desk, known, settings):
    settings.FIELD_KEYS = ["another key of thirty-two characters"]

    response = desk.post(page("reveal", known), REVEAL)

    assert "kunci FIELD_KEYS yang lama hilang" in response.text
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("deed", ["UPDATE umkm_disclosure SET purpose = 'HELP'", "DELETE FROM umkm_disclosure"])
def test_a_disclosure_is_never_changed_not_even_by_sql(places, deed):
    DisclosureFactory()

    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(deed)

    assert Disclosure.objects.get().purpose == "CALL"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"purpose": "OTHER"}, "disclosure_other_purpose_is_explained"),
        ({"datum": "NAME"}, "disclosure_datum_and_purpose_are_known"),
    ],
)
def test_a_disclosure_has_a_datum_and_a_reason(places, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        DisclosureFactory(**facts)


def test_a_disclosure_outlives_its_business_on_the_list(client, administrator, places):
    looked = DisclosureFactory(business=BusinessFactory(name="Sudah Pergi"))
    looked.business.delete()
    client.force_login(administrator)

    text = client.get(reverse("admin:umkm_disclosure_changelist")).text

    assert f"usaha nomor {looked.business_id}, sudah dihapus" in text


def test_a_business_is_found_by_its_identity_number_without_an_address_that_holds_it(desk, known):
    response = desk.post(reverse("admin:umkm_business_find_by_nik"), {"nik": "1871 0441 0780 0001"})

    assert response.status_code == 302
    assert response.url == page("change", known)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1871044107800002", "Tidak ada usaha dengan NIK ini. Periksa angkanya, atau cari menurut nama."),
        ("18710441", "NIK bukan 16 angka; salin lagi dari KTP."),
    ],
)
def test_an_unknown_or_wrong_identity_number_is_answered_in_a_sentence(desk, known, typed, sentence):
    response = desk.post(reverse("admin:umkm_business_find_by_nik"), {"nik": typed})

    assert response.context["form"].errors["nik"] == [sentence]


def test_an_identity_number_in_the_search_box_is_sent_elsewhere(desk, known):
    response = desk.get(reverse("admin:umkm_business_changelist"), {"q": NIK})

    assert response.status_code == 302
    assert response.url == reverse("admin:umkm_business_find_by_nik")


@pytest.mark.parametrize("name", ["reveal", "change"])
def test_owners_and_officers_find_no_door_to_personal_data(client, pemilik, known, name):
    client.force_login(pemilik)

    response = client.post(page(name, known), REVEAL, follow=True)

    assert response.status_code == 403
    assert NIK not in response.text
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("line", ["succeeded in 0.0712816359991848s: None", "took 12.071281635999184 s"])
def test_the_decimals_of_a_duration_are_no_identity_number(line):
    assert personal.masked_log(line) == line
