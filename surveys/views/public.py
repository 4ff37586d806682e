"""Answering a survey, one question to a page. GET changes nothing: a scanner that opens a link leaves no trace."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from core.errors import Refused
from rulebook.frameworks.surveys import Question
from surveys import questions
from surveys.choices import Audience, Language, Variant
from surveys.forms import public as forms
from surveys.models import Answering
from surveys.queries import answering as queries
from surveys.queries.answering import MOST_TEXT
from surveys.services import answering, limits, secrets
from surveys.views.answer_base import KEY, AnswerView, forged
from surveys.views.answer_widgets import box_of, version_names, ways_of


class Start(AnswerView):
    """What it is about, what is kept, how to answer."""

    needs_answers = False

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page("start", **self.shown())

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        if request.POST.get("website"):  # a box no person sees
            return self.to("answer-start")
        if limits.too_many_starts(self.survey):
            return self.page("busy", status=503)
        opened = answering.start(survey=self.survey, again=bool(self.told), **forms.ways(request.POST))
        self.answering = opened.answering
        first = queries.first_open(opened.answering, self.survey)
        response = self.to("answer-question", first.code if first else "none")
        self.remember(response, opened.secret)
        return response

    def shown(self) -> dict[str, Any]:
        return {
            "ways": ways_of(self.variant, self.language, helped=False),
            "for_practitioners": self.survey.audience == Audience.PRACTITIONERS,
            "for_children": self.survey.audience == Audience.CHILDREN,
            "goes_on": self.answering is not None,
            "reference": self.told,
            "languages": [
                (code, name, self.start_in(language=code)) for code, name in Language.choices if code != self.language
            ],
            "versions": [(name, self.start_in(version=code)) for code, name in version_names() if code != self.variant],
        }

    def start_in(self, **other: str) -> str:
        """The start page in another language or version; the answers of this device, if there are any, stay as they are."""
        return "?" + urlencode({"language": self.language, "version": self.variant} | other)


class Continue(AnswerView):
    """From the first question that has no answer yet."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        assert self.answering is not None
        question = queries.first_open(self.answering, self.survey)
        return self.to("answer-question", question.code) if question else self.to("answer-check")


class Ask(AnswerView):
    """One question. Every button saves what is on the page, "Skip" leaves it as it was."""

    def get(self, request: HttpRequest, token: str, code: str) -> HttpResponseBase:
        return self.show(code)

    def post(self, request: HttpRequest, token: str, code: str) -> HttpResponseBase:
        assert self.answering is not None
        way = queries.way_at(self.answering, self.survey, code)
        if way is None:
            return self.to("answer-continue")
        go = request.POST.get("go", "next")
        if go != "skip":
            value, wrong = forms.read(way.question, request.POST)
            if wrong:
                return self.show(code, value=value, wrong=wrong)
            if value != self.answering.answers.get(code):
                self.answering = answering.save(key=self.answering.pk, code=code, value=value)
                way = queries.way_at(self.answering, self.survey, code) or way
        return self.on_from(way, go, request.GET.get("change") == "yes")

    def on_from(self, way: queries.Way, go: str, changing: bool) -> HttpResponseBase:
        if go == "save":
            return self.to("answer-later")
        if go == "ways":
            return self.to("answer-ways")
        if go == "back":
            return self.to("answer-question", way.before.code) if way.before else self.to("answer-start")
        if changing or way.after is None:
            return self.to("answer-check")
        return self.to("answer-question", way.after.code)

    def show(self, code: str, *, value: Any = None, wrong: str = "", status: int = 200) -> HttpResponseBase:
        assert self.answering is not None
        way = queries.way_at(self.answering, self.survey, code)
        if way is None:
            return self.to("answer-continue")
        given = value if wrong else self.answering.answers.get(code)
        return self.page(
            "question",
            status=status,
            way=way,
            title=queries.words_of(way.question, self.answering.variant),
            box=box_of(way.question, self.answering.variant, given, wrong),
            wrong=wrong,
            picture=picture_of(way.question) if self.answering.variant == Variant.EASY_READ else "",
            most=MOST_TEXT,
            total=len(way.questions),
            # Answers to come may bring more questions, or fewer.
            about=any(each.only_if for each in way.questions[way.number - 1 :]) or self.may_branch(),
        )

    def may_branch(self) -> bool:
        return any(question.only_if for question in questions.of(self.survey))


