"""Choosing cases: letters, the clock of the packs, the draw, the substitute."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from audit.models import Entry
from cases.models import TrackedCase
from cases.queries.cases import PackDue
from cases.services import cases, selection
from cases.services.selection import next_letter
from core import clock
from core.errors import Refused
from inspections.models import Deadline
from rulebook.spread import draw

from .conftest import TRAITS, TUESDAY, Area


def test_selecting_gives_letters_and_starts_the_clock_of_the_packs(area: Area) -> None:
    chosen = area.selected(3)
    assert [str(case) for case in chosen] == ["Case A", "Case B", "Case C"]
    assert {case.state for case in chosen} == {"selected"}
    area.inspection.refresh_from_db()
    assert area.inspection.cases_selected_on == date(2024, 4, 30)
    deadline = Deadline.objects.get(inspection=area.inspection, rule_code="tracked-case-packs")
    assert deadline.due_on == date(2024, 5, 2)
    assert PackDue(area.inspection).of(chosen[0]) == date(2024, 5, 2)


def test_a_pack_date_moved_by_hand_is_that_of_the_cases_chosen_with_it(area: Area) -> None:
    case = area.selected()[0]
    Deadline.objects.filter(rule_code="tracked-case-packs").update(due_on=date(2024, 5, 3))
    assert PackDue(area.inspection).of(case) == date(2024, 5, 3)


def test_the_lano_is_told_once_by_letters(area: Area) -> None:
    area.selected(2)
    told = Notice.objects.filter(person=area.lano)
    assert [one.subject for one in told] == [
        f"{area.inspection.partnership.name}: tracked cases selected: Case A, Case B"
    ]
    assert "Thursday 2 May 2024" in told[0].body


def test_a_selection_needs_somebody_and_a_reason(area: Area) -> None:
    with pytest.raises(Refused) as refused:
        selection.select(by=area.lead, inspection=area.inspection, cases=[], why=" ")
    assert {reason.field for reason in refused.value.reasons} == {"candidates", "why"}


def test_only_the_team_selects(area: Area) -> None:
    for person in (area.lano, area.officer, area.dcs):
        with pytest.raises(PermissionDenied):
            selection.propose(by=person, inspection=area.inspection, local_reference="SEN-1", **TRAITS)


@pytest.mark.parametrize("reference", ["", "A123456789012", "SEN-0001"])
def test_a_reference_is_a_row_of_the_list_given_once(area: Area, reference: str) -> None:
    area.candidate("SEN-0001")
    with pytest.raises(Refused) as refused:
        area.candidate(reference)
    assert refused.value.reasons[0].field == "local_reference"


def test_a_draw_can_be_repeated_from_what_is_kept(area: Area) -> None:
    references = [area.candidate(f"SEN-{at}").local_reference for at in range(10)]
    drawn = selection.draw_at_random(by=area.lead, inspection=area.inspection, number=4)
    seed = drawn[0].seed
    assert len(seed) == 16
    assert [case.local_reference for case in drawn] == draw(references, 4, seed)
    assert {case.pool_size for case in drawn} == {10}
    entry = Entry.objects.get(verb="case.drawn")
    assert entry.changes == {"seed": [None, seed], "from": [None, 10]}


def test_no_more_is_drawn_than_there_are_candidates(area: Area) -> None:
    area.candidate("SEN-1")
    with pytest.raises(Refused, match="from 1 to 1"):
        selection.draw_at_random(by=area.lead, inspection=area.inspection, number=2)


def test_a_substitute_gets_the_next_letter_and_a_pack_date_of_its_own(area: Area) -> None:
    case = area.asked()
    spare = area.candidate("SEN-0099")
    with clock.travelled_to(TUESDAY + timedelta(days=2)):
        cases.record_consent(by=area.officer, case=case, given=False, on=clock.today())
        made = selection.replace(by=area.lead, case=case, substitute=spare, why="")
        assert PackDue(area.inspection).of(made) == date(2024, 5, 7), "Monday 6 May was a bank holiday"
    case.refresh_from_db()
    assert (str(made), case.state, case.replaced_by) == ("Case B", "replaced", made)
    assert Deadline.objects.get(rule_code="tracked-case-packs").due_on == date(2024, 5, 2), (
        "the first choice keeps its date"
    )


def test_a_case_that_is_followed_is_not_replaced(area: Area) -> None:
    case, spare = area.asked(), area.candidate("SEN-0099")
    with pytest.raises(Refused, match="cannot be done now"):
        selection.replace(by=area.lead, case=case, substitute=spare, why="")
    spare.refresh_from_db()
    assert spare.is_candidate, "nothing has changed"


def test_a_letter_is_never_used_twice() -> None:
    assert [next_letter(taken) for taken in ([], ["A", "C"], ["P3", "F"], ["Z"])] == ["A", "D", "G", "AA"]


def test_a_candidate_can_be_removed_and_a_case_cannot(area: Area) -> None:
    spare, case = area.candidate("SEN-0099"), area.selected()[0]
    selection.remove_candidate(by=area.lead, case=spare)
    with pytest.raises(Refused):
        selection.remove_candidate(by=area.lead, case=case)
    assert list(TrackedCase.objects.all()) == [case]
