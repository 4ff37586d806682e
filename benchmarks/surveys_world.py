"""What the surveys are measured on: areas, surveys and people who have answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from surveys.models import Survey


def an_area(name: str) -> tuple[Survey, User]:
    """A parents' survey of the framework that is open, and the lead inspector."""
    from accounts.choices import Role
    from accounts.models import User
    from core import clock
    from inspections.models import Inspection, TeamPlace
    from partnerships.models import LocalAuthority, Partnership, Region
    from surveys import questions
    from surveys.models import Survey, Wave

    now = clock.now()
    region, _ = Region.objects.get_or_create(code="E12000008", defaults={"name": "South East"})
    number = LocalAuthority.objects.count() + 1
    authority = LocalAuthority.objects.create(
        dfe_code=f"{number:03d}", gss_code=f"E99{number:06d}", name=name, official_name=f"{name} Council", la_type="Unitary",
        region=region, is_current=True,
    )  # fmt: skip
    area = Partnership.objects.create(slug=name.lower(), name=name, authority=authority, region=region)
    inspection = Inspection.objects.create(
        partnership=area, framework_code="area-send-2023", edition_code="2025-07-07", kind="full", reference=f"{name.lower()}-2026",
        state="preparation", notified_on=now.date(),
    )  # fmt: skip
    lead = User.objects.create_user(f"lead@{name.lower()}.example", None, name="Lead")
    TeamPlace.objects.create(inspection=inspection, user=lead, role=Role.LEAD_INSPECTOR, starts_on=now.date())
    spec = next(one for one in inspection.kind_spec.weeks.surveys if one.audience == "parents")
    survey = Survey.objects.create(
        inspection=inspection, audience=spec.audience, set_version=spec.version, title=spec.title, easy_title=spec.easy_title,
        questions=questions.frozen(spec.questions), state="open", opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=3),
    )  # fmt: skip
    Wave.objects.create(survey=survey, number=1, opened_at=now)
    return survey, lead


def people(survey: Survey, number: int, *, kind: str = "ready") -> list[str]:
    """So many who have answered everything and not sent it yet; gives the secrets of their cookies."""
    from core import clock
    from surveys import demonstration
    from surveys.models import Answering
    from surveys.services import concerns
    from surveys.services.secrets import key_of

    today = clock.today()
    drawn = demonstration.people(survey, 500, [1] * 500, [today] * 500)
    clear = [concerns.clear(each) for each in drawn]
    secrets = [f"{kind}-{survey.pk}-{at}" for at in range(number)]
    Answering.objects.bulk_create(
        (
            Answering(
                key_hash=key_of(secret),
                survey=survey,
                wave=1,
                saved_on=today,
                answers=drawn[at % 500].answers,
                clear_by=clear[at % 500],
            )
            for at, secret in enumerate(secrets)
        ),
        batch_size=2000,
    )
    return secrets


def answered(survey: Survey, number: int) -> None:
    """So many answers that were moved, with their comments and tallies: a hundred people, again and again."""
    from django.db import connection
    from django.db.models import F

    from core import clock
    from surveys import demonstration
    from surveys.models import Answering, Batch, Comment, Response, Survey, Tally
    from surveys.services import release

    rows = demonstration.people(survey, 100, [1] * 100, [clock.today()] * 100)
    Answering.objects.bulk_create(rows)
    release.move(survey, last=True)
    times = number // 100
    if times > 1:
        with connection.cursor() as cursor:
            for model, own, change in (
                (Response, "survey_id", {}), (Comment, "survey_id", {"order": "nextval('places')"}),
            ):  # fmt: skip
                names = [field.column for field in model._meta.concrete_fields]
                values = {name: f'"{name}"' for name in names} | {"id": "gen_random_uuid()"} | change
                cursor.execute("CREATE SEQUENCE IF NOT EXISTS places START 2000000")
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(f'{chr(34)}{n}{chr(34)}' for n in names)}) "  # noqa: S608
                    f"SELECT {', '.join(values[n] for n in names)} FROM {model._meta.db_table}, generate_series(2, %s) "
                    f"WHERE {own} = %s",
                    [times, survey.pk],
                )
            cursor.execute("ANALYZE")
        Tally.objects.filter(survey=survey).update(count=F("count") * times)
        Batch.objects.filter(survey=survey).update(size=F("size") * times)
    Survey.objects.filter(pk=survey.pk).update(state="closed")


def sign_in(user: Any) -> Any:
    """Django's own client, signed in: what a page costs without the network."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client
