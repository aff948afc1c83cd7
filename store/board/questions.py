"""Questions about a call with their answers, in the order in which they were asked."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, and_, select
from sqlmodel import Session

from store.desk.chain import TEXT
from store.people.chronicle import Deed
from store.tables.tending import Question

QUESTION = Question.__table__.c  # type: ignore[attr-defined]
MOST = 200


def questions(session: Session, wave: str) -> Sequence[RowMapping]:
    """All of them; a text that retention has blanked is None."""
    asked, answered = TEXT.alias(), TEXT.alias()
    query = (
        select(QUESTION.ref, QUESTION.office, QUESTION.asked_at, QUESTION.answered_at)
        .add_columns(asked.c.text.label("question"), answered.c.text.label("answer"))
        .outerjoin(asked, and_(asked.c.event == QUESTION.asked, asked.c.name == Deed.ASK.value))
        .outerjoin(answered, and_(answered.c.event == QUESTION.answered, answered.c.name == Deed.ANSWER.value))
        .where(QUESTION.wave == wave)
    )
    return session.execute(query.order_by(QUESTION.asked_at, QUESTION.ref).limit(MOST)).mappings().all()
