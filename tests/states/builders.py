"""Facts and actors for the tests of the rules: plain functions, one object in one state, with what it borrows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from states.application import facts as app
from states.application.facts import ApplicationFacts
from states.application.words import SUPPORT_WITHDRAWN, BodyOpinion, Kind, ReviewKind, ReviewState, Sense
from states.application.words import State as AppState
from states.declaration import lifecycle_of
from states.editions import Category, PartnerKind, edition
from states.facts import Glance, Signature
from states.label.facts import LabelFacts
from states.label.words import State as LabelState
from states.machine import Actor
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.refusals import Blocked
from states.session.facts import SessionFacts
from states.session.words import State as SessionState
from states.settle import act as decide
from states.wave.facts import WaveFacts
from states.wave.words import State as WaveState

OPENS = datetime(2016, 4, 1, 6, tzinfo=UTC)
CLOSES = datetime(2016, 9, 30, 13, tzinfo=UTC)
AT = datetime(2016, 6, 1, 9, tzinfo=UTC)
BUREAU, HEAD, SECRETARY, CHAIR = "dgesco_officer", "dgesco_head", "commission_secretary", "commission_chair"
RECTEUR, PRESIDENT = "recteur:14", "region_president:53"
RECTORATE, REGION = "rectorate_officer:14", "region_officer:53"
CAEN, CREFOP = "caen:14", "crefop:53"
EN, FP, ESR, ECO = "minister:en", "minister:fp", "minister:esr", "minister:eco"
MEMBERS = tuple(f"commission_member:{number:02d}" for number in range(1, 6))
ONE, TWO, THREE = "rapporteur:01", "rapporteur:02", "rapporteur:03"
DIRECTORATES = ("dgesip_officer", "partner_directorate:dgefp", "partner_directorate:dge")
TERRITORIES = frozenset({"academie:14", "region:53"})
CONTENT, DOCUMENT, OTHER_DOCUMENT = "c" * 64, "d" * 64, "e" * 64
REASON = "Motif"


def someone(office: str, **more: Any) -> Actor:
    """The holder of an office."""
    return Actor(office=office, person=f"p-{office}", **more)


def acted(facts: Any, trigger: str, office: str, at: datetime = AT, /, **payload: object) -> Any:
    """The facts after an act and the joins that follow it."""
    word = lifecycle_of(facts).triggers(trigger)
    more = {name: payload.pop(name) for name in ("legal_date", "registrar") if name in payload}
    actor = someone(office, **more)
    return decide(facts, word, actor=actor, at=at, payload=payload)[-1].after


def a_signature(office: str, *, round: int = 1, content_hash: str = CONTENT, at: datetime = AT) -> Signature:
    """A signature of a round, on a content."""
    return Signature(
        round=round,
        office=office,
        person=f"p-{office}",
        quality=someone(office).quality,
        content_hash=content_hash,
        at=at,
        legal_date=at.date(),
    )


def signatures(*offices: str, **more: Any) -> tuple[Signature, ...]:
    """One signature per office."""
    return tuple(a_signature(office, **more) for office in offices)


def a_wave(**changes: Any) -> WaveFacts:
    """An open wave of 2016, under edition 2014."""
    base = WaveFacts(
        ref="2016-1",
        state=WaveState.OPEN,
        entered_at=OPENS,
        edition="2014",
        opens_at=OPENS,
        questions_close_at=datetime(2016, 9, 15, 13, tzinfo=UTC),
        closes_at=CLOSES,
        session_on=date(2016, 12, 8),
        target_decision_on=date(2017, 2, 13),
        territories=tuple(sorted(TERRITORIES)),
    )
    return replace(base, **changes)


def a_session(**changes: Any) -> SessionFacts:
    """A session of five members, in progress on the day it sits, three of them present."""
    base = SessionFacts(
        ref="CN-2016-1",
        state=SessionState.IN_PROGRESS,
        entered_at=AT,
        held_at=AT,
        members=MEMBERS,
        present=MEMBERS[:3],
        items=(Glance(ref="CMQ-2016-0001", state="in_session"),),
    )
    return replace(base, **changes)


def an_order(**changes: Any) -> OrderFacts:
    """An order at the signature of four ministers, carrying one application."""
    base = OrderFacts(
        ref="ARR-2016-0001",
        state=OrderState.IN_SIGNATURE,
        entered_at=AT,
        ministers=edition("2014").ministers,
        round=1,
        content_hash=CONTENT,
        named=("CMQ-2016-0001",),
        items=(Glance(ref="CMQ-2016-0001", state="co_signature"),),
    )
    return replace(base, **changes)


def a_label(**changes: Any) -> LabelFacts:
    """A label in force since 2013, for four years."""
    base = LabelFacts(
        ref="LAB-2013-0001",
        state=LabelState.ACTIVE,
        entered_at=datetime(2013, 9, 10, 22, tzinfo=UTC),
        campus="C1",
        application="CMQ-2013-0001",
        order="ARR-2013-0001",
        category="standard",
        edition="2013",
        academies=("14",),
        regions=("53",),
        starts_on=date(2013, 9, 11),
        months=48,
        expires_on=date(2017, 9, 11),
        grantors=edition("2013").ministers,
        granted_on=date(2013, 9, 11),
    )
    return replace(base, **changes)


def a_review(office: str, state: ReviewState = ReviewState.PENDING, **changes: Any) -> app.Review:
    """A report, or a directorate's opinion, awaited thirty days after the start."""
    kind = ReviewKind.REPORT if office.startswith("rapporteur") else ReviewKind.OPINION
    base = app.Review(office=office, kind=kind, state=state, assigned_at=AT, due=date(2016, 7, 1))
    return replace(base, **changes)


