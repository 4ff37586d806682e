"""The official GOV.UK Frontend macros (govuk-frontend-jinja), rendered from Django with everything escaped that is not known to be safe."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader

from core import words

# What the macros print unescaped: html, titleHtml, descriptionHtml, logoHtml and the slots.
RAW_KEYS = ("html", "Html")
# An address that would run as a script. A browser ignores control characters and spaces inside the scheme, so they are ignored here too.
SCRIPT_ADDRESS = re.compile(r"^[\s\x00-\x1f]*(javascript|data|vbscript):", re.IGNORECASE)
ADDRESS_KEYS = ("href", "action", "serviceUrl", "url")
# What stands around the content, and says the same on many pages. Not the numbers of pages: their links hold what was searched for.
OF_THE_FRAME = frozenset({"skip-link", "service-navigation", "button"})
TAG_COLOURS = {
    "upcoming": "grey", "due_soon": "yellow", "due_today": "orange", "overdue": "red", "met": "green", "met_late": "teal",
}  # fmt: skip


class UnknownComponent(ValueError):
    """govuk-frontend has no component of that name."""


@cache
def _environment() -> Environment:
    # auto_reload off: checking every file's time would cost more than drawing it.
    made = Environment(
        loader=PrefixLoader(
            {
                "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                "templates": FileSystemLoader(settings.BASE_DIR / "templates"),
            }
        ),
        autoescape=True,
        auto_reload=False,
    )
    made.filters |= {"tag": tag, "long_date": words.long_date, "short_date": words.short_date}
    return made


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], str]:
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", component):
        raise UnknownComponent(f"No GOV.UK component is called {component!r}")
    address = f"govuk_frontend_jinja/components/{component}/macro.html"
    if address not in _environment().list_templates():
        raise UnknownComponent(f"No GOV.UK component is called {component!r}")
    return getattr(
        _environment().get_template(address).module, "govuk" + "".join(part.title() for part in component.split("-"))
    )


def component(kind: str, /, **params: Any) -> SafeString:
    """One component: component("tag", text="Late"). Parameters are those of the Nunjucks macro.

    Text is escaped. A value under a raw key (`html`, `titleHtml`, ...) is kept only if Django knows it to be safe (SafeString), and is
    escaped if not. Addresses that would run as script become "#". Raises UnknownComponent, and
    TypeError for attributes that are not a dict.
    """
    return kept(kind, **params) if kind in OF_THE_FRAME else _component(kind, params)


def _component(kind: str, params: dict[str, Any]) -> SafeString:
    return _safe(_macro(kind)(_checked(params)))


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn.strip())  # noqa: S308  (the macros and our own templates escape text; _checked escapes the rest)


def kept(kind: str, /, **params: Any) -> SafeString:
    """`component`, drawn once for the same parameters: for what page after page says alike, and never for what somebody wrote."""
    return _kept(_Asked(kind, params))


class _Asked(bytes):
    """A component with its parameters and the language as a key. Pickled, a safe text and the same text that is not are two, and a text
    that is translated when it is drawn is one in every language."""

    kind: str
    params: dict[str, Any]

    def __new__(cls, kind: str, params: dict[str, Any]) -> Self:
        made = super().__new__(cls, pickle.dumps((kind, get_language(), params), 4))
        made.kind, made.params = kind, params
        return made


@lru_cache(maxsize=512)
def _kept(asked: _Asked) -> SafeString:
    params = asked.params
    del asked.params  # what is kept is the key and what was drawn
    return _component(asked.kind, params)


def rows_of(template: str, **context: Any) -> SafeString:
    """The rows of a long table from a template in Jinja (`templates/…/*.jinja`), which draws them in a fifth of Django's time.

    Texts are escaped as there. Filters besides Jinja's own: `tag("blue")`, `long_date`, `short_date`.
    """
    return _safe(_environment().get_template(f"templates/{template}").render(context))


@lru_cache(maxsize=1024)
def tag(text: str, colour: str = "grey") -> SafeString:
    """A tag; `colour` is a GOV.UK colour or the code of a deadline's standing. Kept, since a list says the same few on every row."""
    return _component("tag", {"text": text, "classes": f"govuk-tag--{TAG_COLOURS.get(colour, colour)}"})


def safe_address(value: Any) -> str:
    """The address, or "#" if following it would run a script."""
    text = str(value)
    return "#" if SCRIPT_ADDRESS.match(re.sub(r"[\t\r\n]", "", text)) else text


def _checked(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _checked(item, "html" if key == "slots" else str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item, key) for item in value]
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        if key == "attributes" and not hasattr(value, "__html__"):
            # Escaping does not help between the attributes of a tag.
            raise TypeError("attributes are given as a dict")
        if key.endswith(RAW_KEYS):
            return conditional_escape(value)
        if key in ADDRESS_KEYS:
            return safe_address(value)
    return value
