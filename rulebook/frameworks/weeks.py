"""What the weeks of an inspection hold, as data: what is asked for, who is followed, who meets whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulebook.frameworks.rules import NO_CITATION, Citation
from rulebook.frameworks.surveys import SurveySpec


@dataclass(frozen=True)
class RequestItemSpec:
    """One item of the information request. `number` is stable and citable ("12"); `due_rule` is the code of its deadline rule.

    `body` says who usually answers: "authority", "board" or "joint". `person_list` names the rules a person-level list is checked
    by ("list-1", "list-2"), or is empty. `parts` are what a batch of files may answer separately.
    """

    number: str
    code: str
    group: str
    title: str
    description: str
    body: str
    due_rule: str
    person_list: str = ""
    parts: tuple[str, ...] = ()
    confirmed: bool = False
    source: Citation = NO_CITATION


@dataclass(frozen=True)
class TrackingSpec:
    """How many cases are followed, the rule that dates their packs, and the mix wanted: {what: at least how many}.

    The keys of a mix are those of rulebook.spread: "plan:support", or "need" for how many different ones. `mix_assumed` is what no
    source states. `audit_grades` are the words an answer to one of the `audit_criteria` is given in.
    """

    number: int
    pack_rule: str
    mix: Mapping[str, int]
    audit_criteria: tuple[str, ...] = ()
    mix_assumed: Mapping[str, int] = field(default_factory=dict)
    audit_grades: tuple[str, ...] = ()
    confirmed: bool = False
    source: Citation = NO_CITATION


@dataclass(frozen=True)
class AgendaItem:
    """One line of the set-up call: what is settled, whose it is ("lead_hmi", "lano", "leaders")."""

    code: str
    title: str
    hint: str
    owner: str
    confirmed: bool = False


@dataclass(frozen=True)
class Attendee:
    """Somebody who has to be at the final feedback meeting. `roles` are the codes of the roles that satisfy it."""

    code: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class WeeksSpec:
    """All of it for one kind of inspection. Empty where nothing is asked."""

    request: tuple[RequestItemSpec, ...] = ()
    tracking: TrackingSpec | None = None
    setup_agenda: tuple[AgendaItem, ...] = ()
    feedback_attendees: tuple[Attendee, ...] = ()
    feedback_source: Citation = NO_CITATION
    keep_in_touch: str = ""
    inspectors: int = 0
    surveys: tuple[SurveySpec, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


NOTHING = WeeksSpec()
