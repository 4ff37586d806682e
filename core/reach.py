"""How far the statements of this request, task or command reach: the second belt behind `accounts.access` (docs/adr, row-level security).

The database asks the setting `app.reach` of each statement, and shows nothing of a partnership that it does not name. Nothing
declared, nothing seen. The first belt, `permitted`, stays the one that decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, Token

EVERYTHING = "all"
# What pages that answer a survey need, and nothing else.
ANSWERING = "answering"

Reach = str | Callable[[], str]
_declared: ContextVar[Reach | None] = ContextVar("reach", default=None)


def of(partnerships: Collection[int]) -> str:
    """These partnerships, and what is published of all others."""
    return "{" + ",".join(str(int(pk)) for pk in sorted(partnerships)) + "}"


NOTHING_BUT_PUBLISHED = of(())


def current() -> str | None:
    """The setting as text; None when nobody declared one. What a request reaches is read from the database when first asked for."""
    reach = _declared.get()
    if callable(reach):
        with everything():
            found = reach()
        _declared.set(found)
        return found
    return reach


def begin(reach: Reach | None) -> Token[Reach | None]:
    """Declare a reach until `end`."""
    return _declared.set(reach)


def end(token: Token[Reach | None]) -> None:
    _declared.reset(token)


@contextmanager
def within(reach: Reach | None) -> Iterator[None]:
    token = begin(reach)
    try:
        yield
    finally:
        end(token)


def everything() -> AbstractContextManager[None]:
    """For workers, commands, and the few questions of a request that are asked across partnerships: each says why."""
    return within(EVERYTHING)


def become(reach: Reach) -> None:
    """For the rest of the request, whose middleware ends it."""
    _declared.set(reach)


def add(partnership: int) -> None:
    """For the rest of the request, one partnership more: the one a secret link leads to."""
    reach = current()
    if reach is not None and reach.startswith("{"):
        become(of({int(pk) for pk in reach.strip("{}").split(",") if pk} | {partnership}))
    elif reach == ANSWERING:
        become(of({partnership}))
