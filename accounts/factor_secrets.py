"""The secrets of second factors as they stand in the database: sealed with the keys of `core.sealed`.

allauth asks for no more than a text, so a value holds for this column and not for its row: whoever may write to the database can put
one person's secret into another's row, as they could put one that was never sealed.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from core import sealed
from core.sealed import Sealed, seal, unseal

PLACE = "mfa.authenticator"
TEXTS, LISTS = ("secret", "seed"), ("migrated_codes",)


class SealedSecrets(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return str(seal(text, PLACE))

    def decrypt(self, encrypted_text: str) -> str:
        """What came before there were keys is read as it stands. Raises core.sealed.Unreadable."""
        return unseal(Sealed(encrypted_text), PLACE)


def under_other_keys() -> int:
    return sum(len(_others(data)) for data in Authenticator.objects.values_list("data", flat=True).iterator())


def rotate() -> int:
    """Seal anew what is not under the current key, each row while nobody else writes it."""
    done = 0
    for pk, data in list(Authenticator.objects.values_list("pk", "data")):
        if _others(data):
            done += _sealed_anew(pk)
    return done


@transaction.atomic
def _sealed_anew(pk: int) -> int:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    found = _others(row.data)
    for name in TEXTS:
        if row.data.get(name) in found:
            row.data[name] = _anew(row.data[name])
    for name in LISTS:
        if name in row.data:
            row.data[name] = [_anew(one) if one in found else one for one in row.data[name]]
    row.save(update_fields=["data"])
    return len(found)


def _anew(text: str) -> str:
    return str(seal(unseal(Sealed(text), PLACE), PLACE))


def _others(data: dict[str, Any]) -> list[str]:
    """The secrets of a row that are not under the current key."""
    texts = [data[name] for name in TEXTS if data.get(name)]
    texts += [one for name in LISTS for one in data.get(name, ())]
    return [one for one in texts if Sealed(one).key_id != sealed.current_key()]
