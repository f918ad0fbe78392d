"""Frozen answers: complete, unchangeable, the same on the page and on paper; and the outcome that rests on them."""

import json
import re
import uuid
from datetime import UTC, datetime
from html import unescape
from io import BytesIO

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from certification.search import SearchQuery
from procurement import evidence
from procurement.evidence import NotAllowed
from procurement.models import NoSupplier, PackageOutcome, SearchEvidence
from procurement.models.evidence import canonical, sha256_of
from procurement.pdf import pdf_of
from tests.conftest import TODAY
from tests.factories import AgencyFactory, PackageFactory, UserFactory
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 1, 3, 30, tzinfo=UTC)
REFUSED = (InternalError, ProgrammingError)


@pytest.fixture
def agency(pejabat):
    rules()
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    return agency


@pytest.fixture
def package(agency):
    return PackageFactory(agency=agency, rup_code="53000777", name="Belanja keripik pisang")


def frozen(package, officer, **fields):
    return evidence.freeze_package(package=package, officer=officer, **{"at": AT, "form_key": uuid.uuid4()} | fields)


def searched(query, agency, officer, asked=()):
    return evidence.freeze_search(
        query=query, asked=list(asked), agency=agency, officer=officer, at=AT, form_key=uuid.uuid4()
    )


def bare(text):
    """Without blanks, for texts that wrap differently."""
    return "".join(text.split())


class TestContent:
    def test_holds_every_candidate_and_near_miss_with_its_reasons(self, package, pejabat):
        good = offer(tkdn=41)
        late = offer(tkdn=41, valid_until="2026-04-01")

        content = frozen(package, pejabat).answer

        assert [row["item_id"] for row in content["candidates"]] == [good.pk]
        assert content["candidates"][0]["tier"] == 1
        assert [reason["code"] for reason in content["candidates"][0]["reasons"]] == [
            "CATEGORY", "WORDS", "VALID_UNTIL_DELIVERY", "TIER_1",
        ]  # fmt: skip
        assert [row["item_id"] for row in content["near_misses"]] == [late.pk]
        assert [reason["code"] for reason in content["near_misses"][0]["obstacles"]] == ["EXPIRES_BEFORE_DELIVERY"]
        assert content["totals"] == {"candidates": 1, "suppliers": 1, "near_misses": 1}

    def test_never_names_the_officer(self, package, pejabat):
        text = frozen(package, pejabat).content

        assert pejabat.full_name not in text
        assert pejabat.email not in text

    def test_is_indonesian_whatever_the_officer_reads(self, package, pejabat):
        from django.utils import translation

        offer()
        with translation.override("en"):
            content = frozen(package, pejabat).answer

        assert content["package"]["state_name"] == "terlayani"
        assert content["candidates"][0]["reasons"][0]["text"] == "KBLI 10794 melayani kategori Makanan."

    def test_keeps_the_supplier_as_it_was(self, package, pejabat):
        item = offer("Keripik pisang", tkdn=41)
        kept = frozen(package, pejabat)

        item.product_name, item.tkdn = "Keripik nangka", 10
        item.save()

        kept.refresh_from_db()
        assert kept.answer["candidates"][0]["product_name"] == "Keripik pisang"
        assert kept.answer["candidates"][0]["tkdn"] == "41.00"

    def test_a_search_tells_low_values_apart_from_candidates(self, agency, pejabat):
        good, low = offer("Keripik pisang", tkdn=30), offer("Keripik nangka", tkdn=10)

        kept = searched(SearchQuery(q="keripik"), agency, pejabat, [["Produk yang dicari", "keripik"]])

        content = kept.answer
        assert [row["item_id"] for row in content["candidates"]] == [good.pk]
        assert [row["item_id"] for row in content["near_misses"]] == [low.pk]
        assert content["near_misses"][0]["obstacles"][0]["code"] == "TKDN_BELOW_25"
        assert content["query"] == [["Produk yang dicari", "keripik"]]
        assert kept.title == "Produk yang dicari: keripik"

    def test_a_search_without_limits_is_refused(self, agency, pejabat, monkeypatch):
        monkeypatch.setattr(evidence, "MOST_RESULTS", 1)
        offer("Keripik pisang")
        offer("Keripik nangka")

        with pytest.raises(NotAllowed, match="lebih dari 1 produk"):
            searched(SearchQuery(), agency, pejabat)

        assert not SearchEvidence.objects.exists()


