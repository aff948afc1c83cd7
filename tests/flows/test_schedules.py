"""The table of rhythms: every sweep has its hour, and no change of hour silences one."""

import pytest

from flows.rhythms import FLOWS, play, table
from flows.schedules import ECHEANCES, NUIT, QUOTIDIEN, RHYTHMS
from notifications.sweeping import heartbeats, sweeps
from notifications.sweeping.sweeps import SweepReport


def report(name: str) -> SweepReport:
    return SweepReport(name=name, due=3, done=2, skipped=0, failed=1)


def test_every_sweep_belongs_to_one_rhythm() -> None:
    assert sorted(name for rhythm in RHYTHMS for name in rhythm.sweeps) == sorted(sweeps.NAMES)


def test_a_sweep_is_expected_when_its_rhythm_says() -> None:
    assert ECHEANCES.sweeps == heartbeats.EVERY_MINUTE
    crons = {name: rhythm.schedule.cron for rhythm in (QUOTIDIEN, NUIT) for name in rhythm.sweeps}
    assert {name: f"{hour.minute} {hour.hour} * * *" for name, hour in heartbeats.DAILY.items()} == crons


def test_every_rhythm_has_its_flow() -> None:
    assert set(FLOWS) == {rhythm.name for rhythm in RHYTHMS}


def test_letters_leave_after_what_makes_them_due() -> None:
    assert ECHEANCES.sweeps[-2:] == ("compose", "post")


def test_the_minute_rhythm_is_in_utc_so_that_no_hour_is_lost_in_october() -> None:
    assert ECHEANCES.schedule.timezone == "UTC"


@pytest.mark.parametrize("rhythm", [QUOTIDIEN, NUIT], ids=lambda rhythm: rhythm.name)
def test_daily_rhythms_keep_out_of_the_hour_that_a_night_lacks_or_has_twice(rhythm: object) -> None:
    schedule = rhythm.schedule  # type: ignore[attr-defined]
    assert schedule.timezone == "Europe/Paris"
    assert not 2 <= int(schedule.cron.split()[1]) < 3


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: rhythm.name)
def test_a_flow_that_runs_too_long_is_cut_and_never_retried(rhythm: object) -> None:
    flow = FLOWS[rhythm.name]  # type: ignore[attr-defined]
    assert flow.timeout_seconds == rhythm.timeout_seconds  # type: ignore[attr-defined]
    assert flow.retries == 0


def test_a_sweep_that_fails_stops_none_of_the_others() -> None:
    def drain(name: str) -> SweepReport:
        if name == "waves":
            raise ConnectionError("base injoignable")
        return report(name)

    outcomes = play(("waves", "deadlines", "post"), drain)
    assert [type(outcome) for outcome in outcomes.values()] == [ConnectionError, SweepReport, SweepReport]


def test_the_table_shown_by_prefect_says_in_french_what_each_sweep_did() -> None:
    rows = table({"waves": ConnectionError("base injoignable"), "post": report("post")})
    assert rows[0] == {"balayage": "waves", "erreur": "ConnectionError : base injoignable"}
    assert rows[1]["dus"] == 3
    assert rows[1]["en échec"] == 1
