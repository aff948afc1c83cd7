"""From a YAML file to a scenario; every fault names the file, the line and the remedy."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from replay.deeds import Deed, Expectation, Holder, Outage, Scenario
from replay.objects import KINDS, read_day, read_instant
from states.lifecycles import LIFECYCLES
from states.refusals import BadField, Refusal

OWN = Path(__file__).parent / "scenarios"
TOP = frozenset({"title", "begins", "ends", "holders", "outages", "journeys", "cohorts", "acts", "expect"})
ACT = frozenset({"at", "day", "by", "do", "on", "create", "as", "with", "refused", "on_paper"})
COHORT = frozenset({"journey", "begins", "every_days", "together", "members"})
EXPECT = frozenset({"at", "state", "of", "count", "kind", "is", "letter", "to", "refused", "legal_date", "act"})
#: What an expectation is about, the first found telling; « count » may also say how many of the others.
ABOUT = ("state", "letter", "refused", "legal_date", "count")
TRIGGERS = {word.value for lifecycle in LIFECYCLES.values() for word in lifecycle.triggers}


class Lined(dict[str, Any]):
    """A mapping that knows the line on which it begins."""

    line: int = 0


class _Loader(yaml.BaseLoader):
    """Every scalar stays the text that was written: « 05 » is a code, not a number."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line = node.start_mark.line + 1
    for key, value in node.value:
        name = loader.construct_object(key)
        if name in found:
            raise yaml.MarkedYAMLError(problem=f"« {name} » est écrit deux fois", problem_mark=key.start_mark)
        found[name] = loader.construct_object(value, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


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
    return _Reader(path).scenario()


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            top = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        except UnicodeDecodeError:
            raise BadField("scénario", path.name, "enregistrez le fichier en UTF-8.") from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise BadField(f"{path.name}, ligne {line}", None, f"ce n’est pas du YAML : {error.problem}.") from None
        if not isinstance(top, Lined):
            raise BadField("scénario", path.name, f"le fichier doit avoir les rubriques {', '.join(sorted(TOP))}.")
        self.top = top

    def where(self, line: int) -> str:
        return f"{self.path.name}, ligne {line}"

    def check(self, given: Any, known: frozenset[str], needed: Sequence[str] = ()) -> Lined:
        if not isinstance(given, Lined):
            raise BadField(self.where(self.top.line), given, f"attendu : des champs parmi {', '.join(sorted(known))}.")
        for name in given:
            if name not in known:
                remedy = f"champ inconnu ; attendus : {', '.join(sorted(known))}."
                raise BadField(f"{self.where(given.line)}, {name}", given[name], remedy)
        for name in needed:
            if name not in given:
                raise BadField(f"{self.where(given.line)}, {name}", None, "ce champ est obligatoire.")
        return given

    def instant(self, given: Lined, name: str) -> Any:
        return self._read(given, name, read_instant)

    def day(self, given: Lined, name: str) -> Any:
        return self._read(given, name, read_day)

    def number(self, given: Lined, name: str, default: str = "") -> float:
        try:
            return float(given.get(name, default))
        except (TypeError, ValueError):
            raise BadField(f"{self.where(given.line)}, {name}", given[name], "écrivez un nombre de jours.") from None

    def _read(self, given: Lined, name: str, reader: Any) -> Any:
        try:
            return reader(name, given[name])
        except Refusal as refusal:
            raise BadField(f"{self.where(given.line)}, {name}", given[name], refusal.reasons[0].sentence) from None

    def scenario(self) -> Scenario:
        top = self.check(self.top, TOP, ("title", "begins", "ends"))
        deeds = [*self.acts(top.get("acts", [])), *self.cohorts()]
        begins, ends = self.instant(top, "begins"), self.instant(top, "ends")
        for deed in deeds:
            if not begins <= deed.at <= ends:
                raise BadField(deed.where, f"{deed.at:%Y-%m-%d}", "hors des bornes « begins » et « ends ».")
        return Scenario(
            title=top["title"],
            begins=begins,
            ends=ends,
            deeds=tuple(sorted(deeds, key=lambda deed: deed.at)),
            outages=tuple(self.outages()),
            expectations=tuple(self.expectations()),
            holders=tuple(self.holders()),
        )

    def acts(self, given: Any) -> Iterator[Deed]:
        for one in given:
            act = self.check(one, ACT, ("at", "by"))
            yield self.deed(act, self.instant(act, "at"), on=act.get("as") or act.get("on", ""))

    def deed(self, act: Lined, at: Any, on: str, extra: Mapping[str, Any] | None = None) -> Deed:
        where, creates = self.where(act.line), act.get("create", "")
        trigger = "create" if creates else act.get("do", "")
        if creates and creates not in KINDS:
            raise BadField(f"{where}, create", creates, f"choisissez parmi : {', '.join(KINDS)}.")
        if trigger not in TRIGGERS:
            raise BadField(f"{where}, do", trigger, "donnez un acte, comme « sign » (voir docs/lifecycle.md).")
        if not on:
            raise BadField(f"{where}, on", None, "dites sur quel objet porte l’acte.")
        return Deed(
            at=at,
            by=act["by"],
            on=on,
            trigger=trigger,
            creates=creates,
            payload=dict(extra or {}) | dict(act.get("with", {})),
            refused=act.get("refused", ""),
            on_paper=self.day(act, "on_paper") if "on_paper" in act else None,
            where=where,
        )

    def cohorts(self) -> Iterator[Deed]:
        journeys = self.top.get("journeys", {})
        for one in self.top.get("cohorts", []):
            cohort = self.check(one, COHORT, ("journey", "begins", "members"))
            if cohort["journey"] not in journeys:
                known = ", ".join(journeys) or "aucun"
                raise BadField(f"{self.where(cohort.line)}, journey", cohort["journey"], f"parcours connus : {known}.")
            yield from self.members(cohort, journeys[cohort["journey"]])

    def members(self, cohort: Lined, journey: Any) -> Iterator[Deed]:
        start, step = self.instant(cohort, "begins"), self.number(cohort, "every_days", "0")
        together = max(1, int(self.number(cohort, "together", "1")))
        for number, member in enumerate(cohort["members"]):
            fields = dict(member) if isinstance(member, Lined) else {"as": member}
            alias = fields.pop("as", None)
            if not alias:
                raise BadField(self.where(cohort.line), member, "donnez à chaque membre un nom : « as ».")
            for one in journey:
                act = self.check(one, ACT, ("by", "day"))
                at = start + timedelta(days=number // together * step + self.number(act, "day"))
                by = act["by"].format(**{k: v[0] if isinstance(v, list) else v for k, v in fields.items()})
                on = act.get("on", "{as}").replace("{as}", alias)
                yield self.deed(_by(act, by), at, on, fields if "create" in act else None)

    def outages(self) -> Iterator[Outage]:
        for one in self.top.get("outages", []):
            given = self.check(one, frozenset({"begins", "ends"}), ("begins", "ends"))
            yield Outage(begins=self.instant(given, "begins"), ends=self.instant(given, "ends"))

    def expectations(self) -> Iterator[Expectation]:
        for one in self.top.get("expect", []):
            given = self.check(one, EXPECT)
            what = next((name for name in ABOUT if name in given), "")
            if not what:
                raise BadField(self.where(given.line), None, f"attendu : l’un de {', '.join(ABOUT)}.")
            at = self.instant(given, "at") if "at" in given else None
            yield Expectation(what=what, given=dict(given), at=at, where=self.where(given.line))

    def holders(self) -> Iterator[Holder]:
        known = frozenset({"office", "name", "gender", "begins", "ends"})
        for one in self.top.get("holders", []):
            given = self.check(one, known, ("office", "name", "gender", "begins"))
            first, _, family = given["name"].partition(" ")
            yield Holder(
                office=given["office"],
                given_name=first,
                family_name=family or first,
                gender=given["gender"],
                starts_on=self.day(given, "begins"),
                ends_on=self.day(given, "ends") if "ends" in given else None,
                person=given["name"],
            )


def _by(act: Lined, by: str) -> Lined:
    """The act of a journey, done by the office of one member."""
    found = Lined(act | {"by": by})
    found.line = act.line
    return found
