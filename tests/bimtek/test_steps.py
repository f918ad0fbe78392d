"""What is left to do follows from the stage, for every stage there is."""

import pytest

from bimtek.graph import Excluded
from bimtek.steps import EFFORT, LEFT, OUT_OF_REACH, MissingStep, effort_of
from certification.triage import Stage


def test_every_stage_has_steps_left_or_is_out_of_reach():
    assert set(LEFT) | OUT_OF_REACH == set(Stage)
    assert set(LEFT) & OUT_OF_REACH == set()


def test_whoever_is_out_of_reach_is_counted_with_the_reason():
    assert {stage.value for stage in OUT_OF_REACH} <= set(Excluded.values)


def test_every_step_has_an_effort_and_the_setting_overrules_it(settings):
    settings.UNLOCK_EFFORT = {"STANDARD": "10"}

    assert set(EFFORT) == set(MissingStep)
    assert effort_of([MissingStep.STANDARD, MissingStep.NIB]) == 11


@pytest.mark.parametrize(
    ("stage", "effort"), [(Stage.RETURNED, 1), (Stage.READY, 3), (Stage.NO_SIINAS, 8), (Stage.STANDARD_UNVERIFIED, 16)]
)
def test_who_is_further_on_the_path_needs_less_help(stage, effort):
    assert effort_of(LEFT[stage]) == effort
