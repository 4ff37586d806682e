"""A form that cannot be taken, since its sender is signed out or may not send it, or its hidden token is not today's: what was typed is
shown on the answer.

Nothing of it is kept here. Whoever is signed out is nobody, so words kept for "whoever signs in next" could be planted by a stranger, or
fill the store; on the answer to the request that brought them they reach only the browser they came from. `accounts.interrupted` keeps a
form for somebody whom the service itself has just signed out, and so knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse

from accounts.interrupted import is_worth_keeping
from core import once
from core.fields import DateWidget
from core.forms import tidy
from core.middleware import ANSWERING
from core.unavailable import UNSENT

# Boxes nobody types in; the hidden ones of a form whose class is known are known by it.
MACHINERY = frozenset(
    {
        "csrfmiddlewaretoken", "next", once.FIELD, "version", "save_key", "continues", "client_key", "owner", "sha256", "digest", "rows",
        "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS",
    }
)  # fmt: skip
TYPED_IN = (forms.widgets.Input, forms.Textarea, DateWidget, forms.MultiWidget)
NOT_TYPED_IN = (forms.HiddenInput, forms.PasswordInput, forms.FileInput, forms.CheckboxInput)
CHOSEN = (forms.widgets.ChoiceWidget, forms.CheckboxInput)
# So many letters are words that somebody would miss.
FEW = 3
# One word of a code, a number, a day: perhaps chosen, and so no reason to show the page.
CODE = re.compile(r"[\w.:-]*", re.ASCII)
# An address of ours, or a long row of signs without a space: nobody typed it.
MADE = re.compile(r"/\S*|[\w:=+/.-]{40,}", re.ASCII)


@dataclass(frozen=True)
class Words:
    """`surely`: somebody typed this and would miss it. The rest is shown with it, and alone would not be.

    `named`: by the form's own label, and not only as the box is called in what was sent.
    """

    label: str
    text: str
    surely: bool
    named: bool

    @property
    def rows(self) -> int:
        return min(12, max(2, len(self.text) // 60 + self.text.count("\n") + 1))


def in_place_of_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """In place of the way to the sign-in, where words would be lost on it: a page that shows them."""
    if not _leads_to_sign_in(request, response):
        return response
    words = typed(request)
    if any(each.surely for each in words):
        return _page(request, words)
    match = request.resolver_match
    if match and is_worth_keeping(request, match.func):
        messages.warning(
            request, "You were signed out, so nothing was saved. Sign in, then send the form or press the button again."
        )
    # Back to the page of the form: many are sent to an address that shows nothing.
    response["Location"] = _sign_in(_form_page(request))
    return response


def in_place_of_refusal(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """In place of "page not found" or "you cannot open this page": a right may have ended, a row gone or a link run out, while somebody
    was typing. Not where surveys are answered, whose pages look for nobody.

    The status and the headers stay, and nothing on the page tells what is there from what is not: it holds only what was sent.
    """
    if (
        request.method != "POST"
        or response.status_code not in (403, 404)
        or request.path.startswith(ANSWERING)
        # A script asked, and reads the answer.
        or not response.get("Content-Type", "").startswith("text/html")
        or hasattr(response, "hands_back")
    ):
        return response
    words = typed(request)
    if not any(each.surely for each in words):
        return response
    page = _page(request, words, status=response.status_code)
    for name, value in response.items():
        page.headers.setdefault(name, value)
    return page


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django gives it; it is for its log)
    """Django's CSRF_FAILURE_VIEW: the hidden token is missing, or another's than this browser's."""
    return _page(request, typed(request))


def typed(request: HttpRequest) -> list[Words]:
    """What somebody typed into the form they sent, with its labels. Empty where it must not be shown or cannot be read."""
    view = getattr(request.resolver_match, "func", None)
    if view is None or not is_worth_keeping(request, view) or not came_from_here(request):
        return []
    try:
        sent = {name: values for name, values in request.POST.lists() if isinstance(name, str)}
    except Exception:  # noqa: BLE001  (what cannot be read cannot be shown)
        return []
    return list(_words(sent, _known(request)))


