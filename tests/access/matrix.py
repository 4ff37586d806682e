"""THE MATRIX: for each address and stage, the answer everyone gets to GET and to POST. Typed by hand, not derived from the policy."""

from __future__ import annotations

from tests.access import (
    rows_accuracy,
    rows_cases,
    rows_coordination,
    rows_directory,
    rows_follow_up,
    rows_information,
    rows_judgements,
    rows_letter_editing,
    rows_letter_review,
    rows_measures,
    rows_monitoring,
    rows_national,
    rows_notes,
    rows_plan_building,
    rows_plan_review,
    rows_publication,
    rows_service,
    rows_sign_in,
    rows_survey_answering,
    rows_survey_paper,
    rows_survey_reading,
    rows_survey_results,
    rows_surveys,
    rows_timetable,
    rows_tracking,
    rows_visits,
)
from tests.access.rows import (
    ADMINISTRATOR,
    ADVISERS,
    ANONYMOUS,
    CHIEFS,
    CQC_LEAD,
    DELEGATES,
    EVERYONE,
    FINAL_READERS,
    INSIDERS,
    LANO,
    LEAD,
    MANAGER,
    NAMED,
    OFFICERS,
    PLAN_READERS,
    PLAN_WRITERS,
    QUALITY,
    READERS,
    SIGNED_IN,
    TEAM,
    R,
    Row,
    guarded,
    national,
    of_person,
    open_to_all,
    ref,
    signed_in,
    slug,
    with_,
)


def inspection_pages() -> list[Row]:
    """The pages of an inspection at each stage."""
    seen = [
        guarded(f"inspections:{name}", INSIDERS[stage], stage=stage, kwargs=kwargs)
        for stage in ("planned", "notified", "issued", "published")
        for name, kwargs in (
            ("inspection-detail", ref),
            ("inspection-timeline", ref),
            ("inspection-team", ref),
            ("deadline-detail", with_(pk=lambda t: t["deadline"].pk)),
        )
    ]
    read = [
        guarded(
            "inspections:inspection-findings",
            READERS[stage],
            INSIDERS[stage],
            stage=stage,
            kwargs=ref,
            secret=told,
        )
        for stage, told in (
            ("notified", READERS["notified"]),
            ("feedback", READERS["feedback"]),
            # The area has the draft it was sent, which in this world words no finding; so has the delegate until publication.
            ("shared", TEAM | QUALITY),
            ("issued", FINAL_READERS["issued"]),
            ("published", READERS["published"]),
        )
    ]
    written = [
        guarded(f"inspections:{name}", TEAM, INSIDERS[stage], post=200, stage=stage, kwargs=kwargs, secret=TEAM)
        for stage in ("notified", "shared")
        for name, kwargs in (("finding-add", ref), ("finding-edit", with_(pk=lambda t: t["finding"].pk)))
    ]
    historians = TEAM | MANAGER | QUALITY | LANO | CHIEFS
    return [
        *seen,
        *read,
        *written,
        guarded("inspections:inspection-history", historians, INSIDERS["notified"], kwargs=ref),
    ]


