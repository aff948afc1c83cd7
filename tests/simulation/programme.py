"""The wave itself: its dates, its hundred candidates, its sessions and orders, its outages and its handovers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from sqlalchemy import Engine

from states.refusals import Refusal
from store.people import seeding
from store.reference import catalogue
from store.session import transaction
from tests.simulation.days import DAY, PARIS, TICK, backward, forward, midnight_after, paris_day, worked
from tests.simulation.humans import RAPPORTEURS
from tests.simulation.interleaving import Crossing
from tests.simulation.play import Play
from tests.simulation.restraint import Hold
from tests.simulation.stage import Stage
from tests.simulation.things import BUREAU, CHAIR, GRANTORS, HEAD, SECRETARY, Thing

BEGINS, BRANCHES, ENDS = date(2016, 3, 14), date(2016, 9, 21), date(2021, 8, 1)
OPENS, CLOSES = (datetime(2016, month, day, hour, tzinfo=PARIS) for month, day, hour in ((4, 4, 9), (9, 30, 17)))
APPLICATIONS, EARLY = 100, 94
TERRITORIES = (("14", "53"), ("15", "44"), ("12", "44"), ("28", "04"), ("31", "02"), ("10", "84"), ("16", "76"))
MEMBERS = tuple(one.id for one in catalogue.every_office() if one.role == "commission_member")
SERVICE = (BUREAU, HEAD, SECRETARY, CHAIR, *GRANTORS, *RAPPORTEURS, "dgesip_officer")


def local(rng: Random, day: date, first: int = 8, last: int = 18) -> datetime:
    """Some minute of that day, in Paris."""
    wall = time(rng.randint(first, last), rng.randint(0, 59))
    return datetime.combine(day, wall, PARIS).astimezone(UTC)


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
    for office in _offices():
        play.stage.appoint(office, date(2016, 1, 1), at, reached=rng.random() < 0.15)
    play.stage.receive(at)
    wave = _published(play, at)
    for _ in range(EARLY):
        play.at(play.when(OPENS + rng.randint(1, 110) * DAY), partial(_create, play, wave))
    for _ in range(2):
        play.outages.append(_outage(rng, -150, -15))
        play.at(local(rng, BRANCHES - rng.randint(5, 120) * DAY), partial(_hold, play))
        play.at(local(rng, BRANCHES - rng.randint(5, 120) * DAY), partial(_hand_over, play, rng.choice(_offices())))
    return play


def _offices() -> tuple[str, ...]:
    roles = ("recteur", "rectorate_officer", "caen"), ("region_president", "region_officer", "crefop")
    pairs = [(role, where[index]) for where in TERRITORIES for index in (0, 1) for role in roles[index]]
    return (*SERVICE, *dict.fromkeys(f"{role}:{code}" for role, code in pairs))


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
        play.at(local(rng, BRANCHES + rng.randint(1, 1700) * DAY), partial(_hand_over, play, rng.choice(_offices())))
    for _ in range(3):
        play.at(local(rng, BRANCHES + rng.randint(1, 300) * DAY), partial(_hold, play))
    play.at(local(rng, BRANCHES + 5 * DAY), partial(_hold_some, play, wave))
    for number in range(1, 60):
        play.at(local(rng, BRANCHES + 12 * number * DAY), partial(_answer_plan, play))
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
    closes_at = local(play.rng, day, 0, 23)
    play.act(at, wave, "extend", HEAD, {"closes_at": closes_at, "reason": "Motif"})


def _hand_over(play: Play, office: str, at: datetime) -> None:
    starts = paris_day(at) + play.rng.randint(0, 5) * DAY
    held = play.stage.mandates[office][-1]
    if held.starts < starts:
        play.stage.appoint(office, starts, at, reached=play.rng.random() < 0.5)


def _hold(play: Play, at: datetime) -> None:
    """Someone keeps letters back for a few days, and perhaps lets them go before."""
    scope = play.rng.choice(("person", "object", "kind", "everything"))
    target = {
        "person": play.stage.person(play.rng.choice(_offices()), paris_day(at)),
        "object": play.rng.choice(sorted(ref for _, ref in play.book.things)),
        "kind": play.rng.choice(("application/draft_before", "application/submitted_after", "label/active_due")),
        "everything": "",
    }[scope]
    hold = Hold(scope, target, midnight_after(paris_day(at) + play.rng.randint(0, 20) * DAY))
    if any(one.scope == scope and one.target == target for one in play.reminders.holds):
        return
    hold.number = play.stage.hold(at, scope, target, paris_day(hold.ends - TICK))
    play.reminders.holds.append(hold)
    if play.rng.random() < 0.5:
        play.at(at + play.rng.randint(1, 12) * DAY, partial(_lift, play, hold))


def _hold_some(play: Play, wave: Thing, at: datetime) -> None:
    """Near the closing three files are held, then let go in the middle of a day on which others were reminded of."""
    assert wave.closes
    reminded = backward(paris_day(wave.closes) - 3 * DAY)
    if paris_day(at) < reminded - 2 * DAY:
        return play.at(local(play.rng, reminded - DAY), partial(_hold_some, play, wave))
    living = [one for one in play.book.of("application") if one.state in {"draft", "joint_signature"}]
    for one in play.rng.sample(living, min(3, len(living))):
        hold = Hold("object", one.ref, midnight_after(reminded + DAY))
        if hold.ends > at and not any(known.target == one.ref for known in play.reminders.holds):
            hold.number = play.stage.hold(at, hold.scope, hold.target, paris_day(hold.ends - TICK))
            play.reminders.holds.append(hold)
            play.at(local(play.rng, reminded, 13, 15), partial(_lift, play, hold))
    return None


def _lift(play: Play, hold: Hold, at: datetime) -> None:
    if at < hold.ends:
        play.stage.lift(at, hold.number)
        play.reminders.lift(hold, at)


def _answer_plan(play: Play, at: datetime) -> None:
    plan = play.reminders.made.waiting()
    if plan:
        try:
            play.stage.apply(at, plan.number)
        except Refusal as refusal:
            play.surprises.append(f"{at}: plan {plan.number} could not be answered: {refusal}")
        play.reminders.made.apply(plan, play.reminders.waiting, at)


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
