"""What takes two people is never done by one: not by holding both offices, one after the other or at once, and not by sending it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from accounts.models import NationalRole
from core import clock
from core.autosave import Mark
from core.errors import Conflict, Refused
from evidence.services import judgements
from evidence.tests import world as on_site
from evidence.tests.test_judgement import saved
from improvement.services import approvals, plans
from improvement.tests import world as areas
from inspections.models import TeamPlace
from measures.services import measures, rebaselines
from measures.tests.base import path
from monitoring.services import contents, records, visits
from monitoring.services import letters as support_letters
from monitoring.tests import walk
from partnerships.models import Membership
from reports.services import letters
from reports.tests.test_letters import TO_AREA, desk, go  # noqa: F401  (a fixture)
from tests import factories as make
from tests.trust.plugin import Figures

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> int:
    """1 when it was refused."""
    try:
        act()
    except (Refused, PermissionDenied, Conflict):
        return 1
    return 0


@pytest.mark.trust("A10", "who wrote in a letter is given quality assurance too and signs it off")
def test_nobody_signs_off_a_letter_they_wrote_in(desk: Any, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    make.national(Role.QUALITY_ASSURER, desk.lead)
    with clock.travelled_to(date(2024, 7, 8)):
        for move in ("record_comments", "revise", "send_to_final_qa"):
            letters.make_move(by=desk.lead, letter=desk.letter, move=move)

        def sign_off() -> None:
            letters.make_move(by=desk.lead, letter=desk.letter, move="sign_off")

        with pytest.raises(Refused, match="You wrote in this letter"):
            sign_off()
        desk.letter.refresh_from_db()
        assert desk.letter.state == "final_qa"
        assert not desk.letter.versions.exists()
        with monkeypatch.context() as off:
            off.setattr(letters, "wrote", lambda *_: False)
            figures.control("whoever wrote may sign off", caught=1 - refused(sign_off), of=1)
        desk.letter.refresh_from_db()
        # It is signed off now: once more is no second signature.
        assert refused(lambda: letters.make_move(by=desk.quality, letter=desk.letter, move="sign_off"))
        section = desk.letter.sections.get(code="experience")
        mark = Mark.at(section.version)
        assert refused(lambda: letters.write_section(by=desk.lead, section=section, text="Later.", mark=mark))
    figures("letters signed off by their writer", 0)


@pytest.mark.trust(
    "A10", "the lead of one inspectorate signs the judgement, becomes the lead of the other and signs again; replays"
)
def test_nobody_signs_the_judgement_for_both_inspectorates(figures: Figures, monkeypatch: Any) -> None:
    with clock.travelled_to(on_site.TODAY):
        world = on_site.build()
        made = saved(world)
        judgements.sign(by=world.lead, judgement=made, version=1)
        assert refused(lambda: judgements.sign(by=world.lead, judgement=made, version=1)), "the same again"
        TeamPlace.objects.filter(user=world.lead).delete()
        make.team(world.inspection, Role.CQC_LEAD, world.lead)

        def again() -> None:
            judgements.sign(by=world.lead, judgement=made, version=1)

        assert refused(again)
        assert not judgements.signed_by_both(made)
        with monkeypatch.context() as off:
            off.setattr(judgements, "has_signed", lambda *_: False)
            figures.control("a person may sign twice", caught=1 - refused(again), of=1)
        made.signatures.filter(by=world.lead, inspectorate="cqc").delete()
    figures("judgements signed by one person", 0)


@pytest.mark.trust("A10", "the person who asked for another baseline is given the reviewer's role and approves it")
def test_nobody_approves_the_baseline_they_asked_for(figures: Figures) -> None:
    with clock.travelled_to(areas.PUBLISHED):
        area = areas.surrey()
        plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
        item = plan.items.get(order=5)
        measure = measures.define_measure(
            by=area.lano, item=item, name="Waiters", unit="count", every="month", better="lower",
            path=path("2016-12", "1875", **{"2017-12": "24"}),
        )  # fmt: skip
        type(plan).objects.filter(pk=plan.pk).update(state="in_delivery")
        asked = rebaselines.ask(by=area.lano, measure=measure, path=path("2016-12", "1900"), reason="A recount")
        make.national(Role.QUALITY_ASSURER, area.lano)

        def decide(by: Any) -> int:
            return refused(lambda: rebaselines.decide(by=by, rebaseline=asked, decision="approved"))

        assert decide(area.lano)
        # The control: the same act by somebody else is taken, so it was the person that was refused; and only once.
        assert not decide(area.assurer)
        assert decide(area.assurer)
    figures("baselines approved by who asked", 0)


@pytest.mark.trust("A10", "one person holds the offices of both sides of a plan and approves for both")
def test_nobody_approves_a_plan_for_both_sides(figures: Figures, monkeypatch: Any) -> None:
    with clock.travelled_to(areas.PUBLISHED):
        area = areas.surrey()
        plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
        areas.answer_all(area, plan)
        plan = plans.make_move(by=area.lano, plan=plan, move="seek_approval")
        Membership.objects.create(
            partnership=area.partnership, user=area.dcs, role=Role.ICB_EXECUTIVE, starts_on=areas.LONG_AGO
        )
        names = {body["kind"]: body["name"] for body in plan.accountable_bodies}
        assert len(names) == 2
        mine, other = (names.pop("authority"), *names.values()) if "authority" in names else tuple(names.values())

        def approve(name: str, by: Any = area.dcs) -> None:
            approvals.approve(by=by, plan=plan, body_name=name, approved_on=areas.PUBLISHED)

        approve(mine)
        assert refused(lambda: approve(mine)), "the same again"
        assert refused(lambda: approve(other))
        assert approvals.missing_bodies(plan) != []
        with monkeypatch.context() as off:
            off.setattr(approvals, "spoke_for_the_other_side", lambda *_: False)
            figures.control(
                "whoever holds both offices may approve twice", caught=1 - refused(lambda: approve(other)), of=1
            )
    figures("plans approved by one person", 0)


@pytest.mark.trust(
    "A10", "an adviser signs notes and letter of a visit for the DfE, moves to NHS England and signs again; replays"
)
def test_nobody_signs_a_letter_of_support_for_both_bodies(figures: Figures, monkeypatch: Any) -> None:
    with clock.travelled_to(areas.PUBLISHED):
        area = areas.surrey()
    with clock.travelled_to(date(2019, 5, 13)):
        area = walk.after_revisit(area)
        plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    with clock.travelled_to(date(2019, 5, 28)):
        plan = walk.delivered(area, areas.ready_to_submit(area, plan))
        visit = walk.asked(area, plan, date(2019, 6, 17))
    with clock.travelled_to(date(2019, 6, 17)):
        visit = walk.held(area, visit)
        mine = records.write_notes(by=area.dfe, visit=visit, version=0, text="What we saw")
        records.sign_notes(by=area.dfe, visit=visit, version=mine.version)
        theirs = records.write_notes(by=area.nhse, visit=visit, version=0, text="What they saw")

        def move_to(role: Role) -> None:
            NationalRole.objects.filter(user=area.dfe).delete()
            make.national(role, area.dfe, region_code=area.partnership.region_id)

        move_to(Role.NHSE_ADVISER)
        assert refused(lambda: records.sign_notes(by=area.dfe, visit=visit, version=theirs.version))
        with monkeypatch.context() as off:
            off.setattr(records, "signed_another", lambda *_: False)
            taken = 1 - refused(lambda: records.sign_notes(by=area.dfe, visit=visit, version=theirs.version))
        for item in visits.items_without_finding(visit):
            records.write_finding(by=area.nhse, visit=visit, item=item, version=0, progress="some", text="Fewer")
        visit = visits.write_up(by=area.nhse, visit=visit)
        letter = support_letters.draft_follow_up(by=area.nhse, visit=visit)

        def sign() -> None:
            support_letters.sign_letter(by=area.dfe, letter=letter, sha256=contents.digest_of(letter))

        sign()
        assert refused(sign), "the same again"
        move_to(Role.DFE_ADVISER)
        assert refused(sign)
        assert refused(lambda: support_letters.send_letter(by=area.dfe, letter=letter))
        with monkeypatch.context() as off:
            off.setattr(support_letters, "signed_for_another", lambda *_: False)
            taken += 1 - refused(sign)
        figures.control("an adviser may sign for both, notes and letter", caught=taken, of=2)
        support_letters.send_letter(by=area.nhse, letter=letter)
        assert refused(lambda: support_letters.send_letter(by=area.nhse, letter=letter)), "sent again"
    figures("letters of support signed by one person", 0)
