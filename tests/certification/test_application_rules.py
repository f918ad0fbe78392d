"""The state of an application on a day, its deadlines, what is refused, and what the calendar records by itself."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from certification.application_reasons import PUBLISHED, WORDS, Reason
from certification.application_services import match_signed, presume_auto_rejections, record, report
from certification.application_statistics import common_reasons, statistics
from certification.application_words import WORDS as STATES
from certification.application_words import countdown, told
from certification.applications import cuts, objections_to_applying, objections_to_event, standing_of
from certification.holiday_data import load_holidays
from certification.models import Application, ApplicationEvent, EventKind, HolidayYear
from certification.services import link_waiting_holders
from certification.tasks import presume_auto_rejections as task
from certification.tickets import LENGTH, SIGNS, new_ticket, read_ticket, written
from certification.working_days import Calendar, YearUnknown
from tests.certification.application_chains import MONDAY, TUESDAY, WEDNESDAY, add, application
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory, ProductFactory
from tests.umkm.files import PDF, upload
from umkm.documents import keep

pytestmark = pytest.mark.django_db

SENT = ("SUBMITTED", MONDAY)
BACK = (SENT, ("RETURNED", TUESDAY))
NEXT_TUESDAY = date(2026, 11, 24)


@pytest.fixture
def calendar():
    load_holidays()
    return Calendar.load()


def stand(made, calendar, on=TUESDAY):
    return standing_of(Application.objects.get(pk=made.pk), on, calendar)


CHAIN = (SENT, ("RETURNED", WEDNESDAY), ("RESUBMITTED", NEXT_TUESDAY), ("SIGNED", date(2026, 11, 26)))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (MONDAY - timedelta(1), None),
        (MONDAY, "SUBMITTED"),
        (TUESDAY, "SUBMITTED"),
        (WEDNESDAY, "RETURNED"),
        (NEXT_TUESDAY, "RESUBMITTED"),
        (date(2027, 1, 1), "SIGNED"),
    ],
)
def test_row_and_set_agree_on_the_state_of_any_day(on, state):
    made = application(*CHAIN)

    event = made.last_event_on(on)

    assert (event and event.kind) == state
    assert Application.objects.with_state_on(on).get(pk=made.pk).state == state


def test_a_correction_counts_from_the_day_it_names_and_the_struck_event_no_more():
    made = application(*BACK)
    add(made, "RETURNED", WEDNESDAY, strikes=made.chain[-1], note="Salah hari.", reasons=["NO_NIE"])
    made = Application.objects.get(pk=made.pk)

    assert made.last_event_on(TUESDAY).kind == "SUBMITTED"
    assert made.last_event_on(WEDNESDAY).reasons == ["NO_NIE"]
    assert Application.objects.with_state_on(TUESDAY).get().state == "SUBMITTED"
    assert Application.objects.with_state_on(WEDNESDAY).get().since == WEDNESDAY


@pytest.mark.parametrize(
    ("chain", "due"),
    [
        ([SENT], TUESDAY),
        (BACK, NEXT_TUESDAY),
        ([*BACK, ("RESUBMITTED", WEDNESDAY)], date(2026, 11, 19)),
        ([SENT, ("COMPLETE", TUESDAY)], date(2026, 11, 19)),
        ([SENT, ("REFUSED", TUESDAY)], None),
    ],
    ids=["one day for completeness", "five days to mend", "one day again", "two days to decide", "decided"],
)
def test_each_state_has_its_deadline(calendar, chain, due):
    assert stand(application(*chain), calendar, WEDNESDAY).due == due


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TUESDAY, "Tinggal 5 hari kerja, paling lambat 24 Nov 2026."),
        (date(2026, 11, 20), "Tinggal 2 hari kerja, paling lambat 24 Nov 2026."),
        (date(2026, 11, 21), "Tinggal 2 hari kerja, paling lambat 24 Nov 2026."),
        (NEXT_TUESDAY, "Hari terakhir: 24 Nov 2026."),
        (date(2026, 11, 25), "Batas 24 Nov 2026 sudah lewat."),
    ],
)
def test_the_countdown_says_how_many_working_days_are_left(calendar, on, sentence):
    assert countdown(stand(application(*BACK), calendar, on)) == sentence


def test_a_deadline_in_a_year_without_holidays_is_said_not_guessed(calendar):
    made = application(("SUBMITTED", date(2027, 12, 30)), ("RETURNED", date(2027, 12, 30)))

    standing = stand(made, calendar, date(2027, 12, 31))

    assert (standing.due, standing.left) == (None, None)
    assert countdown(standing) == "Libur tahun 2028 belum tercatat, jadi hari kerjanya belum dapat dihitung."


@pytest.mark.parametrize("end", [MONDAY, TUESDAY, date(2026, 11, 20), NEXT_TUESDAY, date(2026, 11, 25)])
def test_the_list_of_what_is_due_agrees_with_each_deadline(calendar, end):
    on = date(2026, 11, 19)
    found = [
        application(*chain)
        for chain in ([SENT], BACK, [*BACK, ("RESUBMITTED", WEDNESDAY)], [SENT, ("COMPLETE", TUESDAY)], CHAIN[:2])
    ]

    listed = Application.objects.open_on(on).begun_by(cuts(end, calendar))

    assert set(listed) == {made for made in found if stand(made, calendar, on).due <= end}


def test_every_state_has_words_for_the_owner():
    assert set(STATES) == set(EventKind)


def test_every_reason_has_words_a_step_that_mends_it_and_its_rule():
    assert set(WORDS) == set(Reason)
    assert len(PUBLISHED) == 5
    assert all(words.owner and words.mend and words.rule for words in WORDS.values())


# What speaks against applying


def objections(product, *, again=False, running=None, day=TUESDAY):
    certificates = list(product.business.certificates.prefetch_related("items"))
    return list(
        objections_to_applying(product=product, again=again, certificates=certificates, running=running, day=day)
    )


def certified(product, **fields):
    return CertificateItemFactory(
        product=product, certificate=CertificateFactory(business=product.business, **fields)
    ).certificate


@pytest.mark.parametrize(
    ("day", "barred"),
    [(date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2027, 1, 9), True), (date(2027, 1, 10), False)],
    ids=["before it was revoked", "that day", "the last barred day", "a year later"],
)
def test_after_a_revocation_no_application_is_made_for_a_year(day, barred):
    product = ProductFactory()
    certified(product, issued_on=None, revoked_on=date(2026, 1, 10))

    found = objections(product, again=True, day=day)

    assert ("mulai 10 Jan 2027 (Permenperin 35/2025 Pasal 68)." in " ".join(found)) is barred


def test_a_certified_product_is_applied_for_again_only_to_renew_or_recalculate():
    product = ProductFactory(name="Keripik")
    certified(product, number="12/2026")

    assert objections(product) == [
        "Produk “Keripik” sudah punya sertifikat 12/2026 yang berlaku sampai 15 Jan 2031. Permohonan baru hanya untuk "
        "perpanjangan atau hitung ulang; bila memang itu, centang pernyataannya."
    ]
    assert objections(product, again=True) == []


def test_the_certificate_of_another_product_is_no_obstacle():
    product = ProductFactory()
    certified(ProductFactory(business=product.business))

    assert objections(product) == []


def test_a_second_application_for_the_same_product_is_refused():
    made = application(SENT)

    assert "masih diproses" in objections(made.product, running=made)[0]


# What speaks against an event


def against(made, kind, day, calendar, *, source="OWNER", today=date(2026, 12, 1)):
    standing = stand(made, calendar, today)
    return list(
        objections_to_event(standing=standing, kind=kind, day=day, today=today, source=source, calendar=calendar)
    )


@pytest.mark.parametrize(
    ("chain", "kind", "day", "words"),
    [
        ([SENT], "RESUBMITTED", TUESDAY, "Permohonan ini sekarang dikirim, jadi “dikirim ulang” belum dapat dicatat."),
        ([SENT, ("REFUSED", TUESDAY)], "SIGNED", WEDNESDAY, "Permohonan ini sudah selesai (ditolak), jadi"),
        ([SENT], "COMPLETE", date(2026, 12, 2), "Tanggal 2 Des 2026 belum tiba; hari ini 1 Des 2026."),
        ([SENT], "COMPLETE", date(2026, 11, 15), "Tanggal 15 Nov 2026 mendahului kejadian sebelumnya: dikirim"),
        (BACK, "RESUBMITTED", date(2026, 11, 25), "Perbaikan dikirim 25 Nov 2026, sedangkan batasnya 24 Nov 2026."),
        (BACK, "AUTO_REJECTED", NEXT_TUESDAY, "Penolakan otomatis baru dapat terjadi setelah 24 Nov 2026"),
    ],
    ids=["out of turn", "finished", "in the future", "out of order", "too late", "too early"],
)
def test_a_wrong_event_is_refused_with_a_sentence(calendar, chain, kind, day, words):
    [sentence] = against(application(*chain), kind, day, calendar)

    assert sentence.startswith(words)


def test_the_last_day_is_still_in_time(calendar):
    assert against(application(*BACK), "RESUBMITTED", NEXT_TUESDAY, calendar) == []


def test_staff_with_proof_record_a_late_resubmission_that_siinas_took(calendar):
    assert against(application(*BACK), "RESUBMITTED", date(2026, 11, 25), calendar, source="STAFF") == []


# Recording


def tell(made, kind, day, by, **fields):
    return record(application=made, kind=kind, day=day, by=by, **{"source": "OWNER", "once": uuid.uuid4()} | fields)


def test_a_form_posted_twice_is_one_application(petugas):
    product, once = ProductFactory(), uuid.uuid4()
    told_twice = {
        "business": product.business, "product": product, "again": False, "siinas_number": "", "once": once,
        "day": MONDAY, "by": petugas, "source": "STAFF",
    }  # fmt: skip

    first, second = report(**told_twice), report(**told_twice)

    assert (first, ApplicationEvent.objects.count()) == (second, 1)


def test_an_event_posted_twice_is_one(petugas):
    made, once = application(SENT), uuid.uuid4()

    first, second = (tell(made, "COMPLETE", TUESDAY, petugas, once=once) for _ in range(2))

    assert first == second


def test_the_token_of_somebody_elses_form_reveals_nothing(petugas):
    other = application(SENT)
    product = ProductFactory()

    with pytest.raises(ValidationError):
        report(
            business=product.business, product=product, again=False, siinas_number="", once=other.chain[0].once,
            day=MONDAY, by=petugas, source="STAFF",
        )  # fmt: skip

    assert Application.objects.get() == other


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("RESUBMITTED", TUESDAY, "Kejadian ini tidak dapat mengikuti kejadian sebelumnya."),
        ("COMPLETE", date(2026, 11, 1), "Tanggal kejadian ini mendahului kejadian sebelumnya"),
        ("SIGNED", TUESDAY, "Persetujuan perlu bukti"),
        ("RETURNED", TUESDAY, "Pilih sedikitnya satu alasan"),
    ],
)
def test_what_the_database_refuses_is_said_in_a_sentence(petugas, kind, day, words):
    made = application(SENT)

    with pytest.raises(ValidationError) as refusal:
        tell(made, kind, day, petugas)

    assert refusal.value.messages[0].startswith(words)


# Signed, and the certificate


@pytest.mark.parametrize(
    "typed", ["12/SJ-IND.8/E-TKDN/1/2026", " 12/sj-ind.8/e-tkdn/1/2026 ", "12 / SJ-IND.8 / E-TKDN/1/2026"]
)
def test_a_certificate_number_is_recognised_whatever_its_blanks_and_case(petugas, typed):
    made = application(SENT)
    item = CertificateItemFactory(
        certificate__business=made.business, certificate__number="12/SJ-IND.8/E-TKDN/1/2026", product=made.product
    )

    tell(made, "SIGNED", TUESDAY, petugas, certificate_number=typed)

    assert Application.objects.get(pk=made.pk).item == item


def test_the_certificate_of_another_holder_proves_nothing(petugas):
    made = application(SENT)
    CertificateItemFactory(certificate__number="12/2026")

    with pytest.raises(ValidationError, match="atas nama pemegang lain"):
        tell(made, "SIGNED", TUESDAY, petugas, certificate_number="12/2026")


def test_a_number_nobody_knows_is_no_proof_by_itself(petugas):
    made = application(SENT)

    with pytest.raises(ValidationError, match="Persetujuan perlu bukti"):
        tell(made, "SIGNED", TUESDAY, petugas, certificate_number="99/2026")


@pytest.fixture
def signed(petugas):
    """An application signed with a scanned certificate whose data the portal does not have yet."""
    made = application(SENT)
    scan = keep(upload=upload(PDF), kind="APPLICATION_PROOF", business=made.business, by=petugas)
    tell(made, "SIGNED", WEDNESDAY, petugas, certificate_number="12/2026", evidence=scan)
    return Application.objects.get(pk=made.pk)


def test_signed_waits_for_the_data_of_its_certificate_and_says_so(calendar, signed):
    assert told(stand(signed, calendar, WEDNESDAY)).label == "disetujui, menunggu data sertifikat"
    assert match_signed() == 0


def test_the_ministrys_list_brings_the_certificate_of_a_signed_application(calendar, signed):
    certificate = CertificateFactory(business=None, holder_nib=signed.business.nib, number="12/ 2026", issued_on=None)
    CertificateItemFactory(certificate=certificate, product_name=signed.product.name)

    link_waiting_holders()

    standing = stand(signed, calendar, WEDNESDAY)
    assert standing.application.item.certificate == certificate
    assert told(standing).label == "disetujui"


@pytest.mark.parametrize(
    "fields",
    [{"number": "13/2026"}, {"number": "12/2026", "business": "another"}, {"number": "12/2026", "product": "another"}],
    ids=["another number", "another business", "another product"],
)
def test_a_certificate_that_is_not_its_own_is_left_alone(signed, fields):
    business = BusinessFactory() if "business" in fields else signed.business
    product = signed.product if fields.keys() == {"number"} else ProductFactory(business=business)
    CertificateItemFactory(certificate__business=business, certificate__number=fields["number"], product=product)

    assert match_signed() == 0


@pytest.mark.parametrize(
    ("dates", "matched"),
    [
        ({"issued_on": MONDAY}, 1),
        ({"issued_on": MONDAY - timedelta(1)}, 0),
        ({"issued_on": None}, 1),
        ({"issued_on": None, "valid_until": TUESDAY}, 0),
    ],
    ids=["issued since", "issued before", "no day printed", "ended before it was signed"],
)
def test_without_a_number_the_product_and_the_days_decide(petugas, dates, matched):
    made = application(SENT)
    scan = keep(upload=upload(PDF), kind="APPLICATION_PROOF", business=made.business, by=petugas)
    tell(made, "SIGNED", WEDNESDAY, petugas, evidence=scan)
    CertificateItemFactory(certificate=CertificateFactory(business=made.business, **dates), product=made.product)

    assert match_signed() == matched


# What the calendar says by itself


def test_on_the_last_day_nothing_is_presumed_and_the_day_after_it_is(calendar):
    made = application(*BACK)

    assert presume_auto_rejections(NEXT_TUESDAY) == 0
    assert presume_auto_rejections(date(2026, 11, 25)) == 1

    event = Application.objects.get(pk=made.pk).chain[-1]
    assert (event.kind, event.day, event.is_presumed, event.source, event.by) == (
        "AUTO_REJECTED", date(2026, 11, 25), True, "CALENDAR", None,
    )  # fmt: skip


def test_presuming_twice_adds_nothing(calendar):
    application(*BACK)
    presume_auto_rejections(date(2026, 11, 30))

    assert presume_auto_rejections(date(2026, 12, 1)) == 0
    assert ApplicationEvent.objects.filter(kind="AUTO_REJECTED").count() == 1


def test_only_returned_applications_are_presumed_rejected(calendar):
    for chain in (
        [SENT],
        [*BACK, ("RESUBMITTED", WEDNESDAY)],
        [SENT, ("COMPLETE", TUESDAY)],
        [SENT, ("REFUSED", TUESDAY)],
    ):
        application(*chain)

    assert presume_auto_rejections(date(2026, 12, 30)) == 0


def test_what_staff_struck_is_not_presumed_again(calendar, petugas):
    made = application(*BACK)
    presume_auto_rejections(date(2026, 11, 25))
    presumed = Application.objects.get(pk=made.pk).chain[-1]
    tell(made, "VOID", presumed.day, petugas, source="STAFF", strikes=presumed, note="SIINas memperpanjang.")

    assert presume_auto_rejections(date(2026, 11, 26)) == 0


@pytest.mark.parametrize(("kind", "day"), [("RESUBMITTED", NEXT_TUESDAY), ("AUTO_REJECTED", date(2026, 11, 25))])
def test_late_news_takes_the_place_of_the_presumption(calendar, petugas, kind, day):
    made = application(*BACK)
    presume_auto_rejections(date(2026, 11, 25))
    standing = stand(made, calendar, date(2026, 11, 26))
    assert kind in standing.next_kinds
    assert told(standing).label == "diduga ditolak otomatis"

    tell(made, kind, day, petugas, strikes=standing.event, note="Kabar dari SIINas.")

    after = stand(made, calendar, date(2026, 11, 26))
    assert (after.state, after.is_presumed) == (kind, False)


def test_a_calendar_without_the_year_stops_the_watch_and_the_log_says_so(caplog):
    application(*BACK)

    with pytest.raises(YearUnknown):
        presume_auto_rejections(date(2026, 11, 25))
    task()

    assert "Deadlines of applications are not watched: Libur tahun" in caplog.text
    assert not HolidayYear.objects.exists()


def test_the_task_may_run_twice(calendar):
    application(("SUBMITTED", date(2025, 3, 3)), ("RETURNED", date(2025, 3, 4)))

    task()
    task()

    assert list(ApplicationEvent.objects.filter(is_presumed=True).values_list("day", flat=True)) == [date(2025, 3, 12)]


# Statistics


def test_reasons_are_counted_with_what_they_are_a_share_of():
    application(SENT, ("RETURNED", TUESDAY, {"reasons": ["WRONG_KBLI", "NO_VIDEO"]}))
    application(SENT, ("REFUSED", TUESDAY, {"reasons": ["WRONG_KBLI"]}))
    struck = application(SENT, ("REFUSED", TUESDAY, {"reasons": ["NO_NIE"]}))
    add(struck, "VOID", TUESDAY, strikes=struck.chain[-1], note="Keliru.")
    application(("SUBMITTED", date(2025, 1, 6)), ("REFUSED", date(2025, 1, 7)))

    found = [(one.reason, one.returned, one.refused, one.whole, str(one.share)) for one in common_reasons(WEDNESDAY)]

    assert found == [("WRONG_KBLI", 1, 1, 2, "100.0"), ("NO_VIDEO", 1, 0, 2, "50.0")]


def test_the_share_signed_is_of_the_decided_only(places, django_assert_num_queries):
    elsewhere = ProductFactory(business=BusinessFactory(regency=places["18.72"]))
    application(SENT, ("SIGNED", TUESDAY))
    application(SENT, ("REFUSED", TUESDAY))
    application(*BACK, ("AUTO_REJECTED", date(2026, 12, 1)), product=elsewhere)
    application(SENT)

    with django_assert_num_queries(1):
        found = statistics(since=MONDAY, until=date(2026, 12, 31))

    assert (found.total.signed, found.total.decided, str(found.total.share)) == (1, 3, "33.3")
    assert [(line.title, line.sent, line.decided) for line in found.regencies] == [
        ("Kota Bandar Lampung", 3, 2), ("Kota Metro", 1, 1),
    ]  # fmt: skip
    assert [(line.title, line.sent, line.decided) for line in found.months] == [
        ("November 2026", 4, 2), ("Desember 2026", 0, 1),
    ]  # fmt: skip


def test_nothing_decided_has_no_share():
    application(SENT)

    assert statistics(since=MONDAY, until=TUESDAY).total.share is None


# Tickets


def test_a_ticket_is_random_and_has_no_sign_that_is_misread():
    codes = {new_ticket() for _ in range(500)}

    assert len(codes) == 500
    assert set("".join(codes)) <= set(SIGNS)
    assert not set("01OILU") & set(SIGNS)
    assert len(SIGNS) ** LENGTH > 2**60


@pytest.mark.parametrize("typed", ["K7MQ29XWTBH4RZ3", "k7mq2-9xwtb-h4rz3", " K7MQ2 9XWTB H4RZ3 "])
def test_a_ticket_is_read_in_any_case_and_grouping(typed):
    assert written(read_ticket(typed)) == "K7MQ2-9XWTB-H4RZ3"


@pytest.mark.parametrize("typed", ["", "K7MQ2", "K7MQ2-9XWTB-H4RZ0", "K7MQ2-9XWTB-H4RZ33", "9" * 40, "\x00"])
def test_what_cannot_be_a_ticket_is_read_as_none(typed):
    assert read_ticket(typed) == ""
