"""The queue of pairs on the staff's desk, the comparison, and undoing."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.conftest import TODAY
from tests.factories import ActivityFactory, BusinessFactory, CertificateFactory, ProductFactory
from umkm.models import Business, DoublePair, Merge, PairState

pytestmark = pytest.mark.django_db
LIST = reverse("admin:umkm_doublepair_changelist")


def pair_of(**fields):
    usual = {"confidence": 80, "evidence": ["SAME_NAME", "SAME_OWNER"]}
    first = BusinessFactory(name="Keripik Sari", phone="+628123456789")
    return DoublePair.objects.create(first=first, second=BusinessFactory(name="Kripik Sari"), **usual | fields)


def answer(client, pair, what, **changes):
    """Press a button of the page as it stands, with the proposed values unless changed."""
    form = client.get(pair.get_absolute_url()).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.html_name != "sure"}
    return client.post(pair.get_absolute_url(), data | {"keputusan": what} | changes, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def desk(client, places, petugas):
    client.force_login(petugas)
    return client


def test_the_queue_shows_what_waits_the_surest_first(desk, petugas):
    weak, strong = pair_of(confidence=60), pair_of(confidence=95)
    pair_of(state="REJECTED", decided_at=timezone.localtime())
    gone = pair_of()
    Business.objects.filter(pk=gone.second_id).update(merged_into=gone.first)

    assert list(desk.get(LIST).context["cl"].result_list) == [strong, weak]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ({"keyakinan": "kuat"}, {"strong"}),
        ({"keyakinan": "ragu"}, {"weak"}),
        ({"wilayah": "18.72"}, {"weak"}),
        ({"keputusan": "REJECTED"}, {"rejected"}),
        ({"keputusan": "MERGED"}, set()),
    ],
)
def test_the_queue_is_narrowed_by_confidence_place_and_decision(desk, places, question, shown):
    pairs = {
        "weak": pair_of(confidence=79),
        "strong": pair_of(confidence=80),
        "rejected": pair_of(state="REJECTED", decided_at=timezone.localtime()),
    }
    Business.objects.filter(pk=pairs["weak"].second_id).update(regency=places["18.72"])

    response = desk.get(LIST, question)

    assert set(response.context["cl"].result_list) == {pairs[name] for name in shown}


@pytest.mark.parametrize("count", [1, 20])
def test_the_queue_costs_the_same_at_any_length(desk, django_assert_num_queries, count):
    for _number in range(count):
        pair_of()

    with django_assert_num_queries(7):
        desk.get(LIST)


def test_the_comparison_shows_reasons_doubts_and_what_would_move(desk):
    pair = pair_of(evidence=["SAME_PHONE", "OTHER_NIB"])
    ActivityFactory(business=pair.second), CertificateFactory(business=pair.second)

    response = desk.get(pair.get_absolute_url())

    text = response.content.decode()
    assert "Keyakinan 80 dari 100." in text
    assert "nomor telepon sama" in text
    assert "NIB berbeda" in text
    assert response.context["counts"] == [("Kegiatan usaha", 0, 1), ("Sertifikat TKDN", 0, 1)]


def test_a_nik_is_never_shown(desk):
    pair = pair_of()
    Business.objects.filter(pk=pair.second_id).update(nik_hash="b" * 64, nik_encrypted="rahasia")

    text = desk.get(pair.get_absolute_url()).content.decode()

    assert "tersimpan (nomornya tidak ditampilkan)" in text
    assert "rahasia" not in text
    assert "b" * 64 not in text


def test_staff_merge_and_the_next_pair_opens(desk, petugas):
    pair, following = pair_of(), pair_of(confidence=70)

    response = answer(desk, pair, "gabung", kept=pair.second_id, take_name=pair.first_id)

    made = Merge.objects.get()
    assert (made.kept, made.merged, made.by) == (pair.second, pair.first, petugas)
    assert Business.objects.get(pk=pair.second_id).name == "Keripik Sari"
    assert response.redirect_chain == [(following.get_absolute_url(), 302)]
    assert said(response) == [
        "“Keripik Sari” sekarang tercatat sebagai “Keripik Sari”. Bila keliru, batalkan di Penggabungan usaha."
    ]


def test_staff_reject_and_the_empty_queue_opens(desk, petugas):
    pair = pair_of(evidence=["SAME_NAME", "OTHER_NIB"])

    response = answer(desk, pair, "bukan")

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (PairState.REJECTED, petugas)
    assert response.redirect_chain == [(LIST, 302)]
    assert said(response) == ["“Keripik Sari” dan “Kripik Sari” tetap dua usaha. Pasangan ini tidak ditanyakan lagi."]


def test_what_speaks_against_must_be_confirmed_before_merging(desk):
    pair = pair_of(evidence=["SAME_PHONE", "OTHER_NIB"])

    refused = answer(desk, pair, "gabung")
    assert "Ada tanda bahwa ini dua usaha: NIB berbeda. Centang kotak ini" in refused.content.decode()
    assert not Merge.objects.exists()

    answer(desk, pair, "gabung", sure="on")
    assert Merge.objects.get().kept == pair.first


def test_a_form_posted_twice_merges_once_and_says_so(desk):
    pair = pair_of()
    form = desk.get(pair.get_absolute_url()).context["form"]
    data = {bound.html_name: bound.value() for bound in form} | {"keputusan": "gabung"}
    desk.post(pair.get_absolute_url(), data)

    again = desk.post(pair.get_absolute_url(), data, follow=True)

    assert Merge.objects.count() == 1
    assert "Pasangan ini sudah digabungkan oleh Rina Petugas. Tidak ada yang berubah." in said(again)


def test_a_merge_is_undone_on_its_page_and_tells_what_stayed(desk, petugas):
    pair = pair_of()
    ProductFactory(business=pair.second, name="Keripik")
    answer(desk, pair, "gabung", kept=pair.first_id, take_name=pair.first_id)
    ProductFactory(business=pair.second, name="Keripik")
    merge = Merge.objects.get()

    response = desk.post(reverse("admin:umkm_merge_undo", args=[merge.pk]), follow=True)

    merge.refresh_from_db()
    assert merge.undone_by == petugas
    assert said(response) == [
        "“Kripik Sari” dan “Keripik Sari” kembali menjadi dua catatan.",
        "Belum kembali – Produk “Keripik”: tetap di catatan yang dipakai, karena bertabrakan dengan data baru.",
    ]
    assert "Batalkan penggabungan" not in response.content.decode()
    assert said(desk.post(reverse("admin:umkm_merge_undo", args=[merge.pk]), follow=True)) == [
        "Penggabungan ini sudah dibatalkan oleh Rina Petugas."
    ]


def test_the_history_of_the_kept_record_tells_of_the_merge_and_its_undoing(desk):
    pair = pair_of()
    answer(desk, pair, "gabung", kept=pair.first_id, take_name=pair.second_id)
    desk.post(reverse("admin:umkm_merge_undo", args=[Merge.objects.get().pk]))

    pages = desk.get(reverse("admin:umkm_business_history", args=[pair.first_id])).context["pages"]

    told = [(entry.who, entry.deed, entry.kind) for page in pages for entry in page.object_list]
    assert told[:2] == [("Rina Petugas", "Diubah", "Usaha")] * 2
    assert told[-2:] == [("Rina Petugas", deed, "Penggabungan usaha") for deed in ("Diubah", "Dicatat")]


def test_those_who_only_look_decide_nothing(client, places, petugas):
    petugas.groups.clear()
    petugas.user_permissions.add(*Permission.objects.filter(codename__in=["view_doublepair", "view_merge"]))
    client.force_login(petugas)
    pair = pair_of()
    merge = Merge.objects.create(
        kept=BusinessFactory(), merged=BusinessFactory(), at=timezone.localtime(), snapshot={"moved": [], "fields": {}}
    )

    page = client.get(pair.get_absolute_url())

    assert "Gabungkan" not in page.content.decode()
    assert client.post(pair.get_absolute_url(), {"keputusan": "bukan"}).status_code == 403
    assert client.post(reverse("admin:umkm_merge_undo", args=[merge.pk])).status_code == 403
    assert DoublePair.objects.get().state == PairState.OPEN


def test_a_pair_of_nobody_and_a_merge_of_nobody_are_not_found(desk):
    assert desk.get(reverse("admin:umkm_doublepair_change", args=[999999])).status_code == 404
    assert desk.post(reverse("admin:umkm_merge_undo", args=[999999])).status_code == 404
    assert desk.get(reverse("admin:umkm_merge_undo", args=[999999])).status_code == 405


def test_the_card_counts_what_the_list_behind_it_holds(desk, petugas):
    pair_of(), pair_of()
    pair_of(state="REJECTED", decided_at=timezone.localtime() - timedelta(days=1))

    card = next(one for one in admin.site.cards_for(petugas, TODAY) if one.title == "Usaha mungkin ganda")

    assert card.count == 2
    assert len(desk.get(card.url).context["cl"].result_list) == 2
