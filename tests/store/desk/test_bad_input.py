"""Bad input: each refusal names the guard or the field, the value and the remedy; nothing is half-written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from states.application.words import State
from states.refusals import BadField, Blocked, Conflict, NotYours, OutOfOrder, Refusal, Unknown
from store import documents
from store.desk.actors import Paper
from store.people.appointments import delegate, end_mandate
from store.people.register import MANDATE
from store.session import transaction
from store.tables.documents import Content, Document
from store.tables.journal import EventText, SignatureRecord
from store.tables.letters import Letter
from tests.beginnings import begun
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    EVENT,
    OPENS,
    World,
    application_facts,
    ask_signatures,
    draft,
    filed,
    pdf,
    published_wave,
)

SECOND = timedelta(seconds=1)
OFFICER, RECTEUR, PRESIDENT = "rectorate_officer:14", "recteur:14", "region_president:53"
TABLES: list[Any] = [Content, Document, EventText, SignatureRecord, Letter]
TRACES = [EVENT, *(table.__table__ for table in TABLES)]
MEBIBYTE = 1024 * 1024


@pytest.fixture
def world(small_world: World) -> World:
    begun(small_world, open_to_filing)
    return small_world


def open_to_filing(world: World) -> None:
    """A wave open to filing."""
    published_wave(world)
    world.at = OPENS + 30 * DAY


@contextmanager
def refused(world: World, kind: type[Refusal], *words: str) -> Iterator[None]:
    """A refusal of that kind which says these words, and leaves nothing."""
    before = [world.count(table) for table in TRACES]
    with pytest.raises(kind) as caught:
        yield
    assert [world.count(table) for table in TRACES] == before
    for word in words:
        assert word in str(caught.value)


def in_signature(world: World) -> str:
    """An application that two must sign."""
    ref = draft(world)
    ask_signatures(world, ref)
    world.holder(RECTEUR)
    world.holder(PRESIDENT)
    return ref


def test_a_trigger_out_of_order(world: World) -> None:
    ref = in_signature(world)
    world.holder(BUREAU)
    with refused(world, OutOfOrder, "« Déclarer recevable » n’est pas possible à l’étape", "Possible ici : "):
        world.act("application", ref, "declare_admissible", BUREAU)


@pytest.mark.parametrize("trigger", ["", "submit()", "__class__", "lapse ", "state"])
def test_a_trigger_that_does_not_exist(world: World, trigger: str) -> None:
    ref = draft(world)
    with refused(world, Unknown, "n’est pas un acte"):
        world.act("application", ref, trigger, OFFICER)


@pytest.mark.parametrize("trigger", ["lapse", "submit", "seal"])
def test_a_trigger_that_only_a_date_or_a_completion_fires(world: World, trigger: str) -> None:
    ref = in_signature(world)
    with refused(world, Refusal):
        world.act("application", ref, trigger, RECTEUR)


@pytest.mark.parametrize(
    ("kind", "ref"), [("application", "CMQ-2016-9999"), ("application", "' OR 1=1 --"), ("x", "y")]
)
def test_an_object_that_does_not_exist(world: World, kind: str, ref: str) -> None:
    world.holder(OFFICER)
    with refused(world, Unknown):
        world.act(kind, ref, "edit", OFFICER)


def test_an_act_of_another_office(world: World) -> None:
    ref = in_signature(world)
    world.holder("recteur:13")
    with refused(world, NotYours, "« Signer la présentation conjointe » revient à"):
        world.act("application", ref, "sign", "recteur:13")


def test_an_act_for_an_office_that_one_does_not_hold(world: World) -> None:
    ref = in_signature(world)
    with refused(world, NotYours, "Anne Le Goff n’est ni titulaire, ni intérimaire", RECTEUR, "2016-05-01"):
        world.act("application", ref, "sign", RECTEUR, _person=world.holder(OFFICER))


# The clocks go back on 30 October 2016 at 3 o’clock: half past two comes twice in Paris.
@pytest.mark.parametrize(
    "closing",
    [
        CLOSES,
        datetime.fromisoformat("2016-10-30T02:30:00+02:00"),
        datetime.fromisoformat("2016-10-30T02:30:00+01:00"),
        datetime.fromisoformat("2017-03-26T01:59:59+01:00"),
        datetime.fromisoformat("2017-03-26T03:00:00+02:00"),
    ],
)
def test_a_signature_one_second_late_even_across_a_change_of_hour(small_world: World, closing: datetime) -> None:
    world = small_world
    published_wave(world, closes_at=closing, session_on=date(2017, 6, 1), target_decision_on=date(2017, 9, 1))
    world.at = OPENS + DAY
    early, on_time, late = (in_signature(world) for _ in range(3))
    for ref in (early, on_time, late):
        world.act("application", ref, "sign", PRESIDENT)
    world.act("application", early, "sign", RECTEUR, _at=closing - SECOND)
    world.act("application", on_time, "sign", RECTEUR, _at=closing)
    with refused(world, Blocked, "Le dépôt est clos"):
        world.act("application", late, "sign", RECTEUR, _at=closing + SECOND)
    assert [world.state("application", ref) for ref in (early, on_time)] == ["submitted", "submitted"]


def test_an_application_created_one_second_after_the_closing(world: World) -> None:
    world.at = CLOSES + SECOND
    world.holder(OFFICER)
    with refused(world, Blocked, "L’appel à projets n’est pas ouvert"):
        draft(world)


def test_a_signature_of_a_content_that_has_changed(world: World) -> None:
    ref = draft(world)
    ask_signatures(world, ref)
    read = world.load("application", ref).content_hash
    world.act("application", ref, "edit_after_signature", OFFICER, reason="Une coquille")
    world.act("application", ref, "edit", OFFICER, sections={"s1": "Autre texte"})
    world.act("application", ref, "request_signatures", OFFICER)
    world.holder(RECTEUR)
    with refused(world, Blocked, "Le contenu a changé depuis qu’il vous a été présenté"):
        world.act("application", ref, "sign", RECTEUR, content_hash=read)
    world.act("application", ref, "sign", RECTEUR, content_hash=world.load("application", ref).content_hash)


def test_a_document_that_was_never_received(world: World) -> None:
    ref = draft(world)
    world.holder("region_officer:53")
    with refused(world, BadField, "Pièce (PDF)", "0" * 64, "joignez d’abord la pièce"):
        world.act(
            "application",
            ref,
            "attach_resolution",
            "region_officer:53",
            dated=date(2016, 4, 1),
            executory=True,
            document="0" * 64,
        )


def test_the_same_act_twice(world: World) -> None:
    ref = in_signature(world)
    world.act("application", ref, "sign", RECTEUR)
    with refused(world, Blocked, "Ce service a déjà signé ce contenu"):
        world.act("application", ref, "sign", RECTEUR)
    world.act("application", ref, "sign", PRESIDENT)
    with refused(world, OutOfOrder, "« Signer la présentation conjointe »"):
        world.act("application", ref, "sign", PRESIDENT)


def test_a_signature_of_someone_no_longer_in_office(world: World) -> None:
    ref = in_signature(world)
    former = world.holder(RECTEUR)
    with transaction(world.engine) as session:
        (mandate,) = [row["id"] for row in world.rows(mandates_of(former))]
        end_mandate(session, mandate, date(2016, 4, 30), world.at)
    with refused(world, NotYours, "n’est ni titulaire", "le successeur, l’intérimaire ou un délégataire"):
        world.act("application", ref, "sign", RECTEUR)
    successor = world.appoint(RECTEUR, "p-successeur", date(2016, 5, 1), acting=True)
    world.act("application", ref, "sign", RECTEUR, _person=successor)


def mandates_of(person: str) -> Any:
    """The mandates of a person."""
    return select(MANDATE).where(MANDATE.c.person == person)


def test_a_signature_under_a_delegation_that_lapsed_with_its_delegator(world: World) -> None:
    ref = in_signature(world)
    giver, taker = world.holder(RECTEUR), world.holder(OFFICER)
    (given,), (taken,) = (world.rows(mandates_of(person)) for person in (giver, taker))
    with transaction(world.engine) as session:
        terms: Any = {"triggers": ["application.sign"], "starts_on": date(2016, 1, 1), "at": world.at}
        delegate(session, delegator=given["id"], delegate=taken["id"], **terms)
    with transaction(world.engine) as session:
        end_mandate(session, given["id"], date(2016, 4, 30), world.at)
    with refused(world, NotYours, "délégataire"):
        world.act("application", ref, "sign", RECTEUR, _person=taker)


def test_a_delegate_signs_for_the_acts_that_are_delegated_and_no_other(world: World) -> None:
    ref = in_signature(world)
    giver, taker = world.holder(RECTEUR), world.holder(OFFICER)
    (given,), (taken,) = (world.rows(mandates_of(person)) for person in (giver, taker))
    with transaction(world.engine) as session:
        terms: Any = {"triggers": ["application.sign"], "starts_on": date(2016, 1, 1), "at": world.at}
        delegation = delegate(session, delegator=given["id"], delegate=taken["id"], **terms)
    with refused(world, NotYours, "délégataire"):
        world.act("application", ref, "refuse_signature", RECTEUR, _person=taker, reason="Non")
    world.act("application", ref, "sign", RECTEUR, _person=taker)
    event = world.events("application", ref)[-1]
    assert (event["quality"], event["delegation"], event["office"]) == ("delegate", delegation, RECTEUR)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "fichier vide"),
        (b"MZ\x90\x00 a program", "fichier illisible"),
        (b"%PDF-1.7\nno end", "fichier illisible"),
        (b"\x00" * 64 + pdf("late header"), "fichier illisible"),
    ],
)
def test_a_corrupt_upload(world: World, content: bytes, word: str) -> None:
    with refused(world, BadField, word), transaction(world.engine) as session:
        documents.receive(session, BytesIO(content), at=world.at)


def test_an_upload_of_21_mebibytes(world: World) -> None:
    big = BytesIO(b"%PDF-1.7\n" + bytes(21 * MEBIBYTE) + b"%%EOF\n")
    with refused(world, BadField, "plus de 20 Mio"), transaction(world.engine) as session:
        documents.receive(session, big, at=world.at)
    assert big.tell() < 21 * MEBIBYTE


def test_an_upload_of_just_20_mebibytes_comes_back_as_it_was(world: World) -> None:
    content = b"%PDF-1.7\n" + bytes(20 * MEBIBYTE - 15) + b"%%EOF\n"
    with transaction(world.engine) as session:
        digest = documents.receive(session, BytesIO(content), at=world.at)
        assert documents.receive(session, BytesIO(content), at=world.at) == digest
        assert b"".join(documents.read(session, digest)) == content


@pytest.mark.parametrize("name", ["Campus\r\nBcc: x@y.example", "Campus \u202egpj", "C" * 10_000, "", "\x00"])
def test_a_hostile_name_of_a_new_application(world: World, name: str) -> None:
    world.holder(OFFICER)
    with refused(world, BadField, "Champ « Nom »"):
        world.create("application", application_facts(), OFFICER, name)


def test_a_name_in_angle_brackets_is_only_a_name(world: World) -> None:
    ref = world.create("application", application_facts(), OFFICER, "<script>alert(1)</script>")
    assert world.row("application", ref)["name"] == "<script>alert(1)</script>"


@pytest.mark.parametrize("text", ["Bois\r\nTo: x", "Bois\u202e", "B" * 10_000])
def test_a_hostile_field_of_an_act(world: World, text: str) -> None:
    ref = draft(world)
    with refused(world, BadField, "Champ « Secteur »", "reçu"):
        world.act("application", ref, "edit", OFFICER, sector=text)


def test_a_field_that_the_act_does_not_have(world: World) -> None:
    ref = draft(world)
    with refused(world, BadField, "Champ « state » (reçu : « labelled ») : champ inconnu"):
        world.act("application", ref, "edit", OFFICER, state="labelled")


def test_a_partner_of_no_known_nature(world: World) -> None:
    ref = draft(world)
    with refused(world, BadField, "Champ « Partenaire 1, nature »", "choisissez parmi"):
        world.act("application", ref, "edit", OFFICER, partners=[{"kind": "ami", "name": "Un ami"}])


@pytest.mark.parametrize("ref", ["", "2016 1", "../2016-1", "2016-1\n", "x" * 41])
def test_a_wave_under_a_name_that_no_reference_has(small_world: World, ref: str) -> None:
    small_world.holder(BUREAU)
    with refused(small_world, BadField, "Champ « ref »"):
        published_wave(small_world, ref)


def test_a_wave_created_twice(world: World) -> None:
    with refused(world, Conflict, "« 2016-1 » existe déjà"):
        published_wave(world)


def test_an_application_to_a_wave_that_does_not_exist(world: World) -> None:
    world.holder(OFFICER)
    with refused(world, BadField, "Champ « wave_code » (reçu : « 2016-9 »)", "une vague existante"):
        draft(world, wave_code="2016-9")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"legal_date": date(2016, 5, 2)}, BadField),
        ({"registrar_office": "recteur:14"}, BadField),
        ({"registrar": "p-recteur-14"}, NotYours),
        ({"scan": "f" * 64}, BadField),
        ({"reason": "x" * 30_000}, BadField),
    ],
)
def test_an_act_on_paper_that_cannot_be_registered(
    world: World, change: dict[str, object], kind: type[Refusal]
) -> None:
    ref = in_signature(world)
    plain = {"registrar": world.holder(BUREAU), "registrar_office": BUREAU, "legal_date": date(2016, 4, 29)}
    paper = Paper(**plain | change)  # type: ignore[arg-type]
    with refused(world, kind):
        world.act("application", ref, "sign", RECTEUR, _paper=paper)


def test_an_object_never_starts_elsewhere_than_at_its_beginning(world: World) -> None:
    facts = replace(application_facts(), state=State.LABELLED, submitted_at=datetime(2016, 4, 2, tzinfo=UTC))
    ref = world.create("application", facts, OFFICER)
    assert world.state("application", ref) == "draft"


def test_a_filed_application_cannot_be_edited(world: World) -> None:
    ref = filed(world, draft(world))
    with refused(world, OutOfOrder, "« Modifier le contenu »"):
        world.act("application", ref, "edit", OFFICER, sector="bois")