def a_report(office: str, score: int = 14) -> app.Review:
    """A report delivered."""
    return a_review(office, ReviewState.DELIVERED, delivered_at=AT, score=score, document=DOCUMENT)


def an_opinion(sense: Sense = Sense.FAVOURABLE, **changes: Any) -> app.CommissionOpinion:
    """The commission's opinion."""
    base = app.CommissionOpinion(
        sense=sense,
        category=Category.STANDARD,
        months=48,
        session="CN-2016-1",
        votes_for=3,
        votes_against=0,
        abstentions=0,
    )
    return replace(base, **changes)


def a_stay(source: AppState, **changes: Any) -> app.StayOfReview:
    """A suspension by the Dgesco, begun at the start of the tests."""
    return replace(app.StayOfReview(source=source, since=AT, cause="decision"), **changes)


def a_support_stay(source: AppState, office: str = PRESIDENT) -> app.StayOfReview:
    """A suspension because a sponsor has withdrawn its support."""
    return a_stay(source, cause=SUPPORT_WITHDRAWN, due=date(2016, 6, 16), office=office)


def an_appeal(**changes: Any) -> app.Appeal:
    """An appeal against a refusal, lodged at the start of the tests."""
    base = app.Appeal(source=AppState.REFUSED, office=RECTEUR, lodged_on=AT.date(), due=date(2016, 8, 1))
    return replace(base, **changes)


def _resolution(region: str = "53") -> app.Resolution:
    return app.Resolution(region=region, dated=date(2016, 5, 2), executory=True, document=DOCUMENT)


def _advice(office: str) -> app.ConsultativeOpinion:
    return app.ConsultativeOpinion(office=office, sense=BodyOpinion.FAVOURABLE, dated=date(2016, 5, 3))


_COMPLETE: dict[str, Any] = {
    "sections": tuple(section.code for section in edition("2014").sections),
    "partners": (PartnerKind.EPLE, PartnerKind.EPSCP),
    "sector": "Matériaux",
    "support": "0350028K",
    "content_hash": CONTENT,
}
_ADVISED: dict[str, Any] = {"resolutions": (_resolution(),), "opinions": (_advice(CAEN), _advice(CREFOP))}
_SIGNED: dict[str, Any] = {"round": 1, "signatures": signatures(RECTEUR, PRESIDENT)}
_FILED = _COMPLETE | _ADVISED | _SIGNED | {"submitted_at": AT}
_REVIEWS: dict[str, Any] = {"reviews": tuple(map(a_review, (ONE, TWO, *DIRECTORATES)))}
_REVIEWED: dict[str, Any] = {"reviews": (a_report(ONE), a_report(TWO, 12))}
_HEARD = _FILED | _REVIEWED | {"session_ref": "CN-2016-1"}
_MINUTED: dict[str, Any] = {
    "session": a_session(state=SessionState.MINUTES_SIGNED, minutes_signed_on=AT.date()),
    "opinion": an_opinion(),
    "cnee_document": DOCUMENT,
}
_CARRIED: dict[str, Any] = {"order_ref": "ARR-2016-0001", "order": an_order()}


