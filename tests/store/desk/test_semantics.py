"""What the desk promises: settle before acting, reception that counts, joins and ripples in one transaction."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from states.agenda import rungs
from states.refusals import Blocked, Conflict, OutOfOrder
from states.wave.words import LatePolicy
from store.desk import desk
from store.desk.actors import Paper
from store.desk.kinds import TABLES
from store.desk.writing import mirror
from store.session import transaction
from store.tables.documents import Attachment, Content
from store.tables.journal import EventText, SignatureRecord
from store.tables.letters import Letter, Rung
from store.tables.objects import Awaiting
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    EVENT,
    HEAD,
    OPENS,
    WAVE,
    World,
    ask_signatures,
    draft,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published_wave,
    reviewed,
    signed_by_all,
    write_file,
)

SECOND, MARGIN = timedelta(seconds=1), timedelta(minutes=2)
TEXT = EventText.__table__  # type: ignore[attr-defined]
LETTER = Letter.__table__  # type: ignore[attr-defined]
SIGNATURE = SignatureRecord.__table__  # type: ignore[attr-defined]


@pytest.fixture
def open_wave(small_world: World) -> World:
    """A wave open to filing, on SQLite."""
    published_wave(small_world)
    small_world.at = OPENS + 30 * DAY
    return small_world


def test_an_act_first_moves_the_wave_of_its_application(open_wave: World) -> None:
    assert open_wave.state("wave", WAVE) == "published"
    draft(open_wave)
    assert open_wave.state("wave", WAVE) == "open"
    opening = open_wave.events("wave", WAVE)[-1]
    assert (opening["trigger"], opening["at"], opening["recorded_at"]) == ("open", OPENS, open_wave.at)


def test_what_a_date_has_done_is_written_as_of_its_own_instant_with_the_act_that_comes_after(open_wave: World) -> None:
    ref = draft(open_wave)
    open_wave.at = CLOSES + MARGIN + DAY
    with pytest.raises(OutOfOrder, match="Caduc"):
        open_wave.act("application", ref, "edit", "rectorate_officer:14", sector="numerique")
    assert open_wave.state("application", ref) == "draft"
    open_wave.sweep()
    lapse = open_wave.events("application", ref)[-1]
    assert (lapse["trigger"], lapse["at"]) == ("lapse", CLOSES + MARGIN)
    assert lapse["legal_date"] == date(2016, 9, 30)


def test_the_last_signature_files_the_application_in_its_own_transaction(open_wave: World) -> None:
    ref = filed(open_wave, draft(open_wave))
    *_, signature, filing = open_wave.events("application", ref)
    assert (filing["trigger"], filing["office"], filing["cause"]) == ("submit", "system", signature["id"])
    assert signature["cause"] is None
    assert open_wave.row("application", ref)["submitted_at"] == open_wave.at


def test_a_filing_is_complete_at_its_last_signature_whichever_was_treated_last(small_world: World) -> None:
    open_wave = small_world
    published_wave(open_wave, late_policy=LatePolicy.ACCEPT_WITH_REASON)
    open_wave.at = OPENS + 30 * DAY
    on_time, late = draft(open_wave), draft(open_wave, "13", "93")
    for ref in (on_time, late):
        ask_signatures(open_wave, ref)
    open_wave.act("application", on_time, "sign", "recteur:14", _at=CLOSES)
    open_wave.act("application", on_time, "sign", "region_president:53", _at=CLOSES - SECOND)
    open_wave.act("application", late, "sign", "recteur:13", _at=CLOSES + SECOND)
    open_wave.act("application", late, "sign", "region_president:93", _at=CLOSES)
    assert open_wave.state("application", on_time) == "submitted"
    assert open_wave.state("application", late) == "joint_signature"
    assert open_wave.row("application", on_time)["submitted_at"] == CLOSES


def test_whoever_has_read_an_older_version_is_told_who_moved_it_and_when(open_wave: World) -> None:
    ref = draft(open_wave)
    before = open_wave.row("application", ref)["version"]
    open_wave.act("application", ref, "edit", "rectorate_officer:14", sector="numerique")
    with pytest.raises(Conflict, match="Modifier le contenu » par rectorate_officer:14, le dimanche 1er mai 2016"):
        open_wave.act("application", ref, "edit", "region_officer:53", sector="bois", _version=before)
    assert open_wave.load("application", ref).sector == "numerique"


def test_looking_at_an_object_when_nothing_is_due_writes_no_event_but_corrects_its_bearings(open_wave: World) -> None:
    ref = draft(open_wave)
    open_wave.sweep()
    events, row = open_wave.count(), open_wave.row("application", ref)
    with transaction(open_wave.engine) as session:
        table = TABLES["application"]
        spoilt = {"wake_at": open_wave.at, "holder": "nobody", "stuck_cause": "deadline", "due_at": None}
        session.execute(update(table).values(**spoilt))
    open_wave.sweep()
    assert open_wave.count() == events
    assert open_wave.row("application", ref) == row


def test_bearings_count_with_the_letter_that_has_not_left_yet(open_wave: World) -> None:
    ref = draft(open_wave)
    row = open_wave.row("application", ref)
    assert row["telling"]
    assert not rungs(open_wave.load("application", ref))
    expected = mirror("application", open_wave.load("application", ref), open_wave.at)
    assert {name: row[name] for name in expected} == expected


def test_offices_awaited_stand_in_rows_of_their_own(open_wave: World) -> None:
    ref = draft(open_wave)
    awaiting = Awaiting.__table__  # type: ignore[attr-defined]
    query = select(awaiting).where(awaiting.c.ref == ref).order_by(awaiting.c.office)
    assert [(row["office"], row["due_at"]) for row in open_wave.rows(query)] == [
        ("rectorate_officer:14", CLOSES),
        ("region_officer:53", CLOSES),
    ]
    filed(open_wave, ref)
    assert [row["office"] for row in open_wave.rows(query)] == ["dgesco_officer"]


def test_a_content_is_kept_version_by_version_and_signed_by_its_hash(open_wave: World) -> None:
    ref = draft(open_wave)
    write_file(open_wave, ref)
    write_file(open_wave, ref)
    open_wave.act("application", ref, "edit", "region_officer:53", sections={"s1": "Autre texte\r\nen deux lignes"})
    content = Content.__table__  # type: ignore[attr-defined]
    versions = open_wave.rows(select(content).where(content.c.application == ref).order_by(content.c.version))
    assert [version["version"] for version in versions] == [1, 2]
    assert json.loads(versions[1]["body"])["sections"]["s1"] == "Autre texte\nen deux lignes"
    assert open_wave.load("application", ref).content_hash == versions[1]["hash"]


def test_a_refused_edit_leaves_no_content(open_wave: World) -> None:
    ref = filed(open_wave, draft(open_wave))
    content = Content.__table__  # type: ignore[attr-defined]
    before = open_wave.count(content)
    who: Any = {"person": open_wave.holders["rectorate_officer:14"], "office": "rectorate_officer:14"}
    with transaction(open_wave.engine) as session, pytest.raises(OutOfOrder):
        desk.act(session, "application", ref, "edit", **who, at=open_wave.at, payload={"sector": "bois"})
    assert open_wave.count(content) == before


def test_free_text_stands_beside_the_event_under_a_salted_hash(open_wave: World) -> None:
    ref = draft(open_wave)
    open_wave.at = CLOSES - DAY
    open_wave.act("application", ref, "stay", HEAD, reason="Une raison de Mme Le Goff")
    event = open_wave.events("application", ref)[-1]
    (text,) = open_wave.rows(select(TEXT).where(TEXT.c.event == event["id"], TEXT.c.name == "reason"))
    assert text["text"] == "Une raison de Mme Le Goff"
    assert "Le Goff" not in event["facts"]
    assert text["hash"] not in event["facts"]


def test_a_piece_is_attached_to_its_act_under_the_name_of_its_field(open_wave: World) -> None:
    ref = draft(open_wave)
    document = open_wave.pdf()
    given = {"dated": date(2016, 4, 15), "executory": True, "document": document}
    open_wave.act("application", ref, "attach_resolution", "region_officer:53", **given)
    attachment = Attachment.__table__  # type: ignore[attr-defined]
    (row,) = open_wave.rows(select(attachment))
    assert (row["sha256"], row["ref"], row["field"], row["name"]) == (document, ref, "document", "Pièce (PDF)")


def test_a_wave_that_changes_edition_takes_its_applications_along_on_the_day(open_wave: World) -> None:
    ref = draft(open_wave)
    open_wave.sweep()
    open_wave.act("wave", WAVE, "change_edition", HEAD, edition="2019", on=date(2016, 7, 1), reason="Décret")
    open_wave.sweep()
    assert open_wave.load("application", ref).edition == "2014"
    assert open_wave.row("application", ref)["wake_at"] <= datetime(2016, 6, 30, 22, tzinfo=UTC)
    open_wave.at = datetime(2016, 6, 30, 22, tzinfo=UTC)
    assert open_wave.load("application", ref).edition == "2019"


def test_a_second_click_gets_the_named_refusal(open_wave: World) -> None:
    ref = draft(open_wave)
    ask_signatures(open_wave, ref)
    open_wave.act("application", ref, "sign", "recteur:14")
    with pytest.raises(Blocked, match="déjà signé"):
        open_wave.act("application", ref, "sign", "recteur:14")
    assert len(open_wave.rows(select(SIGNATURE))) == 1


def test_a_second_visa_of_the_same_cabinet_gets_the_named_refusal(small_world: World) -> None:
    order = an_order(small_world)
    small_world.act("order", order, "give_visa", "cabinet:en")
    with pytest.raises(Blocked, match="visa"):
        small_world.act("order", order, "give_visa", "cabinet:en")


def an_order(world: World) -> str:
    """An order of one application, before the ministers."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    reviewed(world, ref)
    examined(world, planned_session(world), ref)
    return order_in_signature(world, ref)


