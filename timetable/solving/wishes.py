"""What makes one week better than another with as many meetings, in order of weight.

Meetings moved from where they stood; inspectors' load away from the mean; places an inspector goes to in a day, which stands for
travel; days on which one site is visited.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from timetable.solving.problem import Meeting, Placement, Problem
from timetable.solving.programme import Programme, merged

MOVED, OTHER_INSPECTOR, PER_SLOT_OF_LOAD, PER_PLACE, PER_DAY_OF_SITE = 1000, 100, 20, 5, 3


def cost(programme: Programme) -> Any:
    """An expression to be made small."""
    return stability(programme) + balance(programme) + places(programme)


def stability(programme: Programme) -> Any:
    """Every meeting that stood somewhere and does not any more, and every inspector it has lost."""
    terms: list[Any] = []
    for meeting in programme.live:
        before = meeting.previous
        if before is None or meeting.pinned:
            continue
        was_at = programme.instant(before.on, before.start)
        stays = programme.model.new_bool_var(f"{meeting.id} stays")
        programme.model.add(programme.start[meeting.id] == was_at).only_enforce_if(stays)
        programme.model.add_implication(stays, programme.placed[meeting.id])
        terms.append(MOVED * (1 - stays))
        terms += [OTHER_INSPECTOR * (1 - programme.takes.get((meeting.id, ident), 0)) for ident in before.inspectors]
    return sum(terms)


def balance(programme: Programme) -> Any:
    """Slots by which each inspector's load lies over or under the mean of all that is to be done."""
    problem, model = programme.problem, programme.model
    if len(problem.inspectors) < 2:
        return 0
    slots = {meeting.id: -(-meeting.minutes // problem.slot_minutes) for meeting in programme.live}
    loads = [
        sum(slots[meeting.id] * programme.takes.get((meeting.id, inspector.id), 0) for meeting in programme.live)
        for inspector in problem.inspectors
    ]
    most = sum(slots[meeting.id] * max(meeting.inspectors_needed, 1) for meeting in programme.live)
    mean = model.new_int_var(0, most, "mean load")
    # Whole slots at or below the mean: to be one over is no fault where the sum does not divide.
    model.add_division_equality(mean, as_variable(programme, sum(loads), most), len(loads))
    terms = []
    for number, load in enumerate(loads):
        over, under = (model.new_int_var(0, most, f"{word} {number}") for word in ("over", "under"))
        model.add(over >= load - mean - 1)
        model.add(under >= mean - load)
        terms.append(over + under)
    return PER_SLOT_OF_LOAD * sum(terms)


def as_variable(programme: Programme, expression: Any, most: int) -> Any:
    variable = programme.model.new_int_var(0, max(most, 1) * 2 + 100, "")
    programme.model.add(variable == expression)
    return variable


def places(programme: Programme) -> Any:
    """Places each inspector goes to in each day, and days on which each site is visited."""
    at_site: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in programme.live:
        if meeting.site:
            at_site[meeting.site].append(meeting)
    terms: list[Any] = []
    for site, meetings in at_site.items():
        terms += at_site_all_week(programme, site, meetings)
    return sum(terms)


def at_site_all_week(programme: Programme, site: str, meetings: list[Meeting]) -> list[Any]:
    """The cost of a site. The sums are variables of their own, so that the search sees at once what they cannot be below."""
    model, problem = programme.model, programme.problem
    days: list[Any] = []
    here: list[Any] = []
    for day in range(len(problem.days)):
        there = [meeting for meeting in meetings if (meeting.id, day) in programme.on_day]
        if there:
            visited, goes = at_site_on_day(programme, site, day, there)
            days.append(visited)
            here += goes
    if not days:
        return []
    all_days, all_here = model.new_int_var(0, len(days), ""), model.new_int_var(0, len(here), "")
    model.add(all_days == sum(days))
    model.add(all_here == sum(here))
    free = [meeting for meeting in meetings if not meeting.pinned]
    for meeting in free:
        model.add(all_here >= meeting.inspectors_needed * programme.placed[meeting.id])
        model.add(all_days >= programme.placed[meeting.id])
    longest = max(day.end - day.start for day in problem.days) + problem.slot_minutes
    work = [programme.minutes(one) * one.inspectors_needed * programme.placed[one.id] for one in free]
    model.add(longest * all_here >= sum(work))
    return [PER_DAY_OF_SITE * all_days, PER_PLACE * all_here]


def at_site_on_day(programme: Programme, site: str, day: int, there: list[Meeting]) -> tuple[Any, list[Any]]:
    model = programme.model
    visited = model.new_bool_var(f"{site} on {day}")
    goes = {
        inspector.id: model.new_bool_var(f"{inspector.id} at {site} on {day}")
        for inspector in programme.problem.inspectors
        if any((meeting.id, inspector.id) in programme.takes for meeting in there)
    }
    for meeting in there:
        on_day = programme.on_day[meeting.id, day]
        model.add(visited >= on_day)
        for ident, here in goes.items():
            if (meeting.id, ident) in programme.takes:
                model.add(here >= programme.takes[meeting.id, ident] + on_day - 1)
        # Follows from the rest for those with inspectors; it lets the search see what no week can be below.
        if not meeting.pinned:
            model.add(sum(goes.values()) >= meeting.inspectors_needed * on_day)
    # So does this: an inspector's day holds so many minutes.
    model.add(
        sum(
            programme.minutes(meeting) * meeting.inspectors_needed * programme.on_day[meeting.id, day]
            for meeting in there
            if not meeting.pinned
        )
        <= sum(minutes_of_day(programme, ident, day) * here for ident, here in goes.items())
    )
    return visited, list(goes.values())


def minutes_of_day(programme: Programme, ident: str, day: int) -> int:
    """How many minutes of a day an inspector could spend in meetings."""
    problem = programme.problem
    hours = problem.days[day]
    closed = [(span.start, span.end) for span in problem.inspector[ident].away if span.on == hours.on]
    closed += [problem.lunch] if problem.lunch else []
    lost = sum(max(0, min(end, hours.end) - max(start, hours.start)) for start, end in merged(closed))
    # The last meeting may be counted up to its next slot, past the end of the day.
    return hours.end - hours.start - lost + problem.slot_minutes


# --- the same, of a week that is known


def value(problem: Problem, placements: Iterable[Placement]) -> int:
    """What `cost` comes to for this week."""
    held = {one.id: one for one in placements}
    days = {day.on for day in problem.days}
    total, load, here, visited = 0, dict.fromkeys((one.id for one in problem.inspectors), 0), set(), set()
    for meeting in problem.meetings:
        now, before = held.get(meeting.id), meeting.previous
        if before and not meeting.pinned:
            total += moved(before, now)
        if now is None:
            continue
        for ident in now.inspectors:
            load[ident] += -(-meeting.minutes // problem.slot_minutes)
        if meeting.site and now.on in days:
            visited.add((meeting.site, now.on))
            here |= {(meeting.site, now.on, ident) for ident in now.inspectors}
    mean = sum(load.values()) // max(1, len(load))
    off = sum(max(0, one - mean - 1) + max(0, mean - one) for one in load.values()) if len(load) > 1 else 0
    return total + PER_SLOT_OF_LOAD * off + PER_PLACE * len(here) + PER_DAY_OF_SITE * len(visited)


def moved(before: Placement, now: Placement | None) -> int:
    if now is None:
        return MOVED + OTHER_INSPECTOR * len(before.inspectors)
    lost = len(set(before.inspectors) - set(now.inspectors))
    return MOVED * ((before.on, before.start) != (now.on, now.start)) + OTHER_INSPECTOR * lost


def least(problem: Problem, placed: set[str]) -> int:
    """What no week that holds these free meetings can cost less than."""
    longest = max((day.end - day.start for day in problem.days), default=0) + problem.slot_minutes
    work: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for meeting in problem.meetings:
        if meeting.site and meeting.id in placed and not meeting.pinned:
            work[meeting.site].append((problem.occupied(meeting), meeting.inspectors_needed))
    total = 0
    for rows in work.values():
        minutes = sum(size * needed for size, needed in rows)
        total += PER_DAY_OF_SITE + PER_PLACE * max(*(needed for _, needed in rows), -(-minutes // max(1, longest)))
    return total
