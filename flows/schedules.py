"""The table of rhythms: which sweeps run together, and when."""

from dataclasses import dataclass

from prefect.schedules import Cron, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Sweeps that run one after the other, when they run, and after how many seconds they are cut short."""

    name: str
    sweeps: tuple[str, ...]
    schedule: Schedule
    timeout_seconds: int


# In UTC: a cron of every minute in Paris time would fall silent for an hour when the clocks go back.
ECHEANCES = Rhythm(
    name="echeances",
    sweeps=("waves", "deadlines", "labels", "sessions", "compose", "post"),
    schedule=Cron("* * * * *", timezone="UTC", slug="echeances"),
    timeout_seconds=5 * 60,
)
QUOTIDIEN = Rhythm(
    name="quotidien",
    sweeps=("digests", "alarms"),
    schedule=Cron("30 7 * * *", timezone="Europe/Paris", slug="quotidien"),
    timeout_seconds=30 * 60,
)
# Not between two and three, an hour that one night of the year lacks and another has twice.
NUIT = Rhythm(
    name="nuit",
    sweeps=("retention", "selfcheck"),
    schedule=Cron("15 4 * * *", timezone="Europe/Paris", slug="nuit"),
    timeout_seconds=2 * 60 * 60,
)
RHYTHMS = (ECHEANCES, QUOTIDIEN, NUIT)
