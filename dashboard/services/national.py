"""What a person keeps of the national view. Nobody else sees or needs it, so it leaves no trace in the audit."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.errors import Reason, Refused
from dashboard.models import SavedView, WatchedArea
from partnerships.models import Partnership

# More than this is a list nobody finds anything in.
MOST_VIEWS = 20


@transaction.atomic
def watch(*, by: User, partnership: Partnership, watched: bool) -> None:
    """Put an area on the person's own list, or take it off. Either may be asked twice."""
    if watched:
        WatchedArea.objects.get_or_create(person=by, partnership=partnership)
    else:
        WatchedArea.objects.filter(person=by, partnership=partnership).delete()


@transaction.atomic
def save_view(*, by: User, name: str, address: str) -> SavedView:
    """Keep a filter under a name. Raises Refused for a name the person has given before, and when they keep too many."""
    User.objects.select_for_update().get(pk=by.pk)
    held = SavedView.objects.filter(person=by)
    if held.filter(name__iexact=name).exists():
        raise Refused(Reason(f"You have a view called ‘{name}’. Choose another name, or remove that view.", "name"))
    if held.count() >= MOST_VIEWS:
        raise Refused(Reason(f"You keep {MOST_VIEWS} views. Remove one you no longer need."))
    return SavedView.objects.create(person=by, name=name, address=address)


@transaction.atomic
def remove_view(*, by: User, view: SavedView) -> None:
    """Forget one of the person's own views."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()