def test_one_person_with_two_ministries_signs_once_for_each(small_world: World) -> None:
    both = small_world.appoint("minister:en", "p-deux", date(2014, 8, 26))
    small_world.appoint("minister:esr", both, date(2014, 8, 26))
    small_world.holders |= {"minister:en": both, "minister:esr": both}
    order = signed_by_all(small_world, an_order(small_world))
    rows = small_world.rows(select(SIGNATURE).where(SIGNATURE.c.ref == order, SIGNATURE.c.person == both))
    assert {row["office"] for row in rows} == {"minister:en", "minister:esr"}
    assert small_world.state("order", order) == "signed"


def test_publishing_moves_every_application_and_births_their_labels_at_once(small_world: World) -> None:
    labels = labelled(small_world, ("14", "53"), ("13", "93"), ("10", "84"))
    assert labels == ["LAB-2017-0001", "LAB-2017-0002", "LAB-2017-0003"]
    order = small_world.load("label", labels[0]).order
    publication = small_world.events("order", order)[-1]
    for label in labels:
        ref = small_world.load("label", label).application
        labelling = small_world.events("application", ref)[-1]
        birth = small_world.events("label", label)[0]
        assert labelling["cause"] == publication["id"]
        assert birth["cause"] == labelling["id"]


def test_an_act_done_on_paper_names_who_registered_it_its_date_its_scan_and_its_reason(open_wave: World) -> None:
    ref = draft(open_wave)
    ask_signatures(open_wave, ref)
    registrar = open_wave.holder(BUREAU)
    scan = open_wave.pdf("Lettre signée")
    paper = Paper(
        registrar=registrar,
        registrar_office=BUREAU,
        legal_date=date(2016, 4, 29),
        scan=scan,
        reason="Reçu par courrier",
    )
    open_wave.act("application", ref, "sign", "recteur:14", _paper=paper)
    event = open_wave.events("application", ref)[-1]
    assert (event["registrar"], event["legal_date"]) == (registrar, date(2016, 4, 29))
    (signature,) = open_wave.rows(select(SIGNATURE))
    assert signature["on_paper"]
    (text,) = open_wave.rows(select(TEXT).where(TEXT.c.event == event["id"]))
    assert (text["name"], text["text"]) == ("paper_reason", "Reçu par courrier")
    attachment = Attachment.__table__  # type: ignore[attr-defined]
    assert scan in [
        row["sha256"] for row in open_wave.rows(select(attachment).where(attachment.c.event == event["id"]))
    ]


def test_rungs_are_honoured_once_with_one_letter_each(open_wave: World) -> None:
    draft(open_wave)
    with transaction(open_wave.engine) as session:
        session.execute(update(TABLES["application"]).values(telling=False, told_at=open_wave.at, wake_at=open_wave.at))
    open_wave.at = CLOSES - 29 * DAY
    open_wave.sweep()
    open_wave.sweep()
    honoured = open_wave.rows(select(Rung.__table__))  # type: ignore[attr-defined]
    offices = sorted(rung["key"].partition("-30:")[2] for rung in honoured)
    assert offices == ["rectorate_officer:14", "region_officer:53"]
    carried = open_wave.rows(select(LETTER).where(LETTER.c.rung_days == -30))
    assert {row["key"] for row in carried} == {rung["letter_key"] for rung in honoured}


def test_facts_name_nobody(small_world: World) -> None:
    labelled(small_world)
    everything = "".join(row["facts"] for row in small_world.rows(select(EVENT.c.facts)))
    assert "p-recteur-14" in everything
    assert not [word for word in ("Anne", "Le Goff", "@", "Texte de", "Campus de l’académie") if word in everything]