class Ways(AnswerView):
    """Another version or language, midway."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        assert self.answering is not None
        row = self.answering
        return self.page("ways", ways=ways_of(row.variant, row.language, helped=row.helped))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        assert self.answering is not None
        answering.change_ways(key=self.answering.pk, **forms.ways(request.POST))
        return self.to("answer-continue")


class Later(AnswerView):
    """Save and come back: a code that opens the answers on any device."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page("later")

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        assert self.answering is not None
        if request.POST.get("go") == "leave":
            response = self.page("left")
            self.forget(response)
            return response
        return self.page("code", code=answering.keep_for_later(key=self.answering.pk))


class ComeBack(AnswerView):
    """Type the code."""

    needs_answers = False

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page("come_back")

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        typed = forms.clean_text(request.POST.get("code", ""))[:40]
        if not typed:
            return self.page("come_back", wrong=_("Enter your code"))
        if limits.too_many_wrong_codes(self.survey):
            return self.page("come_back", typed=typed, wrong=_("Wait a minute, then try your code again"), status=429)
        opened = answering.come_back(survey=self.survey, typed=typed)
        if opened is None:
            limits.wrong_code(self.survey)
            wrong = _("No saved answers have this code. Check it, or start again")
            return self.page("come_back", typed=typed, wrong=wrong)
        response = self.to("answer-continue")
        self.remember(response, opened.secret)
        return response


class Check(AnswerView):
    """Check answers, then send them."""

    def is_open_when_closed(self) -> bool:
        """For the reference, asked for again by somebody whose answers arrived and who was not told."""
        return bool(self.told)

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Most answers are sent at once, before anything else is asked for: thousands do so within minutes."""
        secret = request.COOKIES.get(KEY, "")
        if request.method == "POST" and secret and not forged(request):
            sent = answering.send_clear(key=secrets.key_of(secret), token=self.token)
            if sent:
                self._choose(sent.language, sent.variant)
                self._choose(request.GET.get("language", ""), request.GET.get("version", ""))
                self.told = sent.reference
                response = self.to("answer-sent")
                self.tell(response, sent.reference)
                return response
        return super()._answer(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        assert self.answering is not None
        return self.show()

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        assert self.answering is not None
        try:
            reference = answering.send(key=self.answering.pk, survey=self.survey)
        except Refused:
            if self.answering.answers:
                raise
            return self.show(wrong=str(_("Answer at least one question before you send your answers")))
        response = self.to("answer-sent")
        self.tell(response, reference)
        return response

    def show(self, *, wrong: str = "") -> HttpResponse:
        row: Answering | None = self.answering
        assert row is not None
        rows = [
            {
                "title": queries.words_of(question, row.variant),
                "lines": queries.given_words(question, row.variant, row.answers),
                "href": f"{self.address('answer-question', question.code)}?change=yes",
            }
            for question in queries.asked(row, self.survey)
        ]
        return self.page("check", rows=rows, wrong=wrong)


class Sent(AnswerView):
    """The reference, and what happens next. Shown again to a browser that sends again."""

    needs_answers = False

    def is_open_when_closed(self) -> bool:
        return bool(self.told)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        return self.page("sent", reference=self.told) if self.told else self.to("answer-start")

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Nothing of the visit stays on the device."""
        if not self.told:
            return self.to("answer-start")
        response = self.page("left", finished=True)
        self.forget(response, told=True)
        return response


def picture_of(question: Question) -> str:
    from django.contrib.staticfiles import finders

    name = f"surveys/pictures/{question.picture}.svg"
    return name if question.picture and finders.find(name) else "surveys/pictures/thinking.svg"
