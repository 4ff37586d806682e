"""Withdrawing and correcting what is published."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from core import clock, outbox
from core.errors import Conflict, Refused
from improvement.models import Plan
from inspections.models import Deadline
from reports import queries
from reports.letters import correct
from reports.models import Correction, LetterVersion, Withdrawal
from reports.services import correcting, publication
from reports.tests import publishing
from reports.tests import test_letters as walk
from reports.tests.publishing import out, ready, state

pytestmark = pytest.mark.django_db
desk = publishing.desk


# --- withdrawal


def test_withdrawn_as_a_mistake_it_stays_readable_as_the_version_it_was(desk):
    out(desk)
    due = list(Deadline.objects.order_by("pk").values_list("rule_code", "due_on"))
    publication.withdraw(
        by=desk.quality, version=LetterVersion.objects.get(), kind="mistake", reason=" A wrong\nfigure. "
    )
    assert state(desk) == "withdrawn"
    assert Withdrawal.objects.get().reason == "A wrong figure."
    assert queries.published_version(desk.inspection.reference, 1) is not None
    assert not queries.published().exists()
    assert list(Deadline.objects.order_by("pk").values_list("rule_code", "due_on")) == due
    assert Plan.objects.count() == 1
    with pytest.raises(Refused, match="withdrawn already"):
        publication.withdraw(by=desk.quality, version=LetterVersion.objects.get(), kind="mistake", reason="Again")
    publication.withdraw(
        by=desk.quality, version=LetterVersion.objects.get(), kind="removed", reason="It names a child."
    )
    assert queries.published_version(desk.inspection.reference, 1) is None
    assert Entry.objects.filter(verb="letter_version.withdrawn").count() == 2


def test_a_withdrawal_says_why_and_only_of_what_is_published(desk):
    ready(desk)
    version = LetterVersion.objects.get()
    with pytest.raises(Refused, match="not published"):
        publication.withdraw(by=desk.quality, version=version, kind="removed", reason="It names a child")
    with pytest.raises(Refused) as refused:
        publication.withdraw(by=desk.quality, version=version, kind="whim", reason=" ")
    assert {reason.field for reason in refused.value.reasons} == {"kind", "reason"}
    with pytest.raises(PermissionDenied):
        publication.withdraw(by=desk.lead, version=version, kind="removed", reason="x")


# --- correction


def corrected(desk, reason="The waiting time was wrong."):
    with clock.travelled_to(date(2024, 8, 1)):
        correction = correcting.begin(by=desk.quality, letter=desk.letter, reason=reason)
        values = {"text": "Children wait less.\n\nFamilies tell us so."}
        correcting.change(by=desk.lead, correction=correction, code="experience", row=0, values=values, version=1)
        correction.refresh_from_db()
        return correction


def test_a_correction_is_a_new_version_and_the_old_one_stays_as_it_was(desk):
    out(desk)
    first = LetterVersion.objects.get()
    kept = (first.context, bytes(first.pdf), first.fragment)
    correction = corrected(desk)
    with clock.travelled_to(date(2024, 8, 2)):
        assert publication.missing(desk.letter) == ["Finish the corrected version first."]
        second = correcting.finish(by=desk.quality, correction=correction)
        with pytest.raises(Refused, match="still being made"):
            publication.publish(by=desk.quality, letter=desk.letter, number=2)
        outbox.relay()
        publication.publish(by=desk.quality, letter=desk.letter, number=2)
    assert state(desk) == "published"
    assert queries.published_version(desk.inspection.reference).pk == second.pk
    first.refresh_from_db()
    assert (first.context, bytes(first.pdf), first.fragment) == kept
    context = LetterVersion.objects.get(number=2).frozen_context
    assert [block.text for block in context.section("experience").blocks] == [
        "Children wait less.",
        "Families tell us so.",
    ]
    assert (
        "replaces version 1, published on 16 July 2024. What was corrected: The waiting time was wrong."
        in context.colophon[-1]
    )
    assert Plan.objects.count() == 1
    desk.inspection.refresh_from_db()
    assert desk.inspection.published_on == walk.PUBLISHED
    assert Entry.objects.filter(verb="letter.supersede").count() == 1


def test_a_corrected_finding_is_followed_by_the_inspection_but_not_by_the_plan(desk):
    out(desk)
    correction = corrected(desk)
    place = next(one for one in correct.places(correction.working) if "responsible_bodies" in one.values)
    with clock.travelled_to(date(2024, 8, 2)):
        values = {**place.values, "text": "Leaders must act at once."}
        correcting.change(by=desk.lead, correction=correction, code=place.code, row=place.row, values=values, version=2)
        correcting.finish(by=desk.quality, correction=Correction.objects.get())
        outbox.relay()
        publication.publish(by=desk.quality, letter=desk.letter, number=2)
    assert desk.inspection.findings.order_by("order").first().text == "Leaders must act at once."
    assert Plan.objects.get().items.order_by("order").first().text == "Leaders must act on waiting times."


def test_a_correction_says_why_changes_something_and_is_one_at_a_time(desk):
    out(desk)
    with pytest.raises(Refused, match="the public will read it"):
        correcting.begin(by=desk.quality, letter=desk.letter, reason="  ")
    with pytest.raises(PermissionDenied):
        correcting.begin(by=desk.lead, letter=desk.letter, reason="x")
    correction = correcting.begin(by=desk.quality, letter=desk.letter, reason="A wrong figure")
    with pytest.raises(Refused, match="begun already"):
        correcting.begin(by=desk.quality, letter=desk.letter, reason="Another")
    with pytest.raises(Refused, match="Nothing has been changed"):
        correcting.finish(by=desk.quality, correction=correction)
    with pytest.raises(Refused, match="takes nothing out"):
        correcting.change(
            by=desk.lead, correction=correction, code="experience", row=0, values={"text": " "}, version=1
        )
    with pytest.raises(Refused, match="cannot print ☃"):
        correcting.change(
            by=desk.lead, correction=correction, code="experience", row=0, values={"text": "☃"}, version=1
        )
    correcting.change(by=desk.lead, correction=correction, code="experience", row=0, values={"text": "Mine"}, version=1)
    with pytest.raises(Conflict):
        correcting.change(
            by=desk.lead, correction=correction, code="experience", row=0, values={"text": "Late"}, version=1
        )
    correcting.give_up(by=desk.quality, correction=correction)
    assert state(desk) == "published" and queries.published_version(desk.inspection.reference).number == 1
    assert correcting.open_correction(desk.letter) is None


def test_a_letter_withdrawn_is_published_again_by_its_correction_at_its_time(desk):
    out(desk)
    publication.withdraw(
        by=desk.quality, version=LetterVersion.objects.get(), kind="removed", reason="It named a child."
    )
    desk.letter.refresh_from_db()
    correction = corrected(desk)
    with clock.travelled_to(date(2024, 8, 2)):
        correcting.finish(by=desk.quality, correction=correction)
        outbox.relay()
        publication.schedule(by=desk.quality, letter=desk.letter, number=2, on=date(2024, 8, 5), at=time(7))
    with clock.travelled_to(date(2024, 8, 5)):
        outbox.relay()
    assert state(desk) == "published"
    assert queries.published_version(desk.inspection.reference).number == 2
    assert queries.published_version(desk.inspection.reference, 1) is None
