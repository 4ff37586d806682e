"""The life of a survey of one cohort. A fault pauses it and a fixed survey opens as a new wave."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, in_order, needs

SURVEY = Lifecycle(
    name="survey",
    initial="draft",
    states={
        "draft": "Draft",
        "scheduled": "Scheduled",
        "open": "Open",
        "paused": "Paused",
        "extended": "To be extended",
        "closed": "Closed",
        "reviewing": "Being read",
        "analysed": "Analysed",
        "archived": "Archived",
        "purged": "Answers deleted",
    },
    moves=(
        Move(
            "schedule",
            "Set when it opens and closes",
            frozenset({"draft"}),
            "scheduled",
            "survey.manage",
            (
                needs("opens_at", "Enter when the survey opens."),
                needs("closes_at", "Enter when the survey closes."),
                in_order("opens_at", "closes_at", "The survey cannot close before it opens."),
            ),
        ),
        Move(
            "open",
            "Open",
            frozenset({"scheduled"}),
            "open",
            "survey.manage",
            (needs("has_link", "Make the link first."),),
        ),
        Move("pause", "Pause", frozenset({"open"}), "paused", "survey.manage", needs_reason=True),
        Move(
            "reopen",
            "Open again as a new wave",
            frozenset({"paused"}),
            "open",
            "survey.manage",
            (needs("new_wave", "Start a new wave, so that repeated answers can be told apart."),),
        ),
        Move(
            "extend",
            "Extend",
            frozenset({"open"}),
            "extended",
            "survey.manage",
            (
                needs("new_closes_at", "Enter when the survey will close instead."),
                in_order("closes_at", "new_closes_at", "The new closing time cannot be before the present one."),
            ),
            needs_reason=True,
        ),
        Move("confirm_extension", "Confirm the extension", frozenset({"extended"}), "open", "survey.manage"),
        Move("close", "Close", frozenset({"open", "paused"}), "closed", "survey.manage"),
        Move("review", "Start reading", frozenset({"closed"}), "reviewing", "survey.read"),
        Move(
            "finish_review",
            "Finish reading",
            frozenset({"reviewing"}),
            "analysed",
            "survey.read",
            (forbids("unresolved_flags", "An answer flagged for safeguarding is not resolved yet."),),
        ),
        Move("archive", "Archive", frozenset({"analysed"}), "archived", "survey.manage"),
        Move(
            "purge",
            "Delete the answers",
            # Respondents were promised a day, whether or not somebody has read and archived by then.
            frozenset({"closed", "reviewing", "analysed", "archived"}),
            "purged",
            "survey.manage",
            (needs("retention_over", "The answers must still be kept."),),
        ),
    ),
)
