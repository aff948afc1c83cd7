"""Vérifie une preuve sans le logiciel qui l’a faite : python3 verifier.py [archive.zip ou dossier].

This script travels inside the archive: it knows nothing but the standard library (of Python 3.9 or newer), and reads
nothing but the archive.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

KINDS = {
    "application": "du dossier",
    "label": "du label",
    "order": "de l’arrêté",
    "session": "de la séance",
    "wave": "de la vague",
    "person": "de la personne",
    "mandate": "du mandat",
    "delegation": "de la délégation",
}
SIGNED = {"signatures": "signature", "decisions": "decision", "visas": "visa"}
MARK = '"hashed":'
SLICE = 1024 * 1024
Line = dict[str, Any]
Key = tuple[str, str]


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment(text: str) -> str:
    """The same instant, however it is written."""
    return text[:-1] + "+00:00" if text.endswith("Z") else text


class Archive:
    """Files by name, in a folder or in a ZIP."""

    def __init__(self, place: Path) -> None:
        self.folder = place
        self.zip = ZipFile(place) if place.is_file() else None

    def parts(self, name: str) -> Iterator[bytes]:
        """Its bytes, part by part; KeyError or OSError when it is missing."""
        with self.zip.open(name) if self.zip else (self.folder / name).open("rb") as file:
            while True:
                part = file.read(SLICE)
                if not part:
                    return
                yield part

    def text(self, name: str) -> str:
        """The whole of it; a byte that is none of a text does not stop the reading, and its hash tells."""
        return b"".join(self.parts(name)).decode(errors="replace")

    def lines(self, name: str) -> list[Line]:
        """One object for each line; ValueError names the one that is none."""
        found = []
        for number, line in enumerate(self.text(name).split("\n"), 1):
            try:
                found += [json.loads(line)] if line else []
            except ValueError:
                raise ValueError(f"{name}, ligne {number}") from None
        return found

    def hash(self, name: str) -> str:
        """Its SHA-256; empty when it is missing."""
        found = hashlib.sha256()
        try:
            for part in self.parts(name):
                found.update(part)
        except (KeyError, OSError):
            return ""
        return found.hexdigest()


class Verification:
    """What holds, and what does not."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.faults: list[str] = []
        self.held: list[str] = []
        self.notes: list[str] = []
        self.told: Line = json.loads(archive.text("preuve.json"))
        self.events: dict[int, Line] = {}
        self.chains: dict[Key, list[Line]] = {}

    def run(self) -> None:
        """Every check, in order."""
        checks = (self.sums, self.journal, self.texts, self.contents, self.pieces, self.signatures, self.nights)
        for check in checks:
            before = len(self.faults)
            try:
                done = check()
            except (KeyError, OSError, ValueError, TypeError) as error:
                self.faults.append(f"ce qui devait être vérifié est illisible ou manque ({error}).")
                continue
            if done and len(self.faults) == before:
                self.held.append(done)

    def sums(self) -> str:
        """Every file is there, whole."""
        lines = [line.split("  ", 1) for line in self.archive.text("SHA256SUMS").split("\n") if line]
        for expected, name in lines:
            found = self.archive.hash(name)
            if not found:
                self.faults.append(f"le fichier {name} manque.")
            elif found != expected:
                self.faults.append(f"le fichier {name} a été modifié.")
        return f"{len(lines)} fichiers sont là, entiers."

    def journal(self) -> str:
        """Each event gives its hash and follows the one before, to the end that is told."""
        for number, line in enumerate(self.archive.text("journal.jsonl").split("\n"), 1):
            try:
                if line:
                    self._event(line)
            except (ValueError, KeyError, TypeError):
                self.faults.append(f"la ligne {number} du journal est illisible.")
        ends = {(one["kind"], one["ref"]): (one["seq"], one["hash"]) for one in self.told["chains"]}
        for key, end in ends.items():
            events = self.chains.get(key, [])
            last = (events[-1]["hashed"]["seq"], events[-1]["hash"]) if events else (0, "")
            if last != end:
                self.faults.append(f"le journal {_whose(key)} s’arrête au n° {last[0]}, et non au n° {end[0]} attendu.")
        for key in self.chains:
            if key not in ends:
                self.faults.append(f"le journal {_whose(key)} n’est pas annoncé.")
        return f"{len(self.events)} événements, en {len(self.chains)} journaux, sont ceux qui ont été enregistrés."

    def _event(self, line: str) -> None:
        event = json.loads(line)
        said = event["hashed"]
        key = (said["kind"], said["ref"])
        chain = self.chains.setdefault(key, [])
        number, previous = (chain[-1]["hashed"]["seq"], chain[-1]["hash"]) if chain else (0, "")
        name = f"l’événement n° {said['seq']} {_whose(key)}"
        if digest(line[line.index(MARK) + len(MARK) : -1]) != event["hash"]:
            self.faults.append(f"{name} a été modifié.")
        if said["seq"] != number + 1:
            self.faults.append(f"il manque un événement {_whose(key)} entre les n° {number} et {said['seq']}.")
        elif said["previous"] != previous:
            self.faults.append(f"{name} ne suit pas celui d’avant.")
        chain.append(event)
        self.events[event["event"]] = event

    def _name(self, event: int) -> str:
        said = self.events[event]["hashed"]
        return f"l’événement n° {said['seq']} {_whose((said['kind'], said['ref']))}"

    def texts(self) -> str:
        """Each text gives its hash, and those of an event the one that is in its chain."""
        sealed: dict[int, list[str]] = {}
        texts = self.archive.lines("textes.jsonl")
        for text in texts:
            sealed.setdefault(text["event"], []).append(text["hash"])
            if text["event"] not in self.events:
                self.faults.append(f"le texte « {text['name']} » n’est d’aucun événement.")
            elif text["text"] is not None and digest(text["salt"] + text["text"]) != text["hash"]:
                self.faults.append(f"le texte « {text['name']} » de {self._name(text['event'])} a été modifié.")
        for number, event in self.events.items():
            hashes = "".join(sorted(sealed.get(number, [])))
            if event["hashed"]["texts_hash"] != (digest(hashes) if hashes else ""):
                self.faults.append(f"un texte de {self._name(number)} manque ou a été ajouté.")
        hidden = sum(text["text"] is None for text in texts)
        note = f" ({hidden} ne se lisent plus ici, leur empreinte est intacte)" if hidden else ""
        return f"{len(texts)} textes sont ceux d’alors{note}."

    def contents(self) -> str:
        """Each version gives its hash."""
        versions = self.archive.lines("contenus.jsonl")
        for one in versions:
            if one["body"] and digest(one["body"]) != one["hash"]:
                self.faults.append(f"la version n° {one['version']} du contenu de {one['application']} a été modifiée.")
        blanked = sum(not one["body"] for one in versions)
        return (
            f"{len(versions)} versions de contenu sont celles d’alors" + f" ({blanked} effacées)" * bool(blanked) + "."
        )

    def pieces(self) -> str:
        """Each piece is there, gives the hash that names it, and was attached by an event of the journal."""
        pieces = self.archive.lines("pieces.jsonl")
        for one in pieces:
            found = self.archive.hash(one["file"])
            if found != one["sha256"]:
                what = "a été modifiée" if found else "manque"
                self.faults.append(f"la pièce « {one['name']} » ({one['file']}) {what}.")
            if one["event"] not in self.events:
                self.faults.append(f"la pièce « {one['name']} » ({one['file']}) n’a été jointe par aucun événement.")
        return f"{len(pieces)} pièces jointes sont celles d’alors, octet pour octet."

    def signatures(self) -> str:
        """Each is in the last facts of its object, is an event of its journal, and signs something that is here."""
        rows = self.archive.lines("signatures.jsonl")
        signed = {one["hash"] for one in self.archive.lines("contenus.jsonl")}
        signed |= {one["sha256"] for one in self.archive.lines("pieces.jsonl")}
        for row in rows:
            name = f"la signature de {row['office']} {_whose((row['kind'], row['ref']))}"
            event = self.events.get(row["event"])
            if event is None or event["hashed"]["office"] != row["office"]:
                self.faults.append(f"{name} n’est pas celle de son événement.")
            if row["content_hash"] and row["content_hash"] not in signed:
                self.faults.append(f"{name} porte sur un contenu qui n’est pas ici.")
        for key, events in self.chains.items():
            told = _signed(json.loads(events[-1]["hashed"]["facts"]))
            here = {_signature(row["purpose"], row) for row in rows if (row["kind"], row["ref"]) == key}
            for one in sorted(told ^ here, key=str):
                self.faults.append(f"la signature de {one[2]} {_whose(key)} n’est pas celle du journal.")
        return f"{len(rows)} signatures figurent au journal et portent sur ce qui est ici."

    def nights(self) -> str:
        """Each digest covers the one before; the last is that of the heads, which know our chains."""
        nights = self.archive.lines("nuits.jsonl")
        if not nights:
            self.notes.append("aucune empreinte nocturne ne couvre encore cet objet.")
            return ""
        previous = nights[0]["previous"]
        for night in nights:
            if night["previous"] != previous:
                self.faults.append(f"l’empreinte de la nuit du {night['taken_at'][:10]} ne suit pas la précédente.")
            previous = night["hash"]
        last, heads = nights[-1], self.archive.text("tetes.json")
        day = last["taken_at"][:10]
        if digest(last["previous"] + heads) != last["hash"]:
            self.faults.append(f"l’empreinte de la nuit du {day} n’est pas celle de ses têtes de journaux.")
        known = {(kind, ref): (seq, hash_) for kind, ref, seq, hash_ in json.loads(heads)}
        for key, events in self.chains.items():
            covered = [one for one in events if one["event"] <= last["last_event"]]
            end = (covered[-1]["hashed"]["seq"], covered[-1]["hash"]) if covered else None
            if known.get(key) != end:
                self.faults.append(f"la nuit du {day} ne connaît pas ainsi le journal {_whose(key)}.")
        later = sum(number > last["last_event"] for number in self.events)
        if later:
            self.notes.append(f"{later} événements sont plus récents que la nuit du {day}.")
        self.notes.append(f"empreinte de cette nuit, à comparer à celle conservée ailleurs : {last['hash']}")
        return f"la nuit du {day} couvre ces journaux."


