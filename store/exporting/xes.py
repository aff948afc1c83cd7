"""The journal as an event log (XES, IEEE 1849): a trace for each application, an event for each of its events.

No name and no free text: the journal keeps them apart, and this leaves them there. Read in slices and written as it
comes: the length of the log does not matter.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from states.application.words import Kind
from states.calendar import PARIS
from states.declaration import Nature
from states.lifecycles import LIFECYCLES
from states.refusals import BadField
from states.roles import role_of
from store.board.names import title_of
from store.desk.chain import EVENT
from store.desk.kinds import TABLES
from store.people.chronicle import Deed, trigger_of
from store.reference import catalogue
from store.reference.records import Kind as Side

KIND = "application"
APPLICATION, WAVE = TABLES[KIND].c, TABLES["wave"].c
TOGETHER = 200
TOLD = ("ref", "name", "kind", "wave_ref", "fictitious", "facts")
HAPPENED = ("ref", "seq", "trigger", "source", "target", "office", "at", "legal_date")
EXTENSIONS = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}
Values = Mapping[str, str | bool | datetime]
#: A trace or an event without one of these is none of ours: tools may rely on them.
TRACE: Values = {
    "concept:name": "",
    "vague": "",
    "demande": "",
    "edition": "",
    "academies": "",
    "regions": "",
    "fictif": False,
}
HAPPENING: Values = {
    "concept:name": "",
    "time:timestamp": datetime(1970, 1, 1, tzinfo=PARIS),
    "lifecycle:transition": "complete",
    "org:role": "",
    "org:group": "",
    "declencheur": "",
    "etape_avant": "",
    "etape_apres": "",
    "nature": "",
    "date_legale": "",
    "change_etape": False,
}
CLASSIFIERS = {"Acte": "concept:name", "Acte_et_étape": "concept:name etape_apres", "Fonction": "org:role"}


def export(session: Session, wave: str = "") -> Iterator[bytes]:
    """The log of every application, or of those of a wave; BadField when there is no such wave."""
    if wave and session.execute(select(WAVE.ref).where(WAVE.ref == wave)).first() is None:
        raise BadField("wave", wave, "aucune vague ne porte ce code : choisissez-en un de la page des vagues.")
    return (part.encode() for part in _log(session, wave))


def _log(session: Session, wave: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'\t<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    for scope, values in (("trace", TRACE), ("event", HAPPENING)):
        yield f'\t<global scope="{scope}">\n{_attributes(values, 2)}\t</global>\n'
    for name, keys in CLASSIFIERS.items():
        yield f"\t<classifier name={quoteattr(name)} keys={quoteattr(keys)}/>\n"
    yield _attributes({"concept:name": f"Campus Label {wave}".strip(), "lifecycle:model": "standard"}, 1)
    for applications in _slices(session, wave):
        yield from _traces(session, applications)
    yield "</log>\n"


def _slices(session: Session, wave: str) -> Iterator[Sequence[Row[Any]]]:
    last = ""
    while found := session.execute(_next(wave, last)).all():
        yield found
        last = found[-1].ref


def _next(wave: str, last: str) -> Select[Any]:
    query = select(*(APPLICATION[name] for name in TOLD)).where(APPLICATION.ref > last)
    query = query.where(APPLICATION.wave_ref == wave) if wave else query
    return query.order_by(APPLICATION.ref).limit(TOGETHER)


def _traces(session: Session, applications: Sequence[Row[Any]]) -> Iterator[str]:
    query = select(*(EVENT.c[name] for name in HAPPENED)).where(EVENT.c.kind == KIND)
    query = query.where(EVENT.c.ref.in_([row.ref for row in applications])).order_by(EVENT.c.ref, EVENT.c.seq)
    events = {ref: list(found) for ref, found in groupby(session.execute(query), key=lambda event: event.ref)}
    for row in applications:
        yield f"\t<trace>\n{_attributes(_trace(row), 2)}"
        for event in events.get(row.ref, ()):
            yield f"\t\t<event>\n{_attributes(_event(event), 3)}\t\t</event>\n"
        yield "\t</trace>\n"


def _trace(row: Row[Any]) -> Values:
    facts = json.loads(row.facts)
    return {
        "concept:name": row.ref,
        "vague": row.wave_ref,
        "demande": Kind(row.kind).label,
        "edition": facts["edition"],
        "academies": _named(Side.ACADEMIE, facts["academies"]),
        "regions": _named(Side.REGION, facts["regions"]),
        "fictif": bool(row.fictitious),
    }


def _named(side: Side, codes: Sequence[str]) -> str:
    return ", ".join(catalogue.territory(f"{side.value}:{code}").name for code in codes)


def _event(event: Row[Any]) -> Values:
    return {
        "concept:name": _step(event.trigger),
        "time:timestamp": event.at,
        "lifecycle:transition": "complete",
        "org:role": role_of(event.office).label,
        "org:group": title_of(event.office, event.legal_date),
        "declencheur": event.trigger,
        "etape_avant": event.source,
        "etape_apres": event.target,
        "nature": nature_of(event.trigger, event.source),
        "date_legale": event.legal_date.isoformat(),
        "change_etape": event.source != event.target,
    }


@cache
def nature_of(trigger: str, source: str) -> str:
    """Act, timer or join; or a file taken over, which no table declares."""
    if trigger == Deed.IMPORT.value:
        return trigger
    steps = LIFECYCLES[KIND].steps
    declared = (step for step in steps if step.trigger.value == trigger and source in step.sources)
    found = next(declared, None)
    return (found.nature if found else Nature.ACT).value


def _attributes(values: Values, depth: int) -> str:
    return "".join([_attribute(depth, key, value) for key, value in values.items()])


def _attribute(depth: int, key: str, value: str | bool | datetime) -> str:
    if isinstance(value, datetime):
        return _written(depth, "date", key, value.astimezone(PARIS).isoformat(timespec="milliseconds"))
    if isinstance(value, bool):
        return _repeated(depth, "boolean", key, "true" if value else "false")
    return _repeated(depth, "string", key, value)


def _written(depth: int, tag: str, key: str, value: str) -> str:
    return f"{chr(9) * depth}<{tag} key={quoteattr(key)} value={quoteattr(value)}/>\n"


#: The same steps, offices and days come back all the time: two thirds of the work.
_repeated = lru_cache(maxsize=4096)(_written)


@cache
def _step(trigger: str) -> str:
    return trigger_of(KIND, trigger).label
