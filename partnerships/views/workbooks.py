"""The address book as a spreadsheet: out, and in after it was looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View

from accounts.choices import Permission
from core import once
from core.errors import Refused
from core.spreadsheets import send_workbook
from partnerships.forms import KeepDirectoryForm, LoadDirectoryForm
from partnerships.models import Partnership
from partnerships.services import sheets, workbooks
from partnerships.views.directory import DirectoryForm, DirectoryView

# How long what was checked may wait to be kept.
AN_HOUR = 60 * 60


class ExportDirectory(DirectoryView, View):
    permission = Permission.CONTACTS_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return send_workbook(workbooks.export(self.partnership), f"contacts-and-settings-{self.partnership.slug}")


class LoadDirectory(DirectoryForm):
    """A file is checked and shown; nothing is kept yet."""

    form_class = LoadDirectoryForm
    heading = "Load contacts and settings"
    template_name = "partnerships/directory_load.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            rows = sheets.read(form.cleaned_data["file"])
            planned = workbooks.plan(self.partnership, rows)
        except Refused as refusal:
            form.add_refusal(refusal)
            return self.form_invalid(form)
        keep = KeepDirectoryForm(
            initial={
                "rows": signing.dumps(
                    sheets.flattened(rows), salt=salt(self.partnership, self.request.user), compress=True
                )
            }
        )
        keep.form_action = reverse("partnerships:directory-keep", args=[self.partnership.slug])
        keep.cancel_url = self.request.path
        self.template_name = "partnerships/directory_preview.html"
        return self.render_to_response(
            self.get_context_data(form=keep, heading="Check what will be kept", planned=planned)
        )


class KeepDirectory(DirectoryView, View):
    """What was shown is kept: the rows come back signed, and are checked against the directory of today."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.load_url)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if led_to := once.already(request):
            return HttpResponseRedirect(led_to)
        try:
            rows = self.unsigned(request.POST.get("rows", ""))
            with transaction.atomic():
                kept = workbooks.keep(by=request.user, partnership=self.partnership, rows=rows)  # type: ignore[arg-type]
                once.remember(request, self.list_url)
        except signing.BadSignature:
            messages.warning(request, "The file was checked more than an hour ago. Choose it again.")
        except once.AnsweredBefore:
            return HttpResponseRedirect(self.list_url)
        except Refused as refusal:
            messages.warning(request, f"Nothing was kept. {'. '.join(reason.text for reason in refusal.reasons)}.")
        else:
            messages.success(
                request, f"Kept: {kept.count(workbooks.ADD)} added, {kept.count(workbooks.CHANGE)} changed"
            )
            return HttpResponseRedirect(self.list_url)
        return HttpResponseRedirect(self.load_url)

    @property
    def load_url(self) -> str:
        return reverse("partnerships:directory-load", args=[self.partnership.slug])

    def unsigned(self, signed: str) -> sheets.Rows:
        rows: sheets.Rows = signing.loads(signed, salt=salt(self.partnership, self.request.user), max_age=AN_HOUR)
        return sheets.revived(rows)


def salt(partnership: Partnership, person: Any) -> str:
    """Rows shown to one person for one area are of no use to another."""
    return f"directory:{partnership.slug}:{person.pk}"
