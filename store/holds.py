"""Holds: letters kept back on purpose, with a reason and an end; they act when letters are composed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, insert, select, update
from sqlmodel import Session

from states.calendar import last_instant, paris_day
from states.dates import french_day
from states.letters import letters
from states.refusals import BadField, Conflict, Reason, Unknown
from states.texts import LONG, clean_text
from states.words import Word
from store.desk.kinds import TABLES
from store.desk.references import numbered
from store.people.chronicle import Deed, keeper, record
from store.tables.letters import Hold, Letter, LetterStatus
from store.tables.people import Person

HOLD = Hold.__table__  # type: ignore[attr-defined]
LETTER = Letter.__table__  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
LONGEST = timedelta(days=366)


class Scope(Word):
    """What a hold keeps back."""

    PERSON = "person", "une personne"
    OBJECT = "object", "un dossier ou un autre objet suivi"
    KIND = "kind", "une sorte de courriel"
    EVERYTHING = "everything", "tous les courriels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold in force: what it keeps back, why, and the first instant at which it no longer does."""

    id: str
    scope: Scope
    target: str
    reason: str
    ends_at: datetime

    @property
    def until(self) -> date:
        """Its last day."""
        return paris_day(self.ends_at - timedelta(microseconds=1))

    @property
    def sentence(self) -> str:
        """Why a letter has not left, for those who look for it."""
        return f"Retenu jusqu’au {french_day(self.until)} inclus ({self.id}) : {self.reason}"

    def covers(self, letter: str, ref: str, holder: str) -> bool:
        """Whether a letter of that kind, about that object, to an office that this person holds, is kept back."""
        wanted = {Scope.PERSON: holder, Scope.OBJECT: ref, Scope.KIND: letter, Scope.EVERYTHING: ""}
        return wanted[self.scope] == self.target


def longest(holds: Iterable[Held], letter: str, ref: str, holder: str, at: datetime) -> Held | None:
    """Of the holds that cover a letter at an instant, the one that ends last."""
    covering = [one for one in holds if at < one.ends_at and one.covers(letter, ref, holder)]
    return max(covering, key=lambda one: one.ends_at, default=None)


def in_force(session: Session, at: datetime) -> tuple[Held, ...]:
    """Holds that keep something back at that instant."""
    return tuple(_held(row) for row in session.execute(IN_FORCE, {"now": at}).mappings())


def _open(at: Any) -> ColumnElement[bool]:
    return and_(HOLD.c.ends_at > at, HOLD.c.lifted_at.is_(None))


IN_FORCE = select(HOLD).where(_open(bindparam("now")))


def _held(row: RowMapping) -> Held:
    given = {name: row[name] for name in ("id", "target", "reason", "ends_at")}
    return Held(scope=Scope(row["scope"]), **given)


def place(session: Session, *, scope: str, target: str, reason: str, until: date, person: str, at: datetime) -> str:
    """Keep letters back until the end of a day; returns the number of the hold. NotYours, BadField, Conflict."""
    by = keeper(session, person, paris_day(at))
    chosen, why = _scope(scope), _reason(reason)
    row: dict[str, Any] = {
        "scope": chosen.value,
        "target": _target(session, chosen, target.strip()),
        "since": at,
        "ends_at": last_instant(_until(until, paris_day(at))),
        "lifted_at": None,
        "lifted_by": "",
        "person": person,
        "office": by.office,
    }
    _check_new(session, row, at)
    number = numbered(session, f"RET-{paris_day(at).year}")
    session.execute(insert(HOLD).values(id=number, reason=why, **row))
    record(session, "hold", number, Deed.HOLD, row | {"id": number}, at=at, by=by, texts={"reason": why})
    return number


def _scope(scope: str) -> Scope:
    try:
        return Scope(scope)
    except ValueError:
        raise BadField("Portée", scope, f"choisissez parmi : {', '.join(Scope)}.") from None


def _reason(reason: str) -> str:
    why = clean_text("Motif", reason, LONG, lines=True)
    if not why:
        raise BadField("Motif", None, "dites pourquoi ces courriels sont retenus : ce texte s’affiche avec eux.")
    return why


