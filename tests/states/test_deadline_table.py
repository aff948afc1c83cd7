"""The table of deadlines of an object: what was kept or missed, what runs, what stands still, what is to come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from states.application.words import ReviewState, State
from states.calendar import last_instant
from states.declaration import lifecycle_of
from states.facts import Glance
from states.label.words import State as LabelState
from states.lifecycles import LIFECYCLES
from states.session.words import State as SessionState
from states.settle import settle
from states.table.deadlines import deadline_table
from states.table.rows import DeadlineRow, Moment, Standing
from states.wave.words import State as WaveState
from tests.states.builders import (
    AT,
    BUREAU,
    CLOSES,
    DOCUMENT,
    HEAD,
    ONE,
    OPENS,
    REASON,
    RECTEUR,
    RECTORATE,
    a_label,
    a_report,
    a_review,
    a_session,
    a_wave,
    acted,
    an_application,
    an_order,
)
from tests.states.samples import samples

DAY = timedelta(days=1)


class Life:
    """An object and all that has happened to it."""

    def __init__(self, facts: Any) -> None:
        self.facts = facts
        self.past = [Moment(event=1, at=facts.entered_at, trigger="create", facts=facts)]

    def acts(self, trigger: str, office: str, at: datetime, **payload: object) -> None:
        self._kept(trigger, at, acted(self.facts, trigger, office, at, **payload))

    def settles(self, at: datetime) -> None:
        for outcome in settle(self.facts, at):
            self._kept(outcome.step.trigger.value, outcome.at, outcome.after)

    def _kept(self, trigger: str, at: datetime, facts: Any) -> None:
        self.facts = facts
        self.past.append(Moment(event=len(self.past) + 1, at=at, trigger=trigger, facts=facts))

    def table(self, at: datetime) -> list[DeadlineRow]:
        return list(deadline_table(self.facts, self.past, at))


def told(rows: list[DeadlineRow]) -> list[tuple[str, str]]:
    return [(row.state, row.standing.value) for row in rows if not row.inner]


AHEAD = [
    *("admissible", "under_review", "reviewed", "scheduled", "in_session", "opinion_rendered"),
    *("proposed", "co_signature", "sealed"),
]


def test_a_draft_has_its_closing_and_all_that_will_follow() -> None:
    rows = Life(an_application(State.DRAFT)).table(AT)
    assert told(rows) == [
        ("draft", "running"),
        *((s, "ahead") for s in ("joint_signature", "submitted", "admissibility", *AHEAD)),
    ]
    assert (rows[0].until, rows[0].offices) == (CLOSES, (RECTORATE, "region_officer:53"))
    assert (rows[2].until, rows[2].rule) == (None, "10 jours ouvrés après l’entrée dans l’étape")


def test_the_draft_and_the_signatures_share_one_closing() -> None:
    life = Life(an_application(State.DRAFT))
    life.acts("request_signatures", RECTORATE, AT + DAY)
    rows = life.table(AT + 2 * DAY)
    assert told(rows)[:2] == [("joint_signature", "running"), ("submitted", "ahead")]
    assert rows[0].since == AT


def test_a_draft_that_lapses_has_missed_its_closing() -> None:
    life = Life(an_application(State.DRAFT))
    life.settles(CLOSES + DAY)
    (row,) = life.table(CLOSES + DAY)
    assert (row.state, row.standing, row.until) == ("draft", Standing.MISSED, CLOSES)


def test_what_was_due_of_a_withdrawn_file_is_void() -> None:
    life = Life(an_application(State.DRAFT, academies=("14",), regions=()))
    life.acts("withdraw", RECTEUR, AT + DAY, reason=REASON)
    assert told(life.table(AT + 2 * DAY)) == [("draft", "void")]


@pytest.mark.parametrize(("days", "standing"), [(5, "kept"), (40, "late")])
def test_a_past_deadline_was_kept_or_was_late(days: int, standing: str) -> None:
    life = Life(an_application(State.SUBMITTED))
    life.acts("start_admissibility", BUREAU, AT + days * DAY)
    rows = life.table(AT + days * DAY)
    assert told(rows)[:2] == [("submitted", standing), ("admissibility", "running")]
    assert rows[0].ended_at == AT + days * DAY


def test_a_deadline_that_has_passed_is_overdue_until_someone_acts() -> None:
    rows = Life(an_application(State.SUBMITTED)).table(AT + 30 * DAY)
    assert told(rows)[0] == ("submitted", "overdue")
    assert rows[0].offices == (BUREAU,)


def test_an_extension_shows_both_dates_and_leads_to_its_reason() -> None:
    life = Life(an_application(State.SUBMITTED))
    life.acts("extend", HEAD, AT + DAY, due=date(2016, 7, 1), reason=REASON)
    (change,) = life.table(AT + 2 * DAY)[0].changes
    assert (change.at, change.event) == (AT + DAY, 2)
    assert (change.before, change.after) == (last_instant(date(2016, 6, 15)), last_instant(date(2016, 7, 1)))


def test_a_request_for_pieces_pauses_the_examination_which_goes_on_with_what_it_had_left() -> None:
    life = Life(an_application(State.ADMISSIBILITY))
    life.acts("request_completion", BUREAU, AT + 2 * DAY, items=["Budget"])
    rows = life.table(AT + 3 * DAY)
    assert told(rows)[:2] == [("admissibility", "paused"), ("incomplete", "running")]
    assert rows[0].until is None
    assert [(pause.since, pause.until, pause.event, pause.why) for pause in rows[0].pauses] == [
        (AT + 2 * DAY, None, 2, "Incomplet")
    ]
    life.acts("supply_item", RECTORATE, AT + 9 * DAY, item="1", document=DOCUMENT)
    rows = life.table(AT + 9 * DAY)
    assert told(rows)[:2] == [("admissibility", "running"), ("incomplete", "kept")]
    assert (rows[0].since, rows[0].pauses[0].until) == (AT, AT + 9 * DAY)
    assert rows[0].until == last_instant(date(2016, 6, 22))
    assert not rows[0].changes


def test_a_suspension_within_a_request_for_pieces_ends_in_the_order_it_began() -> None:
    life = Life(an_application(State.ADMISSIBILITY))
    life.acts("request_completion", BUREAU, AT + 2 * DAY, items=["Budget"])
    life.acts("stay", HEAD, AT + 3 * DAY, reason=REASON)
    assert told(life.table(AT + 4 * DAY))[:4] == [
        ("admissibility", "paused"),
        ("incomplete", "paused"),
        ("stayed", "running"),
        ("admissible", "ahead"),
    ]
    life.acts("resume", HEAD, AT + 5 * DAY, reason=REASON)
    life.acts("supply_item", RECTORATE, AT + 9 * DAY, item="1", document=DOCUMENT)
    rows = life.table(AT + 9 * DAY)
    assert told(rows)[:3] == [("admissibility", "running"), ("incomplete", "kept"), ("stayed", "kept")]
    assert [len(row.pauses) for row in rows[:3]] == [1, 1, 0]


def test_each_report_has_its_own_line_for_those_who_may_see_it() -> None:
    reviews = (a_report(ONE), a_review("rapporteur:02"), a_review("rapporteur:03", ReviewState.REPLACED))
    rows = Life(an_application(State.UNDER_REVIEW, reviews=reviews)).table(AT + 60 * DAY)
    assert [(row.offices[0], row.standing.value) for row in rows if row.inner] == [
        (ONE, "kept"),
        ("rapporteur:02", "overdue"),
        ("rapporteur:03", "void"),
    ]


def test_a_closing_moved_by_the_call_is_said_on_its_applications() -> None:
    wave = acted(a_wave(), "extend", HEAD, AT + DAY, closes_at=CLOSES + 7 * DAY, reason=REASON)
    row = Life(an_application(State.DRAFT, wave=wave)).table(AT + 2 * DAY)[0]
    assert row.until == CLOSES + 7 * DAY
    assert [(change.at, change.why) for change in row.changes] == [(AT + DAY, "clôture reportée pour toute la vague")]


def test_an_application_carried_by_an_order_has_the_date_of_the_order() -> None:
    rows = Life(an_application(State.CO_SIGNATURE)).table(AT)
    assert (rows[0].until, told(rows)) == (
        last_instant(date(2016, 6, 29)),
        [("co_signature", "running"), ("sealed", "ahead")],
    )


def test_a_wave_shows_its_whole_calendar_from_its_preparation() -> None:
    wave = a_wave(state=WaveState.DRAFTING, entered_at=OPENS - 30 * DAY)
    rows = Life(wave).table(OPENS - 20 * DAY)
    assert [(row.state, row.until and row.until.date()) for row in rows] == [
        ("drafting", OPENS.date()),
        ("", date(2016, 9, 15)),
        ("approved", OPENS.date()),
        ("published", OPENS.date()),
        ("open", CLOSES.date()),
        ("closed", None),
        ("in_review", date(2016, 12, 8)),
        ("deciding", date(2017, 2, 13)),
    ]


def test_a_label_shows_its_half_term_and_its_expiry_at_any_time() -> None:
    rows = Life(a_label(mid_term_filed_on=date(2015, 9, 20))).table(AT)
    assert [(row.what[:26], row.standing.value) for row in rows] == [
        ("la remise du bilan à mi-pa", "late"),
        ("un label renouvelé, ou une", "running"),
        ("le dépôt de la demande de ", "ahead"),
        ("la décision sur le renouve", "ahead"),
    ]
    assert [row.until and row.until.date() for row in rows[1:]] == [
        date(2017, 9, 10), date(2017, 3, 11), date(2017, 9, 10)]  # fmt: skip


def test_a_label_that_expires_while_its_renewal_waits_has_missed_its_term() -> None:
    renewal = Glance(ref="CMQ-2017-0001", state="submitted", on=date(2017, 3, 1))
    life = Life(a_label(state=LabelState.RENEWAL_FILED, renewal=renewal, entered_at=datetime(2017, 3, 1, tzinfo=UTC)))
    life.settles(datetime(2018, 1, 1, tzinfo=UTC))
    assert [row.standing.value for row in life.table(datetime(2018, 1, 1, tzinfo=UTC))] == [
        "missed",
        "missed",
        "missed",
    ]


def test_a_session_and_an_order_have_their_tables_too() -> None:
    session = a_session(state=SessionState.PLANNED, held_at=AT + 30 * DAY, entered_at=AT)
    assert told(Life(session).table(AT))[:2] == [("planned", "running"), ("summoned", "ahead")]
    assert told(Life(an_order()).table(AT)) == [
        ("in_signature", "running"), ("signed", "ahead"), ("sent_to_jo", "ahead")]  # fmt: skip


@pytest.mark.parametrize("facts", samples(), ids=lambda f: f"{lifecycle_of(f).kind}-{f.state.value}")
def test_every_object_in_every_state_has_a_table_without_its_history(facts: Any) -> None:
    lifecycle = lifecycle_of(facts)
    rows = deadline_table(facts, (), AT)
    due = lifecycle.stage_of[facts.state].deadline
    final = lifecycle.stage_of[facts.state].final
    assert all(row.what and row.rule and row.on_passing and row.awaits for row in rows)
    assert not final or not any(row.standing in (Standing.AHEAD, Standing.PAUSED) for row in rows)
    assert due is None or final or any(row.standing in (Standing.RUNNING, Standing.OVERDUE) for row in rows)


def test_a_deadline_counted_from_its_stage_is_not_dated_before() -> None:
    for lifecycle in LIFECYCLES.values():
        for stage in lifecycle.stages:
            if stage.deadline and stage.deadline.rule.endswith("après l’entrée dans l’étape"):
                assert stage.deadline.counted


def test_facts_of_another_carrier_do_not_date_the_past() -> None:
    then = an_application(State.SCHEDULED, session_ref="CN-2016-0", session=None)
    now = replace(an_application(State.SCHEDULED), entered_at=AT + 30 * DAY)
    past = [
        Moment(event=1, at=AT, trigger="schedule", facts=then),
        Moment(event=2, at=AT + DAY, trigger="unschedule", facts=replace(then, state=State.REVIEWED, session_ref="")),
        Moment(event=3, at=AT + 30 * DAY, trigger="schedule", facts=now),
    ]
    rows = [row for row in deadline_table(now, past, AT + 31 * DAY) if not row.inner]
    assert [(row.state, row.until) for row in rows[:2]] == [
        ("scheduled", None), ("reviewed", last_instant(date(2016, 6, 29)))]  # fmt: skip
    assert now.session is not None
    assert rows[2].until == now.session.held_at
