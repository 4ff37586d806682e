"""Who wrote a comment or made a change is taken out of a part, however deep or long the part is."""

from __future__ import annotations

from core.examine_authors import without_people

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def part(inside: str, *, depth: int = 0) -> bytes:
    return f"<w:document {W}>{'<w:p>' * depth}{inside}{'</w:p>' * depth}</w:document>".encode()


def test_a_change_is_by_author() -> None:
    made = without_people(part('<w:ins w:author="Meera Invented" w:initials="MI"><w:t>words</w:t></w:ins>'))
    assert made
    assert b"Meera" not in made and b"MI" not in made and b"words" in made


def test_a_part_that_names_nobody_stays_as_it_is() -> None:
    assert without_people(part("<w:t>words</w:t>")) is None


def test_a_deep_or_long_part_is_read_as_far_as_the_check_before_lets_it_through() -> None:
    change = '<w:ins w:author="Meera Invented"/>'
    for made in (part(change, depth=450), part(f"{change}<w:t>{'word ' * 2_400_000}</w:t>")):
        after = without_people(made)
        assert after is not None and b"Meera" not in after
