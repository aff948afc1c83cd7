"""Offices taken over: their mailboxes, and who holds them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from store.desk.chain import EVENT
from store.importing.faults import BadFile
from store.people.register import holders
from store.people.seeding import mark_furnished
from store.session import reading, transaction
from store.tables.people import Office, Person

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
TODAY = date(2026, 11, 25)
RENNES = {
    "fonction": "recteur:14",
    "boite": "Recteur@ac-rennes.fr",
    "civilite": "Mme",
    "prenom": "Anne",
    "nom": "Le Goff",
    "courriel": "anne.le-goff@ac-rennes.fr",
    "debut": "01/09/2026",
}
File = Callable[..., Path]
Take = Callable[..., int]


def people(engine: Engine) -> int:
    with reading(engine) as session:
        count: int = session.execute(select(func.count()).select_from(Person)).scalar_one()
        return count


def refused(take: Take, engine: Engine, file: Path) -> Any:
    with pytest.raises(BadFile) as refusal:
        take(engine, "offices", file)
    assert people(engine) == 0
    return refusal.value


def test_a_line_gives_an_office_its_mailbox_and_its_holder(seeded: Engine, csv_file: File, take: Take) -> None:
    assert take(seeded, "offices", csv_file([RENNES])) == 1
    with reading(seeded) as session:
        holder = holders(session, ["recteur:14"], TODAY)["recteur:14"]
        office = session.get(Office, "recteur:14")
        deeds = list(session.execute(select(EVENT.c.trigger).where(EVENT.c.ref == "recteur:14")).scalars())
    assert (holder.given_name, holder.family_name, holder.gender) == ("Anne", "Le Goff", "f")
    assert office is not None
    assert office.mailbox == "recteur@ac-rennes.fr"
    assert deeds == ["create", "change"]


def test_a_mailbox_alone_is_enough_and_the_same_again_is_no_change(
    seeded_sqlite: Engine, csv_file: File, take: Take
) -> None:
    alone = {"fonction": "rectorate_officer:14", "boite": "drafpic@ac-rennes.fr"}
    take(seeded_sqlite, "offices", csv_file([alone]))
    take(seeded_sqlite, "offices", csv_file([alone]))
    with reading(seeded_sqlite) as session:
        deeds = session.execute(select(EVENT.c.trigger).where(EVENT.c.ref == "rectorate_officer:14")).scalars()
        assert list(deeds) == ["create", "change"]
    assert people(seeded_sqlite) == 0


def test_one_address_is_one_person_whatever_offices_they_hold(
    seeded_sqlite: Engine, csv_file: File, take: Take
) -> None:
    second = RENNES | {"fonction": "recteur:15", "boite": "", "interim": "oui"}
    take(seeded_sqlite, "offices", csv_file([RENNES, second]))
    assert people(seeded_sqlite) == 1
    with reading(seeded_sqlite) as session:
        held = holders(session, ["recteur:14", "recteur:15"], TODAY)
    assert held["recteur:14"].id == held["recteur:15"].id


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"fonction": "recteur:114"}, "fonction", "vouliez-vous dire"),
        ({"fonction": "recteur:05"}, "fonction", "elle n’existe pas"),
        ({"courriel": "anne"}, "courriel", "adresse complète"),
        ({"boite": "recteur"}, "boite", "adresse complète"),
        ({"nom": "", "prenom": ""}, "nom", "obligatoire"),
        ({"debut": ""}, "debut", "obligatoire"),
        ({"fin": "2026-08-31"}, "fin", "au plus tôt le mardi 1er septembre 2026"),
        ({"civilite": "Maître"}, "civilite", "Mme, M."),
        ({"nom": "@SOMME(A1)"}, "nom", "ne commence pas"),
    ],
)
def test_a_bad_cell_is_named(
    seeded_sqlite: Engine, csv_file: File, take: Take, cells: dict[str, str], column: str, words: str
) -> None:
    faults = refused(take, seeded_sqlite, csv_file([RENNES | cells])).faults
    assert [fault for fault in faults if fault.column == column and words in fault.remedy]


def test_two_holders_in_one_file_are_refused_by_the_line_of_the_second(
    seeded_sqlite: Engine, csv_file: File, take: Take
) -> None:
    other = RENNES | {"courriel": "yves@ac-rennes.fr", "prenom": "Yves", "debut": "2026-10-01"}
    (fault,) = refused(take, seeded_sqlite, csv_file([RENNES, other])).faults
    assert (fault.line, fault.column) == (3, "debut")
    assert "a déjà un titulaire" in fault.remedy


def test_a_line_that_says_nothing_is_refused(seeded_sqlite: Engine, csv_file: File, take: Take) -> None:
    (fault,) = refused(take, seeded_sqlite, csv_file([{"fonction": "recteur:14", "boite": ""}])).faults
    assert "indiquez une boîte, ou une personne" in fault.remedy


def test_a_demonstration_takes_no_real_mailbox(seeded_sqlite: Engine, csv_file: File, take: Take) -> None:
    with transaction(seeded_sqlite) as session:
        mark_furnished(session, AT)
    faults = refused(take, seeded_sqlite, csv_file([RENNES])).faults
    assert "démonstration" in str(faults[0])


def test_an_officer_who_imports_is_named_in_the_journal(seeded_sqlite: Engine, csv_file: File, take: Take) -> None:
    keeper = RENNES | {"fonction": "dgesco_officer", "boite": "", "courriel": "yves@education.gouv.fr"}
    take(seeded_sqlite, "offices", csv_file([keeper]))
    take(seeded_sqlite, "offices", csv_file([RENNES]), by="P-0001")
    with reading(seeded_sqlite) as session:
        authors = session.execute(select(EVENT.c.person).where(EVENT.c.ref == "recteur:14").order_by(EVENT.c.seq))
        assert list(authors.scalars()) == ["system", "P-0001"]


def test_a_mistyped_domain_is_a_fault_of_its_column_until_the_file_says_that_it_is_right(
    seeded_sqlite: Engine, csv_file: File, take: Take
) -> None:
    slip = RENNES | {"boite": "recteur@ac-renes.fr", "courriel": "anne@ac-rene.fr"}
    fault = refused(take, seeded_sqlite, csv_file([slip]))
    assert "Ligne 2, colonne « boite »" in str(fault)
    assert "vouliez-vous dire « recteur@ac-rennes.fr »" in str(fault)
    assert "écrivez « oui » dans la colonne « adresse_exacte »" in str(fault)
    assert "colonne « courriel »" in str(refused(take, seeded_sqlite, csv_file([slip | {"boite": ""}])))
    take(seeded_sqlite, "offices", csv_file([slip | {"adresse_exacte": "oui"}]))
    assert people(seeded_sqlite) == 1
