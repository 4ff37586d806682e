"""A problem from JSON. Whatever is wrong with a problem is one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from timetable.solving.conflicts import BODIES
from timetable.solving.problem import Inspector, Meeting, Person, Placement, Problem, Span

MOST_MEETINGS, MOST_OTHERS, LONGEST_SLOT = 3000, 3000, 24 * 60
LONGEST_TEXT = 80  # of a value that is quoted back


class BadProblem(ValueError):
    """The file is not a problem; its text is one line for the person who wrote it."""


def read(text: str | bytes) -> Problem:
    """A problem from JSON. Raises BadProblem."""
    try:
        data = json.loads(text)
    except UnicodeDecodeError as error:
        raise BadProblem("the file is not JSON: its text is not UTF-8") from error
    except RecursionError as error:
        raise BadProblem("the file is not JSON that can be read: it is nested too deeply") from error
    except ValueError as error:
        raise BadProblem(f"the file is not JSON: {' '.join(str(error).split())}") from error
    return problem_from(data)


def problem_from(data: Any) -> Problem:
    """A problem from the values of its JSON. Raises BadProblem."""
    root = mapping(data, "the problem")
    slot = whole(root.get("slot_minutes", 30), "slot_minutes", least=1, most=LONGEST_SLOT)
    days = tuple(sorted((span(one, f"day {n}") for n, one in entries(root, "days")), key=lambda day: day.on))
    if not days:
        raise BadProblem("days is empty: give at least one day")
    if twice := repeated(day.on.isoformat() for day in days):
        raise BadProblem(f"the day {twice} is given twice")
    sites = tuple(ident(one, f"site {n}") for n, one in entries(root, "sites"))
    people = tuple(Person(ident(one, f"person {n}"), aways(one), words(one)) for n, one in entries(root, "people"))
    rooms = tuple(Person(ident(one, f"room {n}"), aways(one), words(one)) for n, one in entries(root, "rooms"))
    inspectors = tuple(
        Inspector(ident(one, f"inspector {n}"), string(one.get("body", ""), "body"), aways(one), words(one))
        for n, one in ((n, mapping(one, f"inspector {n}")) for n, one in entries(root, "inspectors"))
    )
    meetings = tuple(meeting(one, n) for n, one in entries(root, "meetings"))
    problem = Problem(
        slot,
        days,
        lunch_of(root.get("lunch")),
        inspectors,
        people,
        rooms,
        sites,
        travel_of(root.get("travel_minutes")),
        meetings,
    )
    check(problem)
    return problem


# --- one value at a time


def quoted(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"“{text[:LONGEST_TEXT]}”"


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadProblem(f"{what} must be an object")
    return value


def entries(root: Mapping[str, Any], key: str) -> list[tuple[int, Any]]:
    value = root.get(key)
    if value is None and key == "meetings":
        raise BadProblem("meetings is missing: give the list of meetings, even an empty one")
    if value is None:
        value = []
    if not isinstance(value, list):
        raise BadProblem(f"{key} must be a list")
    most = MOST_MEETINGS if key == "meetings" else MOST_OTHERS
    if len(value) > most:
        raise BadProblem(f"{key} has {len(value)} entries, and {most} is the most that can be planned")
    return list(enumerate(value, 1))


def whole(value: Any, what: str, *, least: int, most: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadProblem(f"{what} must be a whole number, not {quoted(value)}")
    if not least <= value <= most:
        raise BadProblem(f"{what} is {quoted(value)} and must be from {least} to {most}")
    return value


def string(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise BadProblem(f"{what} must be text, not {quoted(value)}")
    return value


def ident(value: Any, what: str) -> str:
    found = value if isinstance(value, str) and what.startswith("site") else mapping(value, what).get("id")
    if not isinstance(found, str) or not found.strip():
        raise BadProblem(f"{what} has no id in text")
    return found


def words(value: Mapping[str, Any]) -> str:
    return string(value.get("name") or "", "name")


def day_of(value: Any, what: str) -> date:
    try:
        return date.fromisoformat(string(value, what))
    except ValueError as error:
        raise BadProblem(f"{what} {quoted(value)} is not a date like 2026-03-16") from error


def minute_of(value: Any, what: str) -> int:
    """Minutes since midnight of "09:00"; "24:00" is the end of the day."""
    hours, colon, minutes = string(value, what).partition(":")
    good = colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()
    if not good or len(hours) > 2 or len(minutes) != 2 or int(minutes) > 59 or int(hours) * 60 + int(minutes) > 24 * 60:
        raise BadProblem(f"{what} {quoted(value)} is not a time like 09:30")
    return int(hours) * 60 + int(minutes)


def span(value: Any, what: str) -> Span:
    row = mapping(value, what)
    on = day_of(row.get("date"), f"{what}: date")
    start, end = minute_of(row.get("start"), f"{what}: start"), minute_of(row.get("end"), f"{what}: end")
    if end <= start:
        raise BadProblem(f"{what} ({on}) ends at {row['end']}, which is not after its start at {row['start']}")
    return Span(on, start, end)


def aways(value: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple(span(one, f"away {n} of {value.get('id')}") for n, one in entries(value, "away"))


def lunch_of(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    row = mapping(value, "lunch")
    start, end = minute_of(row.get("start"), "lunch: start"), minute_of(row.get("end"), "lunch: end")
    if end <= start:
        raise BadProblem(f"lunch ends at {row['end']}, which is not after its start at {row['start']}")
    return start, end


def travel_of(value: Any) -> dict[tuple[str, str], int]:
    found = {}
    for one, row in mapping({} if value is None else value, "travel_minutes").items():
        for other, minutes in mapping(row, f"travel_minutes of {one}").items():
            found[one, other] = whole(minutes, f"travel from {one} to {other}", least=0, most=24 * 60)
    return found


def texts(row: Mapping[str, Any], key: str, what: str) -> tuple[str, ...]:
    value = row.get(key)
    value = [] if value is None else value
    if not isinstance(value, list):
        raise BadProblem(f"{what}: {key} must be a list")
    return tuple(dict.fromkeys(string(one, f"{what}: {key}") for one in value))


def meeting(value: Any, number: int) -> Meeting:
    row = mapping(value, f"meeting {number}")
    name = ident(row, f"meeting {number}")
    what = f"meeting {quoted(name)}"
    return Meeting(
        id=name,
        minutes=whole(row.get("minutes"), f"{what}: minutes", least=1, most=24 * 60),
        site=string(row.get("site") or "", f"{what}: site"),
        room=string(row.get("room") or "", f"{what}: room"),
        people=texts(row, "people", what),
        inspectors_needed=whole(
            row.get("inspectors_needed", 1), f"{what}: inspectors_needed", least=0, most=MOST_OTHERS
        ),
        bodies_needed=texts(row, "bodies_needed", what),
        pinned=placement(row.get("pinned"), name, f"{what}: pinned"),
        same_day_as=texts(row, "same_day_as", what),
        previous=placement(row.get("previous"), name, f"{what}: previous"),
        title=string(row.get("title") or "", f"{what}: title"),
        earliest=limit(row.get("earliest"), f"{what}: earliest"),
        latest=limit(row.get("latest"), f"{what}: latest"),
    )


def limit(value: Any, what: str) -> tuple[date, int] | None:
    if value is None:
        return None
    row = mapping(value, what)
    return day_of(row.get("date"), f"{what}: date"), minute_of(row.get("time"), f"{what}: time")


def placement(value: Any, name: str, what: str) -> Placement | None:
    if value is None or value is False:
        return None
    row = mapping(value, what)
    start = minute_of(row.get("start"), f"{what}: start")
    return Placement(name, day_of(row.get("date"), f"{what}: date"), start, texts(row, "inspectors", what))


# --- the whole


def repeated(values: Iterable[str]) -> str:
    """The first that comes twice, or nothing."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ""


