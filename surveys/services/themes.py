"""Themes suggested from the comments, by a plain method a reader can be told: words that come together often.

Each comment becomes the weights of its words (TF-IDF: often in this comment, seldom in the others); a factorisation (NMF) finds
groups of words that explain many comments. Nothing is learnt from elsewhere and nothing is random, so the same comments give the
same themes. Only a suggestion: a theme counts when somebody keeps it and gives it a name.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock, outbox
from core.errors import Reason, Refused
from core.models import OutboxRow
from inspections.services.child_names import refuse_names
from surveys import verbs
from surveys.choices import Theme as ThemeState
from surveys.models import Comment, Survey, Theme
from surveys.queries import themes as queries
from surveys.queries.concerns import kept_back

FEWEST = 20  # comments: below this a person reads them faster
MOST_THEMES = 12
WORDS = 8
# How much of a comment a theme must explain, compared with the comment it explains best.
SHARE = 0.15


@transaction.atomic
def ask(*, by: Any, survey: Survey) -> None:
    """Have a worker look for themes. Raises Refused while it is looking, and for too few comments."""
    require(by, Permission.SURVEY_READ, survey.inspection)
    if Comment.objects.filter(survey=survey).count() < FEWEST:
        raise Refused(f"There are fewer than {FEWEST} comments. Read them instead.")
    if queries.is_running(survey):
        raise Refused("The search is under way.")
    number = queries.runs(survey).count() + 1
    outbox.enqueue(kind=queries.KIND, key=f"{queries.KIND}:{survey.pk}:{number}", payload={"survey": survey.pk})
    record(actor=by, verb=verbs.THEMES_ASKED, subject=survey, changes={})


@outbox.handler(queries.KIND)
def _look(row: OutboxRow) -> None:
    look(Survey.objects.get(pk=row.payload["survey"]))


@transaction.atomic
def look(survey: Survey) -> int:
    """Replace the suggestions by new ones; what was kept or dismissed stays. Gives how many were found."""
    waiting = kept_back(survey)
    comments = [
        each
        for each in Comment.objects.filter(survey=survey).order_by("order")
        if (each.question, each.text) not in waiting
    ]
    Theme.objects.filter(survey=survey, state=ThemeState.SUGGESTED).delete()
    found = groups([each.text for each in comments])
    last = Theme.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    for number, (words, members) in enumerate(found, start=last + 1):
        theme = Theme.objects.create(survey=survey, number=number, words=words, made_at=clock.now())
        theme.comments.set([comments[member] for member in members])
    return len(found)


def groups(texts: list[str]) -> list[tuple[list[str], list[int]]]:
    """[(its words, the places of its comments)] in the texts; none when too few of them share words."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    if len(texts) < FEWEST:
        return []
    vectors = TfidfVectorizer(
        stop_words="english", min_df=max(2, len(texts) // 500), max_df=0.6, ngram_range=(1, 2), max_features=4000, sublinear_tf=True
    )  # fmt: skip
    try:
        weights = vectors.fit_transform(texts)
    except ValueError:  # no word is shared
        return []
    count = min(MOST_THEMES, max(2, int(len(texts) ** 0.5 / 3)), weights.shape[1])
    model = NMF(n_components=count, init="nndsvda", random_state=0, max_iter=300, tol=1e-3)
    by_text = model.fit_transform(weights)
    names = vectors.get_feature_names_out()
    found = []
    for column, words in enumerate(model.components_):
        best = [str(names[place]) for place in words.argsort()[::-1][:WORDS] if words[place] > 0]
        strongest = float(by_text[:, column].max())
        members = [
            int(place)
            for place in by_text[:, column].argsort()[::-1]
            if strongest
            and by_text[place, column] >= SHARE * strongest
            and by_text[place, column] == by_text[place].max()
        ]
        if best and len(members) > 1:
            found.append((best, members))
    return sorted(found, key=lambda theme: -len(theme[1]))


@transaction.atomic
def keep(*, by: Any, theme: Theme, name: str) -> None:
    """Keep a suggestion under a name of one's own. Raises Refused beside the field."""
    require(by, Permission.SURVEY_READ, theme.survey.inspection)
    if not name.strip():
        raise Refused(Reason("Enter a name for the theme", "name"))
    refuse_names(theme.survey.inspection, running=False, name=name)
    _decide(by, theme, ThemeState.KEPT, name.strip())


@transaction.atomic
def dismiss(*, by: Any, theme: Theme) -> None:
    require(by, Permission.SURVEY_READ, theme.survey.inspection)
    _decide(by, theme, ThemeState.DISMISSED, theme.name)


def _decide(by: Any, theme: Theme, state: str, name: str) -> None:
    record(actor=by, verb=verbs.THEME_DECIDED, subject=theme, changes={"state": (theme.state, state)})
    theme.state, theme.name, theme.decided_by = state, name, by
    theme.save(update_fields=["state", "name", "decided_by"])
