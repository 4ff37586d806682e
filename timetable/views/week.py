"""Conflicts and their reasons, rules, times away, releasing a version, and rows pasted from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from accounts.choices import Permission
from accounts.models import User
from core.box_pages import BoxesMixin
from core.errors import Refused
from core.views import whole_number
from partnerships.models import Contact, Site
from rulebook.words import count
from timetable.forms.week import (
    ConfirmPasteForm,
    HalvesForm,
    KeepForm,
    PasteForm,
    ReleaseForm,
    RulesForm,
    WhoseForm,
)
from timetable.models import Away, Meeting, Release
from timetable.queries import conflicts, versions
from timetable.queries.meetings import team, visible_to
from timetable.services import paste, releases, week, workbook
from timetable.services.meetings import confirm_all
from timetable.views.base import TimetableForm, TimetableView


class Conflicts(TimetableView, TemplateView):
    """What breaks a rule, in words; POST confirms every proposed meeting that breaks none."""

    template_name = "timetable/conflicts.html"
    permission = Permission.TIMETABLE_VIEW
    page = "conflicts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = conflicts.found_in(self.inspection)
        ready = len(conflicts.confirmable(self.inspection, every))
        visible = visible_to(self.request.user, self.inspection)
        found = conflicts.told_to(every, visible)
        open_ = [one for one in found if not one.kept]
        return super().get_context_data(
            blocks=[one for one in open_ if one.level == "block"],
            warnings=[one for one in open_ if one.level == "warn"],
            kept=[one for one in found if one.kept],
            counts=conflicts.counts(visible),
            to_confirm=ready,
            confirm_text=f"Confirm {ready} proposed meetings without a clash",
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require(Permission.MEETING_MANAGE)
        ready = conflicts.confirmable(self.inspection, conflicts.found_in(self.inspection))
        try:
            done = confirm_all(by=request.user, inspection=self.inspection, meetings=ready)
        except Refused as refused:
            messages.error(request, "; ".join(reason.text for reason in refused.reasons))
        else:
            messages.success(request, f"{count(len(done), 'meeting')} confirmed")
        return redirect(self.address("conflicts"))


class KeepConflict(TimetableForm):
    form_class = KeepForm
    success_message = "Kept, with your reason"

    @property
    def conflict(self) -> conflicts.Found:
        visible = visible_to(self.request.user, self.inspection)
        for one in conflicts.told_to(conflicts.found_in(self.inspection), visible):
            if one.fingerprint == self.kwargs["fingerprint"]:
                return one
        raise Http404

    def back(self) -> str:
        return self.address("conflicts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Keep a conflict", lead=self.conflict.sentence, **kwargs)

    def perform(self, form: Any) -> str:
        week.keep_conflict(
            by=self.request.user, inspection=self.inspection, fingerprint=self.kwargs["fingerprint"],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        return self.back()


class Rules(BoxesMixin, TimetableForm):
    form_class = RulesForm
    heading = "How strict the rules are"
    lead = "For this inspection only. What is marked as assumed has no published source."
    success_message = "Rules saved"

    def back(self) -> str:
        return self.address("conflicts")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rules": [(rule.code, rule.name, rule.hint) for rule in conflicts.RULES]}

    def get_initial(self) -> dict[str, Any]:
        return dict(conflicts.levels_of(self.inspection))

    def perform(self, form: Any) -> str:
        week.set_rules(
            by=self.request.user, inspection=self.inspection, levels=form.levels(), shown=form.levels_shown()
        )
        return self.back()


class Availability(TimetableForm):
    """When people and rooms are away; a time away is added on this page."""

    template_name = "timetable/availability.html"
    form_class = WhoseForm
    heading = "Times away"
    success_message = "Time away added"

    def back(self) -> str:
        return self.address("conflicts")

    def rooms(self) -> list[Any]:
        used = Meeting.objects.filter(inspection=self.inspection).exclude(room="").select_related("site")
        return list(dict.fromkeys((meeting.site, meeting.room) for meeting in used.order_by("room", "pk")))

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"inspection": self.inspection, "team": team(self.inspection), "rooms": self.rooms()}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        away = Away.objects.filter(inspection=self.inspection).select_related("contact", "user", "site")
        people = Contact.objects.filter(partnership_id=self.inspection.partnership_id, is_active=True).order_by("name")
        keys = [(f"user-{user.pk}", f"{user}, inspector") for user in team(self.inspection)]
        keys += [(f"contact-{contact.pk}", str(contact)) for contact in people]
        halves = [(self.address("availability-halves", key), name) for key, name in keys]
        return super().get_context_data(away=away, halves=halves, **kwargs)

    def perform(self, form: Any) -> str:
        starts_at, ends_at = form.span()
        week.add_away(
            by=self.request.user, inspection=self.inspection, starts_at=starts_at, ends_at=ends_at,
            **whose(self.inspection, form.cleaned_data["whose"]),
        )  # fmt: skip
        return self.address("availability")


def whose(inspection: Any, key: str) -> dict[str, Any]:
    """Who or what "user-3", "contact-7" or "room-2-Room 4" (0: no site) stands for in this inspection. Raises Http404."""
    kind, _, rest = key.partition("-")
    written, _, name = rest.partition("-")
    if not written.isdecimal() or len(written) > 9:
        raise Http404
    number = whole_number(written)
    if kind == "user":
        places = inspection.team_places.values("user_id")
        return {"user": get_object_or_404(User.objects.filter(pk__in=places), pk=number)}
    here = {"partnership_id": inspection.partnership_id}
    if kind == "contact":
        return {"contact": get_object_or_404(Contact, pk=number, **here)}
    return {"room": name, "site": get_object_or_404(Site, pk=number, **here) if number else None}


class Halves(BoxesMixin, TimetableForm):
    """Morning and afternoon ticks of one person."""

    form_class = HalvesForm
    success_message = "Mornings and afternoons saved"
    lead = "Tick each half day they can be had. Days that are over are left out."

    def back(self) -> str:
        return self.address("availability")

    @property
    def who(self) -> dict[str, Any]:
        return whose(self.inspection, self.kwargs["whose"])

    def get_form_kwargs(self) -> dict[str, Any]:
        free = conflicts.halves_free(self.inspection, **self.who)
        return super().get_form_kwargs() | {"inspection": self.inspection, "free": free}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = next(iter(self.who.values()))
        return super().get_context_data(heading=f"When can {getattr(person, 'name', person)} be had?", **kwargs)

    def perform(self, form: Any) -> str:
        week.set_halves(
            by=self.request.user, inspection=self.inspection, available=form.chosen(), days=form.days,
            shown=form.chosen_on_page(), **self.who,
        )  # fmt: skip
        return self.back()


class AwayRemove(TimetableView, TemplateView):
    permission = Permission.MEETING_MANAGE
    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        away = get_object_or_404(Away, inspection=self.inspection, pk=self.kwargs["pk"])
        week.remove_away(by=request.user, away=away)
        messages.success(request, "Time away removed")
        return redirect(self.address("availability"))


class ReleasePage(TimetableForm):
    """What the next version would change and who would be told; then released."""

    template_name = "timetable/release.html"
    form_class = ReleaseForm
    permission = Permission.TIMETABLE_RELEASE
    page = "release"
    heading = "Release a version"

    def back(self) -> str:
        return self.address("timetable")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = Release.objects.filter(inspection=self.inspection).select_related("released_by")
        preview = releases.preview(self.inspection, team_reads=Permission.MEETING_NOTE in self.rights)
        form = kwargs.pop("form", None) or self.get_form()
        form.submit_text = f"Release version {preview.number}"
        form.initial |= {"number": preview.number, "digest": preview.digest}
        if form.is_bound:
            # What is shown now is what the next press releases.
            form.data = form.data.copy()
            form.data["number"], form.data["digest"] = str(preview.number), preview.digest
        counts = (count(len(preview.changes), "changed meeting"), count(len(preview.told), "person", "people"))
        return super().get_context_data(preview=preview, form=form, counts=counts, past=past, **kwargs)

    def get_success_message(self, form: Any) -> str:
        return f"Version {form.cleaned_data['number']} released"

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        made = releases.release(
            by=self.request.user, inspection=self.inspection, number=given["number"], digest=given["digest"]
        )
        return self.address("version", made.number)


class Version(TimetableView, TemplateView):
    template_name = "timetable/version.html"
    permission = Permission.TIMETABLE_VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        released = get_object_or_404(
            Release.objects.select_related("released_by"), inspection=self.inspection, number=self.kwargs["number"]
        )
        before = Release.objects.filter(inspection=self.inspection, number=released.number - 1).first()
        team_reads = Permission.MEETING_NOTE in self.rights
        old, new = (versions.shown_to(versions.entries_of(one), team_reads) for one in (before, released))
        return super().get_context_data(
            released=released,
            before=before,
            changes=versions.changes_between(old, new, who=True),
            entries=new,
            **kwargs,
        )


class Paste(TimetableForm):
    """Two steps on one address: rows are checked and shown, then confirmed. Nothing is saved in the first."""

    template_name = "timetable/paste.html"
    heading = "Paste meetings from Excel"

    def back(self) -> str:
        return self.address("meeting-list")

    def get_form_class(self) -> Any:
        return ConfirmPasteForm if "confirmed" in self.request.POST else PasteForm

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, ConfirmPasteForm):
            return super().form_valid(form)
        given = form.cleaned_data
        add = given["unknown"] == "add"
        try:
            rows = workbook.read_book(given["book"]) if given["book"] else paste.read_text(given["rows"])
            checked = paste.check(self.inspection, rows, add_unknown=add)
        except Refused as refused:
            form.add_refusal(refused)
            return self.form_invalid(form)
        wrong = [row for row in checked if row.faults]
        confirm = None
        if not wrong:
            confirm = ConfirmPasteForm(initial={"rows": paste.as_text(rows), "unknown": given["unknown"]})
            confirm.cancel_url = self.address("paste")
        unknown = list(dict.fromkeys(f"{name}, {email}" for row in checked for name, email in row.unknown))
        return self.render_to_response(
            self.get_context_data(form=form, checked=checked, wrong=wrong, confirm=confirm, unknown=unknown)
        )

    def get_success_message(self, form: Any) -> str:
        return "Meetings added"

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        paste.add_rows(
            by=self.request.user, inspection=self.inspection, text=given["rows"], add_unknown=given["unknown"] == "add"
        )
        return self.back()
