"""{% compared before after %}: what changed between two texts, word by word, for eyes and for ears. A builtin."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import textdiff

register = template.Library()
# The element, its class, and what is said before the words.
SHAPES = {"deleted": ("del", "app-diff__deleted", "Deleted"), "added": ("ins", "app-diff__added", "Added")}
BREAK = (
    '<span class="app-diff__break" aria-hidden="true">¶</span><span class="govuk-visually-hidden">line break </span>\n'
)


@register.simple_tag
def compared(before: str | None, after: str | None) -> SafeString:
    """Both texts in one, lines kept. Screen readers hear "Deleted: …" and "Added: …"; None is an empty text."""
    pieces = textdiff.compare(before or "", after or "")
    return format_html('<div class="app-diff">{}</div>', format_html_join("", "{}", ((_drawn(one),) for one in pieces)))


def _drawn(piece: textdiff.Piece) -> SafeString:
    if piece.kind == "same":
        return escape(piece.text)
    name, style, said = SHAPES[piece.kind]
    text = mark_safe(escape(piece.text).replace("\n", BREAK))  # noqa: S308  (escaped here)
    hidden = '<span class="govuk-visually-hidden">'
    return format_html(
        f'<{{0}} class="{{1}}">{hidden} {{2}}: </span>{{3}}{hidden}. </span></{{0}}>', name, style, said, text
    )
