"""Each statement carries its reach: `SET LOCAL app.reach = …` goes to the server in the same message, before it.

Statements in one message are one transaction (or part of the one that is open), so the setting ends with the statement: nothing is
left on a connection for whoever uses it next, no request needs a transaction around it, and no round trip is added. Where the role
of the connection is not subject to the policies (a superuser, as in tests), nothing is sent.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from core import reach

# What the policies are asked for. Other statements (SAVEPOINT, VACUUM, CREATE …) go as they are.
ASKED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "(")
BYPASSES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


class DatabaseWrapper(base.DatabaseWrapper):
    """`enforced`: the role of this connection is held by the policies. `as_role`: work as this role whenever a reach is declared,
    as tests do, whose own connection is a superuser's."""

    enforced = False
    as_role = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._with_its_reach)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(BYPASSES)
            self.enforced = not cursor.fetchone()[0]

    def chunked_cursor(self) -> Any:
        """A cursor kept by the server is declared in a statement of its own making, which cannot carry a reach."""
        return self.cursor() if self.enforced or self.as_role else super().chunked_cursor()

    def _with_its_reach(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if (self.enforced or self.as_role) and isinstance(sql, str) and sql.lstrip()[:6].upper().startswith(ASKED):
            sql = self._declaration() + sql
        return execute(sql, params, many, context)

    def _declaration(self) -> str:
        reached = reach.current()
        if self.as_role:
            role = "NONE" if reached is None else self.ops.quote_name(self.as_role)
            return f"SET LOCAL ROLE {role}; SET LOCAL app.reach = '{reached or ''}'; "
        # Nothing declared is said too: inside a transaction the statement before may have reached further.
        return f"SET LOCAL app.reach = '{reached or ''}'; "
