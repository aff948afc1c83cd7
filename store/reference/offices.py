"""Offices: the national ones as listed, the territorial ones by applying each rule to each territory of its kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from states.roles import Role, office, role_of, scope_of
from store.reference.dating import Provenance
from store.reference.records import Naming, Office, Territory, Title
from store.reference.sheets import Line, lines

PARIS = ("Europe/Paris", "75")

Titles = dict[str, tuple[Title, ...]]


def _title(line: Line) -> Title:
    return Title(
        masculine=line.text("masculine"),
        feminine=line.text("feminine"),
        neutral=line.text("neutral"),
        provenance=Provenance(line.text("provenance")),
    )


def _dated_title(line: Line) -> Title:
    return replace(_title(line), valid_from=line.day("valid_from"), valid_to=line.day("valid_to"))


def _dated_titles() -> Titles:
    titles: defaultdict[str, tuple[Title, ...]] = defaultdict(tuple)
    for line in lines("office_titles"):
        titles[line.text("office")] += (_dated_title(line),)
    return titles


def _national(line: Line, dated: Titles) -> Office:
    name = line.text("id")
    timezone, department = PARIS
    return Office(
        id=name,
        role=role_of(name),
        scope=scope_of(name),
        territory="",
        titles=(*dated.get(name, ()), _title(line)),
        superior=line.text("superior"),
        mailbox=line.text("mailbox"),
        timezone=timezone,
        holiday_department=department,
        valid_from=line.day("valid_from"),
        valid_to=line.day("valid_to"),
    )


def _ruled_title(rule: Line, naming: Naming) -> Title:
    forms = {
        "name": naming.name,
        "of_name": naming.of_name,
        "title": naming.title,
        "of_title": naming.of_title,
    }
    return Title(
        masculine=rule.text("masculine").format_map(forms),
        feminine=rule.text("feminine").format_map(forms),
        neutral=rule.text("neutral").format_map(forms),
        provenance=naming.provenance,
        valid_from=naming.valid_from,
        valid_to=naming.valid_to,
    )


def _territorial(rule: Line, territory: Territory, dated: Titles) -> Office:
    name = office(Role(rule.text("role")), territory.code)
    place = {"code": territory.code, "host": territory.host, "slug": territory.host.partition("-")[2]}
    return Office(
        id=name,
        role=role_of(name),
        scope=territory.code,
        territory=territory.ref,
        titles=(*dated.get(name, ()), *(_ruled_title(rule, naming) for naming in territory.names)),
        superior=rule.text("superior").format_map(place),
        mailbox=rule.text("mailbox").format_map(place),
        timezone=territory.timezone,
        holiday_department=territory.holiday_department,
        valid_from=territory.valid_from,
        valid_to=territory.valid_to,
    )


def _territorial_offices(territories: Iterable[Territory], dated: Titles) -> Iterator[Office]:
    rules = lines("office_rules")
    for territory in territories:
        for rule in rules:
            if rule.text("kind") == territory.kind:
                yield _territorial(rule, territory, dated)


def read_offices(territories: Iterable[Territory]) -> tuple[Office, ...]:
    """Every office that ever was, national ones first."""
    dated = _dated_titles()
    national = tuple(_national(line, dated) for line in lines("national_offices"))
    return (*national, *_territorial_offices(territories, dated))