def check(problem: Problem) -> None:
    """Raises BadProblem where an id is unknown or given twice, or a meeting is longer than any day."""
    groups = {
        "inspector": [one.id for one in problem.inspectors], "person": [one.id for one in problem.people],
        "room": [one.id for one in problem.rooms], "site": list(problem.sites), "meeting": [one.id for one in problem.meetings],
    }  # fmt: skip
    for kind, idents in groups.items():
        if twice := repeated(idents):
            raise BadProblem(f"the {kind} {quoted(twice)} is given twice")
    known = {kind: set(idents) for kind, idents in groups.items()}
    for pair in problem.travel:
        for site in pair:
            refuse_unknown(site, known["site"], "travel_minutes", "site")
    longest = max(day.end - day.start for day in problem.days)
    for inspector in problem.inspectors:
        refuse_body(inspector.body, f"inspector {quoted(inspector.id)}")
    for one in problem.meetings:
        check_meeting(one, known, longest)


def check_meeting(one: Meeting, known: Mapping[str, set[str]], longest: int) -> None:
    what = f"meeting {quoted(one.id)}"
    if one.minutes > longest:
        raise BadProblem(f"{what} lasts {one.minutes} minutes, and the longest day has {longest}")
    if one.site:
        refuse_unknown(one.site, known["site"], what, "site")
    # A room may go without an entry of its own: it is then free all week.
    for kind, idents in (("person", one.people), ("meeting", one.same_day_as)):
        for name in idents:
            refuse_unknown(name, known[kind], what, kind)
    for body in one.bodies_needed:
        refuse_body(body, what)
    for held in (one.pinned, one.previous):
        for name in held.inspectors if held else ():
            refuse_unknown(name, known["inspector"], what, "inspector")


def refuse_body(body: str, what: str) -> None:
    if body and body not in BODIES:
        raise BadProblem(f"{what} names the body {quoted(body)}, which must be {' or '.join(BODIES)}")


def refuse_unknown(name: str, known: set[str], what: str, kind: str) -> None:
    if name not in known:
        raise BadProblem(f"{what} names the {kind} {quoted(name)}, which is not in the file")
