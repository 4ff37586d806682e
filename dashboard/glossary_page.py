"""docs/glossary.md, made from the glossary the product shows."""

from __future__ import annotations

from dashboard.glossary import TERMS

HEAD = """# Glossary

The words of the field, the same in code, database, URLs and pages. Made by `manage.py write_docs` from `dashboard/glossary.py`.
"""


def page() -> str:
    """The whole page as Markdown."""
    lines = [f"- **{term.term}**{f' ({term.also})' if term.also else ''}: {term.meaning}" for term in TERMS]
    return "\n".join([HEAD, *lines]) + "\n"
