"""Guards of a moved closing: for all, after it has passed, or for the files that an outage touched."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from states.calendar import add, is_working_day, paris_day
from states.declaration import Guard
from states.machine import Move
from states.wave import audiences
from states.wave.effects import extended
from states.wave.facts import WaveFacts
from states.wave.guards import in_order

#: Long after the closing, applications are under review: nothing of it is opened again.
RECENT = timedelta(days=30)
#: An outage matters to the files that were going to be filed: it has lasted into the day before the closing.
LAST_DAY = timedelta(hours=24)


def _in_order_after(move: Move) -> bool:
    return in_order(replace(move.facts, **extended(move.facts, move)))


def _closing(move: Move) -> datetime:
    return cast(datetime, move.payload.get("closes_at") or move.facts.closes_at)


def _explained(move: Move) -> bool:
    return is_working_day(paris_day(_closing(move))) or bool(move.payload["day_off_reason"])


def _still_recent(move: Move) -> bool:
    return bool(move.at <= move.facts.closes_at + RECENT)


def _over(move: Move) -> bool:
    return bool(move.payload["started_at"] < move.payload["ended_at"] <= move.at)


def _over_the_closing(move: Move) -> bool:
    wave: WaveFacts = move.facts
    started, ended = move.payload["started_at"], move.payload["ended_at"]
    return bool(ended > wave.closes_at - LAST_DAY and started <= wave.receives_until)


def _within_the_edition(move: Move) -> bool:
    latest = add(paris_day(move.payload["ended_at"]), move.facts.rules(move.at).outage_extension)
    return bool(max(move.facts.closes_at, move.at) < move.payload["closes_at"]) and paris_day(_closing(move)) <= latest


def _before_the_session(move: Move) -> bool:
    session = move.facts.session_on
    return session is None or paris_day(_closing(move)) < session


def _given(code: str, field: str, answer: str, met: Any) -> Guard:
    return Guard(code, answer, met, ("given",), field=field, given=True)


CLOSES_LATER = Guard(
    "cloture_posterieure",
    "La nouvelle clôture doit être à venir et postérieure à l’actuelle.",
    lambda move: move.payload["closes_at"] > max(move.facts.closes_at, move.at),
    ("given",),
    field="closes_at",
    given=True,
)
CALENDAR_FOLLOWS = Guard(
    "calendrier_reporte",
    "La séance et la décision visées doivent suivre la nouvelle clôture : reportez-les aussi.",
    _in_order_after,
    ("given",),
    field="session_on",
    given=True,
)
STILL_RECEIVING = Guard(
    "depot_encore_ouvert",
    "La clôture est passée : il faut rouvrir le dépôt, non la reporter.",
    lambda move: move.at <= move.facts.receives_until,
    ("wave.reopen",),
    audiences.HEAD,
)
DAY_OFF_EXPLAINED = _given(
    "cloture_un_jour_ouvre",
    "day_off_reason",
    "La clôture tombe une fin de semaine ou un jour férié : choisissez un jour ouvré, ou dites pourquoi ce jour.",
    _explained,
)
OUTAGE_OVER = _given(
    "panne_terminee",
    "ended_at",
    "La panne doit être terminée, et sa fin suivre son début : constatez-la une fois le service rétabli.",
    _over,
)
OUTAGE_RECENT = Guard(
    "panne_recente",
    "Une panne se constate dans les trente jours qui suivent la clôture.",
    _still_recent,
    ("time",),
)
OUTAGE_AT_CLOSING = _given(
    "panne_a_la_cloture",
    "started_at",
    "Cette panne n’a pas touché les vingt-quatre dernières heures du dépôt : reportez au besoin la clôture pour tous.",
    _over_the_closing,
)
OUTAGE_EXTENSION = _given(
    "report_apres_panne",
    "closes_at",
    "La clôture des dossiers touchés doit être à venir, et fixée dans les dix jours ouvrés qui suivent la panne.",
    _within_the_edition,
)
OUTAGE_BEFORE_SESSION = _given(
    "report_avant_la_seance",
    "closes_at",
    "La clôture des dossiers touchés doit précéder la séance de la commission.",
    _before_the_session,
)
LATE_REOPENING = Guard(
    "reouverture_recente",
    "Le dépôt ne se rouvre que dans les trente jours qui suivent la clôture.",
    _still_recent,
    ("time",),
)
