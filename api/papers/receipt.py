"""The receipt of a filing (CRPA, art. R. 112-5 and R. 112-11-1): when, by whom, on what content, and the remedies."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from api.papers.typeset import territories, typeset
from notifications import typography
from notifications.typography import typo
from states.application.facts import ApplicationFacts
from states.application.words import Trigger
from states.calendar import paris_day
from states.facts import Signature
from store.board.names import Names, names
from store.board.sight import Sight
from store.desk import snapshots
from store.desk.chain import EVENT
from store.tables.people import Office

OFFICE = Office.__table__.c  # type: ignore[attr-defined]
FILED = (Trigger.SUBMIT.value, Trigger.SUBMIT_LATE.value)
BUREAU = "dgesco_officer"
REMEDIES = (
    "Le présent accusé atteste la réception de la demande ; il ne préjuge pas de la décision. La décision prise sur"
    " la demande pourra être contestée dans les deux mois de sa notification ou de sa publication, par un recours"
    " gracieux ou hiérarchique adressé au ministère, ou par un recours devant la juridiction administrative (code de"
    " justice administrative, art. R. 421-1 et R. 421-5). Un recours administratif formé dans ce délai l’interrompt"
    " (code des relations entre le public et l’administration, art. L. 411-2)."
)


def of(session: Session, sight: Sight) -> bytes | None:
    """The receipt, from the facts as they stood at the filing; None while the file has not been filed."""
    query = select(EVENT.c.facts, EVENT.c.at).where(EVENT.c.kind == "application", EVENT.c.ref == sight.ref)
    found = session.execute(query.where(EVENT.c.trigger.in_(FILED)).order_by(EVENT.c.seq.desc()).limit(1)).first()
    if found is None:
        return None
    facts: ApplicationFacts = snapshots.load("application", found.facts)
    filed = facts.submitted_at or found.at
    signed = facts.valid_signatures
    offices = [BUREAU, *(one.office for one in signed)]
    known = names(session, offices, [one.person for one in signed], paris_day(filed))
    mailbox = session.execute(select(OFFICE.mailbox).where(OFFICE.id == BUREAU)).scalar() or ""
    return typeset("receipt.typ", _said(sight, facts, known, mailbox), filed)


def _said(sight: Sight, facts: ApplicationFacts, known: Names, mailbox: str) -> dict[str, Any]:
    assert facts.submitted_at is not None
    filed = typography.instant(facts.submitted_at)
    silence = getattr(sight.facts.wave, "silence_text", "") or facts.rules.silence
    return {
        "title": "Accusé de réception électronique",
        "foot": typo(f"Dossier {sight.ref} – accusé de réception du {typography.day(facts.submitted_at)}"),
        "opening": typo(
            f"Le dossier « {sight.row['name']} », présenté conjointement en vue du label « Campus des métiers et des"
            f" qualifications », a été reçu le {filed}{', hors délai et accepté sur décision' if facts.late else ''}."
            " La date et l’heure de réception font foi."
        ),
        "about": [[label, typo(value)] for label, value in _about(sight, facts, filed)],
        "signatures": [_signed(one, known) for one in signed_in_order(facts)],
        "office": typo(f"{_office(known)} {mailbox}".strip()),
        "silence": typo(silence),
        "remedies": typo(REMEDIES),
        "hash": facts.content_hash,
    }


def _about(sight: Sight, facts: ApplicationFacts, filed: str) -> list[tuple[str, str]]:
    day = paris_day(facts.submitted_at or facts.created_at)
    return [
        ("Référence", sight.ref),
        ("Objet de la demande", facts.kind.label),
        ("Appel", f"vague {facts.wave_code}" if facts.wave_code else "hors vague"),
        ("Règles applicables", f"{facts.rules.label} ({facts.rules.text})"),
        ("Académies", territories("academie", facts.academies, day)),
        ("Régions", territories("region", facts.regions, day)),
        ("Réception", filed),
    ]


def signed_in_order(facts: ApplicationFacts) -> list[Signature]:
    """The signatures of the filed content, in the order in which they were given."""
    return sorted(facts.valid_signatures, key=lambda one: (one.at, one.office))


def _signed(one: Signature, known: Names) -> list[str]:
    how = f"{one.quality.label}, sur papier" if one.on_paper else one.quality.label
    name = known.person(one.person, one.office)
    return [typo(known.title(one.office)), f"{name} ({how})", typography.day(one.legal_date)]


def _office(known: Names) -> str:
    holder = known.holder(BUREAU)
    return f"{known.title(BUREAU)}{f' – {holder}' if holder else ''}."
