"""The editor: a section saves itself, once for each save; two writers see both texts; everybody sees who is there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from core import clock
from core.autosave import Mark
from core.device import device_key
from core.errors import Conflict, Refused
from reports.models import LetterSection, SectionPresence, SectionSave
from reports.services import sections
from reports.tests.editing_desk import desk, section

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 14, 10, 42, tzinfo=clock.LONDON)


@pytest.fixture
def made():
    with clock.travelled_to(NOW):
        yield desk()


def address(made, name="section-autosave", *more, code="experience"):
    return reverse(f"reports:{name}", args=[made.inspection.reference, code, *more])


def save(client, made, text, version, key="k1"):
    owner = device_key(get_user(client)).owner
    return client.post(
        address(made), {"text": text, "version": version, "save_key": f"{key}-of-a-device.1", "owner": owner}
    )


# --- the service


@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only")
def test_a_save_holds_the_letter_so_that_no_move_comes_between(made):
    with CaptureQueriesContext(connection) as asked:
        sections.write_section(by=made.gwen, section=section(made), text="Gwen wrote", mark=Mark.at(1))
    assert [q for q in asked.captured_queries if "reports_letter" in q["sql"] and "FOR UPDATE" in q["sql"]]


def test_every_save_that_changed_something_is_kept_with_its_author_and_what_stood_before(made):
    one = section(made, text="As imported")
    assert sections.write_section(by=made.gwen, section=one, text="Gwen wrote", mark=Mark("session-of-a.1", 1)) == 2
    assert sections.write_section(by=made.gwen, section=one, text="Gwen wrote", mark=Mark("session-of-b.1", 2)) == 2
    assert sections.write_section(by=made.omar, section=one, text="Omar wrote", mark=Mark("session-of-c.1", 2)) == 3
    assert list(SectionSave.objects.values_list("version", "by__name", "text")) == [
        (1, None, "As imported"), (2, "Gwen Atherley", "Gwen wrote"), (3, "Omar Prescott", "Omar wrote"),
    ]  # fmt: skip


def test_a_save_repeated_after_a_lost_answer_is_one_save(made):
    one = section(made)
    assert sections.write_section(by=made.gwen, section=one, text="Once", mark=Mark("session-of-a.1", 1)) == 2
    sections.write_section(by=made.gwen, section=one, text="Later", mark=Mark("session-of-b.1", 2))
    assert sections.write_section(by=made.gwen, section=one, text="Once", mark=Mark("session-of-a.1", 1)) == 2
    assert section(made).text == "Later"


def test_writing_on_is_one_entry_in_the_record_and_coming_back_another(made):
    one = section(made)
    for minute, version in ((0, 1), (1, 2), (2, 3), (30, 4)):
        with clock.travelled_to(NOW + timedelta(minutes=minute)):
            sections.write_section(by=made.gwen, section=one, text=f"At {minute}", mark=Mark.at(version))
    assert SectionSave.objects.count() == 4
    changes = Entry.objects.filter(verb="letter.section_written").order_by("pk").values_list("changes", flat=True)
    assert [change["version"] for change in changes] == [[1, 2], [4, 5]]


def test_the_whole_letter_has_a_limit_too_and_says_its_pages(made, monkeypatch):
    monkeypatch.setattr(sections, "MOST_IN_LETTER", 50)
    section(made, "about_the_partnership", "x" * 40)
    with pytest.raises(Refused, match="about 100 pages; with this they would have 51"):
        sections.write_section(by=made.gwen, section=section(made), text="y" * 11, mark=Mark.at(1))
    assert sections.write_section(by=made.gwen, section=section(made), text="y" * 10, mark=Mark.at(1)) == 2


def test_the_second_writer_gets_a_conflict_and_loses_nothing(made):
    sections.write_section(by=made.gwen, section=section(made), text="Hers", mark=Mark.at(1))
    with pytest.raises(Conflict) as conflict:
        sections.write_section(by=made.omar, section=section(made), text="His", mark=Mark.at(1))
    assert (conflict.value.current.text, section(made).text) == ("Hers", "Hers")


def test_a_version_that_nobody_s_save_accounts_for_is_somebody_else_s(made):
    LetterSection.objects.filter(code="experience").update(text="Put there otherwise", version=2)
    with pytest.raises(Conflict):
        sections.write_section(by=made.gwen, section=section(made), text="Hers", mark=Mark.at(1))
    assert sections.write_section(by=made.gwen, section=section(made), text="Hers", mark=Mark.at(2)) == 3


# --- saving while writing


def test_it_saves_says_when_and_saves_once_for_each_key(client, made):
    client.force_login(made.gwen)
    answers = [save(client, made, "Children wait.", 1).json() for _ in range(2)]
    assert answers[0] == answers[1] == {"state": "saved", "version": 2, "at": "10:42:00am", "left": [], "here": []}
    assert SectionSave.objects.get().by == made.gwen


def test_a_conflict_tells_who_and_gives_the_text_that_stands(client, made):
    client.force_login(made.gwen)
    save(client, made, "Hers", 1)
    client.force_login(made.omar)
    answer = save(client, made, "His", 1, "k2")
    assert answer.status_code == 409
    assert answer.json() == {
        "state": "conflict", "version": 2, "by": "Gwen Atherley", "at": "10:42am", "theirs": [["text", "Hers"]],
        "both": [{"label": "Text", "theirs": "Hers", "yours": "His"}], "here": ["Gwen Atherley"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"), [("x" * 60_001, "at most 60,000 characters; this has 60,001"), ("fine", "not being drafted")]
)
def test_what_is_refused_says_why_and_changes_nothing(client, made, text, says):
    if text == "fine":
        type(made.letter).objects.filter(pk=made.letter.pk).update(state="qa")
    client.force_login(made.gwen)
    answer = save(client, made, text, 1)
    assert answer.status_code == 422
    assert says in answer.json()["reasons"][0]
    assert not SectionSave.objects.exists()


def test_a_page_without_its_version_is_told_to_load_again(client, made):
    client.force_login(made.gwen)
    assert "Load it again" in client.post(address(made), {"text": "x"}).json()["reasons"][0]


def test_marks_of_word_and_scripts_are_text_and_nothing_else(client, made):
    pasted = (
        '<!--[if gte mso 9]><xml/><![endif]--><p class="MsoNormal"><o:p>Wait\u200b</o:p><script>alert(1)</script>\x07'
    )
    client.force_login(made.gwen)
    assert save(client, made, pasted, 1).status_code == 200
    kept = section(made).text
    assert "\x07" not in kept and "\u200b" not in kept and "<o:p>Wait</o:p>" in kept
    for name in ("section-edit",):
        page = client.get(address(made, name)).content.decode()
        assert "&lt;o:p&gt;" in page and "<o:p>" not in page and "<script>alert" not in page
    preview = client.get(reverse("reports:letter-preview", args=[made.inspection.reference])).content.decode()
    assert "&lt;script&gt;alert(1)" in preview and "<script>alert" not in preview


# --- who is there


def test_people_with_the_section_open_are_named_until_they_are_gone(client, made):
    client.force_login(made.omar)
    client.get(address(made, "section-edit"))
    client.force_login(made.gwen)
    page = client.get(address(made, "section-edit")).content.decode()
    assert "data-presence>Omar Prescott is here" in page
    assert client.get(address(made)).json()["here"] == ["Omar Prescott"]
    with clock.travelled_to(NOW + timedelta(minutes=2)):
        assert client.get(address(made)).json()["here"] == []
    assert SectionPresence.objects.count() == 2  # one row for each, however often they are seen


def test_the_letter_names_the_last_author_to_the_team_and_not_to_the_area(client, made):
    sections.write_section(by=made.omar, section=section(made), text="Children wait.", mark=Mark.at(1))
    type(made.inspection).objects.filter(pk=made.inspection.pk).update(findings_shared_on=NOW.date())
    url = reverse("reports:letter-detail", args=[made.inspection.reference])
    client.force_login(made.gwen)
    own = client.get(url).content.decode()
    assert "Last written by Omar Prescott" in own and "Filled in for you" in own
    client.force_login(made.lano)
    page = client.get(url)
    assert page.status_code == 200
    assert "Omar Prescott" not in page.content.decode()
    assert "Filled in" not in page.content.decode(), "how far which section is"


# --- without a script


def test_the_plain_form_saves_and_a_conflict_offers_mine_theirs_and_both(client, made):
    sections.write_section(by=made.omar, section=section(made), text="Theirs", mark=Mark.at(1))
    client.force_login(made.gwen)
    boxes = {"text": "Mine", "version": 1, "save_key": "from-a-page.0"}
    page = client.post(address(made, "section-edit"), boxes).content.decode()
    for words in (
        "Omar Prescott saved this section while",
        "Keep mine",
        "Keep theirs",
        "Keep both",
        "Theirs</p>",
        'value="2"',
    ):
        assert words in page
    # What the device keeps starts from what this person read, not from what it is shown now.
    assert "&quot;began&quot;: 1}" in page
    assert section(made).text == "Theirs"
    for keep, text in (("theirs", "Theirs"), ("both", "Theirs\n\nMine")):
        client.post(address(made, "section-edit"), boxes | {"version": 2, "keep": keep})
        assert section(made).text == text


def test_too_much_text_is_still_in_the_form(client, made):
    client.force_login(made.gwen)
    page = client.post(
        address(made, "section-edit"), {"text": "word " * 12_001, "version": 1, "save_key": "from-a-page.0"}
    ).content.decode()
    assert "may have at most 60,000 characters; this has 60,005" in page
    assert "word " * 12_000 in page


def test_a_section_that_is_not_drafted_now_is_shown_and_has_no_form(client, made):
    section(made, text="Children wait.")
    type(made.letter).objects.filter(pk=made.letter.pk).update(state="qa")
    client.force_login(made.gwen)
    page = client.get(address(made, "section-edit")).content.decode()
    assert "Children wait." in page
    assert "cannot be changed now" in page
    assert "<textarea" not in page


def test_the_editor_asks_the_same_of_the_database_for_one_section_written_and_for_all(client, made):
    client.force_login(made.gwen)
    sections.write_section(by=made.omar, section=section(made), text="One", mark=Mark.at(1))
    client.get(address(made, "section-edit"))
    with CaptureQueriesContext(connection) as one:
        client.get(address(made, "section-edit"))
    for other in LetterSection.objects.exclude(code="experience"):
        sections.write_section(by=made.omar, section=other, text="More", mark=Mark.at(1))
        SectionPresence.objects.create(section=other, person=made.omar, seen_at=NOW)
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(address(made, "section-edit"))
    assert len(all_of_them) == len(one)
