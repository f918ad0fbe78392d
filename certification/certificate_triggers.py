"""What the database keeps of a certificate's life, also against raw SQL."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

FREEZE_DAYS = 5
"""Working days a freeze may last at most; its first day is not counted (Permenperin 35/2025 Ps 68)."""

SENTENCES = {
    "certificate_freeze_is_short": _(
        "Pembekuan paling lama lima hari kerja (Permenperin 35/2025 Pasal 68). Isi hari terakhir yang lebih awal."
    ),
    "certificate_replacements_never_loop": _(
        "Sertifikat itu sendiri sudah diganti, langsung atau tidak, oleh sertifikat ini. Pilih sertifikat yang lain."
    ),
}
"""What people read when a trigger refuses; constraints carry their own sentence."""

_REFUSE = "USING ERRCODE = 'check_violation', CONSTRAINT ="

CERTIFICATE_TRIGGERS = (
    pgtrigger.Trigger(
        name="certificate_redates_its_items",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("issued_on", "valid_until", "revoked_on", "superseded_on"),
        func="UPDATE certification_certificateitem SET certificate_id = certificate_id WHERE certificate_id = NEW.id;"
        " RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="certificate_freeze_is_short",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("frozen_from", "frozen_until"),
        condition=pgtrigger.Q(new__frozen_from__isnull=False),
        declare=[("last", "date")],
        # A freeze without a last day gets the last one the rule allows. In a year whose holidays nobody has entered
        # every weekday counts, so that nothing longer than the rule can slip through.
        func=f"""
            SELECT max(day) INTO last FROM (
                SELECT d::date AS day FROM generate_series(NEW.frozen_from + 1, NEW.frozen_from + 60, '1 day') d
                 WHERE extract(isodow FROM d) < 6
                   AND NOT EXISTS (SELECT FROM certification_holiday h WHERE h.day = d::date AND h.is_off)
                 ORDER BY d LIMIT {FREEZE_DAYS}
            ) working;
            NEW.frozen_until = COALESCE(NEW.frozen_until, last);
            IF (SELECT count(*) FROM generate_series(NEW.frozen_from + 1, LEAST(NEW.frozen_until, last + 60), '1 day') d
                 WHERE extract(isodow FROM d) < 6
                   AND NOT EXISTS (SELECT FROM certification_holiday h WHERE h.day = d::date AND h.is_off)
               ) > {FREEZE_DAYS} THEN
                RAISE EXCEPTION 'A freeze from % ends on % at the latest.', NEW.frozen_from, last
                    {_REFUSE} 'certificate_freeze_is_short';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - own text only
    ),
    pgtrigger.Trigger(
        name="certificate_replacements_never_loop",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("superseded_by_id"),
        condition=pgtrigger.Q(new__superseded_by__isnull=False),
        func=f"""
            IF EXISTS (
                WITH RECURSIVE chain(id) AS (
                    SELECT NEW.superseded_by_id
                    UNION SELECT c.superseded_by_id FROM certification_certificate c JOIN chain ON chain.id = c.id
                     WHERE c.superseded_by_id IS NOT NULL
                ) SELECT FROM chain WHERE id = NEW.id
            ) THEN
                RAISE EXCEPTION 'Certificate % would replace itself.', NEW.id
                    {_REFUSE} 'certificate_replacements_never_loop';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - own text only
    ),
)
