"""A mail as bytes: what a standard parser reads back, whatever was put in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.addresses import is_loopback, is_usable, one_line
from notifications.wording import markup, titles
from notifications.wording.messages import Message, frozen
from states.refusals import BadField
from store.reference.records import Gender
from store.settings import settings
from tests.mailing import parsed, text

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def a_message(**given: Any) -> Message:
    """A plain mail, or a variant."""
    plain = {"message_id": "<a@b.example>", "sender": "s@b.example", "mailbox": "to@b.example", "name": "Zoé"}
    return Message(**{**plain, "subject": "Sujet", "text": "Texte", "html": "<p>Texte</p>", "at": AT, **given})


@given(st.text(), st.text(), st.text())
def test_what_was_written_is_what_is_read_and_nothing_is_added(subject: str, name: str, body: str) -> None:
    raw = frozen(a_message(subject=subject, name=name, text=body))
    message = parsed(raw)
    assert [address.addr_spec for address in message["To"].addresses] == ["to@b.example"]
    assert set(message.keys()) <= {*parsed(frozen(a_message())).keys()}
    assert " ".join(message["Subject"].split()) == " ".join(one_line(subject).split())
    written = body.encode("utf-8", "replace").decode().splitlines()
    assert text(message).splitlines() == "\n".join(written).splitlines()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert not message.defects


@pytest.mark.parametrize("address", ["a@b.example, c@d.example", "a@b\r\nBcc: c@d", "é@b.example", "", "a", "<a@b.c>"])
def test_an_address_must_be_exactly_one(address: str) -> None:
    assert not is_usable(address)
    with pytest.raises(BadField):
        frozen(a_message(mailbox=address))


def test_only_this_machine_is_loopback() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))
    assert not any(is_loopback(host) for host in ("localhost.example", "10.0.0.1", "0.0.0.0", "", "mail"))


def test_the_page_turns_an_invitation_into_a_button_and_shows_its_address() -> None:
    url = f"{settings().public_url}/dossiers/CMQ-2016-0001"
    html = markup.page("Sujet", f"Bonjour,\n\nSigner le dossier : <{url}>", (("Échéance", "le 1er mai"),), "Pied")
    assert html.count(f'href="{url}"') == 2
    assert f">{url}</a>" in html
    assert "<th" in html
    assert '<html lang="fr"' in html
    assert "<style" not in html


def test_a_text_given_with_an_act_brings_neither_script_nor_picture_nor_link() -> None:
    hostile = "<script>x</script> [clic](https://mal.example) <https://mal.example> ![i](https://mal.example/i.png)"
    html = markup.page("<b>S</b>", hostile, (("<i>", "<u>"),), "Pied")
    assert "<script" not in html
    assert "mal.example" not in "".join(part.split('"')[0] for part in html.split('href="')[1:])
    assert "<img" not in html
    assert "<b>S" not in html
    assert "<u>" not in html


@pytest.mark.parametrize(
    ("office", "gender", "greeting", "title"),
    [
        ("recteur:14", "f", "Madame la Rectrice,", "la rectrice de l’académie de Rennes"),
        ("recteur:14", "m", "Monsieur le Recteur,", "le recteur de l’académie de Rennes"),
        ("recteur:14", "", "Madame, Monsieur,", "le rectorat de l’académie de Rennes"),
        ("region_president:53", "f", "Madame la Présidente,", "la présidente du conseil régional de Bretagne"),
        ("dgesco_officer", "", "Madame, Monsieur,", "la Dgesco, bureau chargé des campus"),
        ("admin", "f", "Madame,", "l’administratrice de l’application"),
    ],
)
def test_people_are_greeted_and_named_in_their_gender(office: str, gender: Gender, greeting: str, title: str) -> None:
    assert titles.salutation(office, gender) == greeting
    assert titles.with_article(office, date(2026, 1, 1), gender) == title
