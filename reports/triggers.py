"""The database's own refusal to change a frozen letter or its Easy Read summary."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="reports_refuse",
    message="a frozen version of a letter is never changed",
    tables={
        "reports_letterversion": Columns(
            never=(
                "letter_id",
                "number",
                "context",
                "context_sha256",
                "template",
                "fragment",
                "made_at",
                "made_by_id",
                "imported_from",
            ),
            once=("pdf", "pdf_sha256", "published_at"),
        ),
        "reports_easyreadversion": Columns(
            never=("version_id", "content", "content_sha256", "template", "fragment"), once=("pdf", "pdf_sha256")
        ),
    },
)
