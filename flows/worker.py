"""The worker: registers the rhythms with a Prefect server and runs them when it says so."""

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows.rhythms import FLOWS
from flows.schedules import RHYTHMS, Rhythm
from store import clock

DEPLOYMENT = "campus"
AT_ONCE = 2


def main() -> None:
    asyncio.run(serve(RHYTHMS, asyncio.Event()))


async def serve(rhythms: Iterable[Rhythm], stop: asyncio.Event) -> None:
    """Run the rhythms until `stop` is set or a signal asks for it; the Prefect server must answer already."""
    # No prefetch: it would start a run seconds early, when what falls due at 07:30 is not due yet.
    runner = Runner(name=DEPLOYMENT, limit=AT_ONCE, prefetch_seconds=0, pause_on_shutdown=False)
    await _register(runner, rhythms)
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # the runner takes SIGTERM for itself in its first step
    _stop_on_signals(stop)
    await _first_of(running, stop)
    if runner.started:
        await runner.astop()
    await running


async def _register(runner: Runner, rhythms: Iterable[Rhythm]) -> None:
    async with get_client() as client:
        for rhythm in rhythms:
            deployment = await runner.aadd_deployment(
                await FLOWS[rhythm.name].ato_deployment(
                    DEPLOYMENT, schedule=rhythm.schedule, entrypoint_type=EntrypointType.MODULE_PATH
                )
            )
            dropped = await coalesce(client, deployment, clock.now())
            if dropped:
                print(f"{rhythm.name} : {dropped} passages en retard abandonnés, le dernier les remplace.", flush=True)


async def coalesce(client: PrefectClient, deployment: UUID, at: datetime) -> int:
    """Delete all but the newest overdue run of a deployment, and say how many were deleted."""
    dropped = 0
    while superseded := await client.read_flow_runs(
        flow_run_filter=_overdue(deployment, at), sort=FlowRunSort.EXPECTED_START_TIME_DESC, offset=1
    ):
        for run in superseded:
            with suppress(ObjectNotFound):  # another worker starting now does the same
                await client.delete_flow_run(run.id)
        dropped += len(superseded)
    return dropped


def _overdue(deployment: UUID, at: datetime) -> FlowRunFilter:
    return FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=at),
    )


def _stop_on_signals(stop: asyncio.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)


async def _first_of(running: asyncio.Task[None], stop: asyncio.Event) -> None:
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()


if __name__ == "__main__":
    main()
