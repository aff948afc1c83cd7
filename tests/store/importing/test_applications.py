"""Applications taken over in mid-process: they go on from the state declared, and their labels with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from states.label.words import State as LabelState
from store.desk import snapshots
from store.desk.chain import EVENT, TEXT
from store.desk.desk import refresh
from store.desk.kinds import TABLES
from store.desk.references import next_reference
from store.importing.faults import BadFile
from store.integrity import check
from store.session import reading, transaction
from store.tables.letters import Letter
from store.tables.objects import Application, Awaiting, Campus

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
WAVES: list[dict[str, object]] = [
    {
        "code": "2026-1",
        "nom": "Appel 2026",
        "edition": "2019",
        "etat": "En instruction",
        "ouverture": "2026-03-02",
        "cloture": "2026-06-30",
    },
    {
        "code": "2026-2",
        "nom": "Appel de l’automne 2026",
        "edition": "2019",
        "etat": "Ouverte",
        "ouverture": "2026-10-01",
        "cloture": "2027-01-15",
    },
]
FILED: dict[str, object] = {
    "dossier": "CMQ-2026-0007",
    "nom": "Industries de la mer en Bretagne",
    "vague": "2026-1",
    "academies": "14",
    "regions": "53",
    "campus": "CAMP-101",
    "secteur": "mobility",
    "etablissement_support": "Lycée Dupuy-de-Lôme",
    "categorie": "excellence",
    "etat": "Recevable",
    "depuis": "2026-09-15",
    "depot": "2026-06-29",
    "heure_depot": "16:42",
    "observation": "Dossier papier n° 12.",
}
LABELLED = FILED | {
    "dossier": "CMQ-2023-0003",
    "vague": "",
    "edition": "2019",
    "etat": "Labellisé",
    "depuis": "2023-11-03",
    "depot": "2023-02-01",
    "avis": "favorable",
    "duree_mois": 60,
    "label": "LAB-2023-0002",
    "debut_label": "2023-11-03",
    "arrete": "MENE2329999A",
}
File = Callable[..., Path]
Take = Callable[..., int]


@pytest.fixture
def called(seeded: Engine, csv_file: File, take: Take) -> Engine:
    take(seeded, "waves", csv_file(WAVES, name="vagues.csv"))
    return seeded


@pytest.fixture
def called_sqlite(seeded_sqlite: Engine, csv_file: File, take: Take) -> Engine:
    take(seeded_sqlite, "waves", csv_file(WAVES, name="vagues.csv"))
    return seeded_sqlite


def row(engine: Engine, kind: str, ref: str) -> Any:
    with reading(engine) as session:
        return session.execute(select(TABLES[kind]).where(TABLES[kind].c.ref == ref)).one()


def refused(take: Take, engine: Engine, file: Path) -> Any:
    with pytest.raises(BadFile) as refusal:
        take(engine, "applications", file)
    with reading(engine) as session:
        assert session.execute(select(func.count()).select_from(Application)).scalar_one() == 0
    return refusal.value


def test_an_application_goes_on_from_the_state_declared(called: Engine, csv_file: File, take: Take) -> None:
    take(called, "applications", csv_file([FILED]))
    found = row(called, "application", "CMQ-2026-0007")
    facts = snapshots.load("application", found.facts)
    assert (found.state, found.holder, found.campus) == ("admissible", "commission_secretary", "CAMP-101")
    assert (facts.edition, facts.academies, facts.regions) == ("2019", ("14",), ("53",))
    assert facts.submitted_at == datetime(2026, 6, 29, 14, 42, tzinfo=UTC)
    with reading(called) as session:
        awaited = session.execute(select(Awaiting.office).where(Awaiting.ref == found.ref)).scalars()  # type: ignore[call-overload]
        assert list(awaited) == ["commission_secretary"]
        campus = session.get(Campus, "CAMP-101")
        assert campus is not None
        assert campus.support == "Lycée Dupuy-de-Lôme"


def test_its_clock_starts_today_and_no_old_letter_is_owed(called: Engine, csv_file: File, take: Take) -> None:
    take(called, "applications", csv_file([FILED]))
    with transaction(called) as session:
        refresh(session, "application", "CMQ-2026-0007", AT)
        assert session.execute(select(func.count()).select_from(Letter)).scalar_one() == 0
    found = row(called, "application", "CMQ-2026-0007")
    assert (found.stuck_cause, found.due_at) == (None, datetime(2026, 12, 9, 23, tzinfo=UTC))


def test_the_event_has_the_legal_date_and_the_remark_stands_beside_it(
    called: Engine, csv_file: File, take: Take
) -> None:
    take(called, "applications", csv_file([FILED]))
    with reading(called) as session:
        event = session.execute(select(EVENT).where(EVENT.c.ref == "CMQ-2026-0007")).one()
        texts = session.execute(select(TEXT.c.name, TEXT.c.text).where(TEXT.c.event == event.id)).all()
    assert (event.trigger, event.target, event.legal_date) == ("import", "admissible", date(2026, 9, 15))
    assert [tuple(text) for text in texts] == [("observation", "Dossier papier n° 12.")]
    assert "Bretagne" not in event.facts


def test_numbering_goes_on_after_the_references_of_the_file(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    take(called_sqlite, "applications", csv_file([FILED, FILED | {"dossier": "", "nom": "Un autre"}]))
    assert row(called_sqlite, "application", "CMQ-2026-0008").name == "Un autre"
    with transaction(called_sqlite) as session:
        assert next_reference(session, "application", 2026) == "CMQ-2026-0009"


def test_territories_may_be_written_by_name(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    names = {"academies": "Rennes|Nantes", "regions": "Bretagne|Pays de la Loire"}
    take(called_sqlite, "applications", csv_file([FILED | names]))
    facts = snapshots.load("application", row(called_sqlite, "application", "CMQ-2026-0007").facts)
    assert (facts.academies, facts.regions) == (("14", "17"), ("53", "52"))


@pytest.mark.parametrize(
    ("start", "months", "state"),
    [
        ("2023-11-03", 60, LabelState.ACTIVE),
        ("2022-09-01", 60, LabelState.RENEWAL_OPEN),
        ("2019-11-03", 60, LabelState.EXPIRED),
        ("2026-12-01", 60, LabelState.PENDING_EFFECT),
        ("2021-11-26", 60, LabelState.RENEWAL_OPEN),
        ("2021-11-25", 60, LabelState.EXPIRED),
    ],
)
def test_a_label_enters_in_the_state_that_today_gives_it(
    called_sqlite: Engine, csv_file: File, take: Take, start: str, months: int, state: LabelState
) -> None:
    terms = {"debut_label": start, "duree_mois": months}
    take(called_sqlite, "applications", csv_file([LABELLED | terms]))
    with transaction(called_sqlite) as session:
        refresh(session, "label", "LAB-2023-0002", AT)
        assert session.execute(select(func.count()).select_from(Letter)).scalar_one() == 0
    found = row(called_sqlite, "label", "LAB-2023-0002")
    assert (found.state, found.application, found.order_ref) == (state.value, "CMQ-2023-0003", "MENE2329999A")


def test_a_renewal_names_its_label_from_higher_up_in_the_same_file(called: Engine, csv_file: File, take: Take) -> None:
    renewal = FILED | {"nature": "Renouvellement", "labels_precedents": "LAB-2023-0002", "vague": ""}
    renewal |= {"edition": "2019"}
    take(called, "applications", csv_file([LABELLED | {"debut_label": "2022-09-01"}, renewal]))
    with transaction(called) as session:
        refresh(session, "label", "LAB-2023-0002", AT)
    assert row(called, "label", "LAB-2023-0002").state == "renewal_filed"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"vague": "2025-1"}, "vague", "vague inconnue"),
        ({"etat": "Signature conjointe"}, "etat", "choisissez parmi : Brouillon, Caduc, Déposé"),
        ({"etat": "Brouillon"}, "etat", "la vague est close"),
        ({"depot": ""}, "depot", "jour du dépôt"),
        ({"depot": "2026-12-01"}, "depot", "un dépôt passé"),
        ({"academies": ""}, "academies", "obligatoire"),
        ({"academies": "99"}, "academies", "Académie inconnue : « 99 »"),
        ({"regions": "Rennes"}, "regions", "Région inconnue"),
        ({"dossier": "2026-7"}, "dossier", "CMQ-2016-0042"),
        ({"etat": "Incomplet"}, "pieces_attendues", "obligatoire"),
        ({"etat": "Proposé aux ministres", "avis": "défavorable"}, "avis", "choisissez parmi : favorable"),
        ({"etat": "Labellisé", "avis": "favorable"}, "debut_label", "obligatoire"),
        ({"vague": "", "edition": ""}, "edition", "hors vague"),
        ({"nature": "renewal"}, "labels_precedents", "indiquez le label d’avant"),
        ({"nature": "renewal", "labels_precedents": "LAB-2000-0001"}, "labels_precedents", "est inconnu"),
        ({"campus": "le mien"}, "campus", "un code sans espace"),
        ({"observation": "A" * 30_000}, "observation", "au plus 20000 caractères"),
    ],
)
def test_a_bad_cell_is_named(
    called_sqlite: Engine, csv_file: File, take: Take, cells: dict[str, str], column: str, words: str
) -> None:
    faults = refused(take, called_sqlite, csv_file([FILED | cells])).faults
    assert [fault for fault in faults if fault.column == column and words in fault.remedy], faults


def test_the_same_reference_twice_is_refused(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    (fault,) = refused(take, called_sqlite, csv_file([FILED, FILED])).faults
    assert (fault.line, fault.column) == (3, "dossier")


def test_an_incomplete_application_waits_for_its_pieces_until_the_day_given(
    called_sqlite: Engine, csv_file: File, take: Take
) -> None:
    waiting = {"etat": "Incomplet", "pieces_attendues": "2", "echeance": "2026-12-04"}
    take(called_sqlite, "applications", csv_file([FILED | waiting]))
    found = row(called_sqlite, "application", "CMQ-2026-0007")
    assert (found.holder, found.due_at) == ("rectorate_officer:14", datetime(2026, 12, 4, 23, tzinfo=UTC))


def test_a_draft_of_the_open_wave_can_still_lapse(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    draft = FILED | {"vague": "2026-2", "etat": "Brouillon", "depot": "", "heure_depot": ""}
    take(called_sqlite, "applications", csv_file([draft]))
    with transaction(called_sqlite) as session:
        refresh(session, "application", "CMQ-2026-0007", datetime(2027, 1, 16, tzinfo=UTC))
    assert row(called_sqlite, "application", "CMQ-2026-0007").state == "lapsed"


def test_a_campus_has_one_label_at_a_time(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    again = LABELLED | {"dossier": "CMQ-2024-0001", "label": "LAB-2024-0001", "debut_label": "2024-11-03"}
    (fault,) = refused(take, called_sqlite, csv_file([LABELLED, again])).faults
    assert (fault.line, fault.column) == (3, "debut_label")
    assert "LAB-2023-0002" in fault.remedy
    followed = again | {"nature": "Renouvellement", "labels_precedents": "LAB-2023-0002"}
    assert take(called_sqlite, "applications", csv_file([LABELLED, followed])) == 2


def test_the_same_label_twice_is_refused(called_sqlite: Engine, csv_file: File, take: Take) -> None:
    again = LABELLED | {"dossier": "CMQ-2024-0001", "campus": "CAMP-102"}
    (fault,) = refused(take, called_sqlite, csv_file([LABELLED, again])).faults
    assert (fault.line, fault.column) == (3, "label")


def test_a_remark_of_several_lines_does_not_shift_the_numbers_of_the_next(
    called_sqlite: Engine, csv_file: File, take: Take
) -> None:
    remark = {"observation": '"Reçu par porteur.\r\nDeux exemplaires."'}
    (fault,) = refused(take, called_sqlite, csv_file([FILED | remark, FILED | {"dossier": "", "etat": "?"}])).faults
    assert fault.line == 4


def test_what_was_taken_over_agrees_with_itself(called: Engine, csv_file: File, take: Take) -> None:
    take(called, "applications", csv_file([LABELLED, FILED]))
    with reading(called) as session:
        assert check(session, AT) == ()
