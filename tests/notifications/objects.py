"""One of each object with all that may be known of it, and with the least: what the templates are read with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from states.application.facts import (
    Appeal,
    ApplicationFacts,
    Clarification,
    CommissionOpinion,
    Completion,
    ConsultativeOpinion,
    Reservations,
    Resolution,
    Review,
    StayOfReview,
    Succession,
)
from states.application.facts import Item as Piece
from states.application.words import BodyOpinion, Kind, ReviewKind, ReviewState, Sense
from states.application.words import State as ApplicationState
from states.editions import Category
from states.facts import Glance, Quality, Signature
from states.label.facts import LabelFacts
from states.label.words import State as LabelState
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.session.facts import SessionFacts
from states.session.words import State as SessionState
from states.wave.facts import EditionChange, WaveFacts
from states.wave.words import State as WaveState

AT = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
DAY, TODAY = timedelta(days=1), date(2026, 6, 1)
SCORE, FOR, AGAINST = 971, 973, 977


def _signature(office: str) -> Signature:
    return Signature(
        round=1, office=office, person="p1", quality=Quality.HOLDER, content_hash="h", at=AT, legal_date=TODAY
    )


WAVE = WaveFacts(
    ref="2026-1",
    state=WaveState.OPEN,
    entered_at=AT - 30 * DAY,
    edition="2019",
    edition_changes=(EditionChange(on=date(2026, 7, 1), edition="2019"),),
    opens_at=AT - 30 * DAY,
    questions_close_at=AT + 50 * DAY,
    closes_at=AT + 60 * DAY,
    session_on=date(2026, 11, 4),
    target_decision_on=date(2027, 2, 1),
    max_per_academie=3,
    nor="MENE2612345C",
    bulletin="BO n° 14 du 2 avril 2026",
    silence_text="Le silence gardé sur cette demande ne vaut ni acceptation ni rejet.",
    counts={"labelled": 26, "refused": 3},
    pending=2,
    territories=("academie:14", "region:53"),
    informed=("caen:14", "crefop:53"),
)
BARE_WAVE = replace(
    WAVE, questions_close_at=None, max_per_academie=None, nor="", silence_text="", counts={}, session_on=TODAY
)
SESSION = SessionFacts(
    ref="SEA-2026-0004",
    state=SessionState.PLANNED,
    entered_at=AT - DAY,
    held_at=AT + 20 * DAY,
    members=tuple(f"commission_member:{number:02d}" for number in range(1, 9)),
    present=("commission_member:01",),
    items=(Glance(ref="CMQ-2026-0042", state="scheduled"), Glance(ref="CMQ-2026-0043", state="scheduled")),
)
ORDER = OrderFacts(
    ref="ARR-2026-0002",
    state=OrderState.IN_SIGNATURE,
    entered_at=AT - DAY,
    ministers=("minister:en", "minister:esr", "minister:fp", "minister:eco"),
    round=1,
    content_hash="h",
    named=("CMQ-2026-0042", "CMQ-2026-0043"),
    signatures=(_signature("minister:en"),),
    nor="MENE2654321A",
    journal="JO du 28 mai 2026",
    published_on=date(2026, 5, 28),
    effective_from=date(2026, 9, 1),
    struck=("CMQ-2026-0043",),
    items=(Glance(ref="CMQ-2026-0042", state="co_signature"), Glance(ref="CMQ-2026-0043", state="co_signature")),
)
LABEL = LabelFacts(
    ref="LAB-2024-0013",
    state=LabelState.ACTIVE,
    entered_at=AT - DAY,
    campus="C-1",
    application="CMQ-2026-0042",
    order="ARR-2026-0002",
    category="standard",
    edition="2019",
    academies=("14",),
    regions=("53",),
    starts_on=date(2024, 9, 1),
    months=48,
    expires_on=date(2028, 9, 1),
    grantors=ORDER.ministers,
    notice_on=TODAY,
    observations_due=date(2026, 6, 16),
    resumes_as=LabelState.ACTIVE,
)
PIECES = Completion(
    requested_at=AT - 5 * DAY,
    due=date(2026, 6, 15),
    items=(Piece(number=1, received_at=AT), Piece(number=2), Piece(number=3)),
)
APPLICATION = ApplicationFacts(
    ref="CMQ-2026-0042",
    state=ApplicationState.DRAFT,
    entered_at=AT - DAY,
    kind=Kind.INITIAL,
    campus="C-1",
    created_at=AT - 20 * DAY,
    edition="2019",
    academies=("14",),
    regions=("53",),
    wave_code="2026-1",
    previous="CMQ-2026-0041",
    round=1,
    content_hash="h",
    signatures=(_signature("recteur:14"),),
    resolutions=(Resolution(region="53", dated=TODAY, executory=True, document="d"),),
    opinions=(ConsultativeOpinion(office="caen:14", sense=BodyOpinion.UNFAVOURABLE, dated=TODAY),),
    submitted_at=AT - 3 * DAY,
    completion=PIECES,
    reviews=(
        Review(
            office="rapporteur:03",
            kind=ReviewKind.REPORT,
            state=ReviewState.PENDING,
            assigned_at=AT,
            due=date(2026, 7, 1),
            score=SCORE,
        ),
    ),
    clarification=Clarification(asked_by="rapporteur:03", asked_at=AT - DAY, due=date(2026, 6, 11)),
    session_ref=SESSION.ref,
    opinion=CommissionOpinion(
        sense=Sense.WITH_RESERVATIONS,
        category=Category.EXCELLENCE,
        months=36,
        session=SESSION.ref,
        votes_for=FOR,
        votes_against=AGAINST,
        abstentions=1,
    ),
    successions=(Succession(office="region_president:53", since=TODAY),),
    reservations=Reservations(count=2, due=date(2026, 6, 30)),
    order_ref=ORDER.ref,
    decisions=tuple(_signature(minister) for minister in ORDER.ministers),
    stay=StayOfReview(
        source=ApplicationState.SUBMITTED,
        since=AT - DAY,
        cause="support_withdrawn",
        due=date(2026, 6, 16),
        office="region_president:53",
    ),
    appeal=Appeal(source=ApplicationState.REFUSED, office="recteur:14", lodged_on=TODAY, due=date(2026, 8, 10)),
    wave=WAVE,
    session=SESSION,
    order=ORDER,
)
#: Each kind with all that may be known, and with the least.
FACTS: dict[str, tuple[Any, ...]] = {
    "application": (
        APPLICATION,
        replace(
            APPLICATION,
            wave=None,
            closes_on=date(2026, 7, 31),
            edition="2014",
            resolutions=(replace(APPLICATION.resolutions[0], region="44", executory=False),),
            reservations=Reservations(count=1, due=date(2026, 6, 30), answered_on=TODAY),
            completion=Completion(
                requested_at=AT, due=TODAY, items=(Piece(number=1, received_at=AT), Piece(number=2)), extended=True
            ),
            session=None,
            order=None,
            order_ref="",
            late=True,
            refused_by=("recteur:14",),
        ),
    ),
    "wave": (WAVE, BARE_WAVE),
    "session": (SESSION, replace(SESSION, items=(), without_quorum=True)),
    "order": (
        ORDER,
        replace(ORDER, contested=("CMQ-2026-0042",)),
        replace(ORDER, items=ORDER.items[:1], named=ORDER.named[:1]),
    ),
    "label": (
        LABEL,
        replace(
            LABEL,
            extended_until=date(2029, 3, 1),
            expired_while_pending=True,
            renewal=Glance(ref="CMQ-2028-0007", state="under_review", on=TODAY),
            mid_term_filed_on=TODAY,
        ),
    ),
}
#: What only an act may find: every piece has come.
COMPLETED = replace(APPLICATION, completion=Completion(requested_at=AT, due=TODAY, items=PIECES.items[:1]))
