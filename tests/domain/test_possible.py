"""What a person may do now is what the services would let them do, and the refusal is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain import errors, transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.possible import Chance, chances
from counter_app.domain.staff import Role, Staff
from tests.builders import MONDAY
from tests.domain.dossier_story import WAY_TO, Story, story_in

PEOPLE = (
    Staff("lan", "Lan", Role.COUNTER, "MC"),
    Staff("minh", "Minh", Role.OFFICER, "QLDT"),
    Staff("hoa", "Hoa", Role.OFFICER, "QLDN"),
    Staff("tuan", "Tuấn", Role.SUPERVISOR, "LD"),
    Staff("quantri", "Quản trị", Role.ADMINISTRATOR, "VP"),
)
ACTS = tuple(transitions.BY_ACT)
TODAY = MONDAY.date()


def _by_act(story: Story, login: str) -> dict[str, Chance]:
    person = next(each for each in PEOPLE if each.login == login)
    return {chance.act: chance for chance in chances(story.dossier, person, TODAY, ACTS)}


@pytest.mark.parametrize("status", [status for status in WAY_TO if status != "–"])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.login)
def test_the_answer_is_the_check_of_the_acts(status: str, person: Staff) -> None:
    dossier = story_in(status).dossier
    told = {chance.act: chance for chance in chances(dossier, person, TODAY, ACTS)}
    for act, rule in transitions.BY_ACT.items():
        wanted = _refusal(rule.kind, dossier, person)
        if isinstance(wanted, errors.NotPermitted):
            assert act not in told
        elif wanted is not None:
            refusal = told[act].refusal
            assert refusal is not None
            assert (refusal.code, refusal.facts) == (wanted.code, wanted.facts)
        elif act != "step_done":
            assert told[act].is_possible


def _refusal(kind: K, dossier: Dossier, person: Staff) -> errors.CounterError | None:
    try:
        transitions.check(kind, dossier, person)
    except errors.CounterError as error:
        return error
    return None


def test_order_is_the_one_asked_for() -> None:
    found = chances(story_in("processing").dossier, PEOPLE[3], TODAY, ("void", "note", "finish"))
    assert [chance.act for chance in found] == ["void", "note", "finish"]


def test_a_clerk_corrects_on_the_day_of_reception_only() -> None:
    story = story_in("received")
    assert _by_act(story, "lan")["correct"].is_possible
    tomorrow = TODAY + timedelta(days=1)
    (late,) = chances(story.dossier, PEOPLE[0], tomorrow, ("correct",))
    assert isinstance(late.refusal, errors.CorrectionTooLate)
    assert late.refusal.facts["received_on"] == TODAY.isoformat()
    (supervisor,) = chances(story.dossier, PEOPLE[3], tomorrow, ("correct",))
    assert supervisor.is_possible


def test_no_step_is_left_when_the_units_steps_are_done() -> None:
    story = story_in("processing")
    assert _by_act(story, "minh")["step_done"].is_possible
    story.tell(K.STEP_DONE, step=2).tell(K.STEP_DONE, step=3)
    assert isinstance(_by_act(story, "minh")["step_done"].refusal, errors.NoStepLeft)


def test_what_a_newer_program_wrote_makes_every_act_wait() -> None:
    story = story_in("processing")
    dossier = replace(story.dossier, unknown_kinds=("dossier:digitised",))
    for chance in chances(dossier, PEOPLE[3], TODAY, ACTS):
        assert chance.refusal is not None
        assert chance.refusal.facts["status"] == "read_only"