def _until(until: date, today: date) -> date:
    if until < today:
        raise BadField("Jusqu’au", until, "indiquez un jour à venir, ou ce jour : une retenue a toujours une fin.")
    if until > today + LONGEST:
        raise BadField("Jusqu’au", until, "un an au plus ; une retenue plus longue se renouvelle.")
    return until


def _target(session: Session, scope: Scope, target: str) -> str:
    if scope is Scope.EVERYTHING:
        return ""
    if not _KNOWN[scope](session, target):
        raise BadField(_NAMES[scope], target or None, _REMEDIES[scope])
    return target


def _is_person(session: Session, target: str) -> bool:
    return session.execute(select(PERSON.id).where(PERSON.id == target)).first() is not None


def _is_object(session: Session, target: str) -> bool:
    queries = (select(table.c.ref).where(table.c.ref == target) for table in TABLES.values())
    return any(session.execute(query).first() for query in queries)


_KNOWN: dict[Scope, Any] = {
    Scope.PERSON: _is_person,
    Scope.OBJECT: _is_object,
    Scope.KIND: lambda session, target: target in letters(),
}
_NAMES = {Scope.PERSON: "Personne", Scope.OBJECT: "Objet", Scope.KIND: "Sorte de courriel"}
_REMEDIES = {
    Scope.PERSON: "aucune personne n’est connue sous cet identifiant ; choisissez-la dans la liste.",
    Scope.OBJECT: "aucun objet ne porte cette référence ; elle s’écrit comme CMQ-2026-0012 ou 2026-1.",
    Scope.KIND: "cette sorte de courriel n’existe pas ; choisissez-la dans la liste.",
}


def _check_new(session: Session, row: dict[str, Any], at: datetime) -> None:
    same = (HOLD.c.scope == row["scope"]) & (HOLD.c.target == row["target"])
    found = session.execute(select(HOLD).where(_open(at), same)).mappings().first()
    if found:
        known = _held(found)
        sentence = (
            f"La retenue {known.id} porte déjà sur cela, jusqu’au {french_day(known.until)} inclus : "
            "levez-la pour en changer la fin ou le motif."
        )
        raise Conflict(Reason("deja_retenu", sentence))


def lift(session: Session, number: str, *, reason: str, person: str, at: datetime) -> None:
    """End a hold before its day: what it kept back is looked at again at once. NotYours, Unknown, Conflict."""
    by, why = keeper(session, person, paris_day(at)), clean_text("Motif", reason, LONG, lines=True)
    row = session.execute(select(HOLD).where(HOLD.c.id == number).with_for_update()).mappings().first()
    if row is None:
        raise Unknown(Reason("retenue", f"Aucune retenue ne porte le numéro « {number} »."))
    if row["lifted_at"] or row["ends_at"] <= at:
        raise Conflict(Reason("retenue_finie", f"La retenue {number} a déjà pris fin : il n’y a plus rien à lever."))
    changes = {"lifted_at": at, "lifted_by": person}
    session.execute(update(HOLD).where(HOLD.c.id == number).values(**changes))
    record(session, "hold", number, Deed.LIFT, facts_of(dict(row) | changes), at=at, by=by, texts={"why": why})
    look_again(session, at)


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the journal says of a hold: everything but its reason."""
    return {name: value for name, value in row.items() if name != "reason"}


def look_again(session: Session, at: datetime) -> None:
    """Held letters are composed anew, unless another hold still covers them."""
    session.execute(update(LETTER).where(LETTER.c.status == LetterStatus.HELD.value).values(not_before=at))


def listed(session: Session, at: datetime, *, most: int = 100) -> tuple[list[RowMapping], list[RowMapping]]:
    """Holds in force, the first to end first, and those that are over, the latest first."""
    open_ = session.execute(select(HOLD).where(_open(at)).order_by(HOLD.c.ends_at, HOLD.c.id)).mappings().all()
    over = select(HOLD).where(~_open(at)).order_by(HOLD.c.ends_at.desc(), HOLD.c.id.desc()).limit(most)
    return list(open_), list(session.execute(over).mappings())
