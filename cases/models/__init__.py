from cases.models.audit import AuditSection
from cases.models.case import TrackedCase, TrackedCaseQuerySet
from cases.models.erasure import Erasure
from cases.models.identity import CaseIdentity, CaseOpening
from cases.models.pack import CasePackDocument
from cases.models.record import CaseRecord

__all__ = [
    "AuditSection",
    "CaseIdentity",
    "CaseOpening",
    "CasePackDocument",
    "CaseRecord",
    "Erasure",
    "TrackedCase",
    "TrackedCaseQuerySet",
]
