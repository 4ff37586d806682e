"""Each app registers the verbs it records, with the sentence a page shows. A test fails on an unregistered verb."""

from __future__ import annotations

_SENTENCES: dict[str, str] = {}


def register(sentences: dict[str, str]) -> None:
    """Add {verb code: sentence}. Raises ValueError when a code is taken by another sentence."""
    for code, sentence in sentences.items():
        if _SENTENCES.get(code, sentence) != sentence:
            raise ValueError(f"verb {code} is registered twice")
        _SENTENCES[code] = sentence


def sentence(code: str) -> str:
    return _SENTENCES[code]


def registered() -> frozenset[str]:
    return frozenset(_SENTENCES)
