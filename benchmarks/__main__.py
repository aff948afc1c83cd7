"""`make bench`: every figure of docs/performance.md, one after the other, each in a process of its own."""

import platform
import subprocess
import sys
from os import cpu_count, getloadavg
from pathlib import Path
from time import sleep

from store import clock

FIGURES = ("moving", "sweeping", "sharing", "looking", "posting", "memory")
#: Other loads cancel in a ratio only while they are small.
QUIET, PATIENCE = 1.0, 600


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "no commit"


def _wait_for_quiet() -> None:
    """For ten minutes at most; then measure all the same, and say so."""
    for _ in range(PATIENCE // 10):
        if getloadavg()[0] <= QUIET:
            return
        sleep(10)
    print(f"  (measured at a load of {getloadavg()[0]:.1f}: not a quiet machine)", flush=True)


def main() -> int:
    """How many figures could not be measured."""
    processors = [one for one in Path("/proc/cpuinfo").read_text().splitlines() if one.startswith("model name")]
    name = processors[0].partition(":")[2].strip() if processors else platform.processor()
    print(f"{clock.now():%Y-%m-%d %H:%M} UTC, {_commit()}, Python {platform.python_version()}, {cpu_count()} × {name}")
    failed = 0
    for figure in FIGURES:
        _wait_for_quiet()
        done = subprocess.run([sys.executable, "-W", "ignore", "-m", f"benchmarks.{figure}"], check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
