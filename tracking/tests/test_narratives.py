"""Evidence narratives: written together, versions kept and compared, contested by the forum, which does not edit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import Notice
from core.errors import Conflict, Refused
from core.frozen import Frozen
from improvement.models import Plan
from tracking.models import Contest, Narrative, NarrativeVersion
from tracking.services import narratives
from tracking.services.evidence import add_evidence
from tracking.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(surrey):
    made = narratives.begin_narrative(by=surrey.lano, plan=surrey.plan, title="Plans on time", item=world.item(surrey))
    write(surrey, made, text="Plans come late for half of the children.")
    return Narrative.objects.get()


def write(area, narrative, who="lano", text="Plans come on time.", **given):
    fields = {"words": {"text": text, "overview": "Better"}, "written_with": ["council", "parents"]} | given
    fresh = Narrative.objects.select_related("plan__inspection").get(pk=narrative.pk)
    return narratives.write_narrative(**{"by": area.people[who], "narrative": fresh, "version": fresh.version} | fields)


def contest(area, narrative, who="forum"):
    return narratives.contest(
        by=area.people[who], narrative=narrative, on_behalf_of="Parent carer forum", why="Our families wait longer."
    )


def test_every_version_is_kept_and_compared(surrey, told, see):
    add_evidence(by=surrey.lano, plan=surrey.plan, piece=world.piece())
    write(surrey, told, "board", "Plans come on time for nine children in ten.", evidence=[1])
    page = world.text_of(see("dfe", "narrative-detail", 1))
    assert "Plans come on time for nine" in page and "E1 Minutes of the board" in page
    assert [notice.person for notice in Notice.objects.filter(key__startswith="narrative:")] == [surrey.forum]
    assert "This is an earlier version" in world.text_of(see("dfe", "narrative-version", 1, 1))
    page = see("dfe", "narrative-compare", 1, 2).content.decode()
    assert "<del" in page and "<ins" in page and "Nothing changed" in page
    see("dfe", "narrative-compare", 1, 1, status=404)
    see("dfe", "narrative-version", 1, 9, status=404)


def test_two_writers_at_once_are_told(surrey, told):
    version = told.version
    write(surrey, told)
    with pytest.raises(Conflict):
        write(surrey, told, version=version)
    assert NarrativeVersion.objects.count() == 2


def test_what_is_missing_is_said(surrey, told):
    with pytest.raises(Refused, match="Write the narrative") as caught:
        write(surrey, told, text=" ", written_with=[])
    assert [reason.field for reason in caught.value.reasons] == ["text", "written_with"]


def test_the_forum_reads_and_contests_and_does_not_write(surrey, told, see, send):
    assert "Plans come late" in world.text_of(see("forum", "narrative-detail", 1))
    see("forum", "narrative-edit", 1, status=403)
    see("forum", "progress", status=403)
    with pytest.raises(PermissionDenied):
        write(surrey, told, "forum")
    for who in ("dfe", "inspector"):
        with pytest.raises(PermissionDenied):
            contest(surrey, told, who)
    typed = {"on_behalf_of": "Parent carer forum", "why": "Our families wait longer."}
    assert send("forum", "narrative-contest", 1, **typed).status_code == 302
    page = world.text_of(see("dfe", "narrative-detail", 1))
    assert "Contested" in page and "Our families wait longer." in page
    assert "Contested" in world.text_of(see("forum", "narrative-list"))
    send("lano", "contest-answer", 1, 1, answer="We count again in May.")
    page = world.text_of(see("forum", "narrative-detail", 1))
    assert "We count again in May." in page and "Contested" in page
    see("forum", "contest-answer", 1, 1, status=403)
    send("forum", "contest-withdraw", 1, 1)
    assert "Taken back" in world.text_of(see("dfe", "narrative-detail", 1))
    assert Contest.objects.get().withdrawn_at is not None


def test_only_who_contested_takes_it_back(surrey, told):
    raised = contest(surrey, told)
    with pytest.raises(Refused, match="Only whoever contested it"):
        narratives.withdraw_contest(by=surrey.lano, raised=raised)


def test_the_forum_reads_nothing_before_the_plan_is_published(surrey, told, see):
    Plan.objects.update(state="drafting", published_on=None)
    see("forum", "narrative-list", status=403)
    with pytest.raises(Refused, match="Progress is recorded from the day"):
        contest(surrey, told)


def test_versions_and_contests_are_never_changed(surrey, told):
    contest(surrey, told)
    with pytest.raises(Frozen):
        NarrativeVersion.objects.update(text="x")
    for sql in ("UPDATE tracking_narrativeversion SET text = 'x'", "UPDATE tracking_contest SET why = 'x'"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
