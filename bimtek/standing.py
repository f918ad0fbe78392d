"""How long businesses stand at their step: since when each one does, and how long a step takes here."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from bimtek.steps import MissingStep
from certification.triage import Stage

FACTS = """
WITH licence AS (
    SELECT e.business_id, max(e.pgh_created_at) AS changed_at
      FROM umkm_activityevent e JOIN umkm_business b ON b.id = e.business_id
     WHERE e.pgh_created_at > b.created_at + interval '1 day'
     GROUP BY e.business_id
), account AS (
    SELECT a.business_id, max(a.as_of) AS told_on,
           max(c.as_of) FILTER (WHERE c.from_status <> c.to_status) AS moved_on
      FROM certification_siinasaccount a LEFT JOIN certification_siinaschange c ON c.account_id = a.id
     GROUP BY a.business_id
), ended AS (
    SELECT business_id, max(LEAST(valid_until, superseded_on - 1, revoked_on - 1)) AS ended_on
      FROM certification_certificate WHERE valid_until < %(on)s GROUP BY business_id
)
SELECT b.id,
       GREATEST(COALESCE(b.registered_on, (b.created_at AT TIME ZONE %(zone)s)::date),
                (l.changed_at AT TIME ZONE %(zone)s)::date) AS licence_since,
       a.moved_on, a.told_on, e.ended_on
  FROM umkm_business b
  LEFT JOIN licence l ON l.business_id = b.id
  LEFT JOIN account a ON a.business_id = b.id
  LEFT JOIN ended e ON e.business_id = b.id
 WHERE b.id = ANY(%(businesses)s::bigint[])
"""
"""The first record of a business is no change of its licence, nor is what came with it on the same day."""

PASSES = """
SELECT step, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
  FROM (SELECT 'SIINAS_FINISH' AS step, verified.as_of - min(begun.as_of) AS days
          FROM certification_siinaschange verified
          JOIN certification_siinaschange begun
            ON begun.account_id = verified.account_id AND begun.position < verified.position
         WHERE verified.to_status IN ('ACTIVE', 'IK_VALIDATED')
           AND verified.from_status NOT IN ('ACTIVE', 'IK_VALIDATED')
           AND begun.to_status NOT IN ('NONE', 'ACTIVE', 'IK_VALIDATED')
         GROUP BY verified.id
         UNION ALL
        SELECT 'VALIDATION', validated.as_of - max(active.as_of)
          FROM certification_siinaschange validated
          JOIN certification_siinaschange active
            ON active.account_id = validated.account_id AND active.position < validated.position
           AND active.to_status = 'ACTIVE' AND active.from_status <> 'ACTIVE'
         WHERE validated.to_status = 'IK_VALIDATED' AND validated.from_status = 'ACTIVE'
         GROUP BY validated.id
         UNION ALL
        SELECT 'APPLICATION', sent.day - validated.as_of
          FROM (SELECT a.business_id, min(e.day) AS day
                  FROM certification_applicationevent e JOIN certification_application a ON a.id = e.application_id
                 WHERE e.kind = 'SUBMITTED' GROUP BY a.business_id) sent
          JOIN (SELECT s.business_id, min(c.as_of) AS as_of
                  FROM certification_siinaschange c JOIN certification_siinasaccount s ON s.id = c.account_id
                 WHERE c.to_status = 'IK_VALIDATED' GROUP BY s.business_id) validated USING (business_id)
         WHERE sent.day >= validated.as_of
         UNION ALL
        SELECT 'CORRECTION', resent.day - max(returned.day)
          FROM certification_applicationevent resent
          JOIN certification_applicationevent returned
            ON returned.application_id = resent.application_id AND returned.kind = 'RETURNED'
           AND returned.position < resent.position
         WHERE resent.kind = 'RESUBMITTED'
         GROUP BY resent.id) AS passed
 GROUP BY step
"""
"""Days between reaching a step and leaving it, of everyone who left it. Before the account nothing dates a step."""

STANDING = """
SELECT steps[1], count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY %(on)s::date - since)
  FROM bimtek_nextaction WHERE since IS NOT NULL GROUP BY steps[1]
"""


@dataclass(frozen=True)
class Facts:
    """Days the path leaves behind in the register; None where nothing tells."""

    licence_since: date | None
    moved_on: date | None
    told_on: date | None
    ended_on: date | None


class Usual(NamedTuple):
    """How long a step takes: of those who left it and of those who stand at it, how many and their median in days."""

    step: MissingStep
    passed: int
    passed_days: int | None
    standing: int
    standing_days: int | None


NOTHING = Facts(None, None, None, None)


def facts_of(businesses, on):
    """`{id: Facts}` of these ids on day `on`; one query."""
    values = {"businesses": sorted(businesses), "on": on, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        return {row[0]: Facts(*row[1:]) for row in cursor.fetchall()}


def since(stage, step, facts):
    """The day since when a business of this stage stands at `step`, its next one; None where nothing tells.

    A returned application is told by its own deadline, and a valid certificate means that nobody stands.
    """
    if step == MissingStep.CORRECTION or stage in (Stage.CERTIFIED, Stage.EXPIRING):
        return None
    if stage == Stage.EXPIRED:
        return facts.ended_on
    if step in (MissingStep.SIINAS_FINISH, MissingStep.VALIDATION, MissingStep.APPLICATION):
        return facts.moved_on
    return facts.licence_since


def usual_days(on):
    """A `Usual` for each step, in their order; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(PASSES)
        passed = _by_step(cursor)
        cursor.execute(STANDING, {"on": on})
        standing = _by_step(cursor)
    return [Usual(step, *passed.get(step, (0, None)), *standing.get(step, (0, None))) for step in MissingStep]


def _by_step(cursor):
    return {step: (count, round(days)) for step, count, days in cursor.fetchall()}
