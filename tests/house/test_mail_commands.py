"""The two commands that speak with mail servers: one tries them, the other hears what they could not deliver."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from typer.testing import CliRunner, Result

from campus import cli
from notifications.posting.claims import return_path
from store.people.seeding import mark_furnished
from store.session import engine, transaction
from store.settings import settings
from tests.mailing import a_mail, mails, parsed, scripted, text
from tests.notifications.test_bounces import GONE, report

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def campus(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(cli, arguments, input=given)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, sqlite_migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of one test."""
    copyfile(sqlite_migrated, tmp_path / "campus.db")
    monkeypatch.setenv("CAMPUS_HOME", str(tmp_path))
    monkeypatch.setenv("CAMPUS_DATABASE_URL", "")
    settings.cache_clear()
    yield tmp_path
    engine().dispose()
    settings.cache_clear()


def through(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Send through that server."""
    monkeypatch.setenv("CAMPUS_SMTP_URL", url)
    settings.cache_clear()


def test_a_sample_letter_says_what_the_server_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted() as server:
        through(monkeypatch, server.url)
        sent = campus("letter", "--test", "anne@ac-rennes.example")
    assert (sent.exit_code, sent.stderr) == (0, "")
    assert "250 2.0.0 pris" in sent.stdout
    (content,) = server.taken
    message = parsed(content)
    assert message["To"].addresses[0].addr_spec == "anne@ac-rennes.example"
    assert "Ce courriel est un essai" in text(message)
    assert mails(engine()) == []


@pytest.mark.parametrize(
    ("step", "words"), [("550 5.1.1 inconnue", "550 5.1.1 inconnue"), ("450 4.7.1 plus tard", "450 4.7.1 plus tard")]
)
def test_a_sample_letter_that_is_not_taken_ends_badly(monkeypatch: pytest.MonkeyPatch, step: str, words: str) -> None:
    with scripted([step]) as server:
        through(monkeypatch, server.url)
        sent = campus("letter", "--test", "anne@ac-rennes.example")
    assert (sent.exit_code, sent.stdout) == (1, "")
    assert words in sent.stderr


def test_a_sample_letter_to_a_server_that_is_not_there_ends_badly(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted() as server:
        gone = server.url
    through(monkeypatch, gone)
    sent = campus("letter", "--test", "anne@ac-rennes.example")
    assert sent.exit_code == 1
    assert "Serveur de courriel non joint" in sent.stderr


@pytest.mark.parametrize(
    "address", ["", "anne", "anne@ac", "a@b.example, c@d.example", "anne@ac-rennes.example\r\nBcc: x"]
)
def test_a_sample_letter_goes_to_one_address_alone(address: str) -> None:
    refused = campus("letter", "--test", address)
    assert refused.exit_code == 2
    assert "adresse" in refused.stderr


def test_a_furnished_database_sends_its_sample_nowhere_but_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(engine()) as session:
        mark_furnished(session, AT)
    through(monkeypatch, "smtp://mail.education.gouv.fr")
    refused = campus("letter", "--test", "anne@ac-rennes.example")
    assert refused.exit_code == 2
    assert "démonstration" in refused.stderr


def test_a_bounce_piped_in_is_understood() -> None:
    number = a_mail(engine(), 1, AT, status="accepted", attempts=1)
    noted = campus("bounce", given=report(return_path(number, "<essai.1@campus.example>")))
    assert (noted.exit_code, noted.stderr) == (0, "")
    assert mails(engine())[0]["server_words"] == GONE


@pytest.mark.parametrize("given", [b"", b"bonjour", report(), b"x" * (2 * 1024 * 1024)])
def test_what_is_no_bounce_of_ours_is_given_back_to_the_mail_server_as_bad_data(given: bytes) -> None:
    refused = campus("bounce", given=given)
    assert (refused.exit_code, refused.stdout) == (65, "")
    assert "Rien n’a été changé" in refused.stderr


def test_a_bounce_that_finds_no_database_is_to_be_tried_again(home: Path) -> None:
    engine().dispose()
    (home / "campus.db").unlink()
    assert campus("bounce", given=report()).exit_code == 75
