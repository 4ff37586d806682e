"""The England and Wales working-day calendar: Monday to Friday but no bank holiday, refused outside its coverage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from rulebook import holidays as holiday_files
from rulebook import words
from rulebook.holidays import Holiday

__all__ = ["Holiday", "NotCovered", "Skipped", "WorkingCalendar"]


class NotCovered(ValueError):
    """A date outside the calendar's coverage, or a sum whose answer would be. The text is a plain sentence."""


@dataclass(frozen=True)
class Skipped:
    """The days a working-day sum passes over. A bank holiday is never also counted as a weekend day."""

    weekend_days: int
    bank_holidays: tuple[Holiday, ...]


class WorkingCalendar:
    """Immutable. Working days are held as a sorted list of day numbers, so each sum is two binary searches.

    Every method that counts days raises NotCovered for a date before `first_on` or after `last_on`: past the last
    published bank holiday the sum would be a guess.
    """

    __slots__ = ("_days", "_holiday_days", "_holidays", "edition", "first_on", "last_on")

    edition: str
    first_on: date
    last_on: date
    _holidays: Mapping[date, str]
    _holiday_days: tuple[date, ...]
    _days: list[int]

    def __init__(self, *, edition: str, first_on: date, last_on: date, holidays: Iterable[Holiday]) -> None:
        named = {holiday.date: holiday.name for holiday in sorted(holidays)}
        for day in named:
            if not first_on <= day <= last_on:
                raise NotCovered(_outside(day, first_on, last_on))
        start, end = first_on.toordinal(), last_on.toordinal()
        closed = {day.toordinal() for day in named}
        # date.toordinal() is 1 on a Monday, so (ordinal - 1) % 7 is the weekday.
        days = [number for number in range(start, end + 1) if (number - 1) % 7 < 5 and number not in closed]
        for name, value in (
            ("edition", edition),
            ("first_on", first_on),
            ("last_on", last_on),
            ("_holidays", MappingProxyType(named)),
            ("_holiday_days", tuple(sorted(named))),
            ("_days", days),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"WorkingCalendar is immutable, so {name} cannot be set.")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"WorkingCalendar is immutable, so {name} cannot be deleted.")

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.edition} {self.first_on}..{self.last_on}>"

    @classmethod
    def load(cls, path: Path | str | None = None) -> WorkingCalendar:
        """The calendar of a bank holiday file, the bundled one by default. Raises rulebook.holidays.BadHolidayFile."""
        file = holiday_files.read(path)
        return cls(edition=file.edition, first_on=file.first_on, last_on=file.last_on, holidays=file.holidays)

    @property
    def holidays(self) -> Mapping[date, str]:
        """Bank holidays as date to name, oldest first. Read only."""
        return self._holidays

    def with_added(self, holidays: Iterable[Holiday]) -> WorkingCalendar:
        """This calendar and some holidays announced later. The edition gains their dates, such as "+2022-09-19".

        A date already held keeps its name; if nothing is new the calendar itself is returned. Raises NotCovered for a
        date outside the coverage.
        """
        new = sorted({holiday.date: holiday for holiday in holidays if holiday.date not in self._holidays}.values())
        if not new:
            return self
        held = [Holiday(day, name) for day, name in self._holidays.items()]
        return WorkingCalendar(
            edition=self.edition + "".join(f"+{holiday.date.isoformat()}" for holiday in new),
            first_on=self.first_on,
            last_on=self.last_on,
            holidays=[*held, *new],
        )

    def covers(self, day: date) -> bool:
        """Whether the calendar knows this day."""
        return self.first_on <= day <= self.last_on

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and not a bank holiday. Raises NotCovered."""
        self._require(day)
        return day.weekday() < 5 and day not in self._holidays

    def holiday_name(self, day: date) -> str | None:
        """The name of the bank holiday on this day, or None. Raises NotCovered."""
        self._require(day)
        return self._holidays.get(day)

    def add_working_days(self, start: date, n: int) -> date:
        """The nth working day after start; day 1 is the next working day, whatever day start is.

        Zero is start itself and a negative n counts back. Raises NotCovered when start or the answer is not covered.
        """
        self._require(start)
        if n == 0:
            return start
        number = start.toordinal()
        index = bisect_right(self._days, number) + n - 1 if n > 0 else bisect_left(self._days, number) + n
        if not 0 <= index < len(self._days):
            counted = words.count(abs(n), "working day")
            where = f"{counted} {'after' if n > 0 else 'before'} {words.weekday(start)}"
            raise NotCovered(f"{where} is outside the bank holidays known, {self._coverage()}.")
        return date.fromordinal(self._days[index])

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after start up to and including end; negative when end is before start.

        It undoes add_working_days: between(start, add(start, n)) is n. Raises NotCovered.
        """
        self._require(start)
        self._require(end)
        if end >= start:
            return bisect_right(self._days, end.toordinal()) - bisect_right(self._days, start.toordinal())
        return bisect_left(self._days, end.toordinal()) - bisect_left(self._days, start.toordinal())

    def skipped(self, start: date, end: date) -> Skipped:
        """Weekend days and bank holidays after start up to and including end.

        When end is earlier they are those from end, included, up to the day before start. Raises NotCovered.
        """
        working = abs(self.working_days_between(start, end))
        # Counting back from start, start itself is again the day that is not counted.
        first, last = (start + timedelta(days=1), end) if end >= start else (end, start - timedelta(days=1))
        low, high = bisect_left(self._holiday_days, first), bisect_right(self._holiday_days, last)
        closed = tuple(Holiday(day, self._holidays[day]) for day in self._holiday_days[low:high])
        weekdays_closed = sum(1 for holiday in closed if holiday.date.weekday() < 5)
        total = abs((end - start).days)
        return Skipped(
            weekend_days=total - working - weekdays_closed,
            bank_holidays=tuple(holiday for holiday in closed if holiday.date.weekday() < 5),
        )

    def _require(self, day: date) -> None:
        if not self.first_on <= day <= self.last_on:
            raise NotCovered(_outside(day, self.first_on, self.last_on))

    def _coverage(self) -> str:
        return f"which run from {words.day(self.first_on)} to {words.day(self.last_on)}"


def _outside(day: date, first_on: date, last_on: date) -> str:
    return (
        f"{words.weekday(day)} is outside the bank holidays known, "
        f"which run from {words.day(first_on)} to {words.day(last_on)}."
    )
