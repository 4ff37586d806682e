"""What the database says about a child without the keys, and what it does with a value that was moved."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models, transaction
from django.db.models import TextField

from accounts.factor_secrets import SealedSecrets
from accounts.services import codes
from cases.models import AuditSection, CaseIdentity, CaseRecord, TrackedCase
from core import clock, sealed
from core.sealed import Sealed, SealedTextField, Unreadable
from tests.factories import InspectionFactory, UserFactory
from tests.trust.plugin import Figures

COLUMNS = list(sealed.columns())
BORN = date(2011, 3, 17)


def planted(of: int, column: str) -> Any:
    return date(2011, 3, 10 + of) if column == "born_on" else f"Planted{of} {column} words"


def child(of: int) -> list[models.Model]:
    """A case with something in every sealed column."""
    person = UserFactory.create()
    case = TrackedCase.objects.create(inspection=InspectionFactory.create(), code="A")
    rows: list[models.Model] = [
        case,
        CaseIdentity(case=case, given_by=person, given_at=clock.now()),
        CaseRecord(case=case, kind="family", written_by=person),
        AuditSection(case=case, agency="health", author=person),
    ]
    for row in rows:
        for model, field in COLUMNS:
            if isinstance(row, model):
                setattr(row, field.name, planted(of, field.name))
        row.save()
    return rows


def everything() -> str:
    """Every row of every table, as the database gives it to whoever has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def plaintexts(of: int, text: str) -> int:
    return sum(str(planted(of, field.name)) in text or repr(planted(of, field.name)) in text for _, field in COLUMNS)


SECRET, SEED = "PLANTEDSECRETOFTHETELEPHONE22222", "planted-seed-of-the-recovery-codes"


def factors(monkeypatch: pytest.MonkeyPatch) -> list[Authenticator]:
    """A person with both second factors, whose secrets are known here."""
    monkeypatch.setattr(RecoveryCodes, "generate_seed", classmethod(lambda cls: SEED))
    person = UserFactory.create()
    return [TOTP.activate(person, SECRET).instance, RecoveryCodes.activate(person).instance]


def factors_told(text: str) -> int:
    return (SECRET in text) + (SEED in text)


