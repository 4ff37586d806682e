"""Rows U1 to U3: what reaches the store of ten thousand files, and at what cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import override_settings

from core import enclosure, files
from core.file_kinds import ending_of
from tests.trust import corpus, scanners
from tests.trust.examined import Seen, look

WHOLE = 335, 100  # files of each bad and of each good family: ten thousand
SAMPLE = 4, 4
PROVE = [pytest.mark.prove, pytest.mark.timeout(2400)]
SIZES = pytest.mark.parametrize(
    "seen", [pytest.param(SAMPLE, id="sample"), pytest.param(WHOLE, id="whole", marks=PROVE)], indirect=True
)


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> Iterator[list[Seen]]:
    each, good_each = request.param
    with scanners.scanner(scanners.honest) as address, override_settings(CLAMD=address), ThreadPoolExecutor(2) as pool:
        yield list(pool.map(look, corpus.files(each, good_each=good_each)))


@SIZES
@pytest.mark.trust(
    "U1", "files of 27 bad families, made from a seed, given as they are; EICAR before a scanner that knows it"
)
def test_no_bad_file_can_be_downloaded(seen: list[Seen], figures: Any) -> None:
    bad = [each for each in seen if each.bad]
    harmful = Counter(each.family for each in bad if each.harmful)
    figures("bad files", f"{len(bad):,}")
    figures("of them refused", f"{sum(bool(each.refused) for each in bad):,}")
    figures("kept without what made them bad", f"{sum(not each.refused and not each.harmful for each in bad):,}")
    figures("bad and available", sum(harmful.values()))
    assert not harmful
    assert {each.family for each in bad} == set(corpus.BAD)
    assert not [each.refused for each in bad if "Traceback" in each.refused]


@SIZES
@pytest.mark.trust("U2", "good files of the ten kinds, with and without authors, under plain and odd names")
def test_good_files_are_taken(seen: list[Seen], figures: Any) -> None:
    good = [each for each in seen if not each.bad]
    refused = [each.refused for each in good if each.refused]
    figures("good files", f"{len(good):,}")
    figures("of them refused", len(refused))
    assert len(refused) <= len(good) * 0.005, refused[:3]


@SIZES
@pytest.mark.trust("U3", "the time and the memory of each file of the corpus")
def test_no_file_of_the_corpus_eats_time_or_memory(seen: list[Seen], figures: Any) -> None:
    figures("files", f"{len(seen):,}")
    figures("longest", f"{max(each.seconds for each in seen):.1f} s")
    figures("most memory", f"{max(each.memory for each in seen) >> 20} MB")
    assert max(each.seconds for each in seen) <= 20
    assert max(each.memory for each in seen) <= 512 << 20


@pytest.mark.trust("U1", "one file of each bad family that has an ending of ours, with the examination off")
def test_without_the_examination_they_get_in(settings: Any, figures: Any, monkeypatch: Any) -> None:
    def by_name_only(_job: Any, _content: Any, _copy: Any, *, name: str) -> dict[str, Any]:
        return {"kind": ending_of(name), "copied": False, "used": [0, 0]}

    settings.CLAMD = ""
    first: dict[str, corpus.File] = {}
    for file in corpus.files(3):
        ours = ending_of(file.name) in files.DOCUMENTS.kinds and 0 < len(file.content) < files.DOCUMENTS.most_bytes
        if file.bad and ours:
            first.setdefault(file.family, file)
    monkeypatch.setattr(enclosure, "run", by_name_only)
    seen = [look(file) for file in first.values()]
    caught = sum(not each.refused for each in seen)
    assert len(first) >= 25
    figures.control("no examination", caught=caught, of=len(first))
