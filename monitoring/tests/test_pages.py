"""The pages: what each side sees at each stage, and bad input beside its field."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.tests.pages import day
from monitoring.models import SupportLetter, Visit
from monitoring.services import ladder, letters, records, visits
from monitoring.tests import walk

pytestmark = pytest.mark.django_db
REFERENCE = "surrey-revisit-2019"


def url(name, *args):
    return reverse(f"monitoring:{name}", args=[REFERENCE, *args])


def test_a_visit_is_planned_prepared_and_held_through_its_pages(surrey, plan, send, see, at):
    answer = send("dfe", url("visit-add"), kind="monitoring_visit", **day("visit_on", date(2019, 5, 1)))
    assert "The day cannot be before the plan was opened" in answer.content.decode()
    assert not Visit.objects.exists()
    send("dfe", url("visit-add"), kind="monitoring_visit", where="Civic Centre", **day("visit_on", date(2019, 6, 17)))
    assert "Planned" in see("lano", url("board"))
    send("nhse", url("visit-edit", 1), where="Civic Centre", agenda="Absence", **day("visit_on", date(2019, 6, 17)))
    send("dfe", url("visit-ask", 1), evidence_asked="Figures by term")
    page = see("dcs", url("visit-detail", 1))
    assert "Evidence due Monday 3 June 2019 (14 days before)" in page
    send("lano", url("evidence-send", 1), text="5.1 per cent", item="1", complete="on")
    assert "5.1 per cent" in see("nhse", url("visit-detail", 1))
    at(date(2019, 6, 17))
    send("dfe", url("visit-hold", 1), attended="Director\nNHS England adviser", **day("held_on", date(2019, 6, 17)))
    assert Visit.objects.get().attended == ["Director", "NHS England adviser"]
    assert "This cannot be done now" in see("lano", url("evidence-send", 1))


def test_the_record_and_the_draft_are_the_bodies_own_until_the_letter_is_sent(surrey, held, see, press):
    walk.written_up(surrey, held)
    press("dfe", url("letter-draft", 1))
    for who in ("lano", "dcs", "assurer"):
        page = see(who, url("visit-detail", 1))
        assert "What nhse saw" not in page
        assert "Absence has fallen" not in page
        assert "Letter after" not in see(who, url("board"))
        see(who, url("letter-detail", 1), status=404)
    assert "What nhse saw" in see("dfe", url("visit-detail", 1))
    walk.sign(surrey, SupportLetter.objects.get())
    press("nhse", url("letter-send", 1))
    page = see("lano", url("visit-detail", 1))
    assert "Absence has fallen" in page
    assert "What nhse saw" not in page
    assert "Absence has fallen" in see("dcs", url("letter-detail", 1))


def test_a_button_that_is_refused_says_why(surrey, held, press, see):
    letter_page = press("dfe", url("letter-draft", 1)).content.decode()
    assert "finish its record before the letter is drafted" in letter_page
    walk.written_up(surrey, held)
    letters.draft_follow_up(by=surrey.dfe, visit=held)
    page = press("dfe", url("letter-sign", 1), sha256="f" * 64).content.decode()
    assert "This changed after you opened it" in page
    assert "must both sign" in press("dfe", url("letter-send", 1)).content.decode()


def test_two_who_write_notes_see_both_texts(surrey, held, send):
    records.write_notes(by=surrey.dfe, visit=held, version=0, text="First words")
    answer = send("dfe", url("notes-edit", 1), text="Mine", version="0")
    assert answer.status_code == 200
    assert "First words" in answer.content.decode()


def test_the_forum_sees_the_agenda_only_while_it_is_invited(surrey, visit, see, press):
    address = url("forum-visit", 1)
    see("forum", address, status=404)
    press("dfe", url("visit-forum", 1))
    page = see("forum", address)
    assert "Progress on absence" in page
    assert "Figures for absence" not in page
    see("lano", address, status=403)
    see("forum", url("visit-detail", 1), status=403)
    see("forum", url("board"), status=403)
    press("nhse", url("visit-forum", 1), invite="no")
    see("forum", address, status=404)
    press("nhse", url("visit-forum", 1))
    visits.cancel(by=surrey.dfe, visit=visit, reason="Ill")
    see("forum", address, status=404)


def test_health_actions_are_shown_alone_when_asked(surrey, held, plan, see):
    board = next(body["name"] for body in plan.accountable_bodies if body["kind"] == "board")
    item = plan.items.get()
    records.raise_action(by=surrey.nhse, visit=held, item=item, text="Sign the agreement", body=board)
    records.raise_action(by=surrey.dfe, visit=held, item=item, text="Train the schools")
    address = url("visit-detail", 1)
    both, health = see("nhse", address), see("nhse", f"{address}?show=health")
    assert both.count("Train the schools") == health.count("Train the schools") + 1
    assert both.count("Sign the agreement") == health.count("Sign the agreement")


def test_release_is_by_letter_and_then_the_plan_may_end(surrey, plan, see, send, press):
    assert "Release item 1 from monitoring" in see("dfe", plan.get_absolute_url())
    see("assurer", url("release-add"), status=403)
    answer = send("dfe", url("release-add"), **day("released_on", date(2019, 5, 28)))
    assert "Choose at least one item" in answer.content.decode()
    send("dfe", url("release-add"), orders="1", **day("released_on", date(2019, 5, 28)))
    walk.sign(surrey, SupportLetter.objects.get())
    page = press("nhse", url("letter-send", 1)).content.decode()
    assert reverse("improvement:plan-move", args=[REFERENCE, "release"]) in page
    assert (
        reverse("improvement:plan-move", args=[REFERENCE, "release"])
        in press("dfe", url("letter-send", 1)).content.decode()
    )


def test_a_form_that_does_nothing_now_says_so(surrey, written_up, plan, see):
    letter = walk.letter_after(surrey, written_up)
    assert "This letter is sent. This cannot be done now" in see("dfe", f"{letter.get_absolute_url()}edit/")
    assert "cannot be done now" not in see("dfe", url("ladder-step"))
    ladder.issue_notice(by=surrey.dfe, plan=plan, issued_on=date(2019, 6, 17), text="Improve")
    ladder.record_direction(by=surrey.dfe, plan=plan, on=date(2019, 6, 17), reason="Directed")
    for page in (url("ladder-step"), url("notice-issue"), url("direction-add")):
        assert "This cannot be done now" in see("dfe", page)
    assert "Which level" not in see("dfe", url("notice-lift"))


def test_only_the_dfe_opens_the_pages_of_a_notice(surrey, plan, see, send):
    see("nhse", url("notice-issue"), status=403)
    see("dfe", url("notice-review"), status=404)
    send("dfe", url("notice-issue"), text="Improve attendance", **day("issued_on", date(2019, 5, 28)))
    page = see("lano", url("ladder"))
    assert "Improve attendance" in page
    assert "Next review due Thursday 28 November 2019" in page
    see("nhse", url("notice-lift"), status=403)
    send("dfe", url("notice-lift"), level="visits", reason="Better", **day("lifted_on", date(2019, 5, 28)))
    assert "Lifted on 28 May 2019: Better" in see("dcs", url("ladder"))