class TestSeal:
    def test_two_presses_make_one(self, package, pejabat):
        key = uuid.uuid4()

        first, second = (frozen(package, pejabat, form_key=key) for _press in range(2))

        assert first == second
        assert SearchEvidence.objects.count() == 1

    @pytest.mark.parametrize(
        "sql", ["UPDATE procurement_searchevidence SET title = 'lain'", "DELETE FROM procurement_searchevidence"]
    )
    def test_raw_sql_cannot_change_or_delete_it(self, package, pejabat, sql):
        kept = frozen(package, pejabat)

        with pytest.raises(REFUSED, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

        assert SearchEvidence.objects.get() == kept

    @pytest.mark.parametrize(
        "changes",
        [{"sha256": "0" * 64}, {"candidates": 0}, {"state": "OPEN"}],
        ids=["a wrong hash", "a wrong number", "a wrong state"],
    )
    def test_the_database_refuses_what_its_content_does_not_say(self, package, pejabat, changes):
        offer()
        kept = frozen(package, pejabat)
        kept.pk, kept.code, kept.form_key, kept._state.adding = None, "b" * 12, uuid.uuid4(), True
        for name, value in changes.items():
            setattr(kept, name, value)

        with pytest.raises(IntegrityError, match="is not of its content"):
            kept.save()

    def test_a_changed_content_is_told_at_every_view(self, client, package, pejabat):
        kept = frozen(package, pejabat)
        assert (
            "Isi bukti ini tidak berubah sejak 1 Feb 2026 pukul 10.30 WIB" in client.get(kept.get_absolute_url()).text
        )

        with pgtrigger.ignore("procurement.SearchEvidence:evidence_is_never_changed"):
            SearchEvidence.objects.update(content=canonical(kept.answer | {"agency": "Dinas lain"}))

        page = client.get(kept.get_absolute_url()).text
        assert "Isi bukti ini sudah berubah sejak dibekukan." in page
        assert "tidak berubah sejak" not in page

    def test_equal_values_have_equal_hashes(self):
        assert sha256_of(canonical({"b": 1, "a": "é"})) == sha256_of(canonical({"a": "é", "b": 1}))

    def test_the_hash_is_of_the_content_as_anyone_can_compute_it(self, package, pejabat):
        import hashlib

        kept = frozen(package, pejabat)

        assert hashlib.sha256(kept.content.encode()).hexdigest() == kept.sha256
        assert json.loads(kept.content) == kept.answer


class TestPaper:
    def test_reads_as_the_page(self, client, package, pejabat):
        offer(tkdn=41)
        offer("Keripik pisang ≥ 250 g – “asli”", tkdn=41, valid_until="2026-04-01")
        kept = frozen(package, pejabat)

        page = client.get(kept.get_absolute_url()).text
        reader = PdfReader(BytesIO(pdf_of(kept)))

        article = re.search(r'<article lang="id".*?</article>', page, re.S)[0]
        shown = bare(unescape(re.sub(r"<[^>]+>", " ", article)))
        foot = re.compile(rf"Bukti{kept.code}·halaman\d+dari\d+")
        printed = foot.sub("", bare("".join(sheet.extract_text() for sheet in reader.pages)))
        assert printed == shown

    def test_numbers_its_pages_and_leads_to_the_page(self, package, pejabat, settings):
        for number in range(12):
            offer(f"Keripik pisang {number}")
        kept = frozen(package, pejabat)

        reader = PdfReader(BytesIO(pdf_of(kept)))

        count = len(reader.pages)
        assert count > 1
        assert [f"halaman {n} dari {count}" in sheet.extract_text() for n, sheet in enumerate(reader.pages, 1)] == [
            True
        ] * count
        links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
        assert links == [f"{settings.SITE_URL}/bukti/{kept.code}/"]

    def test_is_the_same_file_each_time(self, package, pejabat):
        kept = frozen(package, pejabat)

        assert pdf_of(kept) == pdf_of(SearchEvidence.objects.get())


class TestPages:
    def test_everyone_with_the_code_reads_it_without_the_officers_name(self, client, package, pejabat):
        kept = frozen(package, pejabat)

        page = client.get(kept.get_absolute_url())

        assert page.status_code == 200
        assert "Biro Umum" in page.text
        assert pejabat.full_name not in page.text
        assert client.get(reverse("procurement:evidence_qr", args=[kept.code]))["Content-Type"] == "image/svg+xml"
        assert client.get(reverse("procurement:evidence_pdf", args=[kept.code])).content.startswith(b"%PDF")

    def test_staff_read_who_froze_it(self, client, package, pejabat, petugas):
        kept = frozen(package, pejabat)
        client.force_login(petugas)

        assert f"Dibekukan oleh {pejabat.full_name}." in client.get(kept.get_absolute_url()).text

    @pytest.mark.parametrize("code", ["x", "aaaaaaaaaaaa", "\x00" * 12, "A" * 12])
    def test_a_guessed_code_is_not_found(self, client, package, pejabat, code):
        frozen(package, pejabat)

        assert client.get(f"/bukti/{code.replace(chr(0), '%00')}/").status_code == 404

    def test_an_officer_freezes_a_package_by_pressing_twice(self, client, package, pejabat):
        client.force_login(pejabat)
        address = reverse("procurement:freeze") + f"?paket={package.rup_code}"
        form = client.get(address).context["form"]
        answers = {"satker": package.agency_id, "kunci": form["kunci"].value()}

        pages = [client.post(address, answers) for _press in range(2)]

        kept = SearchEvidence.objects.get()
        assert [page.url for page in pages] == [kept.get_absolute_url()] * 2
        assert (kept.package, kept.officer) == (package, pejabat)

    def test_an_officer_freezes_a_search_in_its_own_words(self, client, agency, pejabat):
        client.force_login(pejabat)
        address = reverse("procurement:freeze") + "?q=keripik&kategori=FOOD&tkdn_min=25"

        client.post(address, {"satker": agency.pk, "kunci": uuid.uuid4()})

        assert SearchEvidence.objects.get().answer["query"] == [
            ["Produk yang dicari", "keripik"],
            ["Kategori", "Makanan"],
            ["TKDN paling sedikit (%)", "25"],
        ]

    def test_another_agencys_package_is_not_found(self, client, agency, pejabat):
        other = PackageFactory()
        client.force_login(pejabat)

        assert client.get(reverse("procurement:freeze") + f"?paket={other.rup_code}").status_code == 404

    def test_an_officer_freezes_for_own_agencies_only(self, client, agency, pejabat):
        client.force_login(pejabat)

        page = client.post(
            reverse("procurement:freeze") + "?q=keripik", {"satker": AgencyFactory().pk, "kunci": uuid.uuid4()}
        )

        assert list(page.context["form"].errors) == ["satker"]
        assert not SearchEvidence.objects.exists()

    @pytest.mark.parametrize("who", ["pemilik", "petugas"])
    def test_only_officers_freeze(self, client, who, package, request):
        client.force_login(request.getfixturevalue(who))

        assert client.get(reverse("procurement:freeze") + "?q=keripik").status_code == 404

    def test_a_search_nobody_can_read_is_a_bad_request(self, client, agency, pejabat):
        client.force_login(pejabat)

        assert client.get(reverse("procurement:freeze") + "?kategori=EMAS").status_code == 400

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_own_list_costs_five_queries(self, client, package, pejabat, django_assert_num_queries, count):
        for _ in range(count):
            frozen(package, pejabat)
        frozen(package, UserFactory())
        client.force_login(pejabat)
        client.get("/masuk/")

        with django_assert_num_queries(5):
            page = client.get("/pengadaan/bukti/")

        assert len(page.context["page"].rows) == count


class TestNoSupplier:
    def declare(self, kept, officer):
        return evidence.declare_no_supplier(evidence=kept, officer=officer, note="Butuh 500 bungkus", on=AT.date())

    def test_rests_on_an_answer_without_candidates(self, package, pejabat):
        kept = frozen(package, pejabat)

        declared, again = self.declare(kept, pejabat), self.declare(kept, pejabat)

        assert declared == again
        assert (declared.package, declared.evidence, declared.declared_on) == (package, kept, AT.date())
        assert list(NoSupplier.objects.waiting()) == [declared]

    def test_is_refused_where_somebody_can_serve(self, package, pejabat):
        offer()
        kept = frozen(package, pejabat)

        with pytest.raises(NotAllowed, match="memuat pemasok"):
            self.declare(kept, pejabat)

    def test_is_refused_once_somebody_can_serve(self, package, pejabat):
        kept = frozen(package, pejabat)
        offer()

        with pytest.raises(NotAllowed, match="sudah berubah"):
            self.declare(kept, pejabat)

    def test_is_refused_where_no_certificate_could_serve_at_all(self, agency, pejabat):
        kept = frozen(PackageFactory(agency=agency, not_certifiable="CATERING"), pejabat)

        with pytest.raises(NotAllowed):
            self.declare(kept, pejabat)

    @pytest.mark.parametrize("case", ["with candidates", "of another package", "of a search"])
    def test_the_database_refuses_other_evidence(self, package, agency, pejabat, case):
        other = PackageFactory(agency=agency, name="Belanja sirup pala")
        if case == "with candidates":
            offer()
        kept = searched(SearchQuery(q="x"), agency, pejabat) if case == "of a search" else frozen(package, pejabat)
        about = other if case == "of another package" else package

        with pytest.raises(IntegrityError, match="does not show that nobody can serve"), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procurement_nosupplier (package_id, evidence_id, officer_id, declared_on, note)"
                " VALUES (%s, %s, %s, '2026-02-01', '')",
                [about.pk, kept.pk, pejabat.pk],
            )

    def test_is_open_once_per_package(self, package, pejabat):
        declared = self.declare(frozen(package, pejabat), pejabat)
        declared.pk, declared._state.adding = None, True

        with pytest.raises(IntegrityError, match="no_supplier_one_open_per_package"):
            declared.save()

    @pytest.mark.parametrize(("state", "waiting"), [("OPEN", 1), ("THIN", 0), ("SERVED", 0)])
    def test_ends_by_itself_once_served(self, package, pejabat, state, waiting):
        self.declare(frozen(package, pejabat), pejabat)
        PackageOutcome.objects.create(package=package, state=state, suppliers=1, on=TODAY)

        assert NoSupplier.objects.waiting().count() == waiting

    def test_an_officer_declares_on_the_page_and_takes_it_back(self, client, package, pejabat):
        kept = frozen(package, pejabat)
        client.force_login(pejabat)

        client.post(reverse("procurement:no_supplier", args=[kept.code]), {"note": "Mendesak"})
        assert NoSupplier.objects.standing().get().note == "Mendesak"
        client.post(reverse("procurement:no_supplier_withdraw", args=[package.rup_code]))

        assert not NoSupplier.objects.standing().exists()

    def test_another_officer_cannot_declare_on_it(self, client, package, pejabat, agency):
        kept = frozen(package, UserFactory())
        client.force_login(pejabat)

        assert client.post(reverse("procurement:no_supplier", args=[kept.code])).status_code == 404
        assert not NoSupplier.objects.exists()