def _whose(key: Key) -> str:
    return f"{KINDS.get(key[0], key[0])} {key[1]}"


def _signed(facts: Line) -> set[tuple[Any, ...]]:
    return {_signature(purpose, one) for name, purpose in SIGNED.items() for one in facts.get(name) or ()}


def _signature(purpose: str, one: Line) -> tuple[Any, ...]:
    names = ("round", "office", "person", "content_hash", "quality", "legal_date", "on_paper", "delegation")
    return (purpose, *(one[name] for name in names), moment(one["at"]))


def main(arguments: list[str]) -> int:
    """Say what holds and what was altered; 0 when all holds, 1 otherwise."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    place = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        verification = Verification(Archive(place))
    except (KeyError, OSError, ValueError) as error:
        print(f"ALTÉRÉ : preuve.json est illisible ou manque ({error}).")
        return 1
    verification.run()
    told = verification.told
    print(f"Preuve {_whose((told['kind'], told['ref']))}, établie le {told['made_at']}")
    for line in verification.held:
        print(f"TIENT : {line}")
    for line in verification.notes:
        print(f"À SAVOIR : {line}")
    for line in verification.faults:
        print(f"ALTÉRÉ : {line}")
    print("Tout concorde." if not verification.faults else f"{len(verification.faults)} altérations.")
    return 1 if verification.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
