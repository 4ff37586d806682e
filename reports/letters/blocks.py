"""The blocks a section of a letter is made of: plain text in a few fixed shapes, never markup.

Every string is text and is escaped when it is drawn. A block names its shape in `type`, so the stored JSON can be read
back without knowing which class wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# Read by pydantic when a stored letter is loaded: an unknown key is refused, never dropped in silence.
STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text."""

    text: str
    type: Literal["paragraph"] = "paragraph"
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Bullets:
    """A plain list."""

    items: tuple[str, ...]
    type: Literal["bullets"] = "bullets"
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: text, its sub-points, the sentence after them, and the bodies that answer for it."""

    text: str
    points: tuple[str, ...] = ()
    closing: str = ""
    responsible_bodies: tuple[str, ...] = ()
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class FindingList:
    """Findings as a bulleted list, each with its sub-points under it."""

    rows: tuple[FindingRow, ...]
    type: Literal["finding_list"] = "finding_list"
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Findings:
    """A table of findings. One column, or two when a second heading for the responsible bodies is given."""

    columns: tuple[str, ...]
    rows: tuple[FindingRow, ...]
    type: Literal["findings"] = "findings"
    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        if len(self.columns) not in (1, 2):
            raise ValueError("a findings table has one or two columns")


@dataclass(frozen=True, slots=True)
class Person:
    """A person by name and role. An imported report leaves the name out."""

    role: str
    name: str = ""
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    heading: str
    people: tuple[Person, ...]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class People:
    """People side by side under the body they come from, e.g. Ofsted and Care Quality Commission."""

    columns: tuple[PeopleColumn, ...]
    type: Literal["people"] = "people"
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Body:
    """A public body with the person accountable for it. `website` is printed as given and linked over https."""

    name: str
    role: str = ""
    person: str = ""
    website: str = ""
    address: tuple[str, ...] = ()
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class DetailsColumn:
    heading: str
    bodies: tuple[Body, ...]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Details:
    """The bodies of the partnership side by side, one column for each kind of body."""

    columns: tuple[DetailsColumn, ...]
    type: Literal["details"] = "details"
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What was found about one item of an earlier letter.

    text, points, closing: the item's wording, copied letter for letter. result: a code such as "sufficient", or ""
    where only the whole is judged. statement: the sentence printed for it, or "". paragraphs: the evidence.
    """

    text: str
    result: str = ""
    statement: str = ""
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    closing: str = ""
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Results:
    """Results item by item, under an item heading such as "Area of significant weakness"."""

    item_name: str
    rows: tuple[ResultRow, ...]
    type: Literal["results"] = "results"
    __pydantic_config__ = STRICT


Block = Paragraph | Bullets | FindingList | Findings | People | Details | Results
