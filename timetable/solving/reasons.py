"""Why a meeting has no time, in words: what would have to give way, one rule at a time, with the rest of the week as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from rulebook import words
from timetable.solving.conflicts import at_words, body_words, missing_bodies, name
from timetable.solving.problem import Inspector, Meeting, Placement, Problem, Span, Unplaced

RULES = ("lunch", "people", "room", "travel", "inspectors", "same-day", "limits")


def unplaced(problem: Problem, placements: Sequence[Placement]) -> list[Unplaced]:
    """The meetings that are not placed, each with its reason."""
    placed = {one.id for one in placements}
    return [
        Unplaced(meeting.id, reason(problem, placements, meeting))
        for meeting in problem.meetings
        if meeting.id not in placed
    ]


def never(problem: Problem, meeting: Meeting) -> str:
    """Why no week at all could hold this meeting, or ""."""
    needed = meeting.inspectors_needed
    if len(meeting.bodies_needed) > needed:
        asked = words.listed([body_words(body) for body in meeting.bodies_needed])
        return f"It needs inspectors of {asked} but {f'only {count(needed)}' if needed else 'no inspector'} in all."
    if needed > len(problem.inspectors):
        there = len(problem.inspectors)
        return f"It needs {count(needed)} and {f'the team has {count(there)}' if there else 'there are none'}."
    if missing := missing_bodies(meeting, [inspector.body for inspector in problem.inspectors]):
        bodies = words.listed([body_words(body) for body in dict.fromkeys(missing)])
        some = any(inspector.body in missing for inspector in problem.inspectors)
        return f"It needs an inspector of {bodies} and the team has {'too few' if some else 'none'}."
    if not any(day.end - day.start >= meeting.minutes for day in problem.days):
        return "It is longer than any day of the week."
    return ""


def reason(problem: Problem, placements: Sequence[Placement], meeting: Meeting) -> str:
    if said := never(problem, meeting):
        return said
    look = Look(problem, placements, meeting)
    said = f"No free slot with {needs(problem, meeting)}"
    if not look.first(set(RULES) - {"inspectors"}):
        return f"{said}: that many inspectors are never free together.{hint(look)}"
    if look.first(set()):
        return f"{said} was found in the time given; one is free on {at_words(*look.first(set()))}."  # type: ignore[misc]
    return f"{said}.{hint(look)}"


def needs(problem: Problem, meeting: Meeting) -> str:
    """Two inspectors (Ofsted and CQC) and the director."""
    parts = []
    if meeting.inspectors_needed:
        bodies = words.listed([body_words(body) for body in dict.fromkeys(meeting.bodies_needed)])
        parts.append(count(meeting.inspectors_needed) + (f" ({bodies})" if bodies else ""))
    parts += [name(problem, person) for person in meeting.people]
    if meeting.room:
        parts.append(name(problem, meeting.room))
    return words.listed(parts) if parts else "nothing in the way"


def hint(look: Look) -> str:
    """The earliest time if one rule gave way; the first that helps, and every person whose coming alone would."""
    problem, meeting = look.problem, look.meeting
    tries: list[tuple[str, set[str]]] = [("lunch moves", {"lunch"})] if problem.lunch else []
    tries += [(f"{name(problem, person)} need not come", {person}) for person in meeting.people]
    tries += [("another room is used", {"room"})] if meeting.room else []
    tries += [("travel is shorter", {"travel"})] if meeting.site else []
    tries += [("it may be on another day than the meetings it goes with", {"same-day"})]
    tries += [("it may be earlier or later", {"limits"})] if meeting.earliest or meeting.latest else []
    found = [(look.first(ignored), words_of) for words_of, ignored in tries]
    if fewer := look.with_fewer():
        found.append(fewer)
    said = [f"earliest if {words_of}: {at_words(*at)}" for at, words_of in found if at]
    if not said and (at := look.first({"people", "lunch"})):
        said = [f"earliest if lunch moves and the people change their times: {at_words(*at)}"]
    text = "; ".join(said[:3])
    return (
        f" {text[0].upper()}{text[1:]}."
        if text
        else " Even one change of the rules would not make room: another meeting has to go."
    )


def count(number: int) -> str:
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return f"{small[number] if number < len(small) else number} inspector{'' if number == 1 else 's'}"


class Look:
    """Looks for a place of one meeting among the others as they stand."""

    def __init__(self, problem: Problem, placements: Sequence[Placement], meeting: Meeting) -> None:
        self.problem, self.meeting = problem, meeting
        self.others = [one for one in placements if one.id != meeting.id]

    def first(self, ignored: Collection[str]) -> tuple[date, int] | None:
        """The first (day, minute) where it fits with these rules put aside, or None."""
        for on, start in self.problem.starts(self.meeting, ignoring=ignored):
            if self.shared_free(on, start, ignored) and self.day_fits(on, ignored) and self.team(on, start, ignored):
                return on, start
        return None

    def with_fewer(self) -> tuple[tuple[date, int] | None, str] | None:
        """Where one inspector fewer would do."""
        needed = self.meeting.inspectors_needed
        if needed < 2:
            return None
        fewer = replace(
            self.meeting, inspectors_needed=needed - 1, bodies_needed=self.meeting.bodies_needed[: needed - 1]
        )
        return Look(self.problem, self.others, fewer).first(set()), f"{count(needed - 1)} will do"

    def span(self, one: Placement) -> Span:
        meeting = self.problem.meeting[one.id]
        minutes = meeting.minutes if meeting.pinned else self.problem.occupied(meeting)
        return Span(one.on, one.start, one.start + minutes)

    def shared_free(self, on: date, start: int, ignored: Collection[str]) -> bool:
        """Whether its people and its room are in no other meeting."""
        wanted = set() if "people" in ignored else {person for person in self.meeting.people if person not in ignored}
        room = "" if "room" in ignored else self.meeting.room
        end = start + self.problem.occupied(self.meeting)
        for one in self.others:
            if self.span(one).meets(on, start, end):
                other = self.problem.meeting[one.id]
                if wanted & set(other.people) or (room and other.room == room):
                    return False
        return True

    def day_fits(self, on: date, ignored: Collection[str]) -> bool:
        if "same-day" in ignored:
            return True
        tied = set(self.meeting.same_day_as)
        return not any(
            one.on != on and (one.id in tied or self.meeting.id in self.problem.meeting[one.id].same_day_as)
            for one in self.others
        )

    def team(self, on: date, start: int, ignored: Collection[str]) -> bool:
        """Whether enough inspectors, of the bodies asked for, are free."""
        if "inspectors" in ignored:
            return True
        free = [inspector for inspector in self.problem.inspectors if self.free(inspector, on, start, ignored)]
        bodies = [inspector.body for inspector in free]
        return len(free) >= self.meeting.inspectors_needed and not missing_bodies(self.meeting, bodies)

    def free(self, inspector: Inspector, on: date, start: int, ignored: Collection[str]) -> bool:
        end = start + self.problem.occupied(self.meeting)
        if any(span.meets(on, start, end) for span in inspector.away):
            return False
        theirs = [one for one in self.others if one.on == on and inspector.id in one.inspectors]
        return all(self.room_beside(one, start, end, ignored) for one in theirs)

    def room_beside(self, one: Placement, start: int, end: int, ignored: Collection[str]) -> bool:
        there, back = 0, 0
        if "travel" not in ignored:
            site = self.problem.meeting[one.id].site
            there, back = (
                self.problem.travel_between(site, self.meeting.site),
                self.problem.travel_between(self.meeting.site, site),
            )
        span = self.span(one)
        return start >= span.end + there or span.start >= end + back
