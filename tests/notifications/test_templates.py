"""Every letter that the declaration owes is written, in French that an administration signs, and says enough to act."""

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

import pytest

from notifications.typography import NBSP, typo, until
from notifications.wording.context import variables
from notifications.wording.rendering import Rendered, rendered
from states.declaration import Rank
from states.letters import letters
from states.roles import Role, role_of
from tests.notifications.samples import Situation, situations

TEMPLATES = files("notifications") / "templates"
KINDS = ("application", "label", "order", "session", "wave")
LONGEST_SUBJECT, SHORTEST, LONGEST = 110, 40, 330
#: Decisions that harm: they carry reasons, and how to contest them.
NEGATIVE = (
    "application/declare_inadmissible",
    "application/refuse",
    "application/lapse",
    "application/close_without_action",
    "application/call_cancelled",
    "label/repeal",
    "label/withdraw",
    "label/suspend",
    "order/repeal",
    "order/withdraw",
)
#: Acts whose guard asks for a later date.
POSTPONING = ("application/extend", "application/extend_completion", "order/extend", "wave/extend", "wave/new_closing")
APPLICANTS = frozenset({Role.RECTEUR, Role.RECTORATE_OFFICER, Role.REGION_PRESIDENT, Role.REGION_OFFICER})
AFTER_DECISION = frozenset({"labelled", "refused"})
SECRET = re.compile(r"\b(d[ée]favorables?|favorables?|notes? (?:sur|de)|voix|scores?|classement|rang|971|973|977)\b")
UNCONTRACTED = re.compile(
    r"\b(?:de|à) le (?:recteur|président|chef|ministre|ministère|secrétai?r|rectorat|direct|cabinet)"
)
GENDERLESS = re.compile(
    r"\b(?:le|la|un|du|au|ce|il)/|\w\(e\)|\w\(trice\)|·|•|\w/(?:la|une|e|trice|elle)\b", re.IGNORECASE
)


@cache
def written() -> dict[str, tuple[tuple[Situation, Rendered], ...]]:
    """Each letter in all its situations; one that is still to write fails its own test, and not those of the others."""
    found, there = defaultdict(list), folders()
    for situation in situations():
        if situation.letter not in there:
            continue
        found[situation.letter].append((situation, rendered(situation.letter, variables(situation.told))))
    return {letter: tuple(cases) for letter, cases in found.items()}


def letters_about(kind: str) -> list[tuple[Situation, Rendered]]:
    """All letters about one kind of object: a test for each would take longer to report than to run."""
    return [case for letter, cases in written().items() if letter.startswith(f"{kind}/") for case in cases]


def folders() -> set[str]:
    return {f"{kind}/{one.name}" for kind in KINDS for one in (TEMPLATES / kind).iterdir()}


def test_there_is_one_folder_per_letter_owed_and_no_other() -> None:
    remedy = "write its subject.txt and its body.md in notifications/templates/, or strike out its folder"
    assert folders() == set(letters()), remedy


def test_every_letter_has_a_situation_to_be_read_in() -> None:
    assert {situation.letter for situation in situations()} == set(letters())


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_is_one_short_line_with_the_reference(kind: str) -> None:
    for situation, words in letters_about(kind):
        assert "\n" not in words.subject, situation.letter
        assert len(words.subject) <= LONGEST_SUBJECT, situation.letter
        assert situation.told.item.ref in words.subject, situation.letter


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_is_about_where_to_act_and_whom_to_ask(kind: str) -> None:
    for situation, words in letters_about(kind):
        told = situation.told
        assert words.text.startswith(f"{told.recipient.salutation}\n\n"), situation.letter
        assert told.item.ref in words.text, situation.letter
        assert f"{NBSP}: <{told.item.url}>" in words.text, situation.letter
        assert words.text.endswith(f"<{told.contact.mailbox}>"), situation.letter


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_short(kind: str) -> None:
    for situation, words in letters_about(kind):
        assert SHORTEST <= len(words.text.split()) <= LONGEST, situation.letter


@pytest.mark.parametrize("kind", KINDS)
def test_the_link_stands_alone_so_that_it_becomes_a_button(kind: str) -> None:
    for situation, words in letters_about(kind):
        blocks = [block for block in words.text.split("\n\n") if situation.told.item.url in block]
        assert len(blocks) == 1, situation.letter
        assert re.fullmatch(rf"[^\n<>]{{1,80}}{NBSP}: <{re.escape(situation.told.item.url)}>", blocks[0]), (
            situation.letter
        )


@pytest.mark.parametrize("kind", KINDS)
def test_typography_is_french(kind: str) -> None:
    for situation, words in letters_about(kind):
        for text in (words.subject, words.text):
            assert typo(text) == text, situation.letter
            assert not re.search(r"[^\n] {2}|'| [,.]|\(\s|\s\)|\n\n\n", text), (situation.letter, text)


