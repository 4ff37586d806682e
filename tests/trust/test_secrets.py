"""No secret in the repository, and no number in test data that somebody could have."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trust.plugin import Figures

ROOT = Path(__file__).resolve().parent.parent.parent
# Made by others or not by hand: hashes of packages, pictures, published data, translations.
NOT_OURS = re.compile(
    r"^(data|static|locale|docs/screenshots)/|^(requirements.*|bin/uv)\.txt$|\.(png|woff2|pdf|xlsx|docx|ods|mo)$"
)

# What looks like a secret and is none, by file: why.
KNOWN = {
    "README.md": "the form of an address in a table",
    "accounts/demonstration.py": "the printed password of the demonstration",
    "accounts/tests/test_handed_back.py": "passwords of invented people",
    "accounts/tests/test_sign_in.py": "passwords of invented people",
    "benchmarks/memory.py": "the key of a bare project that is measured",
    "benchmarks/peers/peer_project/peer_settings.py": "the key of a project that is measured",
    "benchmarks/place.py": "the key of a measurement",
    "bin/check": "settings of a check that starts nothing",
    "cases/tests/test_erasure.py": "an invented pupil number",
    "cases/tests/test_selection.py": "an invented pupil number",
    "config/env.py": "the form of an address in a comment",
    "config/settings.py": "the name of a setting",
    "config/settings_for_tests.py": "keys of test runs",
    "core/plain.py": "the name of a form's token",
    "core/templatetags/govuk.py": "the name of a form's token",
    "core/tests/test_account_pages.py": "a password of invented people",
    "core/tests/test_fetch.py": "an address that is refused",
    "core/tests/test_unavailable.py": "a key of a form",
    "deploy/example.env": "the form of an address in a comment",
    "docs/asvs.md": "the name of a setting",
    "docs/recipes/pages.md": "the name of a form's token",
    "evidence/services/safeguarding.py": "the letters that a receipt is made of",
    "evidence/tests/conftest.py": "a password of invented people",
    "evidence/tests/test_notes.py": "a key of a form",
    "evidence/tests/test_notes_pages.py": "a key of a form",
    "information/tests/test_lists.py": "invented pupils",
    "inspections/tests/test_pages_stages.py": "a key of a form",
    "rulebook/tests/test_person_lists.py": "invented pupils",
    "surveys/services/secrets.py": "the letters that a code is made of",
    "surveys/tests/test_anonymity.py": "a marked word",
    "templates/account/password_change.html": "the label of a field",
    "templates/account/password_reset_from_key.html": "the label of a field",
    "templates/account/reauthenticate.html": "the label of a field",
    "tests/access/rows_notes.py": "a key of a form",
    "tests/e2e/test_notes_never_lost.py": "a password of invented people",
    "tests/test_settings.py": "settings that are refused",
    "tests/trust/harness.py": "the key of a run that is attacked",
    "tests/trust/seen.json": "words about rows that speak of secrets",
    "tests/trust/test_declared.py": "settings of a process that is only looked at",
    "tests/trust/test_guessing.py": "passwords of invented people",
    "tests/trust/test_logs.py": "an invented pupil number",
    "tests/trust/test_passwords.py": "passwords of nobody",
    "tests/trust/test_second_factor.py": "a password of invented people",
    "tests/trust/test_secrets.py": "what is planted here",
    "tests/trust/test_sessions.py": "a password of invented people",
    "tests/trust/test_static.py": "lines that are planted",
}  # fmt: skip


def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in told.splitlines() if not NOT_OURS.search(name) and (ROOT / name).is_file()]


def scanned(paths: list[Path]) -> dict[str, set[str]]:
    """{file: kinds of secret} by detect-secrets, all of its detectors."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    found = SecretsCollection()
    with default_settings():
        for path in paths:
            found.scan_file(str(path))
    return {name: {secret.type for secret in found[name]} for name in found.files}


# Drawn once, so that the control gives the same each time.
DRAWN = hashlib.sha256(b"planted").digest()