ROWS: list[Row] = [
    # --- open to everyone
    # Their own task is on their home page.
    open_to_all("dashboard:home", may_read_secret={R.CQC_INSPECTOR}),
    *rows_service.ROWS,
    open_to_all("dashboard:national"),
    open_to_all("dashboard:accessibility"),
    open_to_all("dashboard:privacy"),
    open_to_all("dashboard:glossary"),
    open_to_all("partnerships:partnership-list"),
    open_to_all("partnerships:partnership-detail", kwargs=slug),
    open_to_all("reports:published-list"),
    open_to_all("accounts:invitation-accept", get=404, post=404, kwargs=lambda world: {"token": "no-such-link"}),
    # --- published letters: nobody before, everybody after
    *(
        open_to_all(f"reports:{name}", get=404, post=405 if post is None else post, kwargs=kwargs, stage="issued")
        for name, kwargs, post in (
            ("published-letter", ref, None),
            ("published-version", with_(number=1), None),
            ("published-pdf", ref, None),
            ("published-json", ref, None),
        )
    ),
    *(
        open_to_all(f"reports:{name}", kwargs=kwargs, stage="published", may_read_secret=EVERYONE)
        for name, kwargs in (
            ("published-letter", ref),
            ("published-version", with_(number=1)),
            ("published-pdf", ref),
            ("published-json", ref),
        )
    ),
    # --- everyone signed in
    signed_in("dashboard:deadline-list"),
    signed_in("dashboard:deadline-feed"),
    signed_in("dashboard:notices", post=302),
    signed_in("inspections:inspection-list"),
    signed_in("inspections:what-if"),
    signed_in("improvement:plan-list"),
    # --- the service
    national("dashboard:bank-holidays", SIGNED_IN),
    national("dashboard:bank-holiday-add", ADMINISTRATOR, post=200),
    national("accounts:person-list", ADMINISTRATOR),
    national("accounts:person-invite", ADMINISTRATOR, post=200),
    national("accounts:person-detail", ADMINISTRATOR, kwargs=of_person),
    national("accounts:role-grant", ADMINISTRATOR, post=200, kwargs=of_person),
    national(
        "accounts:role-end", ADMINISTRATOR, get=405, post=302,
        kwargs=lambda world: {"pk": world.things["role"].user_id, "role_pk": world.things["role"].pk},
    ),
    national("accounts:person-invite-again", ADMINISTRATOR, get=405, post=302, kwargs=of_person),
    national("accounts:person-close", ADMINISTRATOR, get=405, post=302, kwargs=of_person),
    national("accounts:person-sign-out", ADMINISTRATOR, get=405, post=302, kwargs=of_person),
    # They have none to take off, so the page is that of the person.
    national("accounts:person-factor", ADMINISTRATOR, get=302, post=200, kwargs=of_person),
    national("accounts:sent-messages", ADMINISTRATOR),
    national("accounts:sent-message", ADMINISTRATOR, kwargs=lambda world: {"pk": world.things["mail"].pk}),
    # --- partnerships
    guarded(
        "partnerships:member-list",
        LANO | CHIEFS | {R.HEALTH_LEAD, R.LEAD_MEMBER, R.PARTNERSHIP_OFFICER} | NAMED | ADVISERS | MANAGER | ADMINISTRATOR,
        {R.PCF} | QUALITY | DELEGATES,
        kwargs=slug,
    ),
    *(
        guarded(
            f"partnerships:{name}",
            LANO | CHIEFS | ADMINISTRATOR,
            {R.PCF, R.HEALTH_LEAD, R.LEAD_MEMBER} | OFFICERS | QUALITY | DELEGATES | ADVISERS | MANAGER,
            post=post,
            kwargs=kwargs,
        )
        for name, post, kwargs in (
            ("member-add", 200, slug),
            ("member-end", 302, lambda world: slug(world) | {"pk": world.things["member"].pk}),
            ("member-delegate", 200, lambda world: slug(world) | {"pk": world.things["delegation"].membership_id}),
            ("delegation-end", 302, lambda world: slug(world) | {"pk": world.things["delegation"].pk}),
        )
    ),
    # --- inspections
    national("inspections:inspection-create", MANAGER, post=200),
    *inspection_pages(),
    guarded("inspections:inspection-notify", LEAD | MANAGER, INSIDERS["planned"], post=200, stage="planned", kwargs=ref),
    guarded("inspections:inspection-call", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=with_(body="authority")),
    guarded("inspections:inspection-nominate", LEAD | MANAGER | CHIEFS, INSIDERS["notified"], post=200, kwargs=ref),
    guarded("inspections:inspection-dates", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=ref),
    guarded("inspections:team-add", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=ref),
    guarded("inspections:team-end", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=with_(pk=lambda t: t["place"].pk)),
    guarded(
        "inspections:deadline-change", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=with_(pk=lambda t: t["deadline"].pk)
    ),
    guarded(
        "inspections:deadline-met", LEAD | CQC_LEAD | MANAGER | LANO, INSIDERS["notified"], post=200,
        kwargs=with_(pk=lambda t: t["deadline"].pk),
    ),
    guarded("inspections:inspection-move", LEAD | MANAGER, INSIDERS["notified"], post=200, kwargs=with_(move="set_up")),
    guarded("inspections:inspection-move", MANAGER, INSIDERS["notified"], post=200, kwargs=with_(move="cancel")),
    # Only a revisit judges each weakness: for this full inspection the page is not there.
    guarded(
        "inspections:progress-judgements", READERS["feedback"], INSIDERS["feedback"], get=404, post=404, stage="feedback", kwargs=ref
    ),
    guarded("inspections:inspection-outcome", TEAM, INSIDERS["feedback"], post=200, stage="feedback", kwargs=ref),
    guarded("inspections:inspection-receipt", LEAD | MANAGER | QUALITY, INSIDERS["shared"], post=200, stage="shared", kwargs=ref),
    guarded(
        "inspections:inspection-receipt", LEAD | MANAGER | QUALITY | LANO | CHIEFS, INSIDERS["issued"], post=200, stage="issued",
        kwargs=ref,
    ),
    # --- letters
    *(
        row
        for stage in ("notified", "feedback", "shared", "published")
        for row in (
            guarded("reports:letter-detail", READERS[stage], INSIDERS[stage], stage=stage, kwargs=ref, secret=READERS[stage]),
            guarded("reports:letter-preview", READERS[stage], INSIDERS[stage], stage=stage, kwargs=ref, secret=READERS[stage]),
        )
    ),
    guarded("reports:letter-open", TEAM, INSIDERS["notified"], get=405, post=302, kwargs=ref),
    guarded("reports:section-edit", TEAM, INSIDERS["notified"], post=200, kwargs=with_(code="experience"), secret=TEAM),
    guarded("reports:section-edit", TEAM, INSIDERS["shared"], post=200, stage="shared", kwargs=with_(code="experience"), secret=TEAM),
    guarded("reports:letter-move", TEAM, INSIDERS["shared"], post=200, stage="shared", kwargs=with_(move="send_to_team")),
    guarded("reports:letter-move", QUALITY, INSIDERS["shared"], get=302, post=302, stage="shared", kwargs=with_(move="publish")),
    *(
        guarded(
            f"reports:{name}", FINAL_READERS[stage], INSIDERS[stage], stage=stage, kwargs=with_(number=1), secret=FINAL_READERS[stage]
        )
        for stage in ("notified", "shared", "issued", "published")
        for name in ("version-detail", "version-pdf")
    ),
    # --- plans
    guarded("improvement:plan-detail", PLAN_READERS, INSIDERS["issued"], stage="issued", kwargs=ref, secret=PLAN_READERS),
    guarded("improvement:plan-detail", PLAN_READERS, INSIDERS["published"], stage="published", kwargs=ref, secret=PLAN_READERS),
    guarded(
        "improvement:item-edit", PLAN_WRITERS, PLAN_READERS | INSIDERS["published"], post=200, stage="published",
        kwargs=with_(order=1), secret=PLAN_WRITERS,
    ),
    guarded(
        "improvement:plan-move", PLAN_WRITERS, PLAN_READERS | INSIDERS["published"], post=302, stage="published",
        kwargs=with_(move="start"), secret=PLAN_READERS,
    ),
    guarded(
        "improvement:plan-approve", CHIEFS, PLAN_READERS | INSIDERS["published"], post=200, stage="published", kwargs=ref,
        secret=CHIEFS,
    ),
    *(
        guarded(
            f"improvement:{name}", PLAN_READERS, INSIDERS["published"], stage="published", kwargs=with_(number=1), secret=PLAN_READERS
        )
        for name in ("submission-detail", "submission-json")
    ),
    # --- signing in, by django-allauth
    Row("account_login", {200: ANONYMOUS, 302: SIGNED_IN}, {200: ANONYMOUS, 302: SIGNED_IN}),
    Row("account_logout", {302: ANONYMOUS, 200: SIGNED_IN}, {302: EVERYONE}),
    Row("account_signup", {200: ANONYMOUS, 302: SIGNED_IN}, {200: ANONYMOUS, 302: SIGNED_IN}),
    open_to_all("account_inactive"),
    signed_in("account_reauthenticate", post=200),
    signed_in("account_change_password", post=200),
    open_to_all("account_reset_password", post=200),
    open_to_all("account_reset_password_done"),
    open_to_all("account_reset_password_from_key", post=200, kwargs=lambda world: {"uidb36": "1", "key": "nothing-real"}),
    open_to_all("account_reset_password_from_key_done"),
    signed_in("mfa_index"),
    signed_in("accounts:sign-ins"),
    signed_in("accounts:sign-out-elsewhere", get=405, post=302),
    Row("mfa_authenticate", {302: EVERYONE}, {302: EVERYONE}),
    signed_in("mfa_reauthenticate", get=302, post=302),
    signed_in("mfa_activate_totp", get=302, post=302),
    signed_in("mfa_deactivate_totp", get=404, post=404),
    signed_in("mfa_view_recovery_codes", get=404),
    signed_in("mfa_generate_recovery_codes", get=302, post=302),
    signed_in("mfa_download_recovery_codes", get=404, post=404),
    *rows_sign_in.ROWS,
    # --- the weeks of an inspection: one file for each app
    *rows_information.ROWS,
    *rows_cases.ROWS,
    *rows_timetable.ROWS,
    *rows_visits.ROWS,
    *rows_coordination.ROWS,
    *rows_directory.ROWS,
    *rows_surveys.ROWS,
    *rows_survey_answering.ROWS,
    *rows_survey_reading.ROWS,
    *rows_survey_results.ROWS,
    *rows_survey_paper.ROWS,
    # --- from evidence to the published letter
    *rows_notes.ROWS,
    *rows_judgements.ROWS,
    *rows_plan_building.ROWS,
    *rows_plan_review.ROWS,
    *rows_letter_editing.ROWS,
    *rows_letter_review.ROWS,
    *rows_accuracy.ROWS,
    *rows_publication.ROWS,
    *rows_measures.ROWS,
    *rows_national.ROWS,
    *rows_follow_up.ROWS,
    *rows_tracking.ROWS,
    # --- after the inspection
    *rows_monitoring.ROWS,
]  # fmt: skip
