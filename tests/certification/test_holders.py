"""Whose certificate it is: exact or not at all; likeness only suggests."""

import pytest

from certification.holders import Places, Register, holder_key, possible_holders
from tests.factories import BusinessFactory, CertificateFactory
from umkm.models import Regency

pytestmark = pytest.mark.django_db

ADDRESS = "Jl. Kartini 1, Kel. Palapa, Kec. Kedaton, Kota Bandar Lampung, Lampung, 35116"


def waiting(name="CV Sari Rasa", address="", nib="", province=""):
    return CertificateFactory(
        business=None, holder_name=name, holder_address=address, holder_nib=nib, holder_province=province
    )


def found(certificate):
    return Register([certificate]).business_of(certificate)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PT Sari Rasa", "sari rasa"),
        ("PT. SARI  RASA", "sari rasa"),
        ("P.T. Sari Rasa, Tbk.", "sari rasa"),
        ("Sari Rasa, CV", "sari rasa"),
        ("UD. Sari-Rasa", "sari rasa"),
        ("ＰＴ Sari Rasa", "sari rasa"),
        ("Pt Sari Rasa Pt", "sari rasa"),
        ("Udin Sari Rasa", "udin sari rasa"),
        ("Ptolemy", "ptolemy"),
        ("Toko CV Maju", "toko cv maju"),
        ("PT", ""),
        ("", ""),
    ],
)
def test_a_name_is_compared_without_its_legal_form(name, key):
    assert holder_key(name) == key


def test_a_nib_finds_its_business_whatever_the_name(places):
    BusinessFactory(name="Sari Rasa")
    business = BusinessFactory(nib="9120012345678", name="Nama Lain Sekali")

    assert found(waiting("CV Sari Rasa", nib="9120012345678")) == business.pk


def test_a_unique_name_finds_its_business(places):
    business = BusinessFactory(name="SARI RASA")
    BusinessFactory(name="Sari Rasa Jaya")

    assert found(waiting("CV. Sari Rasa", ADDRESS, province="Lampung")) == business.pk


def test_a_name_that_two_businesses_bear_finds_neither(places):
    BusinessFactory(name="Sari Rasa")
    BusinessFactory(name="UD Sari Rasa", regency=places["18.72"])

    assert found(waiting(address=ADDRESS)) is None


def test_a_similar_name_is_never_enough(places):
    BusinessFactory(name="Sari Rassa")

    assert found(waiting("CV Sari Rasa")) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "Jl. Sudirman 2, Kota Metro, Lampung"},
        {"address": "Jl. Alex 1, Kota Bekasi, Jawa Barat, 17151"},
        {"address": "Jl. Alex 1", "province": "Jawa Barat"},
        {"nib": "9120012345678"},
    ],
    ids=["another kota of the register", "a kota elsewhere", "another province", "another NIB"],
)
def test_a_namesake_somewhere_else_is_not_the_holder(places, fields):
    BusinessFactory(name="Sari Rasa", nib="9120000000001")

    assert found(waiting(**fields)) is None


def test_an_unknown_nib_does_not_hide_a_business_whose_nib_nobody_knows(places):
    business = BusinessFactory(name="Sari Rasa", nib=None)

    assert found(waiting(nib="9120012345678")) == business.pk


def test_places_are_read_from_addresses_with_their_kind(places):
    Regency.objects.create(code="18.05", kind="KABUPATEN", name="Tulang Bawang")
    Regency.objects.create(code="18.12", kind="KABUPATEN", name="Tulang Bawang Barat")
    reader = Places(Regency.objects.all())

    assert reader.named_in("Desa X, Kab. Tulang Bawang Barat, Lampung") == {"18.12"}
    assert reader.named_in("Desa X, KABUPATEN TULANG BAWANG, Lampung") == {"18.05"}
    assert reader.named_in("Jl. Metro Indah, Kota Bandarlampung") == {"18.71"}
    assert reader.named_in("Jl. A, Kota Bekasi") == {None}
    assert reader.named_in("Jl. Metro Indah 3, Kec. Kota Agung") == set()


def test_suggestions_come_likeliest_first_with_their_reasons(places):
    BusinessFactory(name="Bengkel Maju")
    elsewhere = BusinessFactory(name="Sari Rassa", regency=places["18.72"])
    here = BusinessFactory(name="Sari Rassa")
    same = BusinessFactory(name="UD Sari Rasa", regency=places["18.72"])
    owner = BusinessFactory(name="Warung Bu Sari", nib="9120012345678")

    suggestions = possible_holders(waiting(address=ADDRESS, nib="9120012345678"))

    assert [one.business for one in suggestions] == [owner, same, here, elsewhere]
    assert suggestions[0].reasons[0] == "NIB sama: 9120012345678"
    assert suggestions[1].reasons == ["nama sama selain bentuk badan usahanya"]
    assert suggestions[2].reasons == ["nama mirip 75%", "alamat menyebut Kota Bandar Lampung"]
    assert suggestions[3].reasons == ["nama mirip 75%"]


def test_suggestions_are_at_most_as_many_as_asked_for(places):
    BusinessFactory.create_batch(4, name="Sari Rasa")

    assert len(possible_holders(waiting(), limit=2)) == 2


def test_a_certificate_without_a_telling_name_has_no_suggestion(places):
    BusinessFactory(name="PT")

    assert possible_holders(waiting("PT")) == []


@pytest.mark.parametrize("count", [1, 5])
def test_suggestions_cost_the_same_for_one_and_for_five(places, django_assert_num_queries, count):
    BusinessFactory.create_batch(count, name="Sari Rasa")
    certificate = waiting()

    with django_assert_num_queries(2):
        possible_holders(certificate)
