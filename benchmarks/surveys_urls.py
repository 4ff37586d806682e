"""The product's addresses and /s/bare/: a Django view that inserts one row and answers, behind the same middleware."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as product


class Bare(models.Model):
    """One row of answers, of nobody and no survey. Its table is made by the benchmark."""

    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()

    class Meta:
        app_label = "surveys"
        managed = False
        db_table = "benchmark_bare"

    def __str__(self) -> str:
        return "Bare"


ROW = {f"question-{number}": "agree" for number in range(20)} | {"best": "The nurse listens to us. " * 4}


@require_POST
def bare(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The least there is: one INSERT and a redirect."""
    Bare.objects.create(answers=ROW)
    return HttpResponseRedirect("/s/bare/")


urlpatterns = [path("s/bare/", bare), *product]
