"""The questions before registration: every answer's verdict, and the pages that ask."""

from itertools import product

import pytest
from django.urls import reverse

from umkm import prescreen
from umkm.prescreen import QUESTIONS, REASONS, Capital, Change, Making, Material, Nib, Verdict, Workshop

GOOD = {
    "pembuatan": Making.SELF,
    "bahan-berubah": Change.NEW,
    "tempat": Workshop.OWN,
    "modal": Capital.SMALL,
    "asal-bahan": Material.LOCAL,
    "nib": Nib.HAS,
}
NO = {
    Making.PACKS: "Ps 9 ayat (2)",
    Making.TRADES: "Ps 9 ayat (1)",
    Making.CATERS: "Ps 9 ayat (1)",
    Change.DISMANTLED: "Ps 9 ayat (2)",
    Change.NATURAL: "Ps 9 ayat (2)",
    Workshop.OUTSIDE: "Lampung",
    Capital.LARGE: "Ps 1 angka 9",
    Material.IMPORTED: "Ps 9 ayat (2)",
}
MAYBE = {
    ("bahan-berubah", Change.MINOR): "Ps 9 ayat (2)",
    ("bahan-berubah", Change.UNSURE): "Ps 9",
    ("tempat", Workshop.OTHERS): "Ps 6, 7, 26",
    ("modal", Capital.UNSURE): "Ps 1 angka 9",
    ("asal-bahan", Material.UNSURE): "Ps 5 ayat (2)",
    ("nib", Nib.LACKS): "PP 5/2021",
    ("nib", Nib.UNSURE): "PP 5/2021",
}


def question_of(choice):
    return next(question.key for question in QUESTIONS if isinstance(choice, question.choices))


def test_there_are_at_most_six_questions():
    assert [question.key for question in QUESTIONS] == list(GOOD)


def test_all_good_answers_say_yes_without_a_reason():
    assert prescreen.verdict(GOOD) == Verdict.YES
    assert prescreen.reasons(GOOD) == []


def test_a_rented_workshop_counts_as_ones_own():
    assert prescreen.verdict(GOOD | {"tempat": Workshop.RENTED}) == Verdict.YES


@pytest.mark.parametrize(("choice", "source"), NO.items(), ids=[str(one.name) for one in NO])
def test_one_answer_that_rules_it_out_says_no_with_the_rule_and_another_way(choice, source):
    answers = GOOD | {question_of(choice): choice}

    (reason,) = prescreen.reasons(answers)

    assert prescreen.verdict(answers) == Verdict.NO
    assert source in str(reason.source)
    assert len(str(reason.action)) > 30


@pytest.mark.parametrize(("answer", "source"), MAYBE.items(), ids=[f"{key}-{one.name}" for key, one in MAYBE])
def test_an_open_answer_says_maybe_with_the_rule_and_what_to_do(answer, source):
    answers = GOOD | dict([answer])

    (reason,) = prescreen.reasons(answers)

    assert prescreen.verdict(answers) == Verdict.MAYBE
    assert source in str(reason.source)
    assert len(str(reason.action)) > 30


def test_every_reason_belongs_to_an_answer_that_can_be_given():
    assert len(REASONS) == len(NO) + len(MAYBE)
    assert all(answer in prescreen.BY_KEY[key].choices.values for key, answer in REASONS)


def test_on_every_path_the_worst_reason_decides():
    for combination in product(*(question.choices for question in QUESTIONS)):
        answers = dict(zip(GOOD, combination, strict=True))
        found = {reason.verdict for reason in prescreen.reasons(answers)}

        expected = Verdict.NO if Verdict.NO in found else Verdict.MAYBE if found else Verdict.YES

        assert prescreen.verdict(answers) == expected


def test_nothing_more_is_asked_once_an_answer_rules_it_out():
    assert prescreen.next_question({"pembuatan": Making.TRADES}) is None
    assert prescreen.next_question({"pembuatan": Making.SELF}).key == "bahan-berubah"
    assert prescreen.verdict({"pembuatan": Making.SELF}) is None


def test_what_is_merely_open_is_not_told_beside_what_rules_it_out():
    answers = GOOD | {"modal": Capital.LARGE, "nib": Nib.LACKS}

    assert [reason.key for reason in prescreen.deciding(answers)] == ["modal"]
    assert [reason.key for reason in prescreen.deciding(GOOD | {"nib": Nib.LACKS})] == ["nib"]


def test_answers_nobody_can_give_are_dropped():
    assert prescreen.known({"pembuatan": "curang", "lain": "buat", "nib": "ada"}) == {"nib": Nib.HAS}


def answer(client, key, choice):
    return client.post(reverse("prescreen:question", args=[key]), {"answer": choice})


@pytest.mark.django_db
def test_a_visitor_answers_one_question_a_page_and_reads_the_result(client):
    following = [answer(client, key, choice).url for key, choice in GOOD.items()]

    page = client.get(following[-1]).content.decode()

    assert following == [f"/daftar/{key}/" for key in list(GOOD)[1:]] + ["/daftar/hasil/"]
    assert "<h1>Bisa</h1>" in page
    assert 'href="/daftar/akun/"' in page


@pytest.mark.django_db
def test_a_no_ends_the_questions_and_is_no_dead_end(client):
    response = answer(client, "pembuatan", Making.CATERS)

    page = client.get(response.url).content.decode()

    assert response.url == "/daftar/hasil/"
    assert "<h1>Belum bisa, ini jalan lainnya</h1>" in page
    assert "Permenperin 35/2025 Ps 9 ayat (1); KBLI 56" in page
    assert "Tetap catatkan usaha saya di Dinas" in page


@pytest.mark.django_db
def test_a_changed_answer_changes_the_result(client):
    for key, choice in GOOD.items():
        answer(client, key, choice)

    answer(client, "nib", Nib.LACKS)

    assert "<h1>Mungkin bisa</h1>" in client.get("/daftar/hasil/").content.decode()


@pytest.mark.django_db
def test_no_answer_says_what_to_do(client):
    page = client.post("/daftar/modal/", {}).content.decode()

    assert "Pilih satu jawaban, lalu tekan Lanjut." in page


@pytest.mark.django_db
def test_the_result_asks_first_what_is_still_open(client):
    assert client.get("/daftar/hasil/").url == "/daftar/pembuatan/"


@pytest.mark.django_db
def test_a_question_nobody_asks_is_not_found(client):
    assert client.get("/daftar/rahasia/").status_code == 404
