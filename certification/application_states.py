"""The states of an application, what may follow what, and the triggers that keep the chain of events whole."""

from enum import nonmember

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why it is made: the second kind needs a certificate that is or was (Permenperin 35/2025 Ps 50)."""

    NEW = "NEW", _("sertifikat baru")
    AGAIN = "AGAIN", _("perpanjangan atau hitung ulang")


class EventKind(models.TextChoices):
    """What can happen, in the words of the staff; the owner's are in `certification.application_words`."""

    SUBMITTED = "SUBMITTED", _("dikirim")
    RETURNED = "RETURNED", _("dikembalikan untuk diperbaiki")
    RESUBMITTED = "RESUBMITTED", _("dikirim ulang")
    COMPLETE = "COMPLETE", _("dinyatakan lengkap")
    SIGNED = "SIGNED", _("ditandasahkan")
    REFUSED = "REFUSED", _("ditolak")
    AUTO_REJECTED = "AUTO_REJECTED", _("ditolak otomatis")
    WITHDRAWN = "WITHDRAWN", _("ditarik pemohon")
    VOID = "VOID", _("catatan dibatalkan")

    open = nonmember(("SUBMITTED", "RETURNED", "RESUBMITTED", "COMPLETE"))
    final = nonmember(("SIGNED", "REFUSED", "AUTO_REJECTED", "WITHDRAWN"))
    reasoned = nonmember(("RETURNED", "REFUSED"))
    decided = nonmember(("SIGNED", "REFUSED", "AUTO_REJECTED"))


BEGINNING = ""
NEXT = {
    BEGINNING: ("SUBMITTED",),
    "SUBMITTED": ("RETURNED", "COMPLETE", "SIGNED", "REFUSED", "WITHDRAWN"),
    "RETURNED": ("RESUBMITTED", "AUTO_REJECTED", "WITHDRAWN"),
    "RESUBMITTED": ("RETURNED", "COMPLETE", "SIGNED", "REFUSED", "WITHDRAWN"),
    "COMPLETE": ("SIGNED", "REFUSED", "WITHDRAWN"),
    "SIGNED": (),
    "REFUSED": (),
    "AUTO_REJECTED": (),
    "WITHDRAWN": (),
}
"""What may follow what (Permenperin 35/2025 Ps 40–45). The database keeps the same table in its trigger."""


class EventSource(models.TextChoices):
    """Who says so."""

    OWNER = "OWNER", _("pemilik atau pendamping")
    STAFF = "STAFF", _("petugas Dinas")
    CALENDAR = "CALENDAR", _("hitungan kalender")
    DEMO = "DEMO", _("data contoh")


LIVE = """
    FROM certification_applicationevent e
   WHERE e.application_id = {application} AND e.kind <> 'VOID'
     AND NOT EXISTS (SELECT FROM certification_applicationevent s WHERE s.strikes_id = e.id)
"""
"""Events that count: not struck by a later one, and no mere strike."""


STEPS = tuple(f"{before}>{kind}" for before, kinds in NEXT.items() for kind in kinds)

APPLICATION_TRIGGERS = (
    pgtrigger.Trigger(
        name="application_closes_with_its_events",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("last", "record")],
        func=f"""
            SELECT e.kind, e.day INTO last {LIVE.format(application="NEW.id")} ORDER BY e.position DESC LIMIT 1;
            IF FOUND THEN
                NEW.closed_on = CASE WHEN last.kind IN {EventKind.final} THEN last.day END;
            ELSE
                SELECT max(day) INTO NEW.closed_on FROM certification_applicationevent WHERE application_id = NEW.id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - own text only
    ),
    pgtrigger.Trigger(
        name="application_is_for_a_product_of_its_business",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("business_id", "product_id"),
        timing=pgtrigger.Deferred,
        func="""
            IF NOT EXISTS (SELECT FROM umkm_product p JOIN certification_application a ON a.product_id = p.id
                            WHERE a.id = NEW.id AND p.business_id = a.business_id)
               AND EXISTS (SELECT FROM certification_application WHERE id = NEW.id) THEN
                RAISE EXCEPTION 'Application % is for a product of another business.', NEW.id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'application_is_for_a_product_of_its_business';
            END IF;
            RETURN NULL;
        """,
    ),
)

EVENT_TRIGGERS = (
    pgtrigger.Protect(name="application_event_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="application_event_takes_its_place",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("item", "bigint"), ("place", "int")],
        func="""
            -- Two people at once: the second waits here and then sees what the first recorded.
            SELECT item_id INTO item FROM certification_application WHERE id = NEW.application_id FOR UPDATE;
            IF NEW.strikes_id IS NULL THEN
                SELECT COALESCE(max(position), 0) + 1 INTO NEW.position
                  FROM certification_applicationevent WHERE application_id = NEW.application_id;
            ELSE
                SELECT position INTO place FROM certification_applicationevent
                 WHERE id = NEW.strikes_id AND application_id = NEW.application_id AND kind <> 'VOID';
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'Event % is not an event of application %.', NEW.strikes_id, NEW.application_id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_event_strikes_its_own';
                END IF;
                NEW.position = place;
            END IF;
            IF NEW.kind = 'SIGNED' AND NEW.evidence_id IS NULL AND item IS NULL THEN
                RAISE EXCEPTION 'Application % is signed without proof.', NEW.application_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'application_signed_has_proof';
            END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="application_events_follow_each_other",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("wrong", "record")],
        func=f"""
            SELECT * INTO wrong FROM (
                SELECT e.kind, e.day, lag(e.kind, 1, '') OVER chain AS earlier, lag(e.day) OVER chain AS earlier_day
                {LIVE.format(application="NEW.application_id")} WINDOW chain AS (ORDER BY e.position)
            ) live
             WHERE earlier_day > day OR earlier || '>' || kind NOT IN {STEPS} LIMIT 1;
            IF FOUND AND wrong.earlier_day > wrong.day THEN
                RAISE EXCEPTION '% on % would precede % on %.', wrong.kind, wrong.day, wrong.earlier, wrong.earlier_day
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'application_events_are_in_order';
            ELSIF FOUND THEN
                RAISE EXCEPTION '% cannot follow %.', wrong.kind, wrong.earlier
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'application_events_follow_each_other';
            END IF;
            UPDATE certification_application SET closed_on = closed_on WHERE id = NEW.application_id;
            RETURN NULL;
        """,  # noqa: S608 - own text only
    ),
)
