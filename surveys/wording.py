"""Texts the area can send as they are, for each audience: they name the link, until when, and that nobody is asked who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import when
from surveys.choices import Audience
from surveys.models import Survey
from surveys.queries.surveys import link


@dataclass(frozen=True)
class Text:
    """`title` says what it is for; `body` is the text, ready to be copied."""

    code: str
    title: str
    body: str


_WHO = "Inspectors from Ofsted and the Care Quality Commission are looking at"
_SERVICES = "services for children and young people with special educational needs and disabilities (SEND) in {area}"
_ABOUT: Mapping[str, str] = {
    Audience.CHILDREN: f"{_WHO} the help children and young people get in {{area}}. They want to hear from you.",
    Audience.PARENTS: f"{_WHO} {_SERVICES}. They want to hear from parents and carers.",
    Audience.PRACTITIONERS: f"{_WHO} {_SERVICES}. They want to hear from everybody who works in education, health and care here.",
}
_SHORT: Mapping[str, str] = {
    Audience.CHILDREN: "Inspectors want to hear what you think of the help you get in {area}.",
    Audience.PARENTS: "Does your child have SEND? Tell inspectors about services in {area}.",
    Audience.PRACTITIONERS: "Tell inspectors about SEND services in {area}.",
}
_HOW: Mapping[str, str] = {
    Audience.CHILDREN: (
        "The questions take less than 10 minutes. Nobody asks for your name. There is an Easy Read version with pictures, and "
        "somebody you trust can help you."
    ),
    Audience.PARENTS: (
        "It takes less than 10 minutes. You are not asked who you are. Inspectors read the answers. Nobody in the area does, unless "
        "something you write shows that a child may be in danger. There are an Easy Read version and other languages."
    ),
    Audience.PRACTITIONERS: (
        "It takes less than 10 minutes. You are not asked who you are. Inspectors read the answers. Your employer does not."
    ),
}
SAFETY = (
    "If you are worried that a child is not safe, do not use the survey: tell your council’s children’s services, or call 999 in an "
    "emergency."
)


def texts(survey: Survey) -> list[Text]:
    """What to send now and what to send again before it closes."""
    words = {"area": survey.inspection.partnership.name, "link": link(survey), "until": when(survey.closes_at)}
    about, short, how = (part[survey.audience].format(**words) for part in (_ABOUT, _SHORT, _HOW))
    until = f"It is open until {words['until']}."
    return [
        Text(
            "email", "E-mail or website", f"{about}\n\nPlease answer here: {words['link']}\n\n{until} {how}\n\n{SAFETY}"
        ),
        Text("message", "Text message", f"{short} Until {words['until']}, nobody asks your name: {words['link']}"),
        Text(
            "letter",
            "Letter",
            f"{about}\n\nGo to {words['link']} or point the camera of a telephone at the QR code on this letter.\n\n{until} {how} "
            f"You can also answer on paper or by telephone: ask us.\n\n{SAFETY}",
        ),
        Text("newsletter", "Newsletter or social media", f"{short} {until} {how} {words['link']}"),
        Text(
            "reminder",
            "Reminder by e-mail",
            f"The inspectors’ survey is still open. {until}\n\nIf you have answered already, thank you: you need not answer again. If not, "
            f"please do it here: {words['link']}\n\n{how}",
        ),
        Text(
            "reminder-message",
            "Reminder by text message",
            f"Still open until {words['until']}: {short} {words['link']}",
        ),
    ]
