"""From a YAML file to a scenario: its acts, journeys and outages. No field can set a state."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from replay.deeds import Deed, Holder, Outage, Scenario
from replay.expecting import expectations
from replay.marked import Lined, Page, load
from replay.objects import KINDS, read_day, read_instant
from states.lifecycles import LIFECYCLES
from states.refusals import BadField, Unknown
from store.reference import catalogue

OWN = Path(__file__).parent / "scenarios"
TOP = frozenset({"title", "begins", "ends", "holders", "outages", "journeys", "cohorts", "acts", "expect"})
SAID = frozenset({"by", "do", "on", "create", "with", "refused", "on_paper"})
ACT, STEP = SAID | {"at", "as"}, SAID | {"day"}
COHORT = frozenset({"journey", "begins", "every_days", "together", "members"})
OUTAGE = frozenset({"begins", "ends"})
HOLDER = frozenset({"office", "name", "gender", "begins", "ends"})
#: « recteur:* » and « recteur:? » are found on the object when the act is done.
SEVERAL = frozenset({"*", "?"})
TRIGGERS = {word.value for lifecycle in LIFECYCLES.values() for word in lifecycle.triggers}


def names() -> tuple[str, ...]:
    """Scenarios that ship with the program."""
    return tuple(sorted(path.stem for path in OWN.glob("*.yaml")))


def read(name: str) -> Scenario:
    """A scenario by name or by file; BadField says where it is wrong."""
    path = OWN / f"{name}.yaml"
    if not path.exists():
        path = Path(name)
    if not path.is_file():
        raise BadField("scénario", name, f"donnez un fichier, ou l’un de : {', '.join(names())}.")
    return _scenario(load(path))


def _scenario(page: Page) -> Scenario:
    top = page.mapping(page.top, 1, TOP, ("title", "begins", "ends"))
    begins, ends = _span(page, top, read_instant)
    deeds = sorted([*_acts(page, top), *_cohorts(page, top)], key=lambda deed: deed.at)
    for deed in deeds:
        if not begins <= deed.at <= ends:
            raise BadField(deed.where, f"{deed.at:%Y-%m-%d}", "hors des bornes « begins » et « ends ».")
    made = {deed.on for deed in deeds if deed.creates}
    for deed in deeds:
        if deed.on.removesuffix(".label") not in made:
            raise BadField(f"{deed.where}, on", deed.on, "aucun acte du scénario ne crée cet objet.")
    return Scenario(
        title=top["title"],
        begins=begins,
        ends=ends,
        deeds=tuple(deeds),
        outages=tuple(_outages(page, top)),
        expectations=tuple(expectations(page, top, made)),
        holders=tuple(_holders(page, top)),
    )


def _span(page: Page, given: Lined, reader: Any) -> tuple[Any, Any]:
    begins, ends = page.read(given, "begins", reader), page.read(given, "ends", reader)
    if ends <= begins:
        raise page.fault(given, "ends", "donnez un moment après « begins ».")
    return begins, ends


def _acts(page: Page, top: Lined) -> Iterator[Deed]:
    for act in page.mappings(top, "acts", ACT, ("at", "by")):
        alias = act.get("as" if "create" in act else "on", "")
        yield _deed(page, act, page.read(act, "at", read_instant), act["by"], alias)


def _deed(page: Page, act: Lined, at: datetime, by: str, on: str, made: Mapping[str, Any] | None = None) -> Deed:
    """One act. `made` are the fields of the object that it creates, of which its own « with » may be a part."""
    creates = page.word(act, "create", KINDS, f"choisissez parmi : {', '.join(KINDS)}.") if "create" in act else ""
    if not creates:
        page.word(act, "do", TRIGGERS, "donnez un acte, comme « sign » (voir docs/lifecycle.md).")
    if not on:
        raise page.fault(act, "as" if creates else "on", "dites sur quel objet porte l’acte.")
    if by.rpartition(":")[2] not in SEVERAL:
        _check_office(page, act, by)
    given = act.get("with", {})
    if not isinstance(given, dict):
        raise page.fault(act, "with", "attendu : des champs, comme « {reason: … } ».")
    return Deed(
        at=at,
        by=by,
        on=on,
        trigger="create" if creates else act["do"],
        creates=creates,
        payload=dict(made or {}) | given,
        refused=act.get("refused", ""),
        on_paper=page.read(act, "on_paper", read_day) if "on_paper" in act else None,
        where=page.where(act.line),
    )


def _check_office(page: Page, act: Lined, by: str) -> None:
    try:
        _known_office("by", by)
    except BadField as fault:
        raise page.fault(act, "by", fault.remedy) from None


def _cohorts(page: Page, top: Lined) -> Iterator[Deed]:
    journeys = top.get("journeys", Lined())
    if not isinstance(journeys, Lined):
        raise page.fault(top, "journeys", "attendu : des noms, chacun suivi d’une liste d’actes.")
    for cohort in page.mappings(top, "cohorts", COHORT, ("journey", "begins", "members")):
        known = ", ".join(journeys) or "aucun"
        name = page.word(cohort, "journey", journeys, f"parcours connus : {known}.")
        start, step = page.read(cohort, "begins", read_instant), page.number(cohort, "every_days")
        together = max(1, int(page.number(cohort, "together", "1")))
        for rank, (member, line) in enumerate(page.items(cohort, "members")):
            begins = start + timedelta(days=rank // together * step)
            yield from _member(page, journeys, name, member, line, begins)


def _member(page: Page, journeys: Lined, name: str, member: Any, line: int, begins: datetime) -> Iterator[Deed]:
    fields = dict(member) if isinstance(member, Lined) else {"as": member}
    alias = fields.pop("as", None)
    if not alias:
        raise BadField(page.where(line), member, "donnez à chaque membre un nom : « as ».")
    for act in page.mappings(journeys, name, STEP, ("by", "day")):
        at = begins + timedelta(days=page.number(act, "day"))
        by, on = _office(page, act, fields), act.get("on", alias).replace("{as}", alias)
        yield _deed(page, act, at, by, on, fields if "create" in act else None)


def _office(page: Page, act: Lined, fields: Mapping[str, Any]) -> str:
    """« rectorate_officer:{academies} » is the one of the member's first académie."""
    try:
        by: str = act["by"].format(**{name: v[0] if isinstance(v, list) else v for name, v in fields.items()})
    except KeyError as missing:
        raise page.fault(act, "by", f"ce parcours demande à chaque membre un champ « {missing.args[0]} ».") from None
    return by


def _outages(page: Page, top: Lined) -> Iterator[Outage]:
    for given in page.mappings(top, "outages", OUTAGE, ("begins", "ends")):
        begins, ends = _span(page, given, read_instant)
        yield Outage(begins=begins, ends=ends)


def _holders(page: Page, top: Lined) -> Iterator[Holder]:
    for given in page.mappings(top, "holders", HOLDER, ("office", "name", "gender", "begins")):
        first, _, family = given["name"].partition(" ")
        yield Holder(
            office=page.read(given, "office", _known_office),
            given_name=first,
            family_name=family or first,
            gender=page.word(given, "gender", ("f", "m"), "écrivez « f » ou « m »."),
            starts_on=page.read(given, "begins", read_day),
            ends_on=page.read(given, "ends", read_day) if "ends" in given else None,
            person=given["name"],
        )


def _known_office(field: str, value: str) -> str:
    try:
        return catalogue.office(value).id
    except Unknown:
        raise BadField(field, value, "aucune fonction ne porte ce nom (comme « recteur:14 »).") from None
