"""The database's own rules about applications, each hit by name, also with raw SQL."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, InternalError, close_old_connections, connection, transaction

from certification.application_states import NEXT
from certification.models import Application, ApplicationEvent, EventKind
from tests.certification.application_chains import MONDAY, TUESDAY, add, application
from tests.factories import ApplicationEventFactory, ApplicationFactory, CertificateItemFactory, ProductFactory

pytestmark = pytest.mark.django_db


def insert(made, kind, day, **columns):
    """One event by raw SQL, past every rule of Python."""
    values = {
        "application_id": made.pk, "kind": kind, "day": day, "position": 99, "reasons": [], "note": "",
        "certificate_number": "", "is_presumed": False, "source": "DEMO",
    } | columns  # fmt: skip
    names, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO certification_applicationevent (once, {names}) VALUES (gen_random_uuid(), {places})",  # noqa: S608
            list(values.values()),
        )


def test_every_state_says_what_may_follow():
    assert set(NEXT) == {"", *EventKind} - {"VOID"}
    assert {kind for kind, following in NEXT.items() if not following} == set(EventKind.final)


ROUTES = {
    "": (),
    "SUBMITTED": (("SUBMITTED", MONDAY),),
    "RETURNED": (("SUBMITTED", MONDAY), ("RETURNED", MONDAY)),
    "RESUBMITTED": (("SUBMITTED", MONDAY), ("RETURNED", MONDAY), ("RESUBMITTED", MONDAY)),
    "COMPLETE": (("SUBMITTED", MONDAY), ("COMPLETE", MONDAY)),
    "SIGNED": (("SUBMITTED", MONDAY), ("SIGNED", MONDAY)),
    "REFUSED": (("SUBMITTED", MONDAY), ("REFUSED", MONDAY)),
    "AUTO_REJECTED": (("SUBMITTED", MONDAY), ("RETURNED", MONDAY), ("AUTO_REJECTED", MONDAY)),
    "WITHDRAWN": (("SUBMITTED", MONDAY), ("WITHDRAWN", MONDAY)),
}


@pytest.mark.parametrize("before", ROUTES)
@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind != "VOID"])
def test_raw_sql_adds_only_what_may_follow(before, kind):
    made = application(*ROUTES[before])
    made.item = made.item or CertificateItemFactory(certificate__business=made.business)
    made.save()
    reasons = ["WRONG_KBLI"] if kind in EventKind.reasoned else []

    if kind in NEXT[before]:
        insert(made, kind, TUESDAY, reasons=reasons)
        assert made.events.last().kind == kind
    else:
        with pytest.raises(IntegrityError, match=f"{kind} cannot follow {before}"):
            insert(made, kind, TUESDAY, reasons=reasons)


def test_an_event_never_precedes_the_one_before_it():
    made = application(("SUBMITTED", TUESDAY))

    with pytest.raises(IntegrityError, match=r"COMPLETE on 2026-11-16 would precede SUBMITTED on 2026-11-17"):
        insert(made, "COMPLETE", MONDAY)


def test_a_correction_cannot_move_an_event_past_its_successor():
    made = application(("SUBMITTED", MONDAY), ("COMPLETE", TUESDAY))

    with pytest.raises(IntegrityError, match="would precede"):
        insert(made, "SUBMITTED", date(2026, 11, 18), strikes_id=made.chain[0].pk, note="Keliru.")


@pytest.mark.parametrize("sql", ["UPDATE {} SET day = day - 1", "DELETE FROM {}"])
def test_an_event_is_never_changed_or_deleted(sql):
    application(("SUBMITTED", MONDAY))

    with pytest.raises(InternalError, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute(sql.format("certification_applicationevent"))


def test_signed_without_a_certificate_or_evidence_is_refused():
    made = application(("SUBMITTED", MONDAY))

    with pytest.raises(IntegrityError, match="is signed without proof"):
        insert(made, "SIGNED", TUESDAY)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kind": "RETURNED"}, "application_event_returned_or_refused_has_a_reason"),
        ({"kind": "COMPLETE", "reasons": ["NO_NIE"]}, "application_event_returned_or_refused_has_a_reason"),
        ({"kind": "RETURNED", "reasons": ["BAD_LUCK"]}, "application_event_reasons_are_known"),
        ({"kind": "RETURNED", "reasons": ["OTHER"]}, "application_event_other_reason_is_told"),
        ({"kind": "COMPLETE", "is_presumed": True}, "application_event_presumed_by_the_calendar_only"),
        ({"kind": "COMPLETE", "source": "CALENDAR"}, "application_event_presumed_by_the_calendar_only"),
        ({"kind": "COMPLETE", "source": "STAFF"}, "application_event_names_who_recorded_it"),
        ({"kind": "COMPLETE", "certificate_number": "1/2026"}, "application_event_number_when_signed"),
        ({"kind": "VOID"}, "application_event_strike_says_why"),
        ({"kind": "COMPLETE", "source": "RUMOUR"}, "application_event_kind_and_source_are_known"),
    ],
)
def test_each_event_is_whole(fields, rule):
    made = application(("SUBMITTED", MONDAY))

    with pytest.raises(IntegrityError, match=rule):
        ApplicationEventFactory(application=made, day=TUESDAY, **fields)


def test_a_strike_needs_its_reason():
    made = application(("SUBMITTED", MONDAY))

    with pytest.raises(IntegrityError, match="application_event_strike_says_why"):
        add(made, "SUBMITTED", MONDAY, strikes=made.chain[0])


def test_an_event_of_another_application_cannot_be_struck():
    made, other = application(("SUBMITTED", MONDAY)), application(("SUBMITTED", MONDAY))

    with pytest.raises(IntegrityError, match="is not an event of application"):
        insert(made, "VOID", MONDAY, strikes_id=other.chain[0].pk, note="Keliru.")


def test_an_event_is_struck_once():
    made = application(("SUBMITTED", MONDAY))
    first = made.chain[0]
    add(made, "SUBMITTED", MONDAY, strikes=first, note="Keliru.")

    with pytest.raises(IntegrityError, match="strikes_id"):
        add(made, "SUBMITTED", MONDAY, strikes=first, note="Keliru lagi.")


def test_one_product_has_one_open_application():
    product = ProductFactory()
    application(("SUBMITTED", MONDAY), product=product)

    with pytest.raises(IntegrityError, match="application_one_open_per_product"):
        ApplicationFactory(product=product)


@pytest.mark.parametrize("kind", EventKind.final)
def test_a_finished_application_makes_room_for_the_next(kind):
    made = application(*ROUTES[kind])

    ApplicationFactory(product=made.product)

    assert made.closed_on == MONDAY


def test_a_closing_day_cannot_be_invented():
    made = application(("SUBMITTED", MONDAY))

    Application.objects.filter(pk=made.pk).update(closed_on=TUESDAY)

    made.refresh_from_db()
    assert made.closed_on is None


def test_striking_the_decision_reopens_and_meets_the_application_made_since():
    made = application(*ROUTES["REFUSED"])
    ApplicationFactory(product=made.product)

    with pytest.raises(IntegrityError, match="application_one_open_per_product"):
        add(made, "VOID", MONDAY, strikes=made.chain[-1], note="Keliru.")


def test_an_application_recorded_by_mistake_is_closed_when_its_only_event_is_struck():
    made = application(("SUBMITTED", MONDAY))

    add(made, "VOID", MONDAY, strikes=made.chain[0], note="Keliru.")

    made = Application.objects.get(pk=made.pk)
    assert (made.closed_on, made.last_event_on(TUESDAY)) == (MONDAY, None)


def test_the_product_is_one_of_the_business():
    ApplicationFactory(business=ProductFactory().business, product=ProductFactory())

    with pytest.raises(IntegrityError, match="for a product of another business"):
        connection.check_constraints()


def test_a_ticket_code_is_readable():
    with pytest.raises(IntegrityError, match="application_ticket_is_readable"):
        ApplicationFactory(ticket="0OIL1")


def test_a_purpose_is_known():
    with pytest.raises(IntegrityError, match="application_purpose_and_scheme_are_known"):
        ApplicationFactory(purpose="FUN")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_one_is_refused():
    made = application(("SUBMITTED", MONDAY))
    refused = []

    def decide(kind):
        try:
            with transaction.atomic():
                insert(made, kind, TUESDAY, reasons=["NO_NIE"] if kind == "REFUSED" else [])
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=decide, args=(kind,)) for kind in ("REFUSED", "WITHDRAWN")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert "cannot follow" in refused[0]
    assert ApplicationEvent.objects.count() == 2
