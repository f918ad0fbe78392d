"""The earliest day a certificate could be there: steps left, working days, and the calendar."""

from datetime import date

import pytest

from certification.holiday_data import load_holidays
from certification.missing_steps import LEFT, MissingStep
from certification.soonest import DAYS, Estimates
from certification.triage import Reach, Stage, Triaged

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 22)


def triaged(stage, **facts):
    empty = dict.fromkeys(Triaged.__dataclass_fields__)
    return Triaged(**empty | {"business_id": 1, "stage": stage, "reach": Reach.MAKES, "nib": "1"} | facts)


def test_every_step_has_its_days():
    assert set(DAYS) == set(MissingStep)


@pytest.mark.parametrize(
    ("stage", "missing", "days"),
    [
        (Stage.APPLIED, "keputusan Kemenperin atas permohonannya", 3),
        (Stage.READY, "permohonan TKDN-IK", 8),
        (Stage.NOT_VALIDATED, "validasi industri kecil, permohonan TKDN-IK", 13),
        (Stage.NO_SIINAS, "akun SIINas, validasi industri kecil, permohonan TKDN-IK", 15),
    ],
)
def test_who_has_fewer_steps_left_is_ready_sooner(stage, missing, days):
    soon = Estimates(MONDAY).of(triaged(stage))

    assert (str(soon.missing), soon.days) == (missing, days)


@pytest.mark.parametrize(
    "stage",
    [Stage.CERTIFIED, Stage.EXPIRING, Stage.NOT_INDUSTRY, Stage.TOO_LARGE, Stage.FROZEN, Stage.BARRED],
)
def test_who_holds_a_certificate_or_can_get_none_is_not_estimated(stage):
    assert Estimates(MONDAY).of(triaged(stage)) is None


def test_a_barred_maker_is_not_estimated_whatever_its_stage():
    assert Estimates(MONDAY).of(triaged(Stage.READY, barred_until=date(2026, 12, 1))) is None


def test_every_stage_is_decided():
    estimates = Estimates(MONDAY)
    estimated = {stage for stage in Stage if estimates.of(triaged(stage))}

    assert estimated == set(LEFT) - {Stage.CERTIFIED, Stage.EXPIRING} | {Stage.APPLIED}


def test_weekends_do_not_count_where_the_holidays_are_not_known_yet():
    friday = date(2029, 6, 22)

    assert Estimates(friday).of(triaged(Stage.APPLIED)).day == date(2029, 6, 27)


def test_the_days_off_of_the_calendar_do_not_count():
    load_holidays()
    before_christmas = date(2026, 12, 23)

    assert Estimates(before_christmas).of(triaged(Stage.APPLIED)).day > date(2026, 12, 28)


def test_the_setting_overrules_the_days(settings):
    settings.READY_DAYS = {"VALIDATION": "10", "DECISION": "5"}

    assert Estimates(MONDAY).of(triaged(Stage.NOT_VALIDATED)).days == 20


def test_a_setting_that_names_no_step_is_an_error(settings):
    settings.READY_DAYS = {"VALIDASI": "10"}

    with pytest.raises(ValueError, match="VALIDASI"):
        Estimates(MONDAY)
