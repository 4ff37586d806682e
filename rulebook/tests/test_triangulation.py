from __future__ import annotations

import pytest

from rulebook import frameworks
from rulebook.frameworks.base import UnknownKind
from rulebook.triangulation import Basis, confidence, faults


@pytest.mark.parametrize(
    ("basis", "level", "said"),
    [
        (Basis(), "none", ("It rests on no evidence.",)),
        (Basis(1, ("Meeting",), ("Health",)), "low", ("It rests on one source.", "It rests on one sector: health.")),
        (Basis(4, ("Meeting",), ("Health", "Care")), "low", ("It rests on one kind of source: meeting.",)),
        (Basis(4, ("Meeting", "Survey", "Data"), ("Care",)), "low", ("It rests on one sector: care.",)),
        (Basis(2, ("Meeting", "Survey"), ("Health", "Care")), "medium", ()),
        (Basis(3, ("Meeting", "Survey", "Data"), ("Health", "Care")), "high", ()),
        (
            Basis(2),
            "low",
            (
                "Its evidence does not say what kind of source it comes from.",
                "Its evidence does not say which sector it speaks of.",
            ),
        ),
    ],
)
def test_confidence_is_counted(basis: Basis, level: str, said: tuple[str, ...]) -> None:
    assert (confidence(basis), faults(basis)) == (level, said)


def test_the_sentence_counts_in_words() -> None:
    basis = Basis(3, ("Meeting", "Survey"), ("Health",))
    assert basis.sentence == (
        "Rests on 3 pieces of evidence from 2 kinds of source (meeting and survey) in 1 sector (health)."
    )


def test_every_kind_sorts_its_emerging_findings_and_each_may_become_what_its_letter_prints() -> None:
    for framework in frameworks.ALL:
        for edition in framework.editions:
            for kind in edition.kinds.values():
                assert [sort.code for sort in kind.emerging] == ["strength", "development", "significant_concern"]
                become = [code for sort in kind.emerging for code in sort.finding_kinds]
                assert sorted(become) == sorted(kind.finding_kinds)
                with pytest.raises(UnknownKind):
                    kind.emerging_sort("rumour")
