"""The timetable by keyboard alone: a meeting is moved to a time without a clash, and nobody touches a mouse."""

from __future__ import annotations

import pytest

from accounts.choices import Role
from core import clock
from tests.e2e.driver import Visitor
from tests.e2e.looks import faults_of
from tests.e2e.three_weeks_steps import Weeks, september, walking
from timetable.models import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FARTHEST = 160
# What has the focus: its words (of a box: those of its label), and whether a sighted person sees that it has it.
FOCUSED = """() => {
  const box = document.activeElement;
  if (!box || box === document.body) return {words: "", seen: true};
  const label = box.labels && box.labels.length ? box.labels[0] : null;
  const shows = of => { const style = getComputedStyle(of); const look = getComputedStyle(of, "::before");
    return [style, look].some(s => (s.outlineStyle !== "none" && s.outlineWidth !== "0px") || s.boxShadow !== "none") };
  const place = box.getBoundingClientRect();
  return {
    words: (label || box).textContent.replace(/\\s+/g, " ").trim() || box.getAttribute("aria-label") || box.tagName,
    seen: (shows(box) || (label !== null && shows(label))) && place.bottom > 0 && place.top < innerHeight,
    path: box.getAttribute("href") || "",
  };
}"""


class Keys:
    """A person with a keyboard and no mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.unseen: list[str] = []

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def focused(self) -> dict[str, str]:
        found = self.page.evaluate(FOCUSED)
        if not found["seen"]:
            self.unseen.append(f"{self.page.url}: {found['words']}")
        return found  # type: ignore[no-any-return]

    def tab_to(self, words: str, key: str = "Tab") -> None:
        """Press Tab until this has the focus; fails when it is not reached."""
        been = []
        for _ in range(FARTHEST):
            self.press(key)
            been.append(self.focused()["words"])
            if been[-1].startswith(words):
                return
        raise AssertionError(f"{words!r} is not reached by {key} on {self.page.url}: {been}")

    def follow(self, words: str) -> None:
        self.tab_to(words)
        with self.page.expect_navigation():
            self.press("Enter")


def test_the_timetable_by_keyboard_alone(visitor: Visitor) -> None:
    with walking(visitor) as weeks, clock.travelled_to(september(16)):
        weeks.at(Role.LANO, "timetable:timetable")
        keys = Keys(visitor)
        skips_to_the_content(keys)
        moves_a_meeting(weeks, keys)
        passes_through(keys)
        assert keys.unseen == []


def skips_to_the_content(keys: Keys) -> None:
    keys.press("Tab")
    assert keys.focused()["words"] == "Skip to main content"
    keys.press("Enter")
    keys.tab_to("Overview")


def moves_a_meeting(weeks: Weeks, keys: Keys) -> None:
    before = Meeting.objects.get(inspection=weeks.inspection, number=20)
    # The bars are a picture; the words below it are links. Thursday's are the fourth.
    for _ in range(4):
        keys.tab_to("The same in words")
    keys.press("Enter")
    keys.follow("M20")
    weeks.visitor.sees(before.title)
    keys.follow("Move")
    keys.follow("Fri 25 September")
    keys.tab_to("Friday 25 September 2026")
    keys.press("Space")
    keys.press("ArrowDown")
    chosen = keys.focused()["words"]
    keys.tab_to("Why does it move?")
    # Sent too early it says what is missing, and the summary leads to the box.
    keys.tab_to("Move the meeting")
    with keys.page.expect_navigation():
        keys.press("Enter")
    assert keys.page.title().startswith("Error: ")
    keys.tab_to("Enter why it moves")
    keys.press("Enter")
    keys.page.keyboard.type("Priya needs an hour to travel")
    keys.follow("Move the meeting")
    weeks.visitor.sees("Friday 25 September 2026", chosen.rpartition(": ")[2], "Priya needs an hour to travel")
    after = Meeting.objects.get(pk=before.pk)
    assert after.starts_at != before.starts_at
    assert faults_of(weeks.visitor) == []


def passes_through(keys: Keys) -> None:
    """The focus goes through the whole page, out of it at its end, and back again."""
    seen = set()
    for _ in range(FARTHEST):
        keys.press("Tab")
        words = keys.focused()["words"]
        if words in ("", "Skip to main content"):
            break
        seen.add(words)
    assert words in ("", "Skip to main content"), "the focus is held somewhere"
    assert {"Move", "Change"} <= seen
    keys.tab_to("Change", key="Shift+Tab")
