"""The reasons of a negative decision: several ministers sign it, each with reasons; its letter carries them all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from store.tables.journal import Event, EventText

EVENT = Event.__table__.c  # type: ignore[attr-defined]
TEXT = EventText.__table__.c  # type: ignore[attr-defined]
#: The join that pronounces a decision, and the act that signs it.
SIGNED_BY = {"declare_inadmissible": "sign_inadmissibility", "refuse": "sign_refusal"}


def grounds(session: Session, event: Mapping[str, Any], offices: tuple[str, ...]) -> dict[str, str]:
    """The reasons given by those offices when they last signed, each once, in the order of the signatures."""
    signing = SIGNED_BY.get(event["trigger"])
    if signing is None:
        return {}
    query = (
        select(EVENT.office, TEXT.text)
        .join_from(Event, EventText, EVENT.id == TEXT.event)
        .where(EVENT.kind == event["kind"], EVENT.ref == event["ref"], EVENT.seq < event["seq"])
        .where(EVENT.trigger == signing, EVENT.office.in_(offices), TEXT.name == "reason")
        .order_by(EVENT.seq)
    )
    last = {office: text or "" for office, text in session.execute(query)}
    return {"reason": "\n\n".join(dict.fromkeys(last.values()))} if last else {}
