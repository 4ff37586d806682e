"""What a respondent's browser and the "save and come back" code carry, and the keyed hashes that are all we keep of them."""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import salted_hmac

# Neither 0 and O, nor 1, I and L, nor U and V can be taken for one another. 30 letters: ten of them are 49 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_MEANT = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J", "U": "V"})


def new_secret() -> str:
    """For the cookie: 192 bits."""
    return secrets.token_urlsafe(24)


def key_of(secret: str) -> str:
    """The hash a row is found by. Keyed, so that whoever has only the database cannot try secrets."""
    return salted_hmac("surveys.answering", secret, algorithm="sha256").hexdigest()


def new_code() -> str:
    """A code to write down: "4F7-KQ2-9XRD"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


def code_hash_of(survey_pk: int, typed: str) -> str:
    """The hash of a code as somebody typed it: spaces, dashes and small letters do not matter."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_MEANT)
    return salted_hmac("surveys.code", f"{survey_pk}:{letters}", algorithm="sha256").hexdigest()


def new_reference() -> str:
    """Told to whoever sent their answers: "SV-7K2Q-9XRD". Says nothing and opens nothing."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
