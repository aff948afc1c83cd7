"""Locks in one order for everyone: applications first, by reference, then labels, orders, sessions and waves."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from store.desk.kinds import TABLES
from store.dialects import locks_rows
from store.tables.objects import ApplicationParent

APPLICATION, LABEL = TABLES["application"].c, TABLES["label"].c
PARENT = ApplicationParent.__table__.c  # type: ignore[attr-defined]
CARRIED = {"order": APPLICATION.order_ref, "session": APPLICATION.session_ref, "wave": APPLICATION.wave_ref}


def lock_carried(session: Session, kind: str, ref: str) -> None:
    """What an act on a carrier or a label may move comes before it: its applications, then an order's labels."""
    if kind == "application" or not locks_rows(session):
        return
    renewing = APPLICATION.ref.in_(select(PARENT.application).where(PARENT.label == ref))
    which = renewing if kind == "label" else CARRIED[kind] == ref
    session.execute(select(APPLICATION.ref).where(which).order_by(APPLICATION.ref).with_for_update()).all()
    if kind == "order":
        session.execute(select(LABEL.ref).where(LABEL.order_ref == ref).order_by(LABEL.ref).with_for_update()).all()


def lock_chosen(session: Session, kind: str, payload: Mapping[str, object]) -> None:
    """An application that takes a place in an order or a session: neither may close while it is being decided."""
    if kind == "application":
        for carrier in ("order", "session"):
            if payload.get(carrier):
                lock(session, carrier, str(payload[carrier]))


def lock_above(session: Session, facts: Any) -> None:
    """What a new application is born under: the labels that it renews, then its wave."""
    for label in sorted(facts.parent_refs):
        lock(session, "label", label)
    if facts.wave_code:
        lock(session, "wave", facts.wave_code)


def lock(session: Session, kind: str, ref: str) -> None:
    """Wait for one row, and keep it until the end of the transaction."""
    if locks_rows(session):
        table = TABLES[kind].c
        session.execute(select(table.ref).where(table.ref == ref).with_for_update()).all()
