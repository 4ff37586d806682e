"""What the database itself refuses to change of a plan: the letter's words, a submission, a decision."""

from __future__ import annotations

from core.copied import Copied
from core.frozen import Columns, FrozenRows

# The items' list is that of improvement.models.item.LOCKED.
FROZEN = FrozenRows(
    function="improvement_refuse",
    message="the words of a letter, a submission or a decision are never changed",
    tables={
        "improvement_planitem": Columns(
            never=("plan_id", "finding_id", "order", "text", "points", "closing", "responsible_bodies")
        ),
        "improvement_plansubmission": Columns(),
        "improvement_plandecision": Columns(),
    },
)

# What the forum wrote and what it was answered.
FAMILIES = FrozenRows(
    function="improvement_refuse_families",
    message="a comment, an answer or a statement is never changed",
    tables={
        # Not action_id: it is emptied when the action is removed.
        "improvement_plancomment": Columns(never=("plan_id", "number", "item_id", "about", "text", "by_id", "at")),
        "improvement_commentanswer": Columns(),
        "improvement_forumstatement": Columns(),
    },
)

# The letter that was sent, and what was published: its PDF is set once, how far the PDF is may change.
PUBLISHED = FrozenRows(
    function="improvement_refuse_published",
    message="a decision letter or a published plan is never changed",
    tables={
        "improvement_decisionletter": Columns(),
        "improvement_planpublication": Columns(
            never=(
                "plan_id", "number", "submission_id", "published_on", "published_at", "published_by_id", "reason", "content",
                "sha256", "template", "fragment",
            ),
            once=("pdf", "pdf_sha256", "pages", "size"),
        ),
    },
)  # fmt: skip

AREA = Copied(table="improvement_plan", key="inspection_id", parent="inspections_inspection", column="partnership_id")
