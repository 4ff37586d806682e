"""The text a setting copies to its parents and carers, one for each language. A translation is added here once somebody has checked it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParentText:
    """`code` is the language tag of the page's markup; `direction` "ltr" or "rtl". `text` has {area}, {site} and {when}."""

    code: str
    language: str
    text: str
    direction: str = "ltr"


PARENT_TEXTS = (
    ParentText(
        "en",
        "English",
        "Dear parents and carers\n\n"
        "Inspectors from Ofsted and the Care Quality Commission are looking at how education, health and care services in {area} work "
        "together for children and young people with special educational needs and disabilities (SEND).\n\n"
        "They visit {site} {when}. They are not inspecting or judging {site}. They want to understand what it is like for families to "
        "get help here.\n\n"
        "All parents and carers of children with SEND are welcome to share their views. You do not need to prepare anything, and you "
        "can bring somebody with you. Please tell us if you need an interpreter or other support to take part.",
    ),
)


def texts(*, area: str, site: str, when: str) -> list[tuple[ParentText, str]]:
    """Each language with its text filled in; `when` is such as "on Wednesday 3 May 2023"."""
    return [(each, each.text.format(area=area, site=site, when=when)) for each in PARENT_TEXTS]
