"""What a letter is about: the facts as of the act for the letters of acts, as they stand for reminders."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from notifications.addresses import one_line
from notifications.troubles import open_troubles
from notifications.wording.context import ActDone, Born, Item
from notifications.wording.grounds import grounds
from notifications.wording.recipients import Directory
from notifications.wording.rendering import Rendered
from notifications.wording.titles import with_article
from states.deadlines import awaited
from states.editions import EDITIONS, Edition
from states.facts import Quality
from states.lifecycles import LIFECYCLES
from states.settle import settle
from store.desk import snapshots
from store.desk.borrowing import Row, borrow_all
from store.desk.kinds import TABLES
from store.reference.records import Gender
from store.settings import settings
from store.tables.journal import Event, EventText
from store.tables.people import Person

EVENT = Event.__table__  # type: ignore[attr-defined]
TEXT = EventText.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
PATHS = {"application": "dossiers", "wave": "vagues", "label": "labels", "order": "arretes", "session": "seances"}
# Built once: every batch asks them all.
_THESE: BindParameter[Any] = bindparam("of", expanding=True)
ROWS = {kind: select(table).where(table.c.ref.in_(_THESE)) for kind, table in TABLES.items()}
EVENTS = select(EVENT).where(EVENT.c.id.in_(_THESE))
TEXTS = select(TEXT.event, TEXT.name, TEXT.text).where(TEXT.event.in_(_THESE))
PEOPLE = select(PERSON.id, PERSON.given_name, PERSON.family_name, PERSON.gender).where(PERSON.id.in_(_THESE))
_LABEL = TABLES["label"].c
BORN = (
    select(EVENT.c.ref, EVENT.c.facts)
    .join_from(TABLES["label"], EVENT, (EVENT.c.kind == "label") & (EVENT.c.ref == _LABEL.ref))
    .where(_LABEL.application == bindparam("of"), EVENT.c.seq == 1)
    .order_by(EVENT.c.id)
)
HELD = frozenset({Quality.HOLDER.value, Quality.ACTING.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What all recipients of a letter are told about: the object, its facts, and the act if there is one."""

    item: Item
    facts: Any
    wave: Any
    rules: Edition | None
    act: ActDone | None
    awaiting: tuple[str, ...]
    version: int
    row_awaiting: frozenset[str]
    #: What has been worded of it for this batch, by what makes the words of one reader differ from another’s.
    words: dict[Hashable, Rendered] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Gathering:
    """Reads each object, event and person once for a batch of letters."""

    session: Session
    at: datetime
    directory: Directory
    rows: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    events: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    lent: dict[Any, Any] = field(default_factory=dict)
    apart: bool = False
    subjects: dict[Any, Subject] = field(default_factory=dict)
    troubles: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)

    def read(self, letters: Iterable[Mapping[str, Any]]) -> None:
        """Everything that a batch needs and that can be read at once."""
        wanted: dict[str, set[str]] = {}
        for letter in letters:
            wanted.setdefault(letter["kind"], set()).add(letter["ref"])
        for kind, refs in wanted.items():
            found = self.session.execute(ROWS[kind], {"of": list(refs)}).mappings()
            self.rows |= {(kind, row["ref"]): dict(row) for row in found}
        for kind, ref in (key for key, row in self.rows.items() if row["troubled"]):
            for code, office, _ in open_troubles(self.session, kind, ref):
                known = self.troubles.get((kind, ref, office), frozenset())
                self.troubles[kind, ref, office] = known | {code}
        self._read_events({letter["event"] for letter in letters if letter["event"] is not None})

    def offices(self) -> set[str]:
        """Those that are awaited, or have acted."""
        awaited_ = {office for row in self.rows.values() for office in row["awaiting"].split()}
        return awaited_ | {event["office"] for event in self.events.values()}

    def _read_events(self, ids: set[int]) -> None:
        if not ids:
            return
        found = self.session.execute(EVENTS, {"of": list(ids)}).mappings()
        self.events |= {row["id"]: dict(row) for row in found}
        for event, name, text in self.session.execute(TEXTS, {"of": list(ids)}):
            self.texts.setdefault(event, {})[name] = text or ""
        self._read_people({self.events[event]["person"] for event in ids})

    def _read_people(self, ids: set[str]) -> None:
        for one, given, family, gender in self.session.execute(PEOPLE, {"of": list(ids)}):
            self.people[one] = (one_line(f"{given} {family}"), gender)

    def of_act(self, kind: str, ref: str, event: int) -> Subject:
        """As of the act that the letter tells of."""
        if event not in self.subjects:
            row = self.events[event]
            alike = {one["id"]: one for one in self.events.values() if (one["kind"], one["at"]) == (kind, row["at"])}
            facts = self._facts(kind, row["at"], event, alike)
            self.subjects[event] = self._subject(kind, ref, facts, self._act(kind, row, facts))
        return self.subjects[event]

    def fresh(self, kind: str, ref: str) -> Subject:
        """As it stands now, what dates have already done included."""
        if (kind, ref) not in self.subjects:
            alike = {key: row for key, row in self.rows.items() if key[0] == kind}
            facts = self._facts(kind, self.at, (kind, ref), alike, fresh=True)
            moved = settle(facts, self.at)
            self.subjects[kind, ref] = self._subject(kind, ref, moved[-1].after if moved else facts, None)
        return self.subjects[kind, ref]

    def _facts(self, kind: str, at: datetime, which: Any, alike: Mapping[Any, Row], *, fresh: bool = False) -> Any:
        """Of one of several rows, which are completed together; each apart once one of them could not be read."""
        if which not in self.lent and not self.apart:
            try:
                self.lent |= self._lend(kind, at, alike, fresh)
            except SQLAlchemyError:
                raise
            except Exception:
                self.apart = True  # Whichever is at fault will say so by itself.
        if which not in self.lent:
            self.lent |= self._lend(kind, at, {which: alike[which]}, fresh)
        return self.lent[which]

    def _lend(self, kind: str, at: datetime, rows: Mapping[Any, Row], fresh: bool) -> dict[Any, Any]:
        asking = [(snapshots.load(kind, row["facts"]), row if fresh else None) for row in rows.values()]
        return dict(zip(rows, borrow_all(self.session, kind, asking, at, choices=False), strict=True))

    def _subject(self, kind: str, ref: str, facts: Any, act: ActDone | None) -> Subject:
        row, waiting = self.rows[kind, ref], awaited(facts)
        self.directory.meet(waiting)
        return Subject(
            item=_item(kind, row, facts),
            facts=facts,
            wave=facts if kind == "wave" else getattr(facts, "wave", None),
            rules=_rules(kind, facts, act.at if act else self.at),
            act=act,
            awaiting=tuple(self.directory.title_of(office) for office in waiting),
            version=row["version"],
            row_awaiting=frozenset(row["awaiting"].split()),
        )

    def _act(self, kind: str, row: Mapping[str, Any], facts: Any) -> ActDone:
        lifecycle = LIFECYCLES[kind]
        trigger, source = lifecycle.triggers(row["trigger"]), lifecycle.states(row["source"])
        steps = [step for step in lifecycle.steps_from[source] if step.trigger == trigger]
        person, gender = self.people.get(row["person"], ("", ""))
        own = cast(Gender, gender) if row["quality"] in HELD else self.directory.gender(row["office"])
        return ActDone(
            label=trigger.label,
            actor=with_article(row["office"], row["legal_date"], own),
            person=person,
            quality=Quality(row["quality"]).label,
            at=row["at"],
            legal_date=row["legal_date"],
            law=steps[0].law if steps else "",
            consequence=steps[0].consequence if steps else "",
            texts=self.texts.get(row["id"]) or self._grounds(row, facts),
            born=self._born(row["ref"]) if steps and steps[0].births else None,
        )

    def _born(self, application: str) -> Born | None:
        """As it was created: what has changed since is told by letters of its own."""
        row = self.session.execute(BORN, {"of": application}).first()
        if row is None:
            return None
        return Born(facts=snapshots.load("label", row.facts), url=f"{settings().public_url}/{PATHS['label']}/{row.ref}")

    def _grounds(self, row: Mapping[str, Any], facts: Any) -> dict[str, str]:
        deciders = tuple(signature.office for signature in getattr(facts, "decisions", ()))
        return grounds(self.session, row, deciders) if deciders else {}


def _item(kind: str, row: Mapping[str, Any], facts: Any) -> Item:
    stage = LIFECYCLES[kind].stage_of[facts.state]
    return Item(
        ref=facts.ref,
        name=one_line(row["name"]),
        kind=kind,
        state=facts.state.label,
        public_state=stage.public or facts.state.label,
        url=f"{settings().public_url}/{PATHS[kind]}/{facts.ref}",
    )


def _rules(kind: str, facts: Any, at: datetime) -> Edition | None:
    if kind == "wave":
        return cast(Edition, facts.rules(at))
    return EDITIONS.get(getattr(facts, "edition", ""))
