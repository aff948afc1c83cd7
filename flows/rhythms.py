"""One flow per rhythm, one task per sweep; what a sweep does is written below, in notifications and store."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.flows import Flow
from prefect.runtime import flow_run

from flows.schedules import ECHEANCES, NUIT, QUOTIDIEN, Rhythm
from notifications.sweeping import sweeps
from notifications.sweeping.sweeps import SweepReport
from store import clock

Outcome = SweepReport | Exception


@flow(name=ECHEANCES.name, timeout_seconds=ECHEANCES.timeout_seconds, retries=0)
def echeances() -> None:
    _keep(ECHEANCES)


@flow(name=QUOTIDIEN.name, timeout_seconds=QUOTIDIEN.timeout_seconds, retries=0)
def quotidien() -> None:
    _keep(QUOTIDIEN)


@flow(name=NUIT.name, timeout_seconds=NUIT.timeout_seconds, retries=0)
def nuit() -> None:
    _keep(NUIT)


FLOWS: Mapping[str, Flow[[], None]] = {each.name: each for each in (echeances, quotidien, nuit)}


def _keep(rhythm: Rhythm) -> None:
    outcomes = play(rhythm.sweeps, drain)
    create_table_artifact(table=table(outcomes), key=rhythm.name, description="Ce que chaque balayage a fait.")
    if failures := {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, Exception)}:
        raise ExceptionGroup(f"Balayages en échec : {', '.join(failures)}", list(failures.values()))


@task(task_run_name="{name}", retries=0, cache_policy=NO_CACHE)
def drain(name: str) -> SweepReport:
    return sweeps.run(name, clock.now(), run_id=str(flow_run.id or ""))


def play(names: Iterable[str], drain: Callable[[str], SweepReport]) -> dict[str, Outcome]:
    """Run the sweeps in order; one that fails leaves its error, and the next runs all the same."""
    return {name: _attempt(drain, name) for name in names}


def _attempt(drain: Callable[[str], SweepReport], name: str) -> Outcome:
    try:
        return drain(name)
    except Exception as error:
        return error


def table(outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """Say in French, for Prefect's pages, what the sweep reports say."""
    return [_row(name, outcome) for name, outcome in outcomes.items()]


def _row(name: str, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Exception):
        return {"balayage": name, "erreur": f"{type(outcome).__name__} : {outcome}"}
    return {
        "balayage": name,
        "dus": outcome.due,
        "faits": outcome.done,
        "passés": outcome.skipped,
        "en échec": outcome.failed,
        "retard médian (s)": outcome.lateness_p50,
        "retard du 99e centile (s)": outcome.lateness_p99,
        "retard le plus long (s)": outcome.lateness_max,
    }
