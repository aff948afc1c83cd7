"""Waves taken over: all or nothing, in a state that their dates allow, and owing nothing from their past."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from states.refusals import BadField, NotYours
from store.desk import snapshots
from store.desk.chain import EVENT
from store.desk.desk import refresh
from store.importing.faults import BadFile
from store.session import reading, transaction
from store.tables.letters import Letter
from store.tables.objects import Wave

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
WAVE: dict[str, object] = {
    "code": "2016-1",
    "nom": "Quatrième vague",
    "edition": "2014",
    "etat": "Terminée",
    "ouverture": "2016-04-15",
    "cloture": "30/09/2016",
    "heure_cloture": "17:00",
    "bulletin": "BO du 14 avril 2016",
    "depuis": "2017-02-13",
}
OPEN = WAVE | {"code": "2026-1", "etat": "Ouverte", "edition": "2019", "ouverture": "2026-10-01", "depuis": ""}
OPEN |= {"cloture": "2027-01-15"}
File = Callable[..., Path]
Take = Callable[..., int]


def waves(engine: Engine) -> dict[str, Any]:
    with reading(engine) as session:
        return {row.ref: row for row in session.execute(select(Wave)).scalars()}


def refusal(take: Take, engine: Engine, file: Path) -> str:
    with pytest.raises(BadFile) as refused:
        take(engine, "waves", file)
    assert waves(engine) == {}
    return str(refused.value)


def test_a_wave_enters_in_the_state_declared_by_an_event_that_says_so(
    database: Engine, csv_file: File, take: Take
) -> None:
    assert take(database, "waves", csv_file([WAVE, OPEN])) == 2
    facts = snapshots.load("wave", waves(database)["2016-1"].facts)
    assert facts.state.label == "Terminée"
    assert facts.closes_at == datetime(2016, 9, 30, 15, tzinfo=UTC)
    assert facts.entered_at == facts.date_set_at == AT
    with reading(database) as session:
        event = session.execute(select(EVENT).where(EVENT.c.ref == "2016-1")).one()
    assert (event.trigger, event.source, event.target, event.office) == ("import", "nowhere", "completed", "system")
    assert (event.legal_date, event.at) == (date(2017, 2, 13), AT)


def test_what_is_taken_over_owes_nothing_from_its_past(database: Engine, csv_file: File, take: Take) -> None:
    past = WAVE | {"code": "2016-2", "etat": "close"}
    take(database, "waves", csv_file([WAVE, OPEN, past]))
    for ref in ("2016-1", "2026-1", "2016-2"):
        with transaction(database) as session:
            refresh(session, "wave", ref, AT)
    with reading(database) as session:
        assert session.execute(select(func.count()).select_from(Letter)).scalar() == 0
        assert session.execute(select(func.count()).select_from(EVENT)).scalar() == 3


def test_one_bad_line_in_a_thousand_is_named_and_nothing_is_written(sqlite: Engine, csv_file: File, take: Take) -> None:
    rows = [WAVE | {"code": f"{1990 + number // 90}-{number % 90 + 1}"} for number in range(1000)]
    rows[499] = rows[499] | {"cloture": "31/09/2016"}
    told = refusal(take, sqlite, csv_file(rows))
    assert "une erreur" in told
    assert "Ligne 501, colonne « cloture » : « 31/09/2016 » : écrivez un jour qui existe" in told


def test_every_bad_cell_is_named_at_once(sqlite: Engine, csv_file: File, take: Take) -> None:
    bad = WAVE | {"code": "seize", "edition": "2015", "etat": "finie", "nor": "MENE17", "nom": ""}
    with pytest.raises(BadFile) as refused:
        take(sqlite, "waves", csv_file([bad, WAVE | {"cloture": ""}]))
    named = {(fault.line, fault.column) for fault in refused.value.faults}
    assert named == {(2, "code"), (2, "edition"), (2, "etat"), (2, "nor"), (2, "nom"), (3, "cloture")}


def test_many_faults_are_counted_and_the_first_ones_shown(sqlite: Engine, csv_file: File, take: Take) -> None:
    told = refusal(take, sqlite, csv_file([WAVE | {"code": "x"}] * 50))
    assert told.startswith("Rien n’a été repris de « reprise.csv » : 50 erreurs.")
    assert told.endswith("… et 30 de plus.")
    assert len(told.splitlines()) == 22


@pytest.mark.parametrize("how", [{}, {"separator": ","}, {"encoding": "utf-8-sig"}])
def test_csv_is_read_whatever_its_separator_and_its_mark(
    sqlite: Engine, csv_file: File, take: Take, how: dict[str, str]
) -> None:
    take(sqlite, "waves", csv_file([WAVE], **how))
    assert waves(sqlite)["2016-1"].name == "Quatrième vague"


def test_a_workbook_and_a_csv_file_give_the_same(sqlite: Engine, csv_file: File, xlsx_file: File, take: Take) -> None:
    typed = {"ouverture": date(2016, 4, 15), "cloture": date(2016, 9, 30), "edition": 2014, "tolerance_minutes": 5}
    typed |= {"depuis": date(2017, 2, 13)}
    take(sqlite, "waves", csv_file([WAVE | {"tolerance_minutes": "5"}]))
    take(sqlite, "waves", xlsx_file([WAVE | typed | {"code": "2016-9"}]))
    plain, typed_too = (waves(sqlite)[ref].facts for ref in ("2016-1", "2016-9"))
    assert plain.replace("2016-1", "2016-9") == typed_too


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"cloture": "2016-03-27", "ouverture": "2016-01-01", "heure_cloture": "02:30"}, "cette heure n’existe pas"),
        ({"cloture": "2016-10-30", "heure_cloture": "02:30"}, "cette heure arrive deux fois"),
        ({"heure_cloture": "25:00"}, "écrivez une heure de Paris"),
        ({"nom": "=HYPERLINK(A1)"}, "une cellule ne commence pas par"),
        ({"nom": "A" * 10_000}, "au plus 300 caractères"),
        ({"nom": "Vague\u202egnp.exe"}, "caractères de contrôle ou de sens"),
        ({"etat": "Ouverte"}, "une ouverture passée et une clôture à venir"),
        ({"etat": "Publiée"}, "l’ouverture est passée"),
        ({"cloture": "2016-01-01"}, "Les dates doivent se suivre"),
        ({"cloture": "2027-09-30"}, "la clôture n’est pas passée"),
        ({"depuis": "2026-11-26"}, "un jour passé"),
        ({"tolerance_minutes": "-3"}, "nombre entier"),
        ({"tolerance_minutes": "٣"}, "nombre entier"),
        ({"fictif": "peut-être"}, "« oui » ou « non »"),
    ],
)
def test_a_cell_that_cannot_be_says_what_to_write(
    sqlite: Engine, csv_file: File, take: Take, cells: dict[str, str], words: str
) -> None:
    assert words in refusal(take, sqlite, csv_file([WAVE | cells]))


@pytest.mark.parametrize(("season", "hour"), [("été", 0), ("hiver", 1)])
def test_the_hour_that_comes_twice_is_told_apart_by_its_season(
    sqlite: Engine, csv_file: File, take: Take, season: str, hour: int
) -> None:
    take(sqlite, "waves", csv_file([WAVE | {"cloture": "2016-10-30", "heure_cloture": f"02:30 {season}"}]))
    assert snapshots.load("wave", waves(sqlite)["2016-1"].facts).closes_at == datetime(
        2016, 10, 30, hour, 30, tzinfo=UTC
    )


def test_the_same_wave_twice_is_refused(sqlite: Engine, csv_file: File, take: Take) -> None:
    assert "Ligne 3, colonne « code »" in refusal(take, sqlite, csv_file([WAVE, WAVE]))


def test_columns_are_checked_before_anything_else(sqlite: Engine, csv_file: File, take: Take) -> None:
    told = refusal(take, sqlite, csv_file([{"Code": "2016-1", "Clôture": "", "Couleur": "bleu"}]))
    assert "colonne « couleur » : colonne inconnue ; attendues : code, nom" in told
    assert "colonne « edition » : cette colonne est obligatoire" in told
    assert "« cloture »" not in told


def test_a_file_that_is_not_a_table_says_how_to_save_it(sqlite: Engine, tmp_path: Path, take: Take) -> None:
    for content, words in (
        ("nom;état".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04broken", "illisible"),
        (b'code;nom\n"2016-1;a', "guillemets"),
        (b"", "obligatoire"),
    ):
        (path := tmp_path / "file").write_bytes(content)
        with pytest.raises((BadFile, BadField), match=words):
            take(sqlite, "waves", path)


def test_an_unknown_subject_or_a_stranger_is_refused(sqlite: Engine, csv_file: File, take: Take) -> None:
    with pytest.raises(BadField, match="waves, applications, offices"):
        take(sqlite, "labels", csv_file([WAVE]))
    with pytest.raises(NotYours, match="ne tient pas le registre"):
        take(sqlite, "waves", csv_file([WAVE]), by="P-0001")


def test_a_wave_may_have_changed_edition_on_the_way(sqlite: Engine, csv_file: File, take: Take) -> None:
    changed = {"edition": "2013", "edition_suivante": "2014", "changement_edition": "2016-06-01"}
    take(sqlite, "waves", csv_file([WAVE | changed]))
    facts = snapshots.load("wave", waves(sqlite)["2016-1"].facts)
    assert [facts.rules(datetime(2016, month, 1, 8, tzinfo=UTC)).code for month in (5, 6)] == ["2013", "2014"]


def test_half_a_change_of_edition_is_refused(sqlite: Engine, csv_file: File, take: Take) -> None:
    told = refusal(take, sqlite, csv_file([WAVE | {"edition_suivante": "2019"}]))
    assert "colonne « changement_edition » : cette cellule est obligatoire" in told
