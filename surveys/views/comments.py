"""Comments: a list, and one to a page with keys for the next and the one before; suggested themes."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core.errors import Refused
from core.views import ServiceFormView
from surveys.forms.public import clean_text
from surveys.forms.reading import CommentForm, FilterForm, ThemeForm
from surveys.models import Comment, Theme
from surveys.queries import comments as queries
from surveys.queries import concerns
from surveys.queries import themes as theme_queries
from surveys.queries.tables import comment_files
from surveys.services import comments, themes
from surveys.services import concerns as concern_services
from surveys.views.base import SurveyView, here

A_PAGE = 25
NAMES = ("question", "read", "tag", "theme", "quotable")


class ReadingView(SurveyView):
    """A page for those who read the answers; the filter of the comments goes with its links."""

    permission = Permission.SURVEY_READ

    @cached_property
    def filter(self) -> queries.Filter:
        return queries.Filter(**{name: clean_text(self.request.GET.get(name, ""))[:60] for name in NAMES})

    @property
    def asked_for(self) -> str:
        given = urlencode({name: value for name in NAMES if (value := getattr(self.filter, name))})
        return f"?{given}" if given else ""

    def here(self, name: str, *args: Any) -> str:
        return here(name, self.inspection, self.survey.audience, *args)

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Comments", "href": self.here("comment-list")}]


class CommentList(ReadingView, TemplateView):
    template_name = "surveys/comment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.filter.of(self.survey).prefetch_related("tags")
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        words = dict(queries.asked(self.survey))
        progress = queries.progress(self.survey)
        unread = queries.Filter(read="no").of(self.survey).values_list("order", flat=True).first()
        form = FilterForm(
            self.request.GET or None, asked=queries.asked(self.survey), criteria=queries.criteria(self.inspection),
            themes=[(str(theme.number), str(theme)) for theme in queries.themes(self.survey)],
            quotable=queries.quotable_choices(),
        )  # fmt: skip
        return super().get_context_data(
            page_obj=page,
            found_words="1 comment" if page.paginator.count == 1 else f"{page.paginator.count:,} comments",
            rows=[
                (each, text, words.get(each.question, ""), f"{self.here('comment-read', each.order)}{self.asked_for}")
                for each, text in queries.texts(self.survey, list(page))
            ],
            filter_form=form,
            progress=progress,
            files=self.files(progress.total),
            next_unread=self.here("comment-read", unread) + "?read=no" if unread else "",
            waiting=concerns.unresolved(self.survey),
            **kwargs,
        )

    def files(self, total: int) -> list[tuple[str, str]]:
        """(text, address) of each file of comments: more than one where there are thousands."""
        parts = comment_files(total)
        return [
            (
                "All comments as Excel" if parts == 1 else f"All comments as Excel, part {part} of {parts}",
                self.here("results-comments", part),
            )
            for part in range(1, parts + 1)
        ]


class CommentRead(ReadingView, ServiceFormView):
    template_name = "surveys/comment_read.html"
    form_class = CommentForm

    @cached_property
    def comment(self) -> Comment:
        found = get_object_or_404(queries.of_survey(self.survey, self.kwargs["order"]))
        found.survey = self.survey
        return found

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("comment", None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"criteria": queries.criteria(self.inspection)}

    def get_initial(self) -> dict[str, Any]:
        comment = self.comment
        return {
            "version": comment.version, "quotable": comment.quotable, "quotation": comment.quotation,
            "tags": [tag.criterion for tag in comment.tags.all()],
        }  # fmt: skip

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"quotable": current.quotable, "quotation": current.quotation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment, found = self.comment, self.filter.of(self.survey)
        before, after = queries.before(found, comment.order), queries.after(found, comment.order)
        ((_, text),) = queries.texts(self.survey, [comment])
        progress = queries.progress(self.survey)
        return super().get_context_data(
            comment=comment,
            place=f"{queries.place(comment):,}",
            text=text,
            kept_back=text == queries.KEPT_BACK,
            question=dict(queries.asked(self.survey)).get(comment.question, ""),
            before=self.link_to(before),
            after=self.link_to(after),
            progress=progress,
            total=f"{progress.total:,}",
            asked_for=self.asked_for,
            **kwargs,
        )

    def link_to(self, order: int | None) -> str:
        return f"{self.here('comment-read', order)}{self.asked_for}" if order else ""

    def perform(self, form: Any) -> str:
        # Found first: once it is read it may not be among the unread any more.
        after = queries.after(self.filter.of(self.survey), self.comment.order)
        comments.judge(by=self.request.user, comment=self.comment, **{key: form.cleaned_data[key] for key in (
            "version", "tags", "quotable", "quotation",
        )})  # fmt: skip
        return self.link_to(after) or f"{self.here('comment-list')}{self.asked_for}"


class CommentRaise(ReadingView, View):
    """Send one comment to whoever is on duty."""

    def post(self, request: HttpRequest, reference: str, audience: str, order: int) -> HttpResponseBase:
        comment = get_object_or_404(queries.of_survey(self.survey, order))
        try:
            concern_services.raise_comment(by=request.user, comment=comment)
            messages.success(request, "Sent to the duty reader")
        except Refused as refused:
            messages.warning(request, refused.reasons[0].text)
        return redirect(f"{self.here('comment-read', order)}{self.asked_for}")


class ThemeList(ReadingView, TemplateView):
    template_name = "surveys/theme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            themes=theme_queries.shown(self.survey),
            running=theme_queries.is_running(self.survey),
            failed=theme_queries.has_failed(self.survey),
            total=queries.progress(self.survey).total,
            fewest=themes.FEWEST,
            **kwargs,
        )


class ThemeAsk(ReadingView, View):
    def post(self, request: HttpRequest, reference: str, audience: str) -> HttpResponseBase:
        try:
            themes.ask(by=request.user, survey=self.survey)
            messages.success(request, "The search for themes has begun. It takes about a minute.")
        except Refused as refused:
            messages.warning(request, refused.reasons[0].text)
        return redirect(self.here("theme-list"))


class ThemeKeep(ReadingView, ServiceFormView):
    template_name = "surveys/theme_keep.html"
    form_class = ThemeForm
    success_message = "Theme kept"

    @cached_property
    def theme(self) -> Theme:
        found = Theme.objects.select_related("survey__inspection")
        return get_object_or_404(found, survey=self.survey, number=self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.theme.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(theme=self.theme, **kwargs)

    def perform(self, form: Any) -> str:
        themes.keep(by=self.request.user, theme=self.theme, name=form.cleaned_data["name"])
        return self.here("theme-list")


class ThemeDismiss(ReadingView, View):
    def post(self, request: HttpRequest, reference: str, audience: str, number: int) -> HttpResponseBase:
        theme = get_object_or_404(Theme.objects.select_related("survey__inspection"), survey=self.survey, number=number)
        themes.dismiss(by=request.user, theme=theme)
        messages.success(request, "Theme dismissed")
        return redirect(self.here("theme-list"))
