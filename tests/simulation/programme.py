"""The wave itself: its dates, its hundred candidates, its sessions and orders, its outages and its handovers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from sqlalchemy import Engine

from store.people import seeding
from store.reference import catalogue
from store.session import transaction
from tests.simulation.days import DAY, PARIS, forward, paris_day, worked
from tests.simulation.interleaving import Crossing
from tests.simulation.officers import (
    TERRITORIES,
    answer_plan,
    cancel,
    chase,
    hold,
    hold_some,
    local,
    offices,
    replaced,
)
from tests.simulation.play import Play
from tests.simulation.stage import Stage
from tests.simulation.things import BUREAU, CHAIR, HEAD, SECRETARY, Thing

BEGINS, BRANCHES, ENDS = date(2016, 3, 14), date(2016, 9, 21), date(2021, 8, 1)
OPENS, CLOSES = (datetime(2016, month, day, hour, tzinfo=PARIS) for month, day, hour in ((4, 4, 9), (9, 30, 17)))
APPLICATIONS, EARLY = 100, 94
MEMBERS = tuple(one.id for one in catalogue.every_office() if one.role == "commission_member")


def slots(rng: Random, start: date, end: date) -> Iterator[datetime]:
    """When people are at their desks: once a week while the wave lives, seldom afterwards."""
    day = start
    while day < end:
        if worked(day):
            yield local(rng, day)
        day += rng.randint(4, 9) * DAY if day < date(2017, 10, 1) else rng.randint(30, 60) * DAY


def begin(engine: Engine, rng: Random) -> Play:
    """The wave published, everyone in office, and most candidates on their way."""
    at = local(rng, BEGINS)
    with transaction(engine) as session:
        seeding.seed(session, at, furnished=True)
    play = Play(rng, Stage(engine, Crossing(engine)), at, sorted(slots(rng, BEGINS, ENDS)))
    for office in offices():
        play.stage.appoint(office, date(2016, 1, 1), at, reached=rng.random() < 0.15)
    play.stage.receive(at)
    wave = _published(play, at)
    for _ in range(EARLY):
        play.at(play.when(OPENS + rng.randint(1, 110) * DAY), partial(_create, play, wave))
    for _ in range(2):
        play.outages.append(_outage(rng, -150, -15))
        play.at(local(rng, BRANCHES - rng.randint(5, 120) * DAY), partial(hold, play))
        play.at(local(rng, BRANCHES - rng.randint(5, 120) * DAY), partial(_hand_over, play, rng.choice(offices())))
    return play


def _published(play: Play, at: datetime) -> Thing:
    takes_late = play.rng.random() < 0.4
    given = {
        "ref": "2016-1", "edition": "2013", "opens_at": OPENS, "closes_at": CLOSES, "grace_minutes": 15,
        "late_policy": "accept_with_reason" if takes_late else "refuse",
        "session_on": date(2017, 2, 10), "target_decision_on": date(2017, 6, 1),
    }  # fmt: skip
    ref = play.stage.create(at, "wave", BUREAU, given)
    wave = Thing(
        kind="wave", ref=ref, state="drafting", entered=at, opens=OPENS, closes=CLOSES.astimezone(UTC), grace=15,
        takes_late=takes_late, on=date(2017, 2, 10), decision_on=date(2017, 6, 1),
    )  # fmt: skip
    play.born(wave)
    play.act(at, wave, "approve", HEAD, {})
    play.act(at, wave, "publish", BUREAU, {"bulletin": "BO n° 13"})
    return wave


def _create(play: Play, wave: Thing, at: datetime) -> None:
    """A draft, if the call still takes one."""
    assert wave.closes
    if at > wave.closes:
        return
    academy, region = play.rng.choice(TERRITORIES)
    one = Thing(
        kind="application", ref="", state="draft", entered=at, academies=(academy,), regions=(region,), wave=wave
    )
    fields = {"wave": wave.ref, "edition": "2013", "campus": "FICT", "name": "Candidature"}
    one.ref = play.stage.create(
        at, "application", play.rng.choice(one.services), {**fields, "academies": [academy], "regions": [region]}
    )
    one.told_first = frozenset(one.services)
    play.born(one)


def go_on(play: Play, rng: Random) -> None:
    """Everything that one seed decides, from the summer of the wave to the end of its labels."""
    play.rng, play.slots = rng, sorted(slots(rng, BRANCHES, ENDS))
    wave = play.book.of("wave")[0]
    for _ in range(APPLICATIONS - EARLY):
        play.at(local(rng, BRANCHES + rng.randint(0, 8) * DAY), partial(_create, play, wave))
    for _ in range(rng.choice((0, 1, 1, 2))):
        play.at(local(rng, BRANCHES + rng.randint(0, 9) * DAY), partial(_move_closing, play, wave))
    play.outages += [_outage(rng, *window) for window in ((0, 10), (20, 40), (40, 270), (270, 1650), (270, 1650))]
    for _ in range(6):
        play.at(local(rng, BRANCHES + rng.randint(1, 1700) * DAY), partial(_hand_over, play, rng.choice(offices())))
    presidents = [office for office in offices() if office.startswith("region_president:")]
    for _ in range(2):
        play.at(local(rng, BRANCHES + rng.randint(1, 200) * DAY), partial(_hand_over, play, rng.choice(presidents)))
    for _ in range(3):
        play.at(local(rng, BRANCHES + rng.randint(1, 300) * DAY), partial(hold, play))
    play.at(local(rng, BRANCHES + 5 * DAY), partial(hold_some, play, wave))
    for first, last in ((0, 8), (0, 20), (8, 60), (20, 90), (90, 300), (1300, 1700)):
        play.at(local(rng, BRANCHES + rng.randint(first, last) * DAY), partial(chase, play))
        play.at(local(rng, BRANCHES + rng.randint(first, last) * DAY), partial(cancel, play))
    for number in range(1, 60):
        play.at(local(rng, BRANCHES + 12 * number * DAY), partial(answer_plan, play))
    for number in range(1, 20):
        play.at(local(rng, date(2016, 11, 1) + 20 * number * DAY), partial(_watch_over, play, wave))
    for held_on in (date(2017, 2, 7), date(2017, 4, 11)):
        _sit(play, held_on)


def _outage(rng: Random, first: int, last: int) -> tuple[datetime, datetime]:
    start = local(rng, BRANCHES + rng.randint(first, last) * DAY, 0, 23)
    return start, start + timedelta(hours=rng.randint(1, 240))


def _move_closing(play: Play, wave: Thing, at: datetime) -> None:
    assert wave.closes
    if at > wave.closes:
        return
    day = forward(paris_day(wave.closes) + play.rng.randint(3, 30) * DAY)
    closes_at, old = local(play.rng, day, 0, 23), wave.closes
    play.act(at, wave, "extend", HEAD, {"closes_at": closes_at, "reason": "Motif"})
    replaced(play, wave, old, at)


def _hand_over(play: Play, office: str, at: datetime) -> None:
    starts = paris_day(at) + play.rng.randint(0, 5) * DAY
    held = play.stage.mandates[office][-1]
    if held.starts < starts:
        play.stage.appoint(office, starts, at, reached=play.rng.random() < 0.5)
        if office.startswith("region_president:"):
            play.book.presidencies.setdefault(office, []).append(starts)


def _watch_over(play: Play, wave: Thing, at: datetime) -> None:
    """The bureau opens the review once nothing waits for it, then the decision; it makes orders of what is proposed."""
    mine = [one for one in play.book.of("application") if one.wave is wave]
    if wave.state == "closed" and not any(one.state in {"submitted", "admissibility", "incomplete"} for one in mine):
        play.act(at, wave, "start_review", BUREAU, {})
    elif wave.state == "in_review" and any(one.state in {"opinion_rendered", "lapsed", "refused"} for one in mine):
        play.act(at, wave, "start_deciding", BUREAU, {})
    proposed = [one for one in mine if one.state == "proposed" and one.order is None]
    if proposed:
        ref = play.stage.create(at, "order", BUREAU, {"edition": "2013"})
        play.born(Thing(kind="order", ref=ref, state="drafting", entered=at))
        for one in proposed:
            play.act(at, one, "put_in_order", BUREAU, {"order": ref})


def _sit(play: Play, held_on: date) -> None:
    held, rng = datetime.combine(held_on, time(9, 30), PARIS).astimezone(UTC), play.rng
    play.at(local(rng, held_on - rng.randint(25, 50) * DAY), partial(_plan, play, held))


def _plan(play: Play, held: datetime, at: datetime) -> None:
    ref = play.stage.create(at, "session", SECRETARY, {"held_at": held, "members": MEMBERS})
    session = play.born(Thing(kind="session", ref=ref, state="planned", entered=at, held=held))
    play.at(local(play.rng, paris_day(held) - play.rng.randint(6, 14) * DAY), partial(_summon, play, session))
    play.at(held + timedelta(minutes=play.rng.randint(1, 50)), partial(_hold_session, play, session))


def _summon(play: Play, session: Thing, at: datetime) -> None:
    ready = [one for one in play.book.of("application") if one.state == "reviewed"]
    for one in ready:
        play.act(at, one, "schedule", SECRETARY, {"session": session.ref})
    if ready:
        play.act(at, session, "summon", SECRETARY, {})


def _hold_session(play: Play, session: Thing, at: datetime) -> None:
    if session.state != "summoned":
        return
    play.act(at, session, "record_attendance", CHAIR, {"present": list(MEMBERS)})
    play.act(at, session, "open", CHAIR, {})
    for one in [one for one in play.book.of("application") if one.session is session and one.state == "scheduled"]:
        play.act(at, one, "open_item", CHAIR, {})
        ayes, noes, sense = (3, 0, "favourable") if play.rng.random() < 0.75 else (0, 3, "unfavourable")
        votes = {"votes_for": ayes, "votes_against": noes, "abstentions": 0}
        play.act(at, one, "render_opinion", CHAIR, {"sense": sense, **votes})
    play.at(at + timedelta(hours=5), partial(_close, play, session))


def _close(play: Play, session: Thing, at: datetime) -> None:
    play.act(at, session, "close", CHAIR, {})
    for number in range(1, 5):
        play.at(local(play.rng, paris_day(at) + 18 * number * DAY), partial(_propose, play, session))


def _propose(play: Play, session: Thing, at: datetime) -> None:
    if session.state != "minutes_signed":
        return
    for one in play.book.of("application"):
        if one.session is session and one.state == "opinion_rendered" and one.favourable:
            play.act(at, one, "propose", HEAD, {})
