"""A draw is kept whole, cannot be changed, and drawing again is a new draw with a reason."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Notice
from core.errors import Refused
from rulebook import sampling
from visits.models import NeverChanged, RandomSample
from visits.services import samples

LIST = ["EHC-1", "EHC-2", "EHC-3", "EHC-4"]


def draw(world, **more):
    facts = {"purpose": "Plans to read", "described": "References", "population": LIST, "size": 2} | more
    return samples.draw(by=world.lead, inspection=world.inspection, **facts)


def test_what_is_kept_repeats_the_draw(world):
    sample = draw(world, seed="said aloud")
    assert sample.result == list(sampling.draw(LIST, size=2, seed="said aloud"))
    assert sample.population_sha256 == sampling.fingerprint(sample.population)
    assert (
        draw(world, purpose="Others", population=["R-1"], size=1).seed
        != draw(world, purpose="More", population=["R-2"], size=1).seed
    )


def test_the_other_side_is_told(world):
    world.inspection.lano = world.lano
    world.inspection.save()
    sample = draw(world)
    assert Notice.objects.get(person=world.lano).url == sample.get_absolute_url()


def test_a_draw_cannot_be_changed(world):
    sample = draw(world)
    sample.seed = "better"
    with pytest.raises(NeverChanged):
        sample.save()
    with pytest.raises(NeverChanged):
        RandomSample.objects.update(seed="better")
    with pytest.raises(NeverChanged):
        RandomSample.objects.bulk_update([sample], ["seed"])


@pytest.mark.parametrize(
    "more", [{"purpose": "plans TO read", "population": ["R-9"], "size": 1}, {"purpose": "Another"}]
)
def test_drawing_again_needs_a_reason(world, more):
    draw(world)
    with pytest.raises(Refused, match="Draw 1"):
        draw(world, **more)
    assert draw(world, **more, reason="Two plans had ceased").number == 2


@pytest.mark.parametrize("size", [0, 5])
def test_a_size_that_cannot_be_drawn(world, size):
    with pytest.raises(Refused, match="between 1 and 4"):
        draw(world, size=size)


@pytest.mark.parametrize("line", ["Canary Childsname", "Canary Childsname 2", "Childsname", "7" * 41])
def test_names_are_not_taken_and_not_repeated(line):
    with pytest.raises(Refused) as refused:
        samples.references(f"EHC-1\n{line}")
    assert "Line 2" in str(refused.value)
    assert "Childsname" not in str(refused.value)


def test_both_sides_see_the_draw_and_how_to_repeat_it(world, client):
    client.force_login(world.lead)
    facts = {
        "purpose": "Plans",
        "source": "references",
        "references": "EHC-1\nEHC-2\nEHC-3",
        "size": "2",
        "seed": "aloud",
    }
    answer = client.post("/inspections/seaborough-2024/samples/draw/", facts)
    assert answer.status_code == 302
    for person in (world.lead, world.lano):
        client.force_login(person)
        seen = client.get(answer["Location"]).content.decode()
        for text in ("How to repeat this draw", "aloud", "the result is the same", "SHA-256"):
            assert text in seen
    assert client.get("/inspections/seaborough-2024/samples/draw/").status_code == 403


@pytest.mark.parametrize("source", ["kind", "references"])
def test_the_form_asks_for_what_its_source_needs(world, client, source):
    client.force_login(world.lead)
    answer = client.post("/inspections/seaborough-2024/samples/draw/", {"purpose": "P", "source": source, "size": "1"})
    assert "There is a problem" in answer.content.decode()
    assert RandomSample.objects.count() == 0


def test_the_command_repeats_a_draw(world):
    sample = draw(world, seed="aloud")
    out = StringIO()
    call_command("repeat_draw", "seaborough-2024", "1", stdout=out)
    assert "The same result as was kept." in out.getvalue()
    assert all(item in out.getvalue() for item in sample.result)
    with pytest.raises(CommandError, match="no such draw"):
        call_command("repeat_draw", "seaborough-2024", "2")


@pytest.mark.parametrize(
    ("column", "value", "says"), [("population", '["EHC-9"]', "list was changed"), ("result", "[]", "does not give")]
)
def test_the_command_notices_a_tampered_row(world, column, value, says):
    draw(world, seed="aloud")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE visits_randomsample SET {column} = %s", [value])
    with pytest.raises(CommandError, match=says):
        call_command("repeat_draw", "seaborough-2024", "1", stdout=StringIO())
