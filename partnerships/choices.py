"""Words this app shows for codes of the published data."""

from __future__ import annotations

# {indicator code: (title in plain English, what the year means)}; the order is the order on the page.
INDICATORS = {
    "sen_support_pct": ("Pupils with SEN support", "school census of that year"),
    "ehc_plan_or_statement_pct": (
        "Pupils with an education, health and care (EHC) plan or statement",
        "school census of that year",
    ),
    "ehc_20_weeks_excl_exceptions_pct": (
        "New EHC plans issued within 20 weeks, leaving out allowed exceptions",
        "calendar year",
    ),
    "ehc_20_weeks_all_pct": ("New EHC plans issued within 20 weeks, all plans", "calendar year"),
    "ehc_initial_requests_refused_pct": ("Requests for an EHC needs assessment refused", "calendar year"),
    "send_tribunal_appeal_rate_pct": ("Decisions appealed to the SEND Tribunal", "calendar year"),
    "persistent_absence_pct": ("Pupils persistently absent, all pupils", "school year ending in that year"),
}
