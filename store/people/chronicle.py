"""Events of what has no lifecycle of its own: people, offices, mandates, delegations, each with its own chain."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from states.calendar import paris_day
from states.facts import Quality
from states.lifecycles import LIFECYCLES
from states.machine import THE_SYSTEM, Actor
from states.refusals import NotYours, Reason
from states.roles import SYSTEM, Role
from states.words import Word
from store.desk import snapshots
from store.desk.chain import append, salted, tip
from store.tables.people import MandateRecord

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
KEEPERS = (Role.ADMIN.value, Role.DGESCO_OFFICER.value, Role.DGESCO_HEAD.value)


class Deed(Word):
    """What happens to a person, an office, a mandate or a delegation."""

    CREATE = "create", "Création"
    CHANGE = "change", "Modification"
    APPOINT = "appoint", "Nomination"
    END = "end", "Fin de fonctions"
    DELEGATE = "delegate", "Délégation"
    REVOKE = "revoke", "Fin de la délégation"
    AWAY = "away", "Absence et suppléance"
    BACK = "back", "Fin de l’absence"
    LOOK_AS = "look_as", "Consultation au nom de la personne"
    LOOK_NO_MORE = "look_no_more", "Fin de la consultation"
    IMPORT = "import", "Reprise d’un dossier existant"
    TAKE_CHARGE = "take_charge", "Prise en charge"
    RELEASE = "release", "Fin de la prise en charge"
    PUT_OFF = "put_off", "Report du traitement"
    BRING_BACK = "bring_back", "Fin du report"
    NOTE = "note", "Note interne"
    BATCH = "batch", "Traitement groupé"
    ASK = "ask", "Question sur l’appel"
    ANSWER = "answer", "Réponse à une question"
    PLAN = "plan", "Plan de reprise établi"
    APPLY = "apply", "Plan de reprise appliqué"
    LAPSE = "lapse", "Plan de reprise appliqué de lui-même, faute de réponse"
    OUTAGE = "outage", "Indisponibilité enregistrée"
    SUBSCRIBE = "subscribe", "Abonnement au récapitulatif de la semaine"
    UNSUBSCRIBE = "unsubscribe", "Fin de l’abonnement au récapitulatif de la semaine"
    HOLD = "hold", "Retenue de courriels"
    LIFT = "lift", "Fin de la retenue"
    CANCEL_LETTER = "cancel_letter", "Annulation d’un courriel"
    OPEN_FEED = "open_feed", "Ouverture d’un agenda"
    CLOSE_FEED = "close_feed", "Fermeture d’un agenda"
    SEND_AGAIN = "send_again", "Nouvel envoi d’un courriel refusé"


def trigger_of(kind: str, trigger: str) -> Word:
    """The word for what happened: a trigger of the lifecycle, or a deed that no lifecycle declares."""
    lifecycle = LIFECYCLES.get(kind)
    declared = lifecycle is not None and trigger in {word.value for word in lifecycle.triggers}
    return lifecycle.triggers(trigger) if lifecycle and declared else Deed(trigger)


def record(
    session: Session,
    kind: str,
    ref: str,
    deed: Deed,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    by: Actor = THE_SYSTEM,
    legal_date: date | None = None,
    texts: Mapping[str, str] | None = None,
) -> int:
    """One event on the chain of one of them; names and free text go to `texts`, never to `facts`."""
    seq, chain = tip(session, kind, ref)
    values = {
        "kind": kind,
        "ref": ref,
        "seq": seq + 1,
        "trigger": deed.value,
        "office": by.office,
        "person": by.person,
        "quality": by.quality.value,
        "at": at,
        "legal_date": legal_date or paris_day(at),
        "recorded_at": at,
        "facts": snapshots.canonical(facts),
    }
    written = [salted(name, text) for name, text in (texts or {}).items() if text]
    return append(session, values, written, chain)[0]


def keeper(session: Session, person: str, day: date, besides: Iterable[str] = ()) -> Actor:
    """Whoever keeps the register: Dgesco bureau, administrators, or an office in `besides`; NotYours otherwise."""
    if person == SYSTEM:
        return THE_SYSTEM
    allowed = (*KEEPERS, *besides)
    query = select(MANDATE.office, MANDATE.acting).where(
        MANDATE.person == person,
        MANDATE.office.in_(allowed),
        MANDATE.starts_on <= day,
        or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= day),
    )
    found = session.execute(query.order_by(MANDATE.acting, MANDATE.starts_on, MANDATE.id)).first()
    if found is None:
        sentence = f"« {person} » ne tient pas le registre des fonctions : demandez au bureau de la Dgesco."
        raise NotYours(Reason("registre", sentence, allowed))
    return Actor(office=found[0], person=person, quality=Quality.ACTING if found[1] else Quality.HOLDER)