@pytest.mark.parametrize("kind", KINDS)
def test_people_are_named_in_their_gender_or_not_at_all(kind: str) -> None:
    for situation, words in letters_about(kind):
        assert not GENDERLESS.search(words.text.replace("https://", "")), situation.letter
        assert not UNCONTRACTED.search(words.text), situation.letter


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_the_code_and_nothing_undone_shows(kind: str) -> None:
    for situation, words in letters_about(kind):
        assert not re.search(r"\bNone\b|le système\b|\{[{%]|\bminister:|\brecteur:|\b[a-z]+_[a-z]+\b", words.text), (
            situation.letter
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_reminder_says_by_when_what_satisfies_it_and_when_it_is_void(kind: str) -> None:
    for situation, words in letters_about(kind):
        if situation.rank is not None:
            assert situation.told.due is not None, situation.letter
            assert until(situation.told.due) in words.text, situation.letter
            assert "sans objet" in words.text, situation.letter
            assert not re.search(r"\bdemain\b|\bdans \d+|\bJ-\d", words.text), situation.letter


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_asked_to_do_something_by_a_date_that_has_passed(kind: str) -> None:
    for situation, words in letters_about(kind):
        told = situation.told
        if told.act and told.due and told.due <= told.act.at and situation.letter not in POSTPONING:
            assert not re.search(rf"au plus tard le (?:\*\*)?{re.escape(until(told.due))}", words.text), (
                situation.letter
            )


@pytest.mark.parametrize("letter", [letter for letter in letters() if letter.endswith("_escalation")])
def test_an_escalation_names_the_office_that_is_awaited(letter: str) -> None:
    for situation, words in written()[letter]:
        assert situation.rank is Rank.ESCALATION
        assert situation.told.awaited.removeprefix("le ") in words.text


@pytest.mark.parametrize("letter", NEGATIVE)
def test_a_negative_decision_carries_its_reasons_and_the_remedies(letter: str) -> None:
    for _, words in written()[letter]:
        for part in ("Motif", "deux mois", "tribunal administratif", "R. 421-1".replace(" ", NBSP), "outre-mer"):
            assert part in words.text.replace("Cette décision est motivée", "Motif")
    assert any("L. 411-2".replace(" ", NBSP) in words.text for _, words in written()[letter])


@pytest.mark.parametrize("letter", [letter for letter in letters() if letter.startswith("application/")])
def test_nothing_comparative_reaches_applicants_before_the_decision(letter: str) -> None:
    for situation, words in written()[letter]:
        if role_of(situation.office) in APPLICANTS and situation.told.facts.state.value not in AFTER_DECISION:
            assert not SECRET.search(words.text), SECRET.search(words.text)


def test_the_acknowledgement_says_what_the_code_asks_for() -> None:
    """CRPA, art. R. 112-5 and R. 112-11-1."""
    for situation, words in written()["application/submit"]:
        told = situation.told
        silence = told.wave.silence_text if told.wave and told.wave.silence_text else told.rules and told.rules.silence
        for part in ("Date de réception", told.contact.mailbox, "dix jours ouvrés", typo(str(silence))):
            assert part in words.text


def test_a_request_for_pieces_lists_them_with_the_date_and_the_suspension() -> None:
    for situation, words in written()["application/request_completion"]:
        assert situation.told.due is not None
        assert "1. Plan de financement sur quatre ans\n2. Délibération exécutoire" in words.text
        for part in (f"L.{NBSP}114-5", until(situation.told.due), "suspendu"):
            assert part in words.text


def test_a_summons_gives_the_hour_and_the_agenda_and_a_second_one_asks_for_no_quorum() -> None:
    for situation, words in written()["session/summon"] + written()["session/resummon"]:
        facts = situation.told.facts
        assert f"{facts.held_at.hour + 2}{NBSP}h{NBSP}30 (heure de Paris)" in words.text
        assert all(item.ref in words.text for item in facts.items)
        assert ("Aucun quorum ne sera exigé" in words.text) == (situation.letter == "session/resummon")


def test_a_moved_date_replaces_the_one_that_was_told() -> None:
    moved = (
        "wave/extend",
        "wave/reopen",
        "wave/new_closing",
        "application/extend",
        "order/extend",
        "session/postpone",
        "label/grant_extension",
    )
    for letter in moved:
        assert all("annule et remplace" in words.text for _, words in written()[letter])


def test_a_bundle_takes_the_text_without_salutation_nor_signature() -> None:
    situation, whole = written()["application/draft_before"][0]
    alone = rendered(situation.letter, variables(situation.told), bundled=True)
    assert alone.text in whole.text
    assert situation.told.recipient.salutation not in alone.text
    assert "agréer" not in alone.text


def test_what_is_missing_from_the_context_is_an_error() -> None:
    situation, _ = written()["application/submit"][0]
    known = variables(situation.told)
    del known["contact"]
    with pytest.raises(Exception, match="contact"):
        rendered("application/submit", known)
