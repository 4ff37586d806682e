"""Letters: a draft for the two bodies alone, the sent copy for everybody who reads the plan's support and challenge."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from improvement.models import Plan
from monitoring.choices import Body
from monitoring.forms.letters import LetterForm, ReleaseForm
from monitoring.models import SupportLetter, dated
from monitoring.queries import visits as reads
from monitoring.services import contents, letters, visits
from monitoring.views.base import Press, SupportForm, SupportView, VisitView, to


class LetterView(SupportView):
    """A draft is not there for whoever does not write it."""

    @cached_property
    def letter(self) -> SupportLetter:
        found = reads.letters_of(self.inspection, drafts=self.advises).select_related("copy__sent_by")
        return get_object_or_404(found, place=self.kwargs["place"])

    @cached_property
    def plan(self) -> Plan:
        return self.letter.plan


class LetterDetail(LetterView, TemplateView):
    template_name = "monitoring/letter_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter
        if letter.is_sent:
            return super().get_context_data(
                letter=letter,
                sent=letter.copy,
                content=letter.copy.shown,
                pdf=getattr(letter.copy, "print", None),
                may_end=self._may_end(),
                **kwargs,
            )
        content, digest = dated(contents.content_of(letter)), contents.digest_of(letter)
        signed = letters.standing(letter, digest)
        notes_signed = letter.visit is None or visits.notes_signed(letter.visit)
        earlier = [row for row in letter.signatures.select_related("by") if row.sha256 != digest]
        return super().get_context_data(
            letter=letter,
            content=content,
            digest=digest,
            signatures=[(body.label, signed.get(body.value)) for body in Body],
            broken=[row for row in earlier if row.body not in signed],
            may_sign=self.body is not None and self.body.value not in signed,
            may_send=set(signed) == set(Body.values) and notes_signed,
            notes_open=not notes_signed,
            **kwargs,
        )

    def _may_end(self) -> bool:
        """Whether the plan's release is what follows: every item is released and it is still in delivery."""
        plan = self.letter.plan
        if plan.state != "in_delivery" or Permission.PLAN_REVIEW not in self.rights:
            return False
        return not plan.items.filter(released_on=None).exists()


class LetterPdf(LetterView, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        made = getattr(self.letter.copy, "print", None) if self.letter.is_sent else None
        if made is None or made.pdf is None:
            raise Http404
        answer = HttpResponse(bytes(made.pdf), content_type="application/pdf")
        name = f"{self.inspection.reference}-letter-{self.letter.place}.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class LetterDraft(VisitView, Press):
    """Draft the letter that follows a visit."""

    permission = Permission.MONITORING_WRITE

    def act(self) -> str:
        self.made = letters.draft_follow_up(by=self.request.user, visit=self.visit)
        return "Letter drafted from the record. Read it, change what is needed, then both bodies sign."

    def led_to(self) -> str:
        made = getattr(self, "made", None)
        return made.get_absolute_url() if made else self.visit.get_absolute_url()


class LetterEdit(LetterView, SupportForm):
    form_class = LetterForm
    heading = "Change the letter"
    success_message = "Letter saved"

    def back(self) -> str:
        return self.letter.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.letter.text, "version": self.letter.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        warn = ""
        closed = "" if self.letter.is_draft else f"This letter is {self.letter.state_words.lower()}."
        if not closed and letters.standing(self.letter, contents.digest_of(self.letter)):
            warn = "This letter has been signed. When you change it, both bodies sign again."
        lead = "What was found of each item, the actions and the items released stand below the text by themselves."
        return super().get_context_data(warn=warn, lead=lead, closed=closed, caption=self.letter.title, **kwargs)

    def perform(self, form: Any) -> None:
        letters.write_letter(
            by=self.request.user,
            letter=self.letter,
            version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
        )


class LetterPress(LetterView, Press):
    permission = Permission.MONITORING_WRITE

    def led_to(self) -> str:
        return self.letter.get_absolute_url()


class LetterSign(LetterPress):
    def act(self) -> str:
        letters.sign_letter(by=self.request.user, letter=self.letter, sha256=self.request.POST.get("sha256", "")[:64])
        return f"You have signed the letter for {self.body.label if self.body else ''}".strip()


class LetterSend(LetterPress):
    def act(self) -> str:
        letters.send_letter(by=self.request.user, letter=self.letter)
        return "Letter sent. The area can read it; its PDF is being made."


class LetterDiscard(LetterPress):
    def act(self) -> str:
        letters.discard_letter(by=self.request.user, letter=self.letter)
        return "Draft discarded"

    def led_to(self) -> str:
        return to("board", self.inspection)


class ReleaseAdd(SupportForm):
    """A letter of release: the one way to end the monitoring of items."""

    form_class = ReleaseForm
    template_name = "monitoring/release_add.html"
    heading = "Release items from monitoring"
    lead = "Drafts a letter of release. The items are released when both bodies have signed it and it is sent."
    success_message = "Letter of release drafted"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"items": self.plan.items.filter(released_on=None)}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("item", "")
        return {"orders": [asked] if asked.isdecimal() else [], "released_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_release=self.plan.state == "in_delivery", **kwargs)

    def perform(self, form: Any) -> str:
        letter = letters.draft_release(
            by=self.request.user,
            plan=self.plan,
            orders=[int(order) for order in form.cleaned_data["orders"]],
            released_on=form.cleaned_data["released_on"],
        )
        return letter.get_absolute_url()
