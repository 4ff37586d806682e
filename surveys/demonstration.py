"""What the demonstration shows of this app: a published inspection whose surveys were answered in its weeks, and surveys open now.

The three surveys are made, paused, opened again and closed by the services; the answers, as many as East Sussex had, are drawn by
chance with a fixed seed and written at once, since sending thousands one by one would take minutes. They are moved by the service.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from core import clock
from inspections.models import Inspection
from rulebook.frameworks.surveys import Option, Question
from surveys import questions
from surveys.choices import Audience, Language, Mode, Variant
from surveys.demonstration_texts import OTHER_LANGUAGES, POOLS, WORRYING
from surveys.models import Answering, DayCount, Entry, Survey
from surveys.services import concerns, duty, release, secrets, surveys

# Of one inspection: East Sussex, 2024. A small first day of another.
ANSWERED = {Audience.PARENTS: 2_234, Audience.CHILDREN: 372, Audience.PRACTITIONERS: 751}
FIRST_DAY = {Audience.PARENTS: 83, Audience.CHILDREN: 14, Audience.PRACTITIONERS: 36}
# Which part came in each wave, and how many of the later ones are somebody's second answers.
WAVES = (0.55, 0.31, 0.14)
REPEATS = 0.02
OUTAGES = (
    ("The form stopped at the sixth question on some telephones.", "We stopped the survey to mend it. Your saved answers are kept."),
    ("The page could not be reached for an hour.", "We are back soon. If you sent your answers, you need not send them again."),
)  # fmt: skip
BACK = "The survey stopped for a while. If you sent your answers before, you need not send them again."
PARTLY = {Audience.PARENTS: (0.03, 0.015), Audience.CHILDREN: (0.34, 0.02), Audience.PRACTITIONERS: (0.0, 0.004)}

WEIGHTS: dict[str, Mapping[str, float]] = {
    "age_band": {"0-4": 8, "5-10": 39, "11-15": 37, "16-18": 13, "19-25": 3},
    "setting": {
        "early_years": 5, "primary": 37, "secondary": 30, "special": 18, "alternative_provision": 0.7, "college": 5, "home": 3,
        "none": 1.3,
    },
    "need": {
        "autism": 42, "mental-health": 22, "speech": 20, "specific-learning": 12, "learning": 12, "sensory": 3, "physical": 6,
        "other": 4, "none-named": 2,
    },
    "support": {"ehc": 47, "support": 31, "waiting": 16, "none": 4, "not-sure": 2},
    "sector": {"education": 55, "health": 23, "care": 20, "other": 2},
}  # fmt: skip
# How far people agree with a statement, from -1 to 1; others stand at 0.
LEANING = {
    "needs-early": -0.35, "on-time": -0.55, "told-waiting": -0.75, "involved": 0.25, "child-asked": 0.15, "right-help": -0.3,
    "health": -0.4, "progress": 0.2, "next-step": -0.3, "together": -0.45, "local-offer": -0.1, "listened": -0.35, "places": -0.6,
    "better": -0.5, "known": 0.5, "asked": 0.2, "safe": 0.6, "friends": 0.45, "learning": 0.5, "in-time": -0.2, "know-how": 0.4,
    "advice-time": -0.4, "vision": 0.1, "enough": -0.7, "voice": 0.35, "information": -0.3, "trained": 0.2,
}  # fmt: skip
SHIFT = {"special": 0.35, "ehc": 0.05, "waiting": -0.4, "health": 0.05, "secondary": -0.15, "early_years": 0.15}
SCALE = {"strongly_agree": 1.0, "agree": 0.5, "neither": 0.0, "disagree": -0.5, "strongly_disagree": -1.0}
SCALE |= {"yes": 0.8, "sometimes": 0.1, "no": -0.8}
ASIDE = {"dont_know": 0.05, "not_sure": 0.12, "not_applicable": 0.03}
WRITES = {"best": 0.4, "change": 0.6}


def answered(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """The surveys of an inspection in its own weeks, from the day of the call: answered in three waves, closed, and being read."""
    lead = cast[Role.LEAD_INSPECTOR]
    duty.name(by=lead, inspection=inspection, user=cast[Role.CQC_LEAD], starts_on=clock.today())
    made = {survey.audience: survey for survey in surveys.make(by=lead, inspection=inspection)}
    for audience, number in ANSWERED.items():
        survey = made[audience]
        _run(lead, survey, number)
        # Nobody prints a poster of a survey that is over.
        survey.prints.all().delete()


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Surveys that stay open for weeks, so that a stranger may answer. `cast` is {role: the demonstration's person}."""
    lead, called = cast[Role.LEAD_INSPECTOR], clock.today()
    duty.name(by=lead, inspection=inspection, user=lead, starts_on=called)
    opens_at = datetime.combine(called + timedelta(days=1), time(12), clock.LONDON)
    for survey in surveys.make(by=lead, inspection=inspection):
        surveys.change_window(
            by=lead, survey=survey, opens_at=opens_at, closes_at=opens_at + timedelta(days=25, hours=5)
        )
        with clock.travelled_to(opens_at):
            surveys.open_(by=None, survey=survey)
            number = FIRST_DAY[Audience(survey.audience)]
            rows = people(survey, number, [1] * number, [clock.today()] * number)
            Answering.objects.bulk_create([*rows, *_unsent(survey, number // 6)])
            DayCount.objects.create(survey=survey, on=clock.today(), started=number + number // 6)
            release.move(survey)


def _run(lead: Any, survey: Survey, number: int) -> None:
    """One survey from its opening to its reading, with an outage after each wave but the last."""
    assert survey.opens_at and survey.closes_at
    whole = (survey.closes_at.date() - survey.opens_at.date()).days
    with clock.travelled_to(survey.opens_at):
        surveys.open_(by=None, survey=survey)
    for at, (reason, banner) in enumerate(OUTAGES, 1):
        stopped = survey.opens_at + timedelta(days=at, hours=at)
        with clock.travelled_to(stopped):
            surveys.pause(by=lead, survey=survey, reason=reason, banner=banner)
        with clock.travelled_to(stopped + timedelta(hours=2)):
            surveys.reopen(
                by=lead, survey=survey, reason="It has been mended and tried on four telephones.", banner=BACK
            )
    days = _days(number, survey.opens_at.date(), whole)
    rows = people(survey, number, [wave for wave, _ in days], [on for _, on in days])
    _sheets(lead, survey, rows)
    Answering.objects.bulk_create(rows, batch_size=500)
    _count_days(survey, rows)
    _worrying(survey, rows)
    with clock.travelled_to(survey.closes_at):
        surveys.close(by=None, survey=survey)
        release.move(survey, last=True, most=len(rows))
        surveys.start_reading(by=lead, survey=survey)


def _days(number: int, first: date, whole: int) -> list[tuple[int, date]]:
    """(wave, day) of each answer: most in the first wave, and in each wave most at its beginning."""
    chance, found = _chance("days", number), []
    for at in range(number):
        wave = 1 if at < number * WAVES[0] else 2 if at < number * (WAVES[0] + WAVES[1]) else 3
        # A wave begins on the day on which the one before ended.
        last = wave if wave < len(WAVES) else whole
        found.append((wave, first + timedelta(days=chance.triangular(wave - 1, last + 0.999, wave - 1).__int__())))
    return found


def people(survey: Survey, number: int, waves: Sequence[int], days: Sequence[date]) -> list[Answering]:
    """Sent answers of so many invented people, the same for the same survey every time."""
    chance, asked = _chance(survey.audience, number), questions.of(survey)
    worrying = [(code, text) for audience, code, text in WORRYING if audience == survey.audience]
    rows: list[Answering] = []
    for at in range(number):
        answering = Answering(
            key_hash=_key(survey, at), survey=survey, wave=waves[at], saved_on=days[at], sent_on=days[at],
            reference=_reference(survey, at), **_ways(survey, chance),
        )  # fmt: skip
        if waves[at] > 1 and chance.random() < REPEATS:
            answering.answers = dict(chance.choice(rows).answers)
        else:
            answering.answers = _answers(chance, asked, answering)
        if at % 90 == 45 and worrying and number > 300:
            code, text = worrying.pop()
            answering.answers[code] = text
        rows.append(answering)
    return rows


def _unsent(survey: Survey, number: int) -> Iterator[Answering]:
    """Half written: the first questions are answered."""
    chance, asked = _chance("unsent", survey.audience), questions.of(survey)
    for at in range(number):
        row = Answering(
            key_hash=_key(survey, f"unsent {at}"),
            survey=survey,
            wave=1,
            saved_on=clock.today(),
            **_ways(survey, chance),
        )
        row.answers = dict(list(_answers(chance, asked, row).items())[: chance.randrange(2, 9)])
        yield row


def _ways(survey: Survey, chance: random.Random) -> dict[str, Any]:
    easy, large = PARTLY[Audience(survey.audience)]
    variant = chance.choices(list(Variant), (1 - easy - large, easy, large))[0]
    languages = (1, 0, 0, 0, 0) if survey.audience == Audience.PRACTITIONERS else (0.965, 0.008, 0.02, 0.005, 0.002)
    mode = chance.choices(list(Mode), (0.96, 0.038, 0.002))[0]
    return {
        "variant": variant,
        "language": Language.ENGLISH if mode == Mode.PAPER else chance.choices(list(Language), languages)[0],
        "mode": mode,
        "helped": chance.random() < (0.5 if variant == Variant.EASY_READ else 0.02),
    }


def _answers(chance: random.Random, asked: Sequence[Question], row: Answering) -> dict[str, Any]:
    given: dict[str, Any] = {}
    lean = chance.gauss(0, 0.25)
    for question in asked:
        if not questions.asked([question], row.variant, given) or chance.random() < 0.03:
            continue
        if question.kind == "text":
            if chance.random() < WRITES.get(question.code, 0.3):
                given[question.code] = _comment(chance, row, question.code)
            continue
        options = questions.offered(question, row.variant)
        if question.kind == "several":
            wanted = {_drawn(chance, question, options, lean) for _ in range(chance.choices((1, 2, 3), (6, 3, 1))[0])}
            given[question.code] = [option.code for option in options if option.code in wanted]
            continue
        given[question.code] = drawn = _drawn(chance, question, options, lean)
        lean += SHIFT.get(drawn, 0.0)
    return given


def _drawn(chance: random.Random, question: Question, options: Sequence[Option], lean: float) -> str:
    """The code of an answer: by weight where it tells who somebody is, by leaning where it judges."""
    if weights := WEIGHTS.get(question.dimension):
        return chance.choices([each.code for each in options], [weights.get(each.code, 1) for each in options])[0]
    if not any(option.code in SCALE for option in options):
        return chance.choices([each.code for each in options], range(len(options), 0, -1))[0]
    where = LEANING.get(question.code, 0.0) + lean + chance.gauss(0, 0.45)
    for option in options:
        if chance.random() < ASIDE.get(option.code, 0.0):
            return option.code
    return min((each.code for each in options if each.code in SCALE), key=lambda code: abs(SCALE[code] - where))


def _comment(chance: random.Random, row: Answering, code: str) -> str:
    """Put together from parts; whoever answers in another language writes in it."""
    topics = OTHER_LANGUAGES.get(row.language)
    if topics is not None:
        return " ".join(chance.choice(column) for column in topics)
    pool = POOLS[row.survey.audience, code]
    # The first topics are what most people write about.
    topic = chance.choices(pool, range(2 * len(pool), len(pool), -1))[0]
    return " ".join(part for column in topic if (part := chance.choice(column)) != "-")


def _sheets(lead: Any, survey: Survey, rows: Sequence[Answering]) -> None:
    """The sheets of the answers that were given on paper and by telephone, sent and empty."""
    entered = [row for row in rows if row.mode != Mode.ONLINE]
    _chance("sheets", survey.audience).shuffle(entered)
    Entry.objects.bulk_create(
        Entry(
            survey=survey, number=number, mode=row.mode, variant=row.variant, language=row.language, helped=row.helped,
            first_by=lead, sent_on=row.sent_on,
        )
        for number, row in enumerate(entered, 1)
    )  # fmt: skip


def _count_days(survey: Survey, rows: Sequence[Answering]) -> None:
    started: dict[date, int] = {}
    for row in rows:
        assert row.sent_on
        started[row.sent_on] = started.get(row.sent_on, 0) + 1
    first = min(started)
    DayCount.objects.bulk_create(
        DayCount(survey=survey, on=on, started=number + number // 7, repeated=number // 40 if on > first else 0)
        for on, number in sorted(started.items())
    )


def _worrying(survey: Survey, rows: Sequence[Answering]) -> None:
    """What is kept back when such an answer is sent."""
    texts = {text for audience, _, text in WORRYING if audience == survey.audience}
    for row in rows:
        if not texts.isdisjoint(given for given in row.answers.values() if isinstance(given, str)):
            with clock.travelled_to(row.sent_on or clock.today()):
                concerns.keep(row)


def _chance(*seed: object) -> random.Random:
    return random.Random(" ".join(map(str, seed)))  # noqa: S311  (the same demonstration every time, no secret)


def _key(survey: Survey, at: object) -> str:
    return hashlib.sha256(f"demonstration {survey.pk} {at}".encode()).hexdigest()


def _reference(survey: Survey, at: int) -> str:
    letters = [secrets.ALPHABET[int(digit, 16)] for digit in _key(survey, f"reference {at}")[:8]]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"
