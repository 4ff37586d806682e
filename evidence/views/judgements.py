"""The corporate judgement: the record, both signatures, and the wording of what a plan is made of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from accounts.choices import Permission, Role
from core import clock
from core.errors import Conflict, Refused
from evidence.choices import Inspectorate
from evidence.forms.enquiries import ReasonForm
from evidence.forms.judgements import JudgementForm
from evidence.models import Judgement
from evidence.queries import judgements as queries
from evidence.queries.wording import WordingChange, wording_changes
from evidence.services import judgements, wording
from evidence.views.base import EvidenceForm, EvidenceView, to
from inspections.services import sights
from inspections.services.findings import FIXED_STATES
from inspections.views.base import SeenUnderEmbargo
from rulebook import words


class JudgementPage(SeenUnderEmbargo, EvidenceView, TemplateView):
    template_name = "evidence/judgement.html"
    permission = Permission.JUDGEMENT_VIEW
    part = "judgement"
    thing = sights.JUDGEMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judgement = queries.of_inspection(self.inspection)
        is_open = self.inspection.state not in FIXED_STATES
        context: dict[str, Any] = {
            "judgement": judgement,
            "title": f"Corporate {self.inspection.words['evaluation']}",
            "decision_name": self.inspection.kind_spec.outcome_scale.decision,
            "may_write": Permission.JUDGEMENT_WRITE in self.rights and is_open,
        }
        if judgement is not None:
            context |= self._recorded(judgement, is_open)
        return super().get_context_data(**(context | kwargs))

    def _recorded(self, judgement: Judgement, is_open: bool) -> dict[str, Any]:
        signed = queries.standing(judgement)
        mine = judgements.signs_for(self.request.user, self.inspection)
        changes = wording_changes(self.inspection)
        outcome = self.inspection.outcome
        presences = list(judgement.presences.select_related("person"))
        return {
            "decision": queries.decision_words(judgement),
            "presences": presences,
            "dissents": any(each.dissent for each in presences),
            "signed": [(each.label, signed[each]) for each in Inspectorate],
            "broken": list(judgement.signatures.exclude(broken_at=None).select_related("by", "broken_by")),
            "missing": [each.label for each in Inspectorate if signed[each] is None],
            "may_sign": is_open
            and mine is not None
            and signed[mine] is None
            and Permission.JUDGEMENT_SIGN in self.rights,
            "signs_for": mine.label if mine else "",
            "saves": [
                {"title": f"Save {save.version}", "at": save.at, "by": save.by, "text": self._saved(judgement, save)}
                for save in judgement.saves.select_related("by").order_by("-version")
            ],
            "changes": changes,
            "unexplained": [change for change in changes if not change.explained],
            "other_outcome": queries.decision_words(judgement, outcome)
            if outcome and judgement.decision and outcome != judgement.decision
            else "",
        }

    def _saved(self, judgement: Judgement, save: Any) -> str:
        """One save in words: the decision, who was there, who disagreed, the reasons."""
        fields = save.fields
        there = words.listed([f"{each['name']} ({each['role']})" for each in fields["present"]])
        dissents = [f"{each['name']} disagreed: {each['dissent']}" for each in fields["present"] if each["dissent"]]
        decision = queries.decision_words(judgement, fields["decision"])
        parts = [decision, f"Present: {there}.", *dissents, fields["reasons"]]
        return "\n\n".join(part for part in parts if part)


class JudgementEdit(EvidenceForm):
    form_class = JudgementForm
    permission = Permission.JUDGEMENT_WRITE
    part = "judgement"
    success_message = "Record saved"
    template_name = "evidence/judgement_edit.html"

    def back_address(self) -> str:
        return to("judgement", self.inspection)

    @property
    def judgement(self) -> Judgement | None:
        return queries.of_inspection(self.inspection)

    def get_form_kwargs(self) -> dict[str, Any]:
        people: dict[int, str] = {}
        for place in self.inspection.team_places.select_related("user").order_by("pk"):
            people.setdefault(place.user_id, f"{place.user}, {Role(place.role).label}")
        return super().get_form_kwargs() | {"inspection": self.inspection, "people": list(people.items())}

    def get_initial(self) -> dict[str, Any]:
        judgement = self.judgement
        return (
            self.values_of(judgement) | {"version": judgement.version}
            if judgement
            else {"met_on": clock.today(), "version": 0}
        )

    def values_of(self, current: Judgement) -> dict[str, Any]:
        presences = list(current.presences.all())
        said = {f"dissent_{row.person_id}": row.dissent for row in presences}
        return said | {
            "met_on": current.met_on,
            "decision": current.decision,
            "reasons": current.reasons,
            "present": [str(row.person_id) for row in presences],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judgement = self.judgement
        signed = bool(judgement and judgement.signatures.filter(broken_at=None).exists())
        heading = f"Corporate {self.inspection.words['evaluation']}"
        return super().get_context_data(heading=heading, breaks_signatures=signed, **kwargs)

    def perform(self, form: Any) -> str:
        judgements.save(
            by=self.request.user, inspection=self.inspection, version=form.cleaned_data["version"], **form.facts()
        )
        return self.back_address()


class JudgementSign(EvidenceView, View):
    """The button under the record. What is signed is the version the person read."""

    permission = Permission.JUDGEMENT_SIGN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponseBase:
        judgement = queries.of_inspection(self.inspection)
        if judgement is None:
            raise Http404
        version = request.POST.get("version", "")
        try:
            judgements.sign(
                by=request.user,
                judgement=judgement,
                version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            )
            messages.success(request, "You have signed the record")
        except Refused as refused:
            messages.warning(request, refused.reasons[0].text)
        except Conflict:
            messages.warning(request, "The record has changed since you opened it. Read it again, then sign.")
        return redirect(to("judgement", self.inspection))


class Wording(SeenUnderEmbargo, EvidenceView, TemplateView):
    """First and present wording side by side, and why each changed."""

    template_name = "evidence/wording.html"
    permission = Permission.JUDGEMENT_VIEW
    part = "judgement"
    thing = sights.JUDGEMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_write = Permission.FINDINGS_EDIT in self.rights and self.inspection.state not in FIXED_STATES
        changes = wording_changes(self.inspection)
        return super().get_context_data(changes=changes, may_write=may_write, **kwargs)


class WordingReason(EvidenceForm):
    """Why one wording is not the first any more."""

    form_class = ReasonForm
    permission = Permission.FINDINGS_EDIT
    part = "judgement"
    success_message = "Reason kept"

    def back_address(self) -> str:
        return to("wording", self.inspection)

    @property
    def change(self) -> WordingChange:
        for change in wording_changes(self.inspection):
            if change.key == self.kwargs["key"]:
                return change
        raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label": "Why did the wording change?", "submit": "Keep the reason"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = self.change
        text = (change.present or change.first or {}).get("text", "")
        heading = f"Why the wording changed: {change.kind_name.lower()} {change.order}"
        return super().get_context_data(heading=heading, lead=text, **kwargs)

    def perform(self, form: Any) -> str:
        wording.explain(
            by=self.request.user, inspection=self.inspection, key=self.change.key, reason=form.cleaned_data["reason"]
        )
        return self.back_address()
