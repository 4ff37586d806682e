# ruff: noqa: S608 (SQL made of our own names)
"""The chain of the audit: each entry has a link with the hash of the link before it, made by the database itself.

A link is made as the very last thing of a transaction (on PostgreSQL by deferred triggers in two rounds, so that every other lock and
check is behind it; SQLite has one writer at a time), so writers wait for each other only while one commits and never in a circle.
`docs/adr/0015` says why there is one chain. What may hold words about a person (`WORDS`) goes in as salted hashes, so that it can be
taken out again (`audit.redact`) and the chain still holds.
"""

from __future__ import annotations

import hashlib

from django.db.backends.base.base import BaseDatabaseWrapper

FIRST = "0" * 64
WORDS = ("subject_label", "changes", "reason")
# Everything else an entry says; a test holds the two lists to the fields of the model.
FACTS = (
    "id",
    "at",
    "actor_id",
    "actor_label",
    "verb",
    "subject_type",
    "subject_id",
    "partnership_ref",
    "inspection_ref",
    "request_id",
)
GONE = "[removed]"
LOCK = 7_308_324_466  # any number, the same in every process
KEPT = "audit entries are never changed or removed"


def facts_sql(vendor: str, row: str) -> str:
    """The facts of an entry as one text, which is the same for as long as the entry is."""
    if vendor == "postgresql":
        stamp = f"to_char({row}.at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')"
        return f"jsonb_build_array({', '.join(stamp if name == 'at' else f'{row}.{name}' for name in FACTS)})::text"
    return f"json_array({', '.join(f'{row}.{name}' for name in FACTS)})"


def words_sql(vendor: str, row: str) -> list[str]:
    return [f"{row}.{name}::text" if vendor == "postgresql" else f"{row}.{name}" for name in WORDS]


def word_digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def entry_digest(facts: str, words: list[str]) -> str:
    return hashlib.sha256(":".join([facts, *words]).encode()).hexdigest()


def link_hash(number: int, entry: int, previous: str, digest: str) -> str:
    return hashlib.sha256(f"{number}:{entry}:{previous}:{digest}".encode()).hexdigest()


def _sha(vendor: str, text: str) -> str:
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')" if vendor == "postgresql" else f"SHA256({text})"


def digest_sql(vendor: str, row: str) -> str:
    """`entry_digest` as the database works it out when an entry comes."""
    words = [_sha(vendor, f"{row}.salt || ':' || {text}") for text in words_sql(vendor, row)]
    return _sha(vendor, " || ':' || ".join([facts_sql(vendor, row), *words]))


def hash_sql(vendor: str, number: str, entry: str, previous: str, digest: str) -> str:
    return _sha(vendor, f"{number} || ':' || {entry} || ':' || {previous} || ':' || {digest}")


# --- what makes the links
_PG_LAST = "SELECT number, hash INTO last_number, last_hash FROM audit_link WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"
_PG_NEW = hash_sql("postgresql", "(last_number + 1)::text", "NEW.entry_id::text", "last_hash", "NEW.digest")
# Functions run as their owner, so that the role of the application needs no right on the links.
LINKING = {
    "postgresql": {
        "create": [
            "CREATE OR REPLACE FUNCTION audit_entry_linked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            "SET search_path FROM CURRENT AS $$ BEGIN "
            f"INSERT INTO audit_link (entry_id, digest, previous, hash) VALUES (NEW.id, {digest_sql('postgresql', 'NEW')}, '', ''); "
            "RETURN NULL; END $$",
            "CREATE OR REPLACE FUNCTION audit_link_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            "SET search_path FROM CURRENT AS $$ DECLARE last_number bigint; last_hash text; BEGIN "
            f"PERFORM pg_advisory_xact_lock({LOCK}); {_PG_LAST}; "
            f"last_number := coalesce(last_number, 0); last_hash := coalesce(last_hash, '{FIRST}'); "
            f"UPDATE audit_link SET number = last_number + 1, previous = last_hash, hash = {_PG_NEW} WHERE id = NEW.id; "
            "RETURN NULL; END $$",
            "CREATE CONSTRAINT TRIGGER audit_entry_link AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION audit_entry_linked()",
            "CREATE CONSTRAINT TRIGGER audit_link_close AFTER INSERT ON audit_link DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION audit_link_closed()",
        ],
        "drop": [
            "DROP TRIGGER IF EXISTS audit_entry_link ON audit_entry",
            "DROP TRIGGER IF EXISTS audit_link_close ON audit_link",
        ],
    },
    "sqlite": {
        "create": [
            "CREATE TRIGGER audit_entry_link AFTER INSERT ON audit_entry BEGIN "
            "INSERT INTO audit_link (entry_id, digest, number, previous, hash) "
            f"SELECT NEW.id, {digest_sql('sqlite', 'NEW')}, last.number + 1, last.hash, "
            f"{hash_sql('sqlite', '(last.number + 1)', 'NEW.id', 'last.hash', digest_sql('sqlite', 'NEW'))} "
            "FROM (SELECT coalesce(max(number), 0) AS number, coalesce((SELECT hash FROM audit_link ORDER BY number DESC LIMIT 1), "
            f"'{FIRST}') AS hash FROM audit_link) AS last; END"
        ],
        "drop": ["DROP TRIGGER IF EXISTS audit_entry_link"],
    },
}

# --- what refuses a change. The one exception: words are taken out of an entry that a redaction names.
_SAME = " AND ".join(
    [*(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in FACTS),
     f"NEW.subject_label = '{GONE}' AND NEW.reason IN ('', '{GONE}') AND NEW.changes::text = '{{}}' AND NEW.salt = ''",
     "EXISTS (SELECT 1 FROM audit_redaction WHERE entry_id = OLD.id)"]
)  # fmt: skip
_TABLES = ("audit_entry", "audit_link", "audit_redaction")
REFUSING = {
    "postgresql": {
        "create": [
            "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
            "CREATE OR REPLACE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_SAME} THEN RETURN NEW; END IF; RAISE EXCEPTION '{KEPT}'; END $$",
            "CREATE OR REPLACE FUNCTION audit_link_keep() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF OLD.number IS NULL AND NEW.entry_id = OLD.entry_id AND NEW.digest = OLD.digest THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{KEPT}'; END $$",
            *(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {keep}()"
                for table, keep in zip(
                    _TABLES, ("audit_entry_keep", "audit_link_keep", "audit_entry_refuse"), strict=True
                )
            ),
            *(
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()"
                for table in _TABLES
            ),
            *(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()"
                for table in _TABLES
            ),
        ],
        "drop": [
            f"DROP TRIGGER IF EXISTS {table}_no_{act} ON {table}"
            for table in _TABLES
            for act in ("change", "delete", "truncate")
        ],
    },
    "sqlite": {
        "create": [
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
            f"WHEN NOT ({_SAME.replace('IS NOT DISTINCT FROM', 'IS').replace('::text', '')}) BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            *(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
                for table in _TABLES
                for act in ("UPDATE", "DELETE")
                if (table, act) != ("audit_entry", "UPDATE")
            ),
        ],
        "drop": [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in _TABLES for act in ("update", "delete")],
    },
}


def run(connection: BaseDatabaseWrapper, which: dict[str, dict[str, list[str]]], act: str) -> None:
    """Create ("create") or drop ("drop") the triggers of `LINKING` or `REFUSING` on this connection's database."""
    with connection.cursor() as cursor:
        for sql in which[connection.vendor][act]:
            cursor.execute(sql)
