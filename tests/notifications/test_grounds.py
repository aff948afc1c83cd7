"""A negative decision tells the reasons of all who signed it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select

from notifications.composing.compose import compose
from store.tables.letters import Letter, Mail, MailLetter
from tests.walking import BUREAU, World, draft, filed, published_wave

MAIL, CARRIES, LETTER = Mail.__table__, MailLetter.__table__, Letter.__table__  # type: ignore[attr-defined]
WHY = {
    "minister:en": "Le dossier ne comporte aucun EPLE.",
    "minister:fp": "Le financement n’est pas établi.",
    "minister:esr": "Le dossier ne comporte aucun EPLE.",
    "minister:eco": "Le secteur n’est pas nommé.",
}


def declared_inadmissible(world: World) -> None:
    """An application that every minister found inadmissible, each with reasons."""
    published_wave(world)
    world.at = datetime(2016, 5, 2, 9, tzinfo=UTC)
    ref = filed(world, draft(world))
    world.act("application", ref, "start_admissibility", BUREAU)
    for minister, why in WHY.items():
        world.act("application", ref, "sign_inadmissibility", minister, reason=why, document=world.pdf(minister))


def texts(world: World, letter: str) -> list[str]:
    """The text parts of the mails that carry a letter."""
    query = (
        select(MAIL.c.content)
        .join(CARRIES, CARRIES.c.mail == MAIL.c.id)
        .join(LETTER, LETTER.c.id == CARRIES.c.letter)
        .where(LETTER.c.letter == letter)
    )
    return [_text(row["content"]) for row in world.rows(query)]


def _text(content: bytes) -> str:
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    plain = mail.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def test_the_letter_of_an_inadmissibility_carries_each_reason_once_and_the_remedies(world: World) -> None:
    declared_inadmissible(world)
    tally = compose(world.at, on=world.engine)
    assert tally.failed == 0, tally.error
    written = texts(world, "application/declare_inadmissible")
    assert len(written) >= 4
    for text in written:
        assert "> Le dossier ne comporte aucun EPLE.\n> \n> Le financement n’est pas établi.\n" in text.replace(
            "\r", ""
        )
        assert text.count("aucun EPLE") == 1
        assert "tribunal administratif" in text
