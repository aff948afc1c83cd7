"""A proof verifies itself without this software, and names whatever was touched in it."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from sqlalchemy import insert, select, update

from states.refusals import BadField
from store.desk.chain import TEXT
from store.exporting import proof
from store.session import snapshot, transaction
from store.tables.letters import Letter, Mail, MailLetter
from tests.walking import World

REF, LABEL, ORDER, SESSION, WAVE = "CMQ-2016-0001", "LAB-2017-0001", "ARR-2017-0001", "SEA-2016-0001", "2016-1"
LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL, CARRIES = Mail.__table__, MailLetter.__table__  # type: ignore[attr-defined]
Prove = Callable[[str], Path]


def proved(world: World, ref: str, at: datetime | None = None) -> bytes:
    file = BytesIO()
    with snapshot(world.engine) as session:
        proof.write(session, proof.subject(session, ref), at or world.at, file)
    return file.getvalue()


@pytest.fixture
def prove(world: World, tmp_path: Path) -> Prove:
    """The proof of an object, opened in a folder."""

    def opened(ref: str = REF) -> Path:
        folder = tmp_path / ref
        with ZipFile(BytesIO(proved(world, ref))) as archive:
            archive.extractall(folder)
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        return folder

    return opened


def verify(folder: Path, *arguments: str) -> tuple[int, str]:
    """What the script says, run by a Python that finds nothing but its own library."""
    asked = [sys.executable, "-I", "-S", str(folder / "verifier.py"), *arguments]
    done = subprocess.run(asked, capture_output=True, text=True, cwd="/", check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def altered(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines(keepends=True)


def sealed_again(folder: Path) -> None:
    """As whoever altered the archive would do: the sums agree again."""
    names = [line.split("  ")[1].strip() for line in lines(folder / "SHA256SUMS")]
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums))


def denounced(folder: Path) -> str:
    """What is said of an archive that was altered, then sealed again."""
    sealed_again(folder)
    status, said = verify(folder)
    assert status == 1
    return said


@pytest.mark.parametrize("ref", [REF, LABEL, ORDER, SESSION, WAVE])
def test_the_proof_of_any_object_is_whole(prove: Prove, ref: str) -> None:
    status, said = verify(prove(ref))
    assert (status, said.splitlines()[-1]) == (0, "Tout concorde.")


def test_it_verifies_on_both_databases_and_closed_as_it_is(either: World, tmp_path: Path) -> None:
    content = proved(either, REF)
    (tmp_path / "preuve.zip").write_bytes(content)
    with ZipFile(BytesIO(content)) as archive:
        archive.extract("verifier.py", tmp_path)
    assert verify(tmp_path, str(tmp_path / "preuve.zip"))[0] == 0


def test_the_sums_cover_every_other_file_as_the_usual_command_reads_them(prove: Prove) -> None:
    folder = prove(REF)
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    listed = {line.split("  ")[1].strip() for line in lines(folder / "SHA256SUMS")}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == listed | {"SHA256SUMS"}


def test_the_same_database_and_instant_give_the_same_bytes(world: World) -> None:
    assert proved(world, REF) == proved(world, REF)


def chains(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for chain in json.loads((folder / "preuve.json").read_text(encoding="utf-8"))["chains"]:
        found.setdefault(chain["kind"], []).append(chain["ref"])
    return found


def test_the_proof_of_an_application_holds_what_its_label_and_order_only_refer_to(prove: Prove) -> None:
    folder = prove(REF)
    found = chains(folder)
    assert {kind: found[kind] for kind in ("application", "label", "order", "session", "wave")} == {
        "application": [REF],
        "label": [LABEL],
        "order": [ORDER],
        "session": [SESSION],
        "wave": [WAVE],
    }
    assert {"p-recteur-14", "p-region-president-53"} <= set(found["person"])
    signed = [json.loads(line) for line in lines(folder / "signatures.jsonl")]
    assert {one["kind"] for one in signed} == {"application", "order"}
    pieces = {json.loads(line)["name"] for line in lines(folder / "pieces.jsonl")}
    assert len(pieces) > 3


def test_each_event_is_there_as_it_was_hashed(prove: Prove, world: World) -> None:
    found = [json.loads(line) for line in lines(prove(REF) / "journal.jsonl")]
    own = [one for one in found if one["hashed"]["ref"] == REF]
    assert [one["hash"] for one in own] == [event["hash"] for event in world.events("application", REF)]


def test_letters_are_told_with_their_mail_by_its_hash_and_with_the_words_of_the_server(
    world: World, prove: Prove
) -> None:
    with transaction(world.engine) as session:
        owed = session.execute(select(LETTER.id).where(LETTER.ref == REF).order_by(LETTER.id)).scalars().all()
        sent = {"mailbox": "ce.rectorat@essai.example", "office": "recteur:14", "subject": "Dossier", "attempts": 1}
        sent |= {"status": "accepted", "server_words": "250 2.0.0 pris", "composed_at": world.at}
        for number, content in enumerate((b"Bonjour", b"")):
            mail = {**sent, "message_id": f"<{number}@essai.example>", "content": content, "next_try_at": world.at}
            (key,) = session.execute(insert(MAIL).values(mail).returning(MAIL.c.id)).one()
            session.execute(insert(CARRIES).values(mail=key, letter=owed[number], version=1))
    told = [json.loads(line) for line in lines(prove(REF) / "courriels.jsonl")]
    (first,), (second,), *others = [one["mails"] for one in told if one["ref"] == REF]
    assert first["sha256"] == hashlib.sha256(b"Bonjour").hexdigest()
    assert (first["server_words"], first["mailbox"]) == ("250 2.0.0 pris", "ce.rectorat@essai.example")
    assert second["sha256"] is None
    assert others == [[]] * (len(owed) - 2)


def test_the_working_of_the_deadlines_is_shown(prove: Prove) -> None:
    told = (prove(REF) / "echeances.txt").read_text(encoding="utf-8")
    assert "10 jours ouvrés après l’entrée dans l’étape" in told
    assert "10e jour ouvré" in told
    assert "tenue" in told


def test_addresses_of_persons_are_withheld_and_their_names_are_not(prove: Prove) -> None:
    folder = prove(REF)
    assert "p-recteur-14@essai.example" not in (folder / "textes.jsonl").read_text(encoding="utf-8")
    assert "Le Goff" in (folder / "textes.jsonl").read_text(encoding="utf-8")


def test_a_text_that_retention_has_blanked_is_told_as_blanked_and_the_proof_stays_whole(
    world: World, prove: Prove
) -> None:
    with transaction(world.engine) as session:
        session.execute(update(TEXT).where(TEXT.c.name == "bulletin").values(text=None))
    folder = prove(REF)
    texts = [json.loads(line) for line in lines(folder / "textes.jsonl")]
    assert {(one["text"], one["salt"]) for one in texts if one["fate"] == "effacé"} == {(None, None)}
    status, said = verify(folder)
    assert status == 0
    assert "leur empreinte est intacte" in said


def test_an_altered_event_is_named(prove: Prove) -> None:
    folder = prove(REF)
    altered(folder / "journal.jsonl", '"seq":3,', '"seq":3 ,')
    status, said = verify(folder)
    assert status == 1
    assert f"l’événement n° 3 du dossier {REF} a été modifié" in said
    assert "le fichier journal.jsonl a été modifié" in said


@pytest.mark.parametrize("seed", range(12))
def test_whichever_byte_of_an_event_changes_that_event_is_named(prove: Prove, seed: int) -> None:
    folder = prove(REF)
    chance = Random(seed)
    content = (folder / "journal.jsonl").read_bytes()
    seq = chance.randrange(2, 20)
    (line,) = [
        one
        for one in content.splitlines(keepends=True)
        if (json.loads(one)["hashed"]["ref"], json.loads(one)["hashed"]["seq"]) == (REF, seq)
    ]
    at = content.index(line) + chance.randrange(line.index(b'"hashed":') + 9, len(line) - 2)
    changed = bytes([content[at] ^ 1 << chance.randrange(8)])
    (folder / "journal.jsonl").write_bytes(content[:at] + changed + content[at + 1 :])
    said = denounced(folder)
    assert re.search(rf"n° {seq} du dossier|du dossier {REF} entre les n° {seq - 1} et {seq + 1}\.", said)


def test_sealing_it_again_hides_nothing(prove: Prove) -> None:
    folder = prove(REF)
    altered(folder / "journal.jsonl", '"legal_date":"2016-05-01"', '"legal_date":"2016-05-02"')
    said = denounced(folder)
    assert "le fichier journal.jsonl" not in said
    assert f"l’événement n° 1 du dossier {REF} a été modifié" in said


def test_an_altered_text_is_named(prove: Prove) -> None:
    folder = prove(REF)
    altered(folder / "textes.jsonl", "Date fixée par", "Date fixee par")
    said = denounced(folder)
    assert f"le texte « day_off_reason » de l’événement n° 2 de la vague {WAVE} a été modifié" in said


def test_a_text_taken_out_is_missed(prove: Prove) -> None:
    folder = prove(REF)
    kept = [line for line in lines(folder / "textes.jsonl") if "day_off_reason" not in line]
    (folder / "textes.jsonl").write_text("".join(kept), encoding="utf-8")
    said = denounced(folder)
    assert f"un texte de l’événement n° 2 de la vague {WAVE} manque" in said


def test_an_altered_piece_is_named(prove: Prove) -> None:
    folder = prove(REF)
    piece = min((folder / "pieces").iterdir())
    content = bytearray(piece.read_bytes())
    content[20] ^= 1
    piece.write_bytes(content)
    said = denounced(folder)
    assert f"(pieces/{piece.name}) a été modifiée" in said
    piece.unlink()
    assert f"(pieces/{piece.name}) manque" in verify(folder)[1]


def without(folder: Path, seq: int) -> None:
    kept = [
        line
        for line in lines(folder / "journal.jsonl")
        if (json.loads(line)["hashed"]["ref"], json.loads(line)["hashed"]["seq"]) != (REF, seq)
    ]
    (folder / "journal.jsonl").write_text("".join(kept), encoding="utf-8")


def test_an_event_taken_out_is_missed(prove: Prove) -> None:
    folder = prove(REF)
    without(folder, 4)
    said = denounced(folder)
    assert f"il manque un événement du dossier {REF} entre les n° 3 et 5" in said


def test_a_tail_that_was_cut_is_missed(prove: Prove, world: World) -> None:
    folder = prove(REF)
    last = len(world.events("application", REF))
    without(folder, last)
    said = denounced(folder)
    assert f"le journal du dossier {REF} s’arrête au n° {last - 1}, et non au n° {last} attendu" in said


def test_a_signature_that_no_event_made_is_named(prove: Prove) -> None:
    folder = prove(REF)
    altered(folder / "signatures.jsonl", '"office":"recteur:14"', '"office":"recteur:15"')
    said = denounced(folder)
    assert f"la signature de recteur:15 du dossier {REF}" in said


def test_an_altered_content_is_named(prove: Prove) -> None:
    folder = prove(REF)
    altered(folder / "contenus.jsonl", "Texte de", "Texte De")
    assert f"la version n° 1 du contenu de {REF} a été modifiée" in denounced(folder)


def test_a_whole_journal_rewritten_does_not_give_the_digest_of_the_night(prove: Prove) -> None:
    """All hashes computed anew, and the end told anew: the night knew another."""
    folder = prove(REF)
    told = json.loads((folder / "preuve.json").read_text(encoding="utf-8"))
    rewritten, previous = [], ""
    for line in lines(folder / "journal.jsonl"):
        event = json.loads(line)
        if event["hashed"]["ref"] == REF:
            event["hashed"] |= {"previous": previous, "quality": "acting"}
            said = json.dumps(event["hashed"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            previous = hashlib.sha256(said.encode()).hexdigest()
            line = f'{{"event":{event["event"]},"hash":"{previous}","hashed":{said}}}\n'
        rewritten.append(line)
    (folder / "journal.jsonl").write_text("".join(rewritten), encoding="utf-8")
    next(chain for chain in told["chains"] if chain["ref"] == REF)["hash"] = previous
    (folder / "preuve.json").write_text(json.dumps(told), encoding="utf-8")
    said = denounced(folder)
    (fault,) = [line for line in said.splitlines() if line.startswith("ALTÉRÉ")]
    assert f"ne connaît pas ainsi le journal du dossier {REF}" in fault


def test_an_unknown_reference_is_refused_by_its_name(world: World) -> None:
    with snapshot(world.engine) as session, pytest.raises(BadField, match="CMQ-1999-0001"):
        proof.subject(session, "CMQ-1999-0001")
