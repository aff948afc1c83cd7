"""« Est-ce que tout a tourné cette nuit ? » in one sentence, and what to look at when the answer is no."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from notifications import typography
from notifications.composing import catchup
from notifications.sweeping.heartbeats import DAILY, Beat
from store.board import outages, running

NIGHT = timedelta(hours=24)
WELL, NEW = "Tout a tourné cette nuit", "Rien à signaler"


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at, and where."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence, its detail, and the points; none when all is well."""

    sentence: str
    detail: str
    points: tuple[Point, ...]


def verdict(session: Session, beats: Mapping[str, Beat], labels: Mapping[str, str], at: datetime) -> Verdict:
    """From what runs left, alarms, plans that wait and letters refused since yesterday."""
    points = (
        *(Point(row["words"], "#alertes") for row in running.alarms(session) if row["ended_at"] is None),
        *_plans(session),
        *_beats(beats.values(), labels),
        *_last_day(session, at),
    )
    if points:
        return Verdict(f"{typography.plural(len(points), 'point')} à regarder", "", points)
    return _well(beats, labels)


def _well(beats: Mapping[str, Beat], labels: Mapping[str, str]) -> Verdict:
    """Just begun, or before its first night, a service still awaits some sweeps: it says so, and is not late."""
    calm = "aucun courriel n’a été refusé et aucun passage n’a échoué depuis 24 heures."
    coming = [labels[name] for name, beat in beats.items() if beat.awaited]
    if coming:
        waiting = typography.plural(len(coming), "balayage est attendu", "balayages sont attendus")
        told = f"{waiting} depuis le démarrage du service : {typography.listing(coming)} ; {calm}"
        return Verdict(NEW, typography.typo(told), ())
    checked = beats["selfcheck"].run
    hour = typography.short_instant(checked["started_at"]) if checked else ""
    detail = f"Les {len(beats)} balayages sont à l’heure, le contrôle de la base n’a rien trouvé ({hour}), {calm}"
    return Verdict(WELL, typography.typo(detail), ())


def _plans(session: Session) -> Iterator[Point]:
    for plan in outages.plans(session):
        if plan["applied_at"] is None:
            told = catchup.told(catchup.counts(session, plan["id"]))
            yield Point(f"Un plan de reprise attend votre accord : {told}", f"/exploitation/reprises/{plan['id']}")


def _beats(beats: Iterable[Beat], labels: Mapping[str, str]) -> Iterator[Point]:
    found = tuple(beats)
    for one_is, many_are, which in (
        ("balayage jamais passé", "balayages jamais passés", [one for one in found if one.late and not one.run]),
        ("balayage en retard", "balayages en retard", [one for one in found if one.run and one.late]),
        (
            "balayage en échec au dernier passage",
            "balayages en échec au dernier passage",
            [one for one in found if one.failed and one.name != "selfcheck"],
        ),
    ):
        if which:
            names = typography.listing(labels[one.name] for one in which)
            yield Point(f"{typography.plural(len(which), one_is, many_are)} : {names}.", "#balayages")
    check = next(one for one in found if one.name == "selfcheck")
    if check.failed and check.run:
        number = typography.plural(check.run["failed"], "discordance") if check.run["failed"] else "il a échoué"
        yield Point(f"Le contrôle de la base : {number}.", "#controle")


def _last_day(session: Session, at: datetime) -> Iterator[Point]:
    failed = running.failed_since(session, at - NIGHT, DAILY)
    if failed:
        words = typography.plural(failed, "passage en échec", "passages en échec")
        yield Point(f"{words} depuis 24 heures.", "#incidents")
    refused = running.refused_since(session, at - NIGHT)
    if refused:
        words = typography.plural(refused, "courriel refusé", "courriels refusés")
        yield Point(f"{words} depuis 24 heures.", "#courriels")