PLANTS = (
    lambda: f"AWS_KEY = 'AKIA{DRAWN.hex()[:16].upper()}'",
    lambda: f"token = '{DRAWN.hex()[:40]}'",
    lambda: f"KEY = '{base64.urlsafe_b64encode(DRAWN).decode()}'",
    lambda: "-----BEGIN RSA PRIVATE KEY-----",
    lambda: f"DATABASE = 'postgres://app:{DRAWN.hex()[:12]}@db.example/x'",
    lambda: f"password = '{DRAWN.hex()[:12]}'",
)


@pytest.mark.prove
@pytest.mark.trust("K10", "every file of the repository by the detectors of detect-secrets, entropy among them")
def test_no_secret_is_in_the_repository(figures: Figures, tmp_path: Path) -> None:
    names = tracked()
    found = {name.removeprefix(f"{ROOT}/"): kinds for name, kinds in scanned([ROOT / name for name in names]).items()}
    new = {name: kinds for name, kinds in found.items() if name not in KNOWN}
    figures("found", f"{len(new)} in {len(names):,} files, {len(KNOWN)} files with a reason")
    assert new == {}
    planted = []
    for place, plant in enumerate(PLANTS):
        path = tmp_path / f"planted{place}.py"
        path.write_text(plant() + "\n")
        planted.append(path)
    figures.control("one of each kind planted", caught=len(scanned(planted)), of=len(PLANTS))


# --- K11
NHS = re.compile(r"(?<![\d.,-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\d.,-])")
UPN = re.compile(r"(?<![A-Za-z\d])([A-HJ-NP-RT-Z])(\d{11}[\dA-HJ-NP-RT-Z])(?![A-Za-z\d])")
PHONE = re.compile(r"(?<!\d)(0[1237]\d{1,4}[ -]?\d{3,4}[ -]?\d{3,4})(?!\d)")
# Numbers that Ofcom keeps for invented people: 01632 960xxx, 020 7946 0xxx, 07700 900xxx, 0808 157 0xxx and the like.
INVENTED_PHONE = re.compile(r"^(01632960|0113496|0114496|0115496|0116496|0117496|0118496|0121496|0131496|0141496|0151496|0161496|0191498|"
                            r"02079460|02890180|02920180|07700900|03069990|0808157)")  # fmt: skip
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def real_nhs(digits: str) -> bool:
    """A number that a person could have: the check digit is right, and it does not begin with 999, which is for tests."""
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    check = (11 - weighted % 11) % 11
    return check == int(digits[9]) and digits[:3] != "999"


def real_upn(letter: str, rest: str) -> bool:
    """The check letter is right. Local authority codes below 200 were never given out."""
    values = [int(one) if one.isdigit() else UPN_LETTERS.index(one) for one in rest]
    check = UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23]
    return letter == check and int(rest[:3]) >= 200


def real_numbers(text: str) -> Iterator[str]:
    for found in NHS.finditer(text):
        # Written as people write it: ten digits in a row are found in every identifier of a computer.
        if " " in found[0] and real_nhs("".join(found.groups())):
            yield f"NHS {found[0]}"
    for found in UPN.finditer(text):
        if real_upn(*found.groups()):
            yield f"UPN {found[0]}"
    for found in PHONE.finditer(text):
        if not INVENTED_PHONE.match(re.sub(r"\D", "", found[1])) and found[1] != "0123456789":
            yield f"telephone {found[0]}"


@pytest.mark.once
@pytest.mark.trust(
    "K11",
    "NHS numbers, pupil numbers and telephone numbers of every test, factory, demonstration and page of the repository",
)
def test_numbers_of_invented_people_are_nobodys(figures: Figures) -> None:
    names = [name for name in tracked() if name.endswith((".py", ".html", ".json", ".csv", ".md", ".txt", ".js"))]
    found = [
        f"{name}: {number}"
        for name in names
        if name != "tests/trust/test_secrets.py"
        for number in real_numbers((ROOT / name).read_text(errors="replace"))
    ]
    figures("numbers that could be somebody's", f"{len(found)} in {len(names):,} files")
    assert found == []
    planted = ("NHS 943 476 5919", "pupil H801200001001", "ring 020 7219 3000")
    figures.control(
        "one of each planted", caught=sum(bool(list(real_numbers(text))) for text in planted), of=len(planted)
    )
    assert not list(real_numbers("999 123 4564, A823456789012, 01632 960000"))
