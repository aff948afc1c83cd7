"""What the services of the ministry do with letters: hold, let go, agree to a plan, chase by hand, cancel."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from states.refusals import Refusal
from tests.simulation.days import DAY, PARIS, TICK, backward, midnight_after, paris_day
from tests.simulation.humans import RAPPORTEURS
from tests.simulation.play import Play
from tests.simulation.restraint import Hold
from tests.simulation.things import BUREAU, CHAIR, GRANTORS, HEAD, SECRETARY, Thing, awaited

TERRITORIES = (("14", "53"), ("15", "44"), ("12", "44"), ("28", "04"), ("31", "02"), ("10", "84"), ("16", "76"))
SERVICE = (BUREAU, HEAD, SECRETARY, CHAIR, *GRANTORS, *RAPPORTEURS, "dgesip_officer")
#: Whom the bureau may chase by hand, as the procedure has it awaited.
CHASED = {
    "application/draft", "application/joint_signature", "application/submitted", "application/admissibility",
    "application/incomplete", "application/admissible", "application/under_review", "label/active",
    "label/renewal_open",
}  # fmt: skip
TERRITORIAL = {"recteur", "rectorate_officer", "region_president", "region_officer"}
REST = timedelta(hours=24)


def local(rng: Random, day: date, first: int = 8, last: int = 18) -> datetime:
    """Some minute of that day, in Paris."""
    wall = time(rng.randint(first, last), rng.randint(0, 59))
    return datetime.combine(day, wall, PARIS).astimezone(UTC)


def offices() -> tuple[str, ...]:
    roles = ("recteur", "rectorate_officer", "caen"), ("region_president", "region_officer", "crefop")
    pairs = [(role, where[index]) for where in TERRITORIES for index in (0, 1) for role in roles[index]]
    return (*SERVICE, *dict.fromkeys(f"{role}:{code}" for role, code in pairs))


def hold(play: Play, at: datetime) -> None:
    """Someone keeps letters back for a few days, and perhaps lets them go before."""
    scope = play.rng.choice(("person", "object", "kind", "everything"))
    target = {
        "person": play.stage.person(play.rng.choice(offices()), paris_day(at)),
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


def hold_some(play: Play, wave: Thing, at: datetime) -> None:
    """Near the closing three files are held, then let go in the middle of a day on which others were reminded of."""
    assert wave.closes
    reminded = backward(paris_day(wave.closes) - 3 * DAY)
    if paris_day(at) < reminded - 2 * DAY:
        return play.at(local(play.rng, reminded - DAY), partial(hold_some, play, wave))
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


def answer_plan(play: Play, at: datetime) -> None:
    plan = play.reminders.made.waiting()
    if plan:
        try:
            play.stage.apply(at, plan.number)
        except Refusal as refusal:
            play.surprises.append(f"{at}: plan {plan.number} could not be answered: {refusal}")
        play.reminders.made.apply(plan, play.reminders.waiting, at)


def chase(play: Play, at: datetime) -> None:
    """Someone awaited is reminded of by hand, and again a day later or so; whoever was reminded of in a day rests."""
    living = [one for one in play.book.things.values() if one.stage in CHASED and awaited(one)]
    if living:
        one = play.rng.choice(living)
        _chase(play, one, at)
        play.at(at + timedelta(hours=play.rng.choice((2, 20, 24, 30))), partial(_chase, play, one))


def _chase(play: Play, one: Thing, at: datetime) -> None:
    if one.stage not in CHASED or not awaited(one) or play.is_dated(one, at):
        return
    tired = {office: moment for office, moment in play.reminders.last(one).items() if at - moment < REST}
    tired |= {office: moment for office, moment in one.chased.items() if at - moment < REST}
    rested = [office for office in awaited(one) if office not in tired]
    try:
        play.stage.act(at, one.kind, one.ref, "remind", BUREAU, {})
    except Refusal as refusal:
        if rested:
            play.surprises.append(f"{at} {one.ref}: {rested} could not be chased: {refusal}")
        return
    one.chased |= dict.fromkeys(rested, at)
    play.written += [(f"{one.kind}/remind", one.ref, office, at) for office in rested]


def replaced(play: Play, wave: Thing, old: datetime, at: datetime) -> None:
    """« Annule et remplace »: to every territory, and to whoever else was reminded of the old date."""
    territorial = {office for office in offices() if office.partition(":")[0] in TERRITORIAL}
    files = {one.ref for one in play.book.of("application") if one.state in {"draft", "joint_signature", "lapsed"}}
    others = {
        letter.rung.office
        for letter in play.reminders.sent
        if letter.rung.due == old and letter.thing.ref in {wave.ref, *files} and letter.rung.office not in territorial
    }
    play.written += [("wave/extend", wave.ref, office, at) for office in territorial]
    play.written += [("wave/new_closing", wave.ref, office, at) for office in others]


def cancel(play: Play, at: datetime) -> None:
    """A reminder that waits will never leave."""
    if play.reminders.waiting:
        letter = play.rng.choice(play.reminders.waiting)
        play.stage.cancel(at, letter.rung.key)
        play.reminders.waiting.remove(letter)
        play.reminders.cancelled.add(letter.rung.key)
