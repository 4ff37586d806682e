"""The official GOV.UK Frontend macros (govuk-frontend-jinja), rendered from Django with everything escaped that is not known to be safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

# What the macros print unescaped: html, titleHtml, descriptionHtml, logoHtml and the slots.
RAW_KEYS = ("html", "Html")
# An address that would run as a script. A browser ignores control characters and spaces inside the scheme, so they are ignored here too.
SCRIPT_ADDRESS = re.compile(r"^[\s\x00-\x1f]*(javascript|data|vbscript):", re.IGNORECASE)
ADDRESS_KEYS = ("href", "action", "serviceUrl", "url")


class UnknownComponent(ValueError):
    """govuk-frontend has no component of that name."""


@cache
def _environment() -> Environment:
    # auto_reload off: checking every file's time would cost more than drawing it.
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        auto_reload=False,
    )


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
    return mark_safe(_macro(kind)(_checked(params)).strip())  # noqa: S308  (the macros escape text; _checked escapes the rest)


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
