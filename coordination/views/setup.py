"""The set-up call and the opening presentation."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination.forms.parts import instant, user_choices
from coordination.forms.setup import AcceptForm, DeputyForm, LineAddForm, LineForm, OpeningForm, SlotForm
from coordination.models import Opening, OpeningSlot
from coordination.queries import setup as reads
from coordination.queries.people import AREA
from coordination.services import setup
from coordination.views.base import CoordinationForm, CoordinationView, to
from core import clock
from inspections.models import Task
from rulebook.frameworks import agendas

USUAL = (
    f"Usual order: welcome {agendas.OPENING_WELCOME} minutes, context {agendas.OPENING_CONTEXT}, "
    f"{agendas.OPENING_THEME} for each theme, close {agendas.OPENING_CLOSE}."
)


class SetUp(CoordinationView, TemplateView):
    template_name = "coordination/setup.html"
    permission = Permission.KIT_VIEW
    part = "setup"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inspection = self.inspection
        lines = reads.agenda(inspection)
        cards = reads.cards(inspection)
        return super().get_context_data(
            lines=lines,
            done=sum(line.done for line in lines),
            constraints=reads.constraints(inspection),
            tasks=list(Task.objects.filter(inspection=inspection, key__startswith="setup:").select_related("owner")),
            cards=cards,
            handovers=[handover(entry) for entry in reads.handovers(inspection)],
            sheet=reads.run_sheet(inspection),
            usual=USUAL,
            may_write=Permission.SETUP_MANAGE in self.rights,
            may_accept=inspection.lano_id == self.request.user.pk
            and not any(card.part == "LANO" and card.accepted_at for card in cards),
            may_nominate=Permission.INSPECTION_NOMINATE in self.rights,
            **kwargs,
        )


def handover(entry: Any) -> dict[str, Any]:
    """An entry of the handover log as a page shows it: who, from when, instead of whom."""
    words = {"lano": "LANO", "deputy": "Deputy"}
    changes = [
        f"{words.get(name, name)}: {new}" + (f", instead of {old}" if old else "")
        for name, (old, new) in entry.changes.items()
    ]
    titles = {"setup.lano_accepted": "Nomination accepted", "setup.deputy_named": "Deputy named"}
    return {
        "title": titles.get(entry.verb, "LANO nominated"),
        "at": entry.at,
        "by": entry.actor_label,
        "text": "\n".join(changes),
    }


class SetUpForm(CoordinationForm):
    permission = Permission.SETUP_MANAGE
    part = "setup"
    back = "setup"


class LineEdit(SetUpForm):
    form_class = LineForm
    success_message = "Line saved"

    def line(self) -> reads.Line:
        for line in reads.agenda(self.inspection):
            if line.code == self.kwargs["code"]:
                return line
        raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": user_choices(self.people().values())}

    def get_initial(self) -> dict[str, Any]:
        line = self.line()
        written = line.line
        return {
            "version": written.version if written else 0,
            "owner_code": line.owner_code,
            "note": written.note if written else "",
            "decision": written.decision if written else "",
            "constraint": written.constraint if written else "",
            "done": line.done,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = self.line()
        return super().get_context_data(heading=line.title, lead=line.hint, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        line = setup.write_line(
            by=self.request.user,
            inspection=self.inspection,
            code=self.kwargs["code"],
            version=given["version"],
            done=given["done"],
            **{name: given[name] for name in setup.WRITTEN},
        )
        if given["task"]:
            setup.task_from_line(
                by=self.request.user,
                line=line,
                title=given["task"],
                owner=self.user_of(given["task_owner"]),
                due_at=instant(form, "due_on", "due_time"),
            )


class LineAdd(SetUpForm):
    form_class = LineAddForm
    heading = "Add a line to the agenda"
    success_message = "Line added"

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        setup.add_line(
            by=self.request.user, inspection=self.inspection, title=given["title"], owner_code=given["owner_code"]
        )


class Accept(SetUpForm):
    form_class = AcceptForm
    permission = Permission.KIT_VIEW
    heading = "Accept the nomination as LANO"
    success_message = "You accepted the nomination"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = (
            "The local area nominated officer (LANO) is the single point of contact between the area and the inspectors. "
            "When you accept, your contact card is shown to the inspectors."
        )
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        setup.accept_nomination(by=self.request.user, inspection=self.inspection)


class Deputy(SetUpForm):
    form_class = DeputyForm
    heading = "Name a deputy of the LANO"
    success_message = "Deputy named"

    def get_form_kwargs(self) -> dict[str, Any]:
        members = [person for person in self.people().values() if person.group == AREA and person.roles]
        return super().get_form_kwargs() | {"people": user_choices(members)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = (
            "The deputy is on the contact card for the inspectors. A deputy who has to work in the service needs a role as LANO in "
            "the partnership."
        )
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        setup.name_deputy(
            by=self.request.user, inspection=self.inspection, person=self.user_of(form.cleaned_data["person"])
        )


class OpeningEdit(SetUpForm):
    form_class = OpeningForm
    heading = "Opening presentation: when, and for how long"
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        opening = Opening.objects.filter(inspection=self.inspection).first()
        at = opening.starts_at.astimezone(clock.LONDON) if opening and opening.starts_at else None
        return {
            "on": at.date() if at else self.inspection.onsite_start_on,
            "at": at.time() if at else None,
            "minutes": opening.minutes if opening else None,
        }

    def perform(self, form: Any) -> None:
        setup.arrange_opening(
            by=self.request.user,
            inspection=self.inspection,
            starts_at=instant(form, "on", "at"),
            minutes=form.cleaned_data["minutes"],
        )


class SlotAdd(SetUpForm):
    form_class = SlotForm
    heading = "Add a part to the opening presentation"
    success_message = "Part saved"

    def slot(self) -> OpeningSlot | None:
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"order": OpeningSlot.objects.filter(opening__inspection=self.inspection).count() + 1}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=USUAL, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        setup.save_slot(
            by=self.request.user,
            inspection=self.inspection,
            slot=self.slot(),
            **{name: given[name] for name in ("title", "owner", "minutes", "order")},
        )
        return to("setup", self.inspection) + "#opening"


class SlotEdit(SlotAdd):
    template_name = "coordination/slot_edit.html"
    heading = "Change a part of the opening presentation"

    def slot(self) -> OpeningSlot:
        return get_object_or_404(OpeningSlot, opening__inspection=self.inspection, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        slot = self.slot()
        return {name: getattr(slot, name) for name in ("title", "owner", "minutes", "order")}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        from django.contrib import messages
        from django.shortcuts import redirect

        setup.remove_slot(by=request.user, slot=self.slot())
        messages.success(request, "Part removed")
        return redirect(to("setup", self.inspection) + "#opening")
