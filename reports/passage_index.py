"""The full-text index over the passages: GIN on PostgreSQL, FTS5 kept by triggers on SQLite.

A later migration that remakes the table on SQLite must drop and create the triggers around it: `run(connection, "drop")`, then "create".
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = {
    "create": [
        "CREATE VIRTUAL TABLE reports_passage_words USING fts5("
        "text, content='reports_passage', content_rowid='id', tokenize='porter unicode61')",
        "CREATE TRIGGER reports_passage_in AFTER INSERT ON reports_passage "
        "BEGIN INSERT INTO reports_passage_words(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER reports_passage_out AFTER DELETE ON reports_passage "
        "BEGIN INSERT INTO reports_passage_words(reports_passage_words, rowid, text) VALUES ('delete', old.id, old.text); END",
        "CREATE TRIGGER reports_passage_changed AFTER UPDATE ON reports_passage BEGIN "
        "INSERT INTO reports_passage_words(reports_passage_words, rowid, text) VALUES ('delete', old.id, old.text); "
        "INSERT INTO reports_passage_words(rowid, text) VALUES (new.id, new.text); END",
    ],
    "drop": [
        *(f"DROP TRIGGER IF EXISTS reports_passage_{when}" for when in ("in", "out", "changed")),
        "DROP TABLE IF EXISTS reports_passage_words",
    ],
}
POSTGRESQL = {
    "create": ["CREATE INDEX reports_passage_words ON reports_passage USING gin (to_tsvector('english', text))"],
    "drop": ["DROP INDEX IF EXISTS reports_passage_words"],
}
# Parameters: the words joined by OR or AND in the database's own spelling, and the most rows.
FOUND = {
    "sqlite": "SELECT rowid FROM reports_passage_words WHERE reports_passage_words MATCH %s ORDER BY rank, rowid LIMIT %s",
    "postgresql": "SELECT id FROM reports_passage, to_tsquery('english', %s) AS asked WHERE to_tsvector('english', text) @@ asked "
    "ORDER BY ts_rank(to_tsvector('english', text), asked) DESC, id LIMIT %s",
}


def run(connection: BaseDatabaseWrapper, act: str) -> None:
    """`act` is "create" or "drop"."""
    with connection.cursor() as cursor:
        for sql in (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)[act]:
            cursor.execute(sql)


def candidates(connection: BaseDatabaseWrapper, words: list[str], most: int, *, every: bool = False) -> list[int]:
    """The keys of passages that hold any of the words, or `every` one (letters and digits only), likeliest first."""
    if not words:
        return []
    if connection.vendor == "postgresql":
        joined = (" & " if every else " | ").join(words)
    else:
        joined = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor], [joined, most])
        return [key for (key,) in cursor.fetchall()]
