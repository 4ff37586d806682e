"""The inspection, the second of the two scopes from which everything confidential hangs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from accounts import policy
from accounts.access import Holdings, ScopedQuerySet, among, everywhere, in_regions, limited
from accounts.choices import Permission, Reach, Role
from core.models import Timestamped, Versioned
from inspections.choices import ENDED_STATES, PUBLISHED_STATES, Source
from inspections.models.team import inspections_assigned
from partnerships.models.people import own_partnerships, partnerships_delegated
from rulebook import frameworks
from rulebook.frameworks.base import Edition, Framework, InspectionKind, Outcome
from rulebook.lifecycles.inspection import INSPECTION

# The orders of lists, and of which inspection of an area stands for it: those under way first, and the newest published one. The
# indexes of Inspection are of these very expressions, so that no history is read to find the first.
# Of some published inspections no record says when inspectors were on site. Those without any date come last, by a date before all
# others: SQLite has no index that puts nulls last.
_NEVER = Value(date.min)
_STARTED = Coalesce("onsite_start_on", "planned_for_on", "published_on", _NEVER).desc()
NEWEST_FIRST = (_STARTED, "reference")
UNDER_WAY_FIRST = (Case(When(state__in=ENDED_STATES, then=1), default=0).asc(), _STARTED, F("reference").asc())
NEWEST_OUTCOME_FIRST = (Coalesce("published_on", _NEVER).desc(), _STARTED, F("reference").asc())


class InspectionQuerySet(ScopedQuerySet):
    """Translates a reach into a filter. What an area may see opens with a date, and publication opens everything."""

    def reached(self, held: Holdings, reach: Reach, roles: frozenset[Role]) -> Q:
        on = held.on
        match reach:
            case Reach.ALL:
                return everywhere(held, roles)
            case Reach.REGION:
                return in_regions(held, roles, "partnership__region_id")
            case Reach.REGION_ONCE_ISSUED:
                return limited(in_regions(held, roles, "partnership__region_id"), _once("letter_issued_on", on))
            case Reach.ASSIGNED:
                return among("pk", inspections_assigned(held, roles))
            case Reach.OWN_PARTNERSHIP:
                return _in_own_partnership(held, roles)
            case Reach.OWN_ONCE_NOTIFIED:
                return limited(_in_own_partnership(held, roles), _once("notified_on", on))
            case Reach.OWN_ONCE_SHARED:
                return limited(_in_own_partnership(held, roles), _once("findings_shared_on", on))
            case Reach.OWN_ONCE_ISSUED:
                return limited(_in_own_partnership(held, roles), _once("letter_issued_on", on))
        raise ValueError(f"no filter for the reach {reach}")

    def delegated(self, held: Holdings, permission: Permission | str) -> Q:
        shared = [_once("findings_shared_on", held.on)] if permission in policy.DELEGABLE_ONCE_SHARED else []
        handed = among("partnership_id", partnerships_delegated(held, permission))
        return limited(handed, _once("notified_on", held.on), *shared)

    def published(self) -> Self:
        """Those whose letter is out. The former areas known only from notes have no exact date of publication."""
        return self.filter(Q(published_on__isnull=False) | Q(source=Source.NOTES), state__in=PUBLISHED_STATES)

    def open(self) -> Self:
        """Those not yet published, closed or cancelled."""
        return self.exclude(state__in=ENDED_STATES)


def _in_own_partnership(held: Holdings, roles: frozenset[Role]) -> Q:
    return among("partnership_id", own_partnerships(held, roles))


def _once(field: str, on: date) -> Q:
    """From the day in `field`, or from publication for the published inspections whose earlier dates nobody recorded."""
    return Q(**{f"{field}__lte": on}) | Q(published_on__lte=on) | Q(source=Source.NOTES)


class Inspection(Versioned, Timestamped):
    """One inspection, revisit, monitoring inspection or thematic visit of one partnership.

    Four dates are kept apart: `notified_on`, `fieldwork_start_on`, `onsite_start_on` and `onsite_end_on`. A date that no
    source gives is null, never guessed; `assumed` names the fields whose date is an assumption, for pages to say so.
    """

    LIFECYCLE = INSPECTION

    reference = models.SlugField(max_length=80, unique=True)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="inspections")
    framework_code = models.CharField(max_length=40)
    edition_code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    state = models.CharField(
        max_length=20, default=INSPECTION.initial, choices=list(INSPECTION.states.items()), db_index=True
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")

    planned_for_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    setup_on = models.DateField(null=True, blank=True)
    cases_selected_on = models.DateField(null=True, blank=True)
    fieldwork_start_on = models.DateField(null=True, blank=True)
    onsite_start_on = models.DateField(null=True, blank=True)
    onsite_end_on = models.DateField(null=True, blank=True)
    feedback_on = models.DateField(null=True, blank=True)
    findings_shared_on = models.DateField(null=True, blank=True, help_text="The day the draft was sent to the area.")
    letter_dated_on = models.DateField(null=True, blank=True)
    letter_issued_on = models.DateField(null=True, blank=True)
    report_received_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True, db_index=True)
    paused_on = models.DateField(null=True, blank=True)
    days_paused_left = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Working days of the pause limit that earlier pauses left; empty before the first.",
    )
    code_of_conduct_at = models.DateTimeField(null=True, blank=True)
    assumed = models.JSONField(default=list, blank=True)

    outcome = models.CharField(max_length=30, blank=True, db_index=True)
    n_weaknesses = models.PositiveSmallIntegerField(null=True, blank=True)
    n_sufficient = models.PositiveSmallIntegerField(null=True, blank=True)
    n_not_sufficient = models.PositiveSmallIntegerField(null=True, blank=True)
    lano = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections_as_lano"
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    dates_as_printed = models.CharField(max_length=200, blank=True)
    previous_inspection_as_printed = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=40, choices=Source, default=Source.SERVICE, db_index=True)
    source_url = models.URLField(max_length=300, blank=True)
    source_note = models.TextField(blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = (F("onsite_start_on").desc(nulls_last=True), "reference")
        indexes = [
            models.Index(fields=["framework_code", "kind"]),
            models.Index(*NEWEST_FIRST, name="inspection_newest_first"),
            models.Index(
                F("partnership"), *UNDER_WAY_FIRST, condition=Q(superseded_by=None), name="inspection_under_way_first"
            ),
            models.Index(
                F("partnership"),
                *NEWEST_OUTCOME_FIRST,
                condition=Q(superseded_by=None) & ~Q(outcome=""),
                name="inspection_outcome_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(onsite_end_on__gte=F("onsite_start_on")), name="onsite_end_not_before_start"
            ),
            models.CheckConstraint(
                condition=Q(report_received_on__gte=F("onsite_end_on")), name="receipt_not_before_onsite_end"
            ),
            models.CheckConstraint(
                condition=Q(published_on__gte=F("report_received_on")), name="publication_not_before_receipt"
            ),
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                condition=~Q(state__in=ENDED_STATES),
                name="one_open_inspection_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_spec.name} of {self.partnership.name}, {self.when}"

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.reference}/"

    @property
    def framework(self) -> Framework:
        return frameworks.get(self.framework_code)

    @property
    def edition(self) -> Edition:
        return self.framework.edition(self.edition_code)

    @property
    def kind_spec(self) -> InspectionKind:
        return self.edition.kind(self.kind)

    @property
    def outcome_spec(self) -> Outcome | None:
        return self.kind_spec.outcome_scale.get(self.outcome) if self.outcome else None

    @property
    def words(self) -> Mapping[str, str]:
        """The words of its framework, such as words["plan"]: "written statement of action"."""
        return self.edition.words

    @property
    def when(self) -> str:
        """The year that tells it from others of the area."""
        known = self.onsite_start_on or self.notified_on or self.planned_for_on or self.published_on
        return str(known.year) if known else self.dates_as_printed or "not dated"

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED_STATES and (self.published_on is not None or self.source == Source.NOTES)

    @property
    def anchors(self) -> dict[str, date | None]:
        """The dates its deadlines are counted from, by the name the rules use for them."""
        return {
            "notified_on": self.notified_on,
            "setup_on": self.setup_on,
            "cases_selected_on": self.cases_selected_on,
            "fieldwork_start_on": self.fieldwork_start_on,
            "onsite_start_on": self.onsite_start_on,
            "onsite_end_on": self.onsite_end_on,
            "draft_sent_on": self.findings_shared_on,
            "report_received_on": self.report_received_on,
            "published_on": self.published_on,
            "paused_on": self.paused_on,
        }

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.slug, self.reference

    def audit_label(self) -> str:
        return str(self)