@pytest.mark.trust(
    "K9", "every row of every table read without the keys, after something was written in every sealed column"
)
@pytest.mark.django_db
def test_the_database_alone_says_nothing(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = child(1)
    made = factors(monkeypatch)
    found = plaintexts(1, everything())
    figures("plain texts", f"{found} of {len(COLUMNS)} columns")
    assert found == 0
    figures("plain second factors", f"{factors_told(everything())} of {len(made)}")
    assert factors_told(everything()) == 0
    assert len(made[1].wrap().get_unused_codes()) == 10
    for row in rows:
        kept = type(row)._base_manager.get(pk=row.pk)
        assert all(
            getattr(kept, field.name) == planted(1, field.name) for model, field in COLUMNS if isinstance(row, model)
        )
    monkeypatch.setattr(
        SealedTextField, "pre_save", lambda self, row, add: str(TextField.pre_save(self, row, add) or "")
    )
    monkeypatch.setattr(SealedTextField, "get_prep_value", lambda self, value: value)
    monkeypatch.setattr(SealedSecrets, "encrypt", DefaultMFAAdapter.encrypt)
    child(2)
    factors(monkeypatch)
    told = plaintexts(2, everything()) + factors_told(everything())
    figures.control("nothing is sealed", caught=told, of=len(COLUMNS) + len(made))


def raw(row: models.Model, field: str) -> Sealed:
    value = type(row)._base_manager.filter(pk=row.pk).values_list(field, flat=True).get()
    assert isinstance(value, Sealed)
    return value


def swaps(first: list[models.Model], second: list[models.Model]) -> tuple[int, int]:
    """Every sealed value put into the other child's row, and into every other column of its own; gives how many could be read."""
    read = tried = 0
    for one, other in (*zip(first, second, strict=True), *zip(second, first, strict=True)):
        names = [field.name for model, field in COLUMNS if isinstance(one, model)]
        moves = [(other, name, name) for name in names]
        moves += [(one, name, to) for name, to in itertools.permutations(names, 2)]
        for row, name, to in moves:
            before = raw(row, to)
            type(row)._base_manager.filter(pk=row.pk).update(**{to: raw(one, name)})
            tried += 1
            try:
                getattr(type(row)._base_manager.get(pk=row.pk), to)
                read += 1
            except Unreadable:
                pass
            type(row)._base_manager.filter(pk=row.pk).update(**{to: before})
    return read, tried


@pytest.mark.trust(
    "K9",
    "each sealed value copied into another child’s row and into the other columns of its own; one letter of it changed",
)
@pytest.mark.django_db
def test_a_value_holds_in_its_own_place_only(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = child(1), child(2)
    read, tried = swaps(first, second)
    figures("swaps taken", f"{read} of {tried}")
    assert read == 0
    value = raw(first[1], "name")
    CaseIdentity.objects.filter(pk=first[1].pk).update(
        name=Sealed(value[:-8] + ("A" if value[-8] != "A" else "B") + value[-7:])
    )
    with pytest.raises(Unreadable):
        _ = CaseIdentity.objects.get(pk=first[1].pk).name
    monkeypatch.setattr(SealedTextField, "place", lambda self, row: "anywhere")
    monkeypatch.setattr(sealed.SealedDateField, "read", lambda self, text: text)
    free = swaps(child(1), child(2))
    figures.control("the row is not part of what is sealed", caught=free[0], of=free[1])


@contextmanager
def keys(settings: Any, *names: str) -> Iterator[None]:
    known = {"t1": next(iter(settings.FIELD_KEYS.values())), "t2": b"2" * 32, "t3": b"3" * 32}
    before, settings.FIELD_KEYS = settings.FIELD_KEYS, {name: known[name] for name in names}
    yield
    settings.FIELD_KEYS = before


def unreadable(rows: list[models.Model]) -> int:
    missed = 0
    for row in rows:
        kept = type(row)._base_manager.get(pk=row.pk)
        for model, field in COLUMNS:
            if isinstance(row, model):
                try:
                    getattr(kept, field.name)
                except Unreadable:
                    missed += 1
    return missed


def rotated(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("rotate_keys", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.trust("K9", "a new key in front, everything sealed anew, the old key taken away")
@pytest.mark.django_db
def test_keys_change_and_everything_stays_readable(figures: Figures, settings: Any) -> None:
    rows = [*child(1), *child(2)]
    # One that was written before there were keys.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_caserecord SET notes = 'Before the keys' WHERE id = %s", [rows[2].pk])
    values = 2 * len(COLUMNS)
    with keys(settings, "t2", "t1"):
        assert unreadable(rows) == 0
        assert rotated("--check") == (1, f"0 values sealed anew; {values} under another key than t2.\n")
        assert rotated() == (0, f"{values} values sealed anew; 0 under another key than t2.\n")
        assert rotated("--check")[0] == 0
    with keys(settings, "t2"):
        missed = unreadable(rows)
        assert CaseRecord.objects.get(pk=rows[2].pk).notes == "Before the keys"
    figures("unreadable", f"{missed} of {values}")
    assert missed == 0
    with keys(settings, "t3"):
        figures.control("the old key taken away before the rotation", caught=unreadable(rows), of=values)
        with pytest.raises(CommandError, match="put the key back"):
            rotated()


def secrets_read(made: list[Authenticator]) -> tuple[str, ...]:
    kept = {row.type: row.data for row in Authenticator.objects.filter(pk__in=[row.pk for row in made])}
    return tuple(
        SealedSecrets().decrypt(kept[kind][name]) for kind, name in (("totp", "secret"), ("recovery_codes", "seed"))
    )


@pytest.mark.trust(
    "K9", "second factors from before there were keys, and under an old key: used, sealed anew, the old key taken away"
)
@pytest.mark.django_db
def test_second_factors_are_sealed_anew(figures: Figures, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before_the_keys:
        before_the_keys.setattr(SealedSecrets, "encrypt", DefaultMFAAdapter.encrypt)
        old = factors(monkeypatch)
    old[1].data["migrated_codes"] = ["planted-code-from-elsewhere"]
    old[1].save()
    new = factors(monkeypatch)
    assert secrets_read(old) == secrets_read(new) == (SECRET, SEED)
    assert rotated("--check") == (1, "0 values sealed anew; 3 under another key than t1.\n")
    assert rotated() == (0, "3 values sealed anew; 0 under another key than t1.\n")
    assert factors_told(everything()) == 0
    assert Authenticator.objects.get(pk=old[1].pk).wrap().get_unused_codes() == ["planted-code-from-elsewhere"]
    with keys(settings, "t2", "t1"):
        assert rotated() == (0, "5 values sealed anew; 0 under another key than t2.\n")
    with keys(settings, "t2"):
        assert secrets_read(old) == secrets_read(new) == (SECRET, SEED)
    with keys(settings, "t3"):
        with pytest.raises(Unreadable):
            secrets_read(new)
        with pytest.raises(CommandError, match="put the key back"):
            rotated()
    with keys(settings, "t1"), pytest.raises(Unreadable):
        secrets_read(new)
    figures("unreadable", "0 of 5")


@pytest.mark.django_db
def test_a_second_factor_is_sealed_when_it_is_next_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before_the_keys:
        before_the_keys.setattr(SealedSecrets, "encrypt", DefaultMFAAdapter.encrypt)
        old = factors(monkeypatch)[0]
    assert SECRET in everything()
    code = codes.format_hotp_value(codes.hotp_value(SECRET, next(iter(codes.yield_hotp_counters_from_time()))))
    assert codes.take(authenticator=old, code=code)
    assert SECRET not in everything()
    assert not codes.take(authenticator=old, code=code)


@pytest.mark.prove
@pytest.mark.trust("K9", "300 identities rotated twice while 3 others go on saving them")
@pytest.mark.django_db(transaction=True)
def test_keys_change_while_people_write(figures: Figures, settings: Any) -> None:
    person, inspections = UserFactory.create(), [InspectionFactory.create() for _ in range(4)]
    cases = [TrackedCase.objects.create(inspection=one, code=f"P{at}") for one in inspections for at in range(75)]
    rows = [
        CaseIdentity.objects.create(case=case, name=f"Child {case.pk} 0", given_by=person, given_at=clock.now())
        for case in cases
    ]
    written = {row.pk: 0 for row in rows}
    stop, failed = threading.Event(), []

    def save(mine: list[CaseIdentity]) -> None:
        try:
            for turn in itertools.count(1):
                for row in mine:
                    if stop.is_set():
                        return
                    kept = CaseIdentity.objects.get(pk=row.pk)
                    kept.name = f"Child {row.case_id} {turn}"
                    kept.save()
                    written[row.pk] = turn
        except Exception as error:  # noqa: BLE001
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(rows[at::3],)) for at in range(3)]
    with keys(settings, "t1", "t2", "t3"):
        for thread in threads:
            thread.start()
    with keys(settings, "t2", "t1", "t3"):
        sealed.rotate()
    with keys(settings, "t3", "t2", "t1"):
        sealed.rotate()
        stop.set()
        for thread in threads:
            thread.join(60)
        sealed.rotate()
    with keys(settings, "t3"):
        kept = {row.pk: row for row in CaseIdentity.objects.all()}
        lost = sum(kept[row.pk].name != f"Child {row.case_id} {written[row.pk]}" for row in rows)
    figures("unreadable or older than saved", lost)
    figures("saves meanwhile", sum(written.values()))
    assert failed == []
    assert lost == 0
    assert sum(written.values()) > 300


@pytest.mark.django_db
def test_a_sealed_column_is_not_looked_up_or_written_past_its_row() -> None:
    case = child(1)[0]
    with pytest.raises(TypeError, match="is sealed"):
        CaseIdentity.objects.filter(name="Planted1 name words").exists()
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        TrackedCase.objects.filter(pk=case.pk).update(learning="x")
    assert TrackedCase.objects.exclude(learning="").exists()
