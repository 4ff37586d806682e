"""Which bodies are to be told of an inspection, and which have been."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core import clock
from inspections.models import Inspection, NotificationCall
from partnerships.queries import bodies_on
from rulebook.frameworks.base import CallSpec

AUTHORITY = "authority"


@dataclass(frozen=True)
class CallSlot:
    """One body to be told. `key` names it in an address; `body_name` is empty where no source says which body it was."""

    key: str
    spec: CallSpec
    body_name: str
    call: NotificationCall | None = None

    @property
    def title(self) -> str:
        return self.body_name or self.spec.name.removeprefix("Call to the ").capitalize()


def call_slots(inspection: Inspection) -> list[CallSlot]:
    """Every body the kind of inspection has called, on the day it was notified (today before that), with the call if made."""
    made = {call.body_name: call for call in inspection.calls.select_related("told_by")}
    slots: list[CallSlot] = []
    for spec in inspection.kind_spec.calls:
        bodies = named(inspection, spec)
        slots += [CallSlot(key, spec, name, made.pop(name, None)) for key, name in bodies]
        # A body recorded under a name of its own, as before July 2022, when no list says who commissioned where.
        others = [call for call in made.values() if call.body_kind == spec.code]
        if len(bodies) == len(others) == 1 and slots[-1].call is None:
            slots[-1] = replace(slots[-1], call=made.pop(others[0].body_name))
            continue
        slots += [
            CallSlot(f"{spec.code}-call-{call.pk}", spec, call.body_name, made.pop(call.body_name)) for call in others
        ]
        if not bodies and not others:
            slots.append(CallSlot(spec.code, spec, ""))
    return slots


def named(inspection: Inspection, spec: CallSpec) -> list[tuple[str, str]]:
    """(key, name) of the bodies known to be called; none where it is only known that one of several served the area."""
    if spec.code == AUTHORITY:
        return [(AUTHORITY, str(inspection.partnership.authority))]
    found = bodies_on(inspection.partnership, inspection.notified_on or clock.today())
    return [(f"{spec.code}-{one.body.ods_code.lower()}", one.body.name) for one in found if one.exact]


def outstanding(slots: list[CallSlot]) -> list[CallSlot]:
    return [slot for slot in slots if slot.call is None]
