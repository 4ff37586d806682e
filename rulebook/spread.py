"""How well a few tracked cases cover the children and young people of an area: by age, need, plan, setting, health input and place.

Standard library only. Nothing here knows who anybody is: a case is a handful of traits. A gap warns and never forbids.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

AGES: Mapping[str, str] = {
    "0-4": "aged 0 to 4",
    "5-10": "aged 5 to 10",
    "11-15": "aged 11 to 15",
    "16-18": "aged 16 to 18",
    "19-25": "aged 19 to 25",
}
# The codes of primary need in the SEN2 census.
NEEDS: Mapping[str, str] = {
    "ASD": "Autistic spectrum disorder",
    "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication needs",
    "SPLD": "Specific learning difficulty",
    "MLD": "Moderate learning difficulty",
    "SLD": "Severe learning difficulty",
    "PMLD": "Profound and multiple learning difficulty",
    "HI": "Hearing impairment",
    "VI": "Vision impairment",
    "MSI": "Multi-sensory impairment",
    "PD": "Physical disability",
    "OTH": "Other difficulty or disability",
}
PLANS: Mapping[str, str] = {"ehc": "Education, health and care plan", "support": "SEN support"}
SETTINGS: Mapping[str, str] = {
    "early_years": "Early years setting",
    "primary": "Mainstream primary school",
    "secondary": "Mainstream secondary school",
    "special": "Special school",
    "alternative_provision": "Alternative provision",
    "college": "College or training",
    "home": "Educated at home",
    "none": "Not in education",
}

# How a gap names one value: "No case in alternative provision yet".
_PHRASES: Mapping[str, str] = {
    "plan:ehc": "with an education, health and care plan",
    "plan:support": "at SEN support",
    "setting:early_years": "in an early years setting",
    "setting:primary": "in a mainstream primary school",
    "setting:secondary": "in a mainstream secondary school",
    "setting:special": "in a special school",
    "setting:alternative_provision": "in alternative provision",
    "setting:college": "in college or training",
    "setting:home": "educated at home",
    "setting:none": "out of education",
    "health:yes": "with input from health services",
    "health:no": "without input from health services",
    "area:in": "placed in the area",
    "area:out": "placed out of the area",
    **{f"age:{code}": words for code, words in AGES.items()},
}
_DIFFERENT: Mapping[str, str] = {
    "need": "different primary needs",
    "age": "different age bands",
    "setting": "different kinds of setting",
}
_NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Traits:
    """What the spread looks at. `age`, `need`, `plan` and `setting` are codes of the lists above; `label` is what the table prints."""

    label: str
    age: str
    need: str
    plan: str
    setting: str
    health: bool
    in_area: bool

    @property
    def keys(self) -> frozenset[str]:
        """The traits as the keys of a mix: "plan:support", "health:yes"."""
        return frozenset(
            {
                f"age:{self.age}",
                f"need:{self.need}",
                f"plan:{self.plan}",
                f"setting:{self.setting}",
                f"health:{'yes' if self.health else 'no'}",
                f"area:{'in' if self.in_area else 'out'}",
            }
        )


@dataclass(frozen=True)
class Gap:
    """Something the mix wants that is not there, in words. `assumed`: no source asks for it, this service does."""

    text: str
    assumed: bool = False


@dataclass(frozen=True)
class Spread:
    """`cells` is {(need, age): labels}; `gaps` come with what a source asks for first. `count` of `wanted` cases are chosen.

    `tally` is {trait as a mix names it: how many cases have it}.
    """

    count: int
    wanted: int
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    gaps: tuple[Gap, ...]
    tally: Mapping[str, int]

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that have a case, in the order of the census."""
        held = {need for need, _ in self.cells}
        return tuple(need for need in NEEDS if need in held)

    def at(self, need: str, age: str) -> tuple[str, ...]:
        return self.cells.get((need, age), ())


def measure(
    cases: Iterable[Traits], wanted: int, mix: Mapping[str, int], assumed: Mapping[str, int] | None = None
) -> Spread:
    """The spread of these cases against a mix. Raises ValueError for a key of the mix that names no trait."""
    chosen = list(cases)
    cells: dict[tuple[str, str], tuple[str, ...]] = {}
    for case in chosen:
        cells[case.need, case.age] = (*cells.get((case.need, case.age), ()), case.label)
    gaps = [*_gaps(chosen, mix, assumed=False), *_gaps(chosen, assumed or {}, assumed=True)]
    number = _number_gap(len(chosen), wanted)
    return Spread(len(chosen), wanted, cells, (*number, *gaps), _tally(chosen))


def _tally(chosen: Sequence[Traits]) -> Counter[str]:
    return Counter(key for case in chosen for key in case.keys)


def _number_gap(count: int, wanted: int) -> list[Gap]:
    if count < wanted:
        return [Gap(f"{_number(wanted)} cases are wanted; you have {_number(count).lower()}")]
    if count > wanted:
        return [Gap(f"{_number(wanted)} cases are wanted; you have {_number(count).lower()}, which is more")]
    return []


def _gaps(chosen: Sequence[Traits], mix: Mapping[str, int], *, assumed: bool) -> list[Gap]:
    held = _tally(chosen)
    found = []
    for key, least in mix.items():
        if key in _DIFFERENT:
            have = len({getattr(case, key) for case in chosen})
            text = f"{_number(least)} {_DIFFERENT[key]} are wanted; you have {_number(have).lower()}"
        elif key in _PHRASES:
            have = held[key]
            text = _too_few(_PHRASES[key], least, have)
        else:
            raise ValueError(f"no trait is called {key}")
        if have < least:
            found.append(Gap(text, assumed))
    return found


def _too_few(phrase: str, least: int, have: int) -> str:
    if have == 0 and least == 1:
        return f"No case {phrase} yet"
    return f"{_number(least)} {phrase} are wanted; you have {_number(have).lower()}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def draw(references: Iterable[str], number: int, seed: str) -> list[str]:
    """`number` of these references at random, the same for the same seed whoever draws again and in whatever order they are given.

    Each reference is put behind the seed and a colon, SHA-256 is taken of the text, and the lowest come first. Raises ValueError
    when there are too few.
    """
    pool = sorted(set(references))
    if number > len(pool):
        raise ValueError(f"{number} cannot be drawn from {len(pool)}")
    return sorted(pool, key=lambda one: (hashlib.sha256(f"{seed}:{one}".encode()).hexdigest(), one))[:number]
