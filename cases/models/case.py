"""A tracked case: one child or young person followed in depth, by a letter and never by name."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import policy
from accounts.choices import CasePlace, Permission
from cases.choices import AGES, CANDIDATE, NEEDS, OUT_STATES, PLANS, SETTINGS, Chosen, ConsentGiver, ConsentHow
from core.models import Timestamped, Versioned
from core.sealed import SealedTextField
from inspections.models import Inspection
from rulebook.lifecycles.tracked_case import TRACKED_CASE
from rulebook.spread import Traits


class TrackedCaseQuerySet(models.QuerySet["TrackedCase"]):
    def permitted(
        self, actor: Any, permission: Permission | str, inspection: Inspection | None = None, on: date | None = None
    ) -> Self:
        """The cases on which `actor` holds `permission`: by a role in the inspection, or by a place on that one case.

        A place counts while the person still belongs to the area and it has been notified. On a case that is not followed any
        more a place shows that it was, and nothing that says who it is. Candidates are for those who select and identify.
        """
        if not getattr(actor, "is_authenticated", False) or not actor.is_active:
            return self.none()
        allowed = Q(inspection_id__in=Inspection.objects.permitted(actor, permission, on).values("pk"))
        held = [place for place, held in policy.BY_CASE_PLACE.items() if permission in held]
        if held:
            own = Inspection.objects.permitted(actor, Permission.WEEKS_OWN, on)
            by_place = self._placed(actor, held) & Q(inspection_id__in=own.values("pk")) & ~Q(state=CANDIDATE)
            if permission != Permission.CASE_VIEW:
                by_place &= ~Q(state__in=OUT_STATES)
            allowed |= by_place
        found = self.filter(allowed)
        return found if inspection is None else found.filter(inspection=inspection)

    @staticmethod
    def _placed(actor: Any, places: list[CasePlace]) -> Q:
        from cases.models.audit import AuditSection  # here, since it refers to this module

        found = Q(pk__in=[])
        if CasePlace.COORDINATOR in places:
            found |= Q(coordinator=actor)
        if CasePlace.SECTION_AUTHOR in places:
            found |= Q(pk__in=AuditSection.objects.filter(author=actor).values("case_id"))
        return found

    def selected(self) -> Self:
        """All that were ever chosen, with those replaced and withdrawn."""
        return self.exclude(state=CANDIDATE)

    def followed(self) -> Self:
        """Those chosen and not declined, withdrawn or replaced."""
        return self.exclude(state__in=(CANDIDATE, *OUT_STATES))

    def candidates(self) -> Self:
        return self.filter(state=CANDIDATE)


class TrackedCase(Versioned, Timestamped):
    """`code` is the letter everyone uses ("A"): "Case A"; a candidate has "P1" until it is selected. Who it is stands in another
    table, behind a logged request. `local_reference` is the number of the row in the area's list, which the agencies share.
    """

    LIFECYCLE = TRACKED_CASE

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="tracked_cases")
    code = models.CharField(max_length=3)
    state = models.CharField(
        max_length=30, default=TRACKED_CASE.initial, choices=list(TRACKED_CASE.states.items()), db_index=True
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_coordinated"
    )

    local_reference = models.CharField(max_length=40, blank=True)
    age_band = models.CharField(max_length=10, choices=AGES, blank=True)
    need = models.CharField(max_length=10, choices=NEEDS, blank=True)
    plan = models.CharField(max_length=10, choices=PLANS, blank=True)
    setting = models.CharField(max_length=30, choices=SETTINGS, blank=True)
    health_input = models.BooleanField(default=False)
    in_area = models.BooleanField(default=True)

    selected_at = models.DateTimeField(null=True, blank=True)
    selected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen = models.CharField(max_length=20, choices=Chosen, blank=True)
    seed = models.CharField(max_length=40, blank=True, help_text="What a draw at random can be repeated with.")
    pool_size = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitute_for"
    )

    consent_giver = models.CharField(max_length=20, choices=ConsentGiver, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_how = models.CharField(max_length=20, choices=ConsentHow, blank=True)
    consent_note = SealedTextField(blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    access_needs = SealedTextField(blank=True, help_text="What helps the family at the meeting.")
    meeting_references = models.JSONField(default=list, blank=True)

    joint_summary = SealedTextField(blank=True)
    learning = SealedTextField(blank=True)
    summary_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    summary_at = models.DateTimeField(null=True, blank=True)

    objects = TrackedCaseQuerySet.as_manager()

    class Meta:
        ordering = ("inspection", "code")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "code"], name="one_case_of_a_code"),
            models.UniqueConstraint(
                fields=["inspection", "local_reference"],
                condition=~Q(local_reference=""),
                name="one_case_of_a_local_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"Candidate {self.code[1:]}" if self.is_candidate and self.code.startswith("P") else f"Case {self.code}"

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/cases/{self.code}/"

    @property
    def is_candidate(self) -> bool:
        return self.state == CANDIDATE

    @property
    def is_out(self) -> bool:
        """Declined, withdrawn or replaced: not followed any more."""
        return self.state in OUT_STATES

    @property
    def state_words(self) -> str:
        return self.LIFECYCLE.states[self.state]

    @property
    def traits(self) -> Traits:
        return Traits(
            label=str(self).removeprefix("Case "),
            age=self.age_band,
            need=self.need,
            plan=self.plan,
            setting=self.setting,
            health=self.health_input,
            in_area=self.in_area,
        )

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