def _known(request: HttpRequest) -> dict[str, forms.Field]:
    """The fields of the form's class; those a form makes for itself are known only to whoever may open it."""
    view = getattr(request.resolver_match, "func", None)
    found: dict[str, forms.Field] = getattr(
        getattr(getattr(view, "view_class", None), "form_class", None), "base_fields", {}
    )
    return found


def _with_choices(request: HttpRequest) -> bool:
    """Whether something was chosen or ticked that is not among the words shown."""
    known = _known(request)
    return any(
        isinstance(known[name].widget, CHOSEN) and any(values) for name, values in request.POST.lists() if name in known
    )


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours: else a stranger's page could put its own words on ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    came_from = request.headers.get("Origin") or request.headers.get("Referer")
    if came_from is None:
        # No browser of today. Behind https Django itself asks for one of them.
        return site is not None or not request.is_secure()
    return urlsplit(came_from).netloc == request.get_host()


def _words(sent: dict[str, list[str]], known: dict[str, forms.Field]) -> Iterator[Words]:
    together: dict[str, list[str]] = {}
    for name, values in sent.items():
        together.setdefault(_box_of(name, known), []).extend(values)
    for box, values in together.items():
        field = known.get(box.rpartition("-")[2])
        text = tidy((" " if _in_parts(field) else "\n").join(values)).strip()
        if text and _may_be_shown(box, text, field):
            surely = len(text) > FEW and (field is not None or not CODE.fullmatch(text))
            yield Words(_label(box, field), text, surely, named=field is not None)


def _box_of(name: str, known: dict[str, forms.Field]) -> str:
    """The name of the box; for one of the three boxes of a date that of the date."""
    whole = re.sub(r"_\d+$", "", name)
    return whole if _in_parts(known.get(whole.rpartition("-")[2])) else name


def _in_parts(field: forms.Field | None) -> bool:
    return field is not None and isinstance(field.widget, DateWidget | forms.MultiWidget)


def _may_be_shown(box: str, text: str, field: forms.Field | None) -> bool:
    if _is_named_as_a_secret(box) and not isinstance(field and field.widget, forms.Textarea):
        return False
    if field is not None:
        return isinstance(field.widget, TYPED_IN) and not isinstance(field.widget, NOT_TYPED_IN)
    return box.rpartition("-")[2] not in MACHINERY and not (MADE.fullmatch(text) and "://" not in text)


def _is_named_as_a_secret(box: str) -> bool:
    """A password or a code of the second factor; a postcode is neither."""
    return "password" in box.lower() or any(part.startswith(UNSENT) for part in re.split("[_-]", box.lower()))


def _label(box: str, field: forms.Field | None) -> str:
    return str((field and field.label) or box.replace("_", " ").replace("-", " ").strip().capitalize() or "Text")


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "POST"
        and response.status_code == 302
        and urlsplit(response["Location"]).path == resolve_url(settings.LOGIN_URL)
        and not request.user.is_authenticated
        # Else it is kept (accounts.interrupted).
        and not hasattr(request, "session_ended_of")
    )


def _page(request: HttpRequest, words: list[Words], *, status: int | None = None) -> HttpResponse:
    """`status`: of the refusal it stands in for."""
    back = _form_page(request)
    context = {
        "words": words,
        "refused": status is not None,
        "with_files": bool(words and request.FILES),
        "with_choices": bool(words) and _with_choices(request),
        "unnamed": any(not each.named for each in words),
        "signed_out": not request.user.is_authenticated and _asks_for_sign_in(request),
        "back": back,
        "sign_in": _sign_in(back),
    }
    page = render(request, "errors/handed_back.html", context, status=status or 403)
    page["Cache-Control"] = "no-store, private"
    page.hands_back = True  # type: ignore[attr-defined]
    return page


def _sign_in(back: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back}, safe='/')}"


def _asks_for_sign_in(request: HttpRequest) -> bool:
    kind = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    return kind is not None and issubclass(kind, LoginRequiredMixin)


def _form_page(request: HttpRequest) -> str:
    """The page the form stood on: many are sent to an address that shows nothing."""
    parts = urlsplit(request.headers.get("Referer", ""))
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if (
        parts.netloc != request.get_host()
        or not re.match(r"/(?![/\\])", page)
        or page == reverse("accounts:interrupted")
    ):
        page = request.get_full_path()
    return page
