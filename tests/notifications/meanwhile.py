"""Two workers, or more, that do the same thing at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread


def at_once(deed: Callable[[], object], times: int = 2) -> None:
    """Threads that begin together, and are all over when this returns."""
    start = Barrier(times)

    def one() -> None:
        start.wait()
        deed()

    several = [Thread(target=one) for _ in range(times)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
