"""The officer's packages by what to do next, and the calculator."""

from datetime import date

import pytest

from procurement import services
from procurement.models import NoSupplier, PackageOutcome
from tests.conftest import TODAY
from tests.factories import AgencyFactory, PackageFactory
from tests.procurement.market import ON, offer, rules

pytestmark = pytest.mark.django_db
DESK = "/pengadaan/"
CALCULATOR = "/pengadaan/preferensi-harga/"


@pytest.fixture
def agency(client, pejabat):
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    client.force_login(pejabat)
    return agency


def made(agency, state, **fields):
    of_outcome = {name: fields.pop(name) for name in ("renewable", "suppliers") if name in fields}
    package = PackageFactory(agency=agency, **fields)
    PackageOutcome.objects.create(package=package, state=state, on=TODAY, **{"suppliers": 1} | of_outcome)
    return package


def test_a_package_is_at_risk_when_renewals_alone_would_serve_it(db):
    rules()
    offer(valid_until=date(2026, 4, 1))
    at_risk, other = PackageFactory(name="Belanja keripik pisang"), PackageFactory(name="Belanja sirup pala")

    services.refresh_outcomes(year=2026, on=ON)

    assert (at_risk.outcome.state, at_risk.outcome.renewable) == ("OPEN", 1)
    assert (other.outcome.state, other.outcome.renewable) == ("OPEN", 0)


def test_a_revoked_certificate_is_no_renewal(db):
    rules()
    offer(revoked_on=date(2026, 1, 20))
    package = PackageFactory(name="Belanja keripik pisang")

    services.refresh_outcomes(year=2026, on=ON)

    assert package.outcome.renewable == 0


def test_what_needs_the_officer_first_stands_above(client, agency):
    served = made(agency, "SERVED")
    catering = made(agency, "NOT_CERTIFIABLE", not_certifiable="CATERING")
    late = made(agency, "OPEN", contract_from=date(2026, 4, 1))
    early = made(agency, "OPEN", contract_from=date(2026, 2, 1), ceiling=1)
    at_risk = made(agency, "OPEN", renewable=1)

    page = client.get(DESK, {"tahun": 2026}).context["page"]

    assert page.rows == [at_risk, early, late, served, catering]


def test_every_package_says_what_to_do_next(client, agency, pejabat):
    made(agency, "OPEN", renewable=2, name="A")
    made(agency, "OPEN", name="B", ceiling=9)
    made(agency, "SERVED", suppliers=3, name="C")

    rows = client.get(DESK, {"tahun": 2026}).context["page"].rows

    assert [(package.name, package.next_step.text.split(".")[0], package.next_step.link) for package in rows] == [
        ("A", "2 sertifikat berakhir sebelum barang diserahkan", "Lihat sertifikatnya"),
        ("B", "Belum ada pemasok", "Bekukan bukti"),
        ("C", "3 pemasok dapat melayani", "Lihat pemasok"),
    ]


def test_the_states_filter_the_list_by_links(client, agency):
    at_risk = made(agency, "OPEN", renewable=1, ceiling=70)
    made(agency, "OPEN", ceiling=30)

    page = client.get(DESK, {"tahun": 2026, "keadaan": "AT_RISK"})

    assert page.context["page"].rows == [at_risk]
    states = {row["state"]: (row["packages"], row["amount"]) for row in page.context["states"] if row["packages"]}
    assert states == {"AT_RISK": (1, 70), "OPEN": (1, 30)}
    assert 'href="?tahun=2026&amp;keadaan=OPEN"' in page.text


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [(CALCULATOR, "pemilik", 404), (CALCULATOR, "pejabat", 200), ("/pengadaan/bukti/", "petugas", 404)],
)
def test_the_officers_pages_are_the_officers(client, path, who, status, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(path).status_code == status


class TestCalculator:
    def test_ranks_the_worked_example(self, client, agency):
        page = client.get(
            CALCULATOR,
            {
                "pagu": 1_500_000_000, "nama_1": "A", "harga_1": 1_200_000_000, "tkdn_1": "40",
                "nama_2": "B", "harga_2": 1_150_000_000, "tkdn_2": "25,00", "harga_3": 1_100_000_000,
            },
        )  # fmt: skip

        assert [(row.bid.name, row.rank) for row in page.context["evaluated"]] == [("B", 1), ("A", 2), ("Penawar 3", 3)]
        assert "Rp\xa01.078.125.000" in page.text

    def test_says_where_no_preference_applies(self, client, agency):
        page = client.get(CALCULATOR, {"pagu": 1_000_000_000, "harga_1": 5, "tkdn_1": 40})

        assert page.context["applies"] is False
        assert "jadi tidak ada preferensi" in page.text

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"harga_1": 5}, "pagu"),
            ({"pagu": 5}, "harga_1"),
            ({"pagu": 5, "harga_1": 5, "tkdn_2": 40}, "harga_2"),
            ({"pagu": 5, "harga_1": "banyak"}, "harga_1"),
            ({"pagu": 5, "harga_1": 5, "tkdn_1": 101}, "tkdn_1"),
            ({"pagu": "9" * 30, "harga_1": 5}, "pagu"),
        ],
    )
    def test_names_what_it_cannot_use(self, client, agency, asked, field):
        page = client.get(CALCULATOR, asked)

        assert list(page.context["form"].errors) == [field]
        assert "evaluated" not in page.context


def test_a_declared_package_waits_for_the_office(client, agency, pejabat):
    import uuid
    from datetime import UTC, datetime

    from procurement.evidence import freeze_package

    package = made(agency, "OPEN", name="Belanja permata")
    kept = freeze_package(package=package, officer=pejabat, at=datetime(2026, 2, 1, tzinfo=UTC), form_key=uuid.uuid4())
    NoSupplier.objects.create(package=package, evidence=kept, officer=pejabat, declared_on=ON)

    [row] = client.get(DESK, {"tahun": 2026}).context["page"].rows

    assert row.next_step.text.startswith("Sudah disampaikan kepada Dinas")
    assert row.next_step.url == ""
