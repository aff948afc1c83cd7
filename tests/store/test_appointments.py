"""Who holds an office, who stands in, who signs for whom: one holder a day, each change on the record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import Session

from states.facts import Quality
from states.refusals import BadField, NotYours
from store.desk.chain import EVENT, TEXT
from store.desk.kinds import TABLES
from store.integrity import check
from store.people.appointments import add_person, appoint, delegate, end_mandate, revoke
from store.people.chronicle import trigger_of
from store.people.directory import correct_person, set_mailbox
from store.people.register import capacities_of, holders, name_of
from store.people.seeding import mark_furnished, seed
from store.session import reading, transaction
from store.tables.objects import Awaiting, Campus

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
TODAY = date(2026, 11, 25)
RENNES = "recteur:14"
SIGNING = {"triggers": ["order.sign"], "starts_on": date(2026, 2, 1)}


def person(session: Session, name: str = "Anne", **more: str) -> str:
    given: dict[str, Any] = {
        "given_name": name,
        "family_name": "Le Goff",
        "gender": "f",
        "email": f"{name}@ac-rennes.fr".lower(),
    }
    return add_person(session, **given | more, at=AT)


def in_office(session: Session, name: str, office: str = RENNES, **more: object) -> tuple[str, str]:
    someone = person(session, name)
    terms: dict[str, Any] = {"starts_on": date(2026, 1, 1)}
    return someone, appoint(session, person=someone, office=office, at=AT, **terms | more)


def test_a_person_is_on_record_by_identifier_and_named_beside_it_alone(database: Engine) -> None:
    with transaction(database) as session:
        someone = person(session)
        facts = session.execute(select(EVENT.c.facts)).scalar_one()
        texts = dict(session.execute(select(TEXT.c.name, TEXT.c.text)).tuples().all())
    assert someone == "P-0001"
    assert facts == '{"fictitious":false,"gender":"f","id":"P-0001"}'
    assert texts == {"given_name": "Anne", "family_name": "Le Goff", "email": "anne@ac-rennes.fr"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"gender": "x"}, "civilité"),
        ({"family_name": " "}, "nom"),
        ({"family_name": "Le\u202eGoff"}, "nom"),
        ({"email": "anne.legoff"}, "courriel"),
        ({"email": "anne@ac-rennes.fr\nBcc: tous@ac-rennes.fr"}, "courriel"),
        ({"id": "../anne"}, "identifiant"),
    ],
)
def test_a_bad_field_is_named(sqlite: Engine, given: dict[str, str], field: str) -> None:
    with transaction(sqlite) as session, pytest.raises(BadField) as refused:
        person(session, **given)
    assert refused.value.reasons[0].field == field


def test_an_address_opens_the_console_to_one_person_only(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        person(session)
        with pytest.raises(BadField, match="une autre personne a déjà cette adresse"):
            person(session, email="ANNE@ac-rennes.fr")


def test_a_furnished_database_takes_no_address_that_leads_to_someone(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        mark_furnished(session, AT)
        person(session, email="anne@ac-rennes.example")
        with pytest.raises(BadField, match="démonstration"):
            person(session, "Yves")


def test_a_mandate_is_held_from_its_first_day_to_its_last(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT)
        someone, _ = in_office(session, "Anne", ends_on=TODAY)
        assert holders(session, [RENNES], TODAY)[RENNES].id == someone
        assert holders(session, [RENNES], date(2026, 11, 26)) == {}
        assert holders(session, [RENNES], date(2025, 12, 31)) == {}


def test_nobody_is_appointed_to_an_office_that_has_a_holder_that_day(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT)
        in_office(session, "Anne", ends_on=TODAY)
        with pytest.raises(BadField, match="titulaire du jeudi 1er janvier 2026 jusqu’au mercredi 25 novembre 2026"):
            in_office(session, "Yves", starts_on=TODAY)
        appoint(session, person="P-0002", office=RENNES, starts_on=date(2026, 11, 26), at=AT)
        with pytest.raises(BadField, match="mettez-y fin la veille"):
            in_office(session, "Marie", starts_on=date(2025, 1, 1))


def test_an_interim_ends_on_the_eve_of_the_new_holder(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT)
        stand_in, _ = in_office(session, "Yves", acting=True)
        holder, _ = in_office(session, "Anne", starts_on=TODAY)
        assert holders(session, [RENNES], date(2026, 11, 24))[RENNES].id == stand_in
        assert holders(session, [RENNES], TODAY)[RENNES].id == holder
        assert capacities_of(session, stand_in, "order.sign", TODAY) == ()
        deeds = session.execute(select(EVENT.c.trigger).where(EVENT.c.ref == "M-0001").order_by(EVENT.c.seq))
        assert list(deeds.scalars()) == ["appoint", "end"]


def test_a_mandate_prolonged_into_the_next_one_is_refused(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        _, mandate = in_office(session, "Anne", ends_on=date(2026, 6, 30))
        in_office(session, "Yves", starts_on=date(2026, 7, 1))
        end_mandate(session, mandate, date(2026, 5, 31), AT)
        with pytest.raises(BadField, match="déjà un titulaire"):
            end_mandate(session, mandate, date(2026, 7, 1), AT)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"office": "recteur:41"}, r"fonction inconnue ; vouliez-vous dire « recteur:4\d »"),
        ({"office": "recteur:05"}, "elle n’existe pas le mercredi 25 novembre 2026"),
        ({"person": "P-9999"}, "personne inconnue"),
        ({"ends_on": date(2026, 11, 24)}, "au plus tôt le mercredi 25 novembre 2026"),
        ({"by": "P-0001"}, "ne tient pas le registre"),
    ],
)
def test_an_appointment_that_cannot_be_says_why_and_what_to_do(
    sqlite: Engine, terms: dict[str, object], words: str
) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        wanted: dict[str, Any] = {"person": person(session), "office": RENNES, "starts_on": TODAY}
        with pytest.raises((BadField, NotYours), match=words):
            appoint(session, **wanted | terms, at=AT)


def test_the_register_says_which_keeper_wrote_in_it(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        keeper, _ = in_office(session, "Yves", office="dgesco_officer")
        mandate = appoint(session, person=person(session), office=RENNES, starts_on=TODAY, at=AT, by=keeper)
        event = session.execute(select(EVENT).where(EVENT.c.ref == mandate)).one()
    assert (event.person, event.office, event.quality) == (keeper, "dgesco_officer", Quality.HOLDER)


def signatory(session: Session) -> tuple[str, str, str]:
    """A minister, a director, and the delegation from one to the other."""
    _, giver = in_office(session, "Anne", office="minister:en")
    director, taker = in_office(session, "Yves", office="dgesco_head")
    terms: dict[str, Any] = {
        "delegator": giver,
        "delegate": taker,
        "triggers": ["order.sign"],
        "starts_on": date(2026, 2, 1),
    }
    return giver, director, delegate(session, **terms, at=AT, reference="Arrêté du 1er février 2026")


def may_sign(session: Session, someone: str, day: date = TODAY) -> bool:
    return "minister:en" in {c.office for c in capacities_of(session, someone, "order.sign", day)}


def test_a_delegate_signs_from_the_first_day_until_it_is_revoked(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT)
        _, director, delegation = signatory(session)
        assert not may_sign(session, director, date(2026, 1, 31))
        assert may_sign(session, director)
        revoke(session, delegation, date(2026, 11, 24), AT)
        assert not may_sign(session, director)


def test_a_delegation_lapses_with_the_mandate_it_came_from(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        giver, director, _ = signatory(session)
        end_mandate(session, giver, date(2026, 11, 24), AT)
        assert not may_sign(session, director)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"triggers": ["order.dance"]}, "actes qui existent"),
        ({"triggers": []}, "actes qui existent"),
        ({"delegate": "M-0001"}, "on ne se délègue pas"),
        ({"delegator": "M-9999"}, "mandat inconnu"),
        ({"starts_on": date(2025, 12, 31)}, "n’est pas en cours le mercredi 31 décembre 2025"),
        ({"ends_on": date(2026, 1, 31)}, "au plus tôt le dimanche 1er février 2026"),
    ],
)
def test_a_delegation_that_cannot_be_says_why(sqlite: Engine, terms: dict[str, object], words: str) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        _, giver = in_office(session, "Anne", office="minister:en")
        _, taker = in_office(session, "Yves", office="dgesco_head")
        wanted: dict[str, Any] = {
            "delegator": giver,
            "delegate": taker,
            "triggers": ["order.sign"],
            "starts_on": date(2026, 2, 1),
        }
        with pytest.raises(BadField, match=words):
            delegate(session, **wanted | terms, at=AT)


def test_an_appointment_wakes_what_awaits_the_office_and_nothing_else(database: Engine) -> None:
    label = {"facts": "{}", "campus": "C", "application": "A", "order_ref": "O", "category": "standard"}
    label |= {"name": "Un campus", "state": "active"}
    dates = {"entered_at": AT, "starts_on": TODAY, "expires_on": TODAY}
    with transaction(database) as session:
        seed(session, AT)
        session.add(Campus(code="C", name="Un campus"))
        for ref, office in (("LAB-2026-0001", RENNES), ("LAB-2026-0002", "recteur:10")):
            blank = {"version": 1, "fictitious": True, "seq": 0, "chain": "", "telling": False, "troubled": False}
            blank |= {"stuck_sentence": "", "holder": office, "awaiting": office, "precision": "day", "search": ""}
            session.execute(insert(TABLES["label"]).values(ref=ref, **label, **dates, **blank))
            session.add(Awaiting(kind="label", ref=ref, office=office, since=AT))
        session.flush()
        in_office(session, "Anne")
        woken = dict(session.execute(select(TABLES["label"].c.ref, TABLES["label"].c.wake_at)).tuples().all())
    assert woken == {"LAB-2026-0001": AT, "LAB-2026-0002": None}


def test_what_happened_has_a_french_word_whether_or_not_a_lifecycle_declares_it() -> None:
    words = [trigger_of(*pair).label for pair in (("wave", "open"), ("wave", "import"), ("mandate", "appoint"))]
    assert words == ["Ouvrir", "Reprise d’un dossier existant", "Nomination"]


def test_a_mailbox_changes_on_record_once_and_only_by_whoever_keeps_the_register(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        assert set_mailbox(session, RENNES, "Rectrice@ac-rennes.fr", AT)
        assert not set_mailbox(session, RENNES, "rectrice@ac-rennes.fr", AT)
        deeds = session.execute(select(EVENT.c.trigger).where(EVENT.c.ref == RENNES).order_by(EVENT.c.seq))
        assert list(deeds.scalars()) == ["create", "change"]
        with pytest.raises(NotYours):
            set_mailbox(session, RENNES, "", AT, by="P-0001")
        with pytest.raises(BadField, match="vouliez-vous dire"):
            set_mailbox(session, "recteur:114", "a@ac-rennes.fr", AT)
    with reading(sqlite) as session:
        assert check(session, AT) == ()


def test_a_person_is_corrected_on_record_and_keeps_their_own_address(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        someone, other = person(session), person(session, "Yves")
        names: dict[str, Any] = {"given_name": "Anne-Marie", "family_name": "Le Goff", "gender": "f"}
        correct_person(session, someone, AT, **names, email="anne@ac-rennes.fr")
        with pytest.raises(BadField, match="une autre personne"):
            correct_person(session, other, AT, **names, email="anne@ac-rennes.fr")
    with reading(sqlite) as session:
        assert name_of(session, someone) == "Anne-Marie Le Goff"
        assert check(session, AT) == ()


def test_of_two_appointments_made_at_once_one_is_refused(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT)
        people = [person(session, name) for name in ("Anne", "Yves", "Marie", "Rozenn")]

    def attempt(someone: str) -> str:
        try:
            with transaction(database) as session:
                return appoint(session, person=someone, office=RENNES, starts_on=TODAY, at=AT)
        except BadField:
            return ""

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(attempt, people)) - {""}) == 1
