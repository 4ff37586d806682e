"""The open data: read only, the same for everybody, whoever is signed in."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from dashboard import openapi
from dashboard.queries import open_data

COLLECTIONS = open_data.COLLECTIONS
PAGE_SIZE = 50


class OpenData(TemplateView):
    """The page that explains it."""

    template_name = "dashboard/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            collections=[
                {
                    "name": one.name,
                    "says": one.says,
                    "source": open_data.SOURCES[one.name],
                    "fields": [[name, field.description or ""] for name, field in one.shape.model_fields.items()],
                }
                for one in COLLECTIONS.values()
            ],
            head=("Field", "What it is"),
            root=openapi.ROOT,
            most=openapi.MOST,
            licence=open_data.LICENCE,
            licence_url=open_data.LICENCE_URL,
            **kwargs,
        )


@method_decorator(csrf_exempt, name="dispatch")  # nothing is changed, and who tries is told so in JSON
class ReadOnly(View):
    """An address of the interface: it is read, and any other method is answered as an error of the interface."""

    http_method_names = ["get", "head", "options"]
    answers_options = True  # everything here is everybody's

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answered = problem(405, "This interface is read only: use GET.")
        answered["Allow"] = ", ".join(name.upper() for name in self.http_method_names)
        return answered


class Nothing(ReadOnly):
    """An address below the root of the interface that is none of its own."""

    def get(self, request: HttpRequest, rest: str = "") -> HttpResponse:
        return problem(404, f"There is no such address. All are described at {openapi.ROOT}/openapi.json.")


class Description(ReadOnly):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(request, json.dumps(openapi.document()))


class ListOf(ReadOnly):
    """A page of one kind."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in COLLECTIONS:
            return problem(404, f"There is no open data called {kind[:40]}.")
        one = COLLECTIONS[kind]
        try:
            number = whole(request.GET.get("page", "1"), 10**6)
            size = whole(request.GET.get("page_size", str(PAGE_SIZE)), openapi.MOST)
        except ValueError:
            return problem(400, f"page and page_size are whole numbers from 1; page_size is at most {openapi.MOST}.")
        pages = Paginator(one.rows(), size)
        try:
            page = pages.page(number)
        except EmptyPage:
            return problem(404, f"There are {pages.num_pages} pages of this size.")
        body = open_data.Page[one.shape](  # type: ignore[name-defined]
            licence=open_data.LICENCE,
            licence_url=open_data.LICENCE_URL,
            source=open_data.SOURCES[one.name],
            count=pages.count,
            page=number,
            pages=pages.num_pages,
            next=address(one.name, number + 1, size) if page.has_next() else None,
            previous=address(one.name, number - 1, size) if page.has_previous() else None,
            items=one.shown(page.object_list),
        )
        return answer(request, body.model_dump_json(), one.changed_at())


class OneOf(ReadOnly):
    def get(self, request: HttpRequest, kind: str, key: str) -> HttpResponse:
        one = COLLECTIONS.get(kind)
        # No key has such a byte, and no database takes it.
        found = one.shown(one.rows().filter(**{one.key: key})[:1]) if one and "\x00" not in key else []
        if not one or not found:
            return problem(404, "This is not there, or not published.")
        return answer(request, found[0].model_dump_json(), one.changed_at())


def whole(text: str, most: int) -> int:
    """Raises ValueError for what is no whole number from 1 to `most`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= most):
        raise ValueError(text)
    return int(text)


def address(kind: str, page: int, size: int) -> str:
    return f"{openapi.ROOT}/{kind}?{urlencode({'page': page, 'page_size': size})}"


def problem(status: int, words: str) -> HttpResponse:
    return _open(HttpResponse(open_data.Problem(error=words).model_dump_json(), "application/json", status=status))


def answer(request: HttpRequest, body: str, changed_at: datetime | None = None) -> HttpResponse:
    """The body, or 304 where the client has it. It may be kept but is asked about each time: a letter may be withdrawn."""
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    modified = int(changed_at.timestamp()) if changed_at else None
    response = HttpResponse(body, "application/json")
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    return _open(get_conditional_response(request, etag, modified, response) or response)


def _open(response: Any) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, no-cache"
    found: HttpResponse = response
    return found
