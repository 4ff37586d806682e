"""The wordings a message starts from, and the merge fields they may use. People change the text before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELD = re.compile(r"\{([^{}]*)\}")

# {merge field: what it stands for}, shown beside the form.
FIELDS: Mapping[str, str] = {
    "area": "the name of the area",
    "kind": "the kind of inspection",
    "name": "the person’s name",
    "notified": "the day of the notification call",
    "onsite_start": "the first day on site",
    "onsite_end": "the last day on site",
    "lano": "the name of the local area nominated officer (LANO)",
    "lead": "the name of the lead inspector",
    "sender": "your name",
}


@dataclass(frozen=True)
class Wording:
    """`audiences` are codes of coordination.audiences. Subject and body may hold merge fields: "{area}"."""

    code: str
    title: str
    audiences: tuple[str, ...]
    subject: str
    body: str


DATES = (
    "The notification call was on {notified}. The inspectors are on site from {onsite_start} to {onsite_end}. "
    "The lead inspector is {lead}; the local area nominated officer (LANO) is {lano}."
)

NOTIFICATION_PACK = (
    Wording(
        "notification-dcs",
        "Notification: director of children’s services",
        ("dcs",),
        "{area}: area SEND inspection notified, what happens this week",
        f"{DATES}\n\nPlease keep your diary free for the set-up discussion, the keep-in-touch meetings and the final feedback "
        "meeting. You may name a delegate for keep-in-touch meetings in the service.",
    ),
    Wording(
        "notification-icb",
        "Notification: integrated care board",
        ("icb",),
        "{area}: area SEND inspection notified, what happens this week",
        f"{DATES}\n\nPlease let providers know, and name a delegate for keep-in-touch meetings if you cannot attend them yourself.",
    ),
    Wording(
        "notification-lano",
        "Notification: LANO",
        ("lano",),
        "{area}: you are the nominated officer for the inspection",
        f"{DATES}\n\nPlease accept the nomination in the service, look at the information request, and agree a time for the "
        "set-up call.",
    ),
    Wording(
        "notification-forum",
        "Notification: parent carer forum",
        ("pcf",),
        "{area}: area SEND inspection, how families can take part",
        f"{DATES}\n\nThe lead inspector will call you. Surveys for parents and carers open soon and for a few days only; please help "
        "the link reach families, also those the forum does not usually hear from.",
    ),
    Wording(
        "notification-settings",
        "Notification: schools and settings",
        ("settings",),
        "{area}: area SEND inspection, you may be visited or asked to a meeting",
        f"{DATES}\n\nInspectors may ask to visit you or to meet staff. A visit looks at how the area works together; your setting is "
        "not inspected. {lano} will be in touch when you are needed.",
    ),
    Wording(
        "notification-coordinators",
        "Notification: coordinators of tracked cases",
        ("coordinators",),
        "{area}: area SEND inspection, your part in the tracked cases",
        f"{DATES}\n\nYou coordinate one of the tracked cases. Please ask for consent and prepare the pack as soon as the case is "
        "selected. Write of it only by its letter, in the service and in e-mails.",
    ),
)

OTHERS = (
    Wording(
        "surveys",
        "The surveys are open",
        ("pcf", "settings"),
        "{area}: the surveys of the area SEND inspection are open for a few days",
        "Please pass the survey links on today. They close after a few days.",
    ),
    Wording(
        "timetable",
        "The timetable is out",
        ("members", "contacts"),
        "{area}: timetable of the area SEND inspection",
        "The timetable of the inspection is out. Please look at the meetings you are asked to and say at once if you cannot come.",
    ),
    Wording(
        "thanks",
        "Thank you at the end",
        ("members", "contacts"),
        "{area}: thank you, and what happens next",
        "The inspectors have left. Thank you for your part. What was said at the final feedback meeting is confidential until "
        "publication.",
    ),
)
BLANK = Wording("blank", "An empty message", (), "", "")
SINGLE = {wording.code: wording for wording in (*OTHERS, *NOTIFICATION_PACK, BLANK)}


def unknown_fields(text: str) -> list[str]:
    """The merge fields of a text that nobody can fill in, as they were typed; a single brace is one too."""
    found = [name for name in FIELD.findall(text) if name not in FIELDS]
    if re.search(r"[{}]", FIELD.sub("", text)):
        found.append("a brace without its partner")
    return list(dict.fromkeys(found))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its merge fields filled in. Raises KeyError for one that is not given."""
    return FIELD.sub(lambda match: values[match[1]], text)
