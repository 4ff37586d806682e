"""The page of one item, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from accounts import policy
from accounts.choices import Permission
from accounts.models import User
from audit import verbs
from audit.models import Entry
from core import clock, files
from core.words import joined
from information.forms import (
    DueForm,
    OwnerForm,
    PlainForm,
    QueryForm,
    ReasonForm,
    TextForm,
    UploadForm,
    WithoutForm,
)
from information.models import AnswerFile, ListCheck
from information.queries.items import files_of, opened_by, queries_of
from information.services import answers, issuing, loop
from information.views.base import ItemAct, ItemView
from partnerships.models import Membership

MOST_HISTORY = 30


class ItemDetail(ItemView, TemplateView):
    template_name = "information/item_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        readable = files_of(self.request.user, item)
        manages = Permission.REQUEST_MANAGE in self.rights
        asks = Permission.REQUEST_QUERY in self.rights
        moves = {move.name for move in item.LIFECYCLE.available(item.state)}
        return super().get_context_data(
            standing=[
                (file, opened_by(file))
                for file in readable
                if file.withdrawn_at is None and not hasattr(file, "replaced_by")
            ],
            earlier=[file for file in readable if file.withdrawn_at is not None or hasattr(file, "replaced_by")],
            hidden=bool(item.person_list) and not self.may_read_lists(),
            checked_list=item.person_list in answers.CHECKED_LISTS,
            queries=queries_of(self.request.user, item),
            history=self.history(),
            may_answer=self.may_answer,
            last_check=ListCheck.objects.of(self.request.user, item).first() if item.person_list else None,
            can={
                "give": manages,
                "due": asks,
                "upload": self.may_answer and item.state != "withdrawn",
                "without": self.may_answer and "mark_not_held" in moves,
                "start": self.may_answer and "start" in moves,
                "reopen": self.may_answer and "reopen" in moves,
                "answer": self.may_answer and "answer_query" in moves,
                "share": manages and ({"share", "validate"} & moves),
                "send_back": manages and "reject" in moves,
                "query": asks and "query" in moves,
                "accept": asks and "accept" in moves,
                "drop": asks and "withdraw" in moves,
            },
            **kwargs,
        )

    def may_read_lists(self) -> bool:
        return Permission.LISTS_VIEW in self.rights or (
            self.item.owner_id == self.request.user.pk and Permission.LISTS_VIEW in policy.BY_OWNING_AN_ITEM
        )

    def history(self) -> list[dict[str, Any]]:
        """What happened to the item, newest first. Reasons are shown with the queries, not here."""
        entries = Entry.objects.filter(subject_type=self.item._meta.label_lower, subject_id=str(self.item.pk))
        return [
            {"title": verbs.sentence(entry.verb), "at": entry.at, "by": entry.actor_label}
            for entry in entries.order_by("-at", "-pk")[:MOST_HISTORY]
        ]


class ItemOwner(ItemAct):
    form_class = OwnerForm
    permission = Permission.REQUEST_MANAGE
    heading = "Owner of the item"
    success_message = "Owner saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": people_who_answer(self.item)}

    def get_initial(self) -> dict[str, Any]:
        return {"owner": self.item.owner_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "The owner is told by e-mail and answers the item."
        if self.item.person_list:
            lead += " The owner of a person-level list is its data lead: this person will be able to open it."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        issuing.give_item(by=self.request.user, item=self.item, owner=form.cleaned_data["owner"])


def people_who_answer(item: Any) -> Any:
    """The people of the area whose role may answer the request."""
    roles = {role for found in policy.reaches(Permission.REQUEST_ANSWER).values() for role in found}
    members = Membership.objects.in_force(clock.today()).filter(
        partnership_id=item.inspection.partnership_id, role__in=roles
    )
    return User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("name")


class ItemDue(ItemAct):
    form_class = DueForm
    permission = Permission.REQUEST_QUERY
    heading = "Change the day this item is due"
    success_message = "Day saved"

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.item.set_due_on}

    def perform(self, form: Any) -> None:
        issuing.set_due(by=self.request.user, item=self.item, **form_values(form, "due_on", "reason"))


class ItemUpload(ItemAct):
    template_name = "information/item_upload.html"
    form_class = UploadForm
    answers = True
    heading = "Upload files"

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.item.person_list in answers.CHECKED_LISTS:
            raise Http404
        return super().get_form_kwargs() | {
            "replaceable": self.item.files.standing().select_related("item"),
            "may_share": Permission.REQUEST_MANAGE in self.rights,
        }

    def perform(self, form: Any) -> None:
        self.given = answers.give_files(
            by=self.request.user,
            item=self.item,
            uploads=form.cleaned_data["files"],
            replaces=form.cleaned_data.get("replaces"),
            share=form.cleaned_data.get("share", False),
        )

    def get_success_message(self, form: Any) -> str:
        return f"Uploaded as {joined(file.number for file in self.given)}"


class ItemWithout(ItemAct):
    form_class = WithoutForm
    answers = True
    heading = "Answer without a file"
    lead = "“We do not hold this” is a proper answer. The inspectors see it at once, with your reason."
    success_message = "Answer saved"

    def perform(self, form: Any) -> None:
        answers.answer_without(by=self.request.user, item=self.item, **form_values(form, "kind", "reason"))


class ItemStart(ItemAct):
    form_class = PlainForm
    answers = True
    heading = "Start this item"
    lead = "Its status becomes ‘In progress’, so that others see somebody is working on it."
    success_message = "Item in progress"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Start"}

    def perform(self, form: Any) -> None:
        answers.start(by=self.request.user, item=self.item)


class ItemReopen(ItemAct):
    form_class = PlainForm
    answers = True
    heading = "Open the item again"
    lead = "The answer given without a file is taken back, and the item is in progress again."
    success_message = "Item opened again"

    def perform(self, form: Any) -> None:
        answers.reopen(by=self.request.user, item=self.item)


class ItemShare(ItemAct):
    form_class = PlainForm
    permission = Permission.REQUEST_MANAGE
    heading = "Share with the inspectors"
    lead = "You have checked what was uploaded. The inspectors can then open it, and query or accept it."
    success_message = "Shared with the inspectors"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Share"}

    def perform(self, form: Any) -> None:
        loop.share(by=self.request.user, item=self.item)


class ItemSendBack(ItemAct):
    form_class = QueryForm
    permission = Permission.REQUEST_MANAGE
    heading = "Return to its owner"
    lead = "The inspectors have not seen this answer. Its owner is told and mends it."
    success_message = "Returned to its owner"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Return it"}

    def perform(self, form: Any) -> None:
        loop.send_back(by=self.request.user, item=self.item, **form_values(form, "reasons", "text"))


class ItemQueryPage(ItemAct):
    form_class = QueryForm
    permission = Permission.REQUEST_QUERY
    heading = "Query this answer"
    lead = "Its owner and the LANO are told. You are told when it is answered."
    success_message = "Query sent"

    def perform(self, form: Any) -> None:
        loop.ask(by=self.request.user, item=self.item, **form_values(form, "reasons", "text"))


class ItemAnswer(ItemAct):
    form_class = TextForm
    answers = True
    heading = "Answer the query in words"
    lead = "Use this when no new file is needed. The person who asked is told."
    success_message = "Answer sent"

    def perform(self, form: Any) -> None:
        loop.answer_in_words(by=self.request.user, item=self.item, text=form.cleaned_data["text"])


class ItemAccept(ItemAct):
    form_class = PlainForm
    permission = Permission.REQUEST_QUERY
    heading = "Accept this answer"
    lead = "You need nothing more for this item. You can still query it later."
    success_message = "Answer accepted"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Accept"}

    def perform(self, form: Any) -> None:
        loop.accept(by=self.request.user, item=self.item)


class ItemDrop(ItemAct):
    form_class = ReasonForm
    permission = Permission.REQUEST_QUERY
    heading = "No longer ask for this"
    lead = "The item stays in the list with its number, and nobody has to answer it. This cannot be undone."
    success_message = "The item is no longer asked for"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "No longer ask for this"}

    def perform(self, form: Any) -> None:
        loop.no_longer_ask(by=self.request.user, item=self.item, reason=form.cleaned_data["reason"])


class FileOpen(ItemView, View):
    """The file itself, for those who may open it; everybody else is told that it is not there."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        readable = AnswerFile.objects.filter(item=self.item, withdrawn_at__isnull=True).readable_by(request.user)
        file = get_object_or_404(readable.select_related("file", "item"), part=kwargs["part"])
        file.item = self.item
        answers.open_answer(by=request.user, file=file)
        return files.send(file.file, name=f"{file.number} {file.file.name}")


class FileWithdraw(ItemAct):
    form_class = ReasonForm
    answers = True
    success_message = "File withdrawn"
    lead = "Nobody can open it any more. Its number is not given to another file, and the reason stays in the list."

    def file(self) -> AnswerFile:
        readable = AnswerFile.objects.filter(item=self.item, withdrawn_at__isnull=True).readable_by(self.request.user)
        found: AnswerFile = get_object_or_404(readable, part=self.kwargs["part"])
        found.item = self.item
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Withdraw the file"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Withdraw {self.file().number}", **kwargs)

    def perform(self, form: Any) -> None:
        answers.withdraw_file(by=self.request.user, file=self.file(), reason=form.cleaned_data["reason"])


def form_values(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