def _pieces(*received: datetime | None) -> app.Completion:
    items = tuple(app.Item(number=number, received_at=at) for number, at in enumerate(received, start=1))
    return app.Completion(requested_at=AT, due=date(2016, 6, 16), items=items, days_left=6)


def _of_state(state: AppState) -> dict[str, Any]:
    later = AT + timedelta(days=30)
    order_signed = replace(an_order(), state=OrderState.SIGNED, signatures=signatures(EN, FP, ESR, ECO))
    planned = a_session(state=SessionState.PLANNED, held_at=later, present=())
    return {
        AppState.NOWHERE: {"active_territories": TERRITORIES},
        AppState.DRAFT: _COMPLETE,
        AppState.JOINT_SIGNATURE: _COMPLETE | _ADVISED | {"round": 1},
        AppState.INCOMPLETE: _FILED | {"completion": _pieces(None, None)},
        AppState.UNDER_REVIEW: _FILED | _REVIEWS,
        AppState.CLARIFICATION: _FILED
        | _REVIEWS
        | {"clarification": app.Clarification(asked_by=ONE, asked_at=AT, due=date(2016, 6, 13))},
        AppState.REVIEWED: _FILED | _REVIEWED | {"open_sessions": (planned,)},
        AppState.ADJOURNED: _FILED | _REVIEWED | {"open_sessions": (planned,), "adjournments": 1},
        AppState.SCHEDULED: _HEARD | {"session": replace(planned, state=SessionState.SUMMONED)},
        AppState.IN_SESSION: _HEARD | {"session": a_session()},
        AppState.OPINION_RENDERED: _HEARD | _MINUTED,
        AppState.RESERVATIONS: _HEARD
        | _MINUTED
        | {
            "opinion": an_opinion(Sense.WITH_RESERVATIONS),
            "reservations": app.Reservations(count=2, due=date(2016, 7, 1)),
        },
        AppState.PROPOSED: _HEARD
        | _MINUTED
        | {"open_orders": (an_order(state=OrderState.DRAFTING, round=0, content_hash="", named=(), items=()),)},
        AppState.CO_SIGNATURE: _HEARD | _MINUTED | _CARRIED,
        AppState.ARBITRATION: _HEARD | _MINUTED | _CARRIED | {"order": an_order(contested=("CMQ-2016-0001",))},
        AppState.SEALED: _HEARD | _MINUTED | _CARRIED | {"order": order_signed},
        AppState.STAYED: _FILED | {"stay": a_stay(AppState.ADMISSIBILITY, seconds_left=5 * 86400)},
        AppState.REFUSED: _HEARD | _MINUTED,
        AppState.UNDER_APPEAL: _HEARD | _MINUTED | {"appeal": an_appeal()},
        AppState.LABELLED: _HEARD | _MINUTED | _CARRIED,
    }.get(state, _FILED)


def an_application(state: AppState = AppState.DRAFT, **changes: Any) -> ApplicationFacts:
    """An application of 2016 in any state, in the middle of an ordinary life, with what the path left behind."""
    base = ApplicationFacts(
        ref="CMQ-2016-0001",
        state=state,
        entered_at=AT,
        kind=Kind.INITIAL,
        campus="C1",
        created_at=AT,
        edition="2014",
        academies=("14",),
        regions=("53",),
        wave_code="2016-1",
        wave=a_wave(),
    )
    return replace(base, **(_of_state(state) | changes))


def a_renewal(state: AppState = AppState.DRAFT, **changes: Any) -> ApplicationFacts:
    """The renewal of a label, outside a wave."""
    outside = {
        "kind": Kind.RENEWAL,
        "wave_code": "",
        "wave": None,
        "closes_on": date(2017, 3, 11),
        "parent_refs": ("LAB-2013-0001",),
        "parents": (a_label(state=LabelState.RENEWAL_OPEN),),
    }
    return an_application(state, **(outside | changes))


def pieces(*received: datetime | None) -> app.Completion:
    """A request for pieces, each with the instant of its reception."""
    return _pieces(*received)


def refused(facts: Any, trigger: str, office: str, at: datetime = AT, /, **payload: object) -> set[str]:
    """Codes of the guards that say no to an act; the act must be refused by guards."""
    with pytest.raises(Blocked) as refusal:
        acted(facts, trigger, office, at, **payload)
    return {reason.code for reason in refusal.value.reasons}
