"""The frame of every page that answers a survey: which survey, whose answers, in which language; and nothing kept of the visit."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from core import reach
from core.errors import Refused
from core.unavailable import LOST, lost
from core.words import when
from surveys.choices import UNREVIEWED, Language, Variant
from surveys.forms.public import clean_text
from surveys.models import Answering, Survey
from surveys.queries import answering as queries
from surveys.services import secrets

log = logging.getLogger(__name__)
KEY, TOLD = "answers", "sent"
SALT = "surveys.sent"
RIGHT_TO_LEFT = frozenset({Language.ARABIC, Language.URDU})
NOT_YET = ("draft", "scheduled")
# Inspectors write it in English, whatever the language of the page.
BANNER = '<p class="govuk-notification-banner__heading" lang="en" dir="ltr">{}</p>'


class _Forged(CsrfViewMiddleware):
    """The check of the hidden token, for a page of our own that gives back what was typed, and without a line in a log."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


_check = _Forged(lambda _: HttpResponse())


def forged(request: HttpRequest) -> bool:
    """Whether the form's hidden token is missing or another's."""
    return bool(_check.process_view(request, None, (), {}))  # type: ignore[arg-type]


@method_decorator(csrf_exempt, name="dispatch")  # checked in `_answer`
@method_decorator(sensitive_post_parameters(), name="dispatch")
class AnswerView(View):
    """`self.survey` and `self.answering` (None on a device without answers). No session, no account, no trace.

    A page that needs answers sets `needs_answers`: without them the visitor is sent to the start, or to the reference of what
    was sent from here.
    """

    reach = reach.ANSWERING
    needs_answers = True
    # Given again, the same answers are the same answers.
    repeatable = True
    survey: Survey
    # Answers to work on; those sent already are only `told`.
    answering: Answering | None = None
    # The reference of what was sent from this browser.
    told = ""
    language: str = Language.ENGLISH
    variant: str = Variant.STANDARD
    token = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.token = kwargs["token"]
        try:
            response = self._answer(request, *args, **kwargs)
        except (BadRequest, SuspiciousOperation, MultiPartParserError):  # it could not be read
            raise
        except Exception as error:  # noqa: BLE001  (what reaches the log of a failed request names an address and more)
            # What was typed goes back to the person and nowhere else.
            log.error("a survey could not be answered: %s", type(error).__name__)  # noqa: TRY400
            away = isinstance(error, DatabaseError | InterfaceError)
            response = self.page("trouble", status=503 if away else 500, typed=typed_in(request))
            setattr(response, LOST, lost(error))
            if away:
                response["Retry-After"] = "60"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._choose(request.GET.get("language", ""), request.GET.get("version", ""))
        secret = request.COOKIES.get(KEY, "")
        survey = self._find(secret)
        if survey is None:
            return self.page("unknown", status=404)
        with translation.override(self.language):
            if request.method == "POST" and forged(request):
                return self.page("stale", status=403, typed=typed_in(request))
            if not survey.is_taking_answers and not self.is_open_when_closed():
                return self.shut(request)
            if self.needs_answers and self.answering is None:
                return self.without_answers(request, secret)
            try:
                return super().dispatch(request, *args, **kwargs)
            except (Refused, Answering.DoesNotExist):  # sent, closed, or opened on another device meanwhile
                self.answering = None
                survey = self._find(secret) or survey
                if not survey.is_taking_answers and not self.told:
                    return self.shut(request)
                return self.without_answers(request, secret)

    def _find(self, secret: str) -> Survey | None:
        """The survey, and whose answers: by the cookie's secret, or the reference they left when they were sent."""
        survey, found = queries.opened(self.token, secrets.key_of(secret) if secret else "")
        if survey is None:
            return None
        self.survey = survey
        self.told, *ways = self._told_before()
        if isinstance(found, Answering):
            ways = [found.language, found.variant]
            if found.sent_on is None:
                self.answering = found
        if found is not None and found.reference:
            self.told = found.reference
        if not self.request.GET.get("language"):
            self._choose(*ways)
        return survey

    def _choose(self, language: str = "", variant: str = "") -> None:
        self.language = language if language in Language.values else self.language
        self.variant = variant if variant in Variant.values else self.variant

    def without_answers(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        """They were sent, are open on another device, or never were. What was typed goes back."""
        typed = typed_in(request)
        if self.told:
            response: HttpResponseBase = self.to("answer-sent")
            if typed:
                response = self.page("sent", status=409, reference=self.told, typed=typed)
            self.tell(response, self.told)
            return response
        if typed or secret:
            return self.page("elsewhere", status=409, typed=typed)
        return self.to("answer-start")

    def is_open_when_closed(self) -> bool:
        """A page that is there after the survey closed."""
        return False

    def shut(self, request: HttpRequest) -> HttpResponse:
        """Not open yet, paused, or over: kind words, and what was typed is still there."""
        if self.survey.state in NOT_YET:
            return self.page("not_yet", status=404)
        if self.survey.state == "paused":
            response = self.page("paused", status=503, typed=typed_in(request))
            response["Retry-After"] = "3600"
            return response
        return self.page("closed", status=410, typed=typed_in(request), reference=self.told)

    # --- answers

    def page(self, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of this survey. Drawn without the context of the rest of the product: it knows nobody."""
        survey = getattr(self, "survey", None)
        with translation.override(self.language):
            known = {
                "survey": survey,
                "answering": self.answering,
                "token": self.token,
                "query": self.query(),
                "language": self.language,
                "direction": "rtl" if self.language in RIGHT_TO_LEFT else "ltr",
                "unreviewed": self.language in UNREVIEWED,
                "easy": self.variant == Variant.EASY_READ,
                "large": self.variant == Variant.LARGE_PRINT,
                "banner": format_html(BANNER, survey.banner) if survey and survey.banner else "",
                "opens": moment(survey.opens_at) if survey else "",
                "closes": moment(survey.closes_at) if survey else "",
                # Asked for by pages with a form only: the others leave no cookie.
                "csrf_token": csrf(self.request)["csrf_token"],
                "demonstration": settings.DEMONSTRATION,
            }
            return HttpResponse(render_to_string(f"surveys/answer/{name}.html", known | context), status=status)

    def to(self, name: str, *args: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.address(name, *args))

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"surveys:{name}", args=[self.token, *args]) + self.query()

    def query(self) -> str:
        """Language and version, while nothing on this device says them."""
        if self.answering is not None or self.told:
            return ""
        chosen = {"language": self.language, "version": self.variant}
        usual = (Language.ENGLISH, Variant.STANDARD)
        said = {name: str(value) for name, value in chosen.items() if value not in usual}
        return f"?{urlencode(said)}" if said else ""

    # --- what the browser keeps

    def remember(self, response: HttpResponseBase, secret: str) -> None:
        self._set(response, KEY, secret)
        response.delete_cookie(TOLD, path=self._path)

    def forget(self, response: HttpResponseBase, *, told: bool = False) -> None:
        """Take the answers off this device; `told` takes the reference and the form's own cookie with them."""
        response.delete_cookie(KEY, path=self._path)
        if told:
            response.delete_cookie(TOLD, path=self._path)
            response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)

    def tell(self, response: HttpResponseBase, reference: str) -> None:
        """The answers leave this device; only their reference stays, until the browser is closed."""
        self.forget(response)
        self._set(response, TOLD, signing.dumps([reference, self.language, self.variant], salt=SALT))

    def _told_before(self) -> list[str]:
        """The reference this browser was told for this survey, with language and version; or one empty word."""
        try:
            return [str(part) for part in signing.loads(self.request.COOKIES.get(TOLD, ""), salt=SALT)]
        except signing.BadSignature:
            return [""]

    @property
    def _path(self) -> str:
        return f"/s/{self.token}/"

    def _set(self, response: HttpResponseBase, name: str, value: str) -> None:
        response.set_cookie(
            name, value, path=self._path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def moment(value: datetime | None) -> str:
    """A day and an hour in the language of the page."""
    if value is None or translation.get_language() in (None, "en", "en-gb"):
        return when(value)
    return date_format(timezone.localtime(value), "j E Y, H:i")


def typed_in(request: HttpRequest) -> str:
    """What somebody had typed into a box of the page they sent; a chosen answer is a code and no words of theirs."""
    sent = request.POST if request.method == "POST" and request.POST.get("kind") != "chosen" else {}
    return clean_text(sent.get("answer", ""))[:20_000]
