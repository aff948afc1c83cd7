"""Mistyped domains: which are caught, which are left alone, and how one insists."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from store.people.appointments import add_person
from store.people.directory import correct_person, set_mailbox
from store.people.domains import NearMiss, known, nearly
from store.people.installing import init
from store.people.seeding import seed
from store.session import transaction
from store.tables.people import Office, Person

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
SLIP = "anne.legoff@ac-versailes.fr"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ac-versailes.fr", "ac-versailles.fr"),
        ("ac-rene.fr", "ac-rennes.fr"),
        ("ac-renes.fr", "ac-rennes.fr"),
        ("ac-creteil.com", "ac-creteil.fr"),
        ("ac-cretiel.fr", "ac-creteil.fr"),
        ("acversailles.fr", "ac-versailles.fr"),
        ("ac_lille.fr", "ac-lille.fr"),
        ("education.gouv.com", "education.gouv.fr"),
        ("educaton.gouv.fr", "education.gouv.fr"),
        ("xac-lille.fr", "ac-lille.fr"),
    ],
)
def test_a_slip_of_the_hand_is_told_from_what_was_meant(typed: str, meant: str) -> None:
    assert nearly(typed) == meant


@pytest.mark.parametrize(
    "domain",
    [
        *known(),
        "mel.ac-rennes.fr",
        "dgefp.travail.gouv.fr",
        "bretagne.bzh",
        "gmail.com",
        "univ-nantes.fr",
        "example.org",
    ],
)
def test_a_domain_that_may_well_exist_is_left_alone(domain: str) -> None:
    assert nearly(domain) == ""


def test_addresses_made_up_for_a_demonstration_are_no_slips() -> None:
    assert not any(nearly(domain.replace(".fr", ".example")) for domain in known())


def test_no_known_domain_is_so_near_another_that_one_could_not_be_typed() -> None:
    assert len(known()) > 30
    assert not any(nearly(domain) for domain in known())


def test_wherever_an_address_is_entered_a_slip_is_refused_until_it_is_confirmed(sqlite: Engine) -> None:
    given: dict[str, Any] = {"given_name": "Anne", "family_name": "Le Goff", "gender": "f"}
    with transaction(sqlite) as session:
        seed(session, AT)
        someone = add_person(session, **given, email="anne@ac-rennes.fr", at=AT)
        for enter in (
            lambda exact: set_mailbox(session, "recteur:14", SLIP, AT, exact=exact),
            lambda exact: correct_person(session, someone, AT, **given, email=SLIP, exact=exact),
            lambda exact: add_person(session, **given, email=f"b{SLIP}", at=AT, exact=exact),
        ):
            with pytest.raises(NearMiss, match=r"vouliez-vous dire « .*anne.legoff@ac-versailles\.fr »"):
                enter(False)
            enter(True)
        assert session.get_one(Office, "recteur:14").mailbox == SLIP
        assert session.get_one(Person, someone).email == SLIP


def test_what_stands_already_need_not_be_confirmed_again(sqlite: Engine) -> None:
    given: dict[str, Any] = {"given_name": "Anne", "family_name": "Le Goff", "gender": "f"}
    with transaction(sqlite) as session:
        seed(session, AT)
        someone = add_person(session, **given, email=SLIP, at=AT, exact=True)
        correct_person(session, someone, AT, **(given | {"family_name": "Legoff"}), email=SLIP)
        set_mailbox(session, "recteur:14", SLIP, AT, exact=True)
        assert not set_mailbox(session, "recteur:14", SLIP, AT)


def test_the_first_administrator_too_is_asked_whether_the_address_is_right(sqlite: Engine) -> None:
    with pytest.raises(NearMiss), transaction(sqlite) as session:
        init(session, SLIP, AT)
    with transaction(sqlite) as session:
        assert init(session, SLIP, AT, exact=True)
