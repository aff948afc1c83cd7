"""The journal as an event log: every event of every application, and each trace walks on the exported procedure."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from states.application.words import State
from states.refusals import BadField
from store.desk.chain import TEXT
from store.desk.kinds import TABLES
from store.exporting import xes
from store.exporting.bpmn import export
from store.tables.people import Person
from tests.store.exporting.conftest import Log, logged
from tests.store.exporting.reading import Process, gap, moves, read, traces, values
from tests.walking import World

APPLICATION = TABLES["application"].c
PERSON = Person.__table__.c  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def process() -> Process:
    return read(export("application"))


def test_every_event_of_every_application_is_there_in_order_and_in_slices(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [row["ref"] for row in either.rows(select(APPLICATION.ref).order_by(APPLICATION.ref))]
    whole = logged(either)
    found = traces(whole)
    assert list(found) == refs
    for ref in refs:
        told = [(one["declencheur"], one["etape_avant"], one["etape_apres"]) for one in found[ref]]
        assert told == [(e["trigger"], e["source"], e["target"]) for e in either.events("application", ref)]
    monkeypatch.setattr(xes, "TOGETHER", 1)
    assert logged(either) == whole


def test_each_event_says_when_who_and_what_it_was(log: Log) -> None:
    found = traces(log("2016-1"))["CMQ-2016-0001"]
    created, submitted = found[0], next(one for one in found if one["declencheur"] == "submit")
    assert created["time:timestamp"].startswith("2016-05-01T")
    assert created["time:timestamp"].endswith("+02:00")
    assert (created["org:role"], created["nature"]) == ("Services du rectorat", "act")
    assert "Rennes" in created["org:group"]
    assert (submitted["concept:name"], submitted["nature"]) == ("Déposer", "join")
    assert submitted["org:role"] == "Le système"
    assert {one["lifecycle:transition"] for one in found} == {"complete"}
    assert all(one["time:timestamp"] <= then["time:timestamp"] for one, then in pairwise(found))


def test_each_trace_says_its_wave_its_edition_and_its_territories(log: Log) -> None:
    root = read(log("2016-1")).root
    first = next(one for one in root if one.tag.endswith("trace"))
    told = {"vague": "2016-1", "demande": "Première demande", "edition": "2014", "academies": "Rennes"}
    assert told | {"regions": "Bretagne", "fictif": "false", "concept:name": "CMQ-2016-0001"} == values(first)


def test_what_is_declared_for_all_is_on_each(log: Log) -> None:
    """Tools rely on it."""
    root = read(log("")).root
    space = "{http://www.xes-standard.org/}"
    declared = {one.attrib["scope"]: set(values(one)) for one in root.iter(f"{space}global")}
    for scope in ("trace", "event"):
        assert all(set(values(one)) == declared[scope] for one in root.iter(f"{space}{scope}"))
    keys = {key for one in root.iter(f"{space}classifier") for key in one.attrib["keys"].split()}
    assert keys <= declared["event"]
    prefixes = {one.attrib["prefix"] for one in root.iter(f"{space}extension")}
    assert {key.partition(":")[0] for key in declared["event"] if ":" in key} == prefixes


def test_a_wave_alone(log: Log) -> None:
    assert len(traces(log("2016-1"))) == 2
    assert len(traces(log("2017-1"))) == 1


def test_an_unknown_wave_is_refused_by_its_name(log: Log) -> None:
    with pytest.raises(BadField, match="2031-9"):
        log("2031-9")


def test_it_names_nobody_and_quotes_nothing(world: World, log: Log) -> None:
    content = log("").decode()
    people = world.rows(select(PERSON.family_name, PERSON.email, PERSON.id))
    texts = [row["text"] for row in world.rows(select(TEXT.c.text)) if len(row["text"] or "") > 20]
    assert people
    assert texts
    assert not [told for row in people for told in row.values() if told in content]
    assert not [told for told in texts if told in content]


def test_each_trace_walks_on_the_exported_procedure(log: Log, process: Process) -> None:
    found = traces(log(""))
    assert len(moves(found["CMQ-2016-0001"])) > 10
    for events in found.values():
        assert gap(process, moves(events), State.NOWHERE) == ""


def test_a_log_without_one_of_its_events_is_noticed_and_the_missing_step_named(log: Log, process: Process) -> None:
    """The control."""
    walked = moves(traces(log("2016-1"))["CMQ-2016-0001"])
    for left_out in walked[1:-1]:
        said = gap(process, [one for one in walked if one is not left_out], State.NOWHERE)
        assert said.startswith("il manque une étape")
        assert left_out.name in said


def test_a_step_in_the_place_of_another_is_noticed(log: Log, process: Process) -> None:
    first, *others = moves(traces(log("2016-1"))["CMQ-2016-0001"])
    wrong = type(first)("Labelliser", first.source, first.target)
    assert "ne mène pas" in gap(process, [wrong, *others], State.NOWHERE)


def test_a_file_taken_over_enters_by_an_event_that_no_table_declares() -> None:
    assert [xes.nature_of(trigger, "nowhere") for trigger in ("import", "create")] == ["import", "act"]
