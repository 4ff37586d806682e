"""The official GOV.UK Frontend macros (govuk-frontend-jinja), rendered from Django."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader


@cache
def _environment() -> Environment:
    # auto_reload off: checking every file's time would cost more than drawing it.
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}), autoescape=True, auto_reload=False
    )


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], str]:
    name = "govuk" + "".join(part.title() for part in component.split("-"))
    module = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    return getattr(module, name)


def component(name: str, **params: Any) -> SafeString:
    """One component, for example component("tag", text="Late"). Text is escaped; `html` values must be safe already."""
    return mark_safe(str(_macro(name)(_checked(params))))  # noqa: S308  (jinja escapes what is not under an html key)


def _checked(value: Any, key: str = "") -> Any:
    """The same parameters, with any `html` that Django does not know to be safe escaped."""
    if isinstance(value, dict):
        return {name: _checked(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item, key) for item in value]
    if key == "html" and not hasattr(value, "__html__"):
        from django.utils.html import escape

        return escape(value)
    return value
