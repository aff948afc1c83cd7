"""The stuck page over a million applications beside ten thousand, and under twenty clients beside the page at rest.

`python -m benchmarks.looking [sqlite|postgresql] [MANY]`: the whole page as it leaves the web process, filtered by
cause and by académie, sorted by delay; as many applications are stuck in both. At most 1.5 times as long.
"""

import multiprocessing
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter

import uvicorn

from api.app import create_app
from api.entry.sessions import begin
from api.security import SESSION_COOKIE
from benchmarks.crowds import ACADEMIE, REMINDED, gather
from benchmarks.databases import DIALECTS, Databases, databases, migrated
from benchmarks.measuring import PAIRS, report
from store import clock
from store.session import engine_for, transaction

FEW, MANY, STUCK = 10_000, 1_000_000, 2_000
CLIENTS, PAGES, AT_REST = 20, 15, 10
PAGE = f"/blocages?cause=deadline&academie={ACADEMIE}&tri=retard"


def _serve(url: str, listener: socket.socket) -> None:
    config = uvicorn.Config(create_app(engine=engine_for(url)), log_level="error", ws="none", timeout_keep_alive=600)
    uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def served(url: str) -> Iterator[int]:
    """A web process on that database; its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(url, listener), daemon=True)
    process.start()
    yield int(listener.getsockname()[1])
    process.terminate()
    process.join()
    listener.close()


class Client:
    """Someone of the bureau, on one connection."""

    def __init__(self, port: int, secret: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": f"{SESSION_COOKIE}={secret}"}

    def look(self) -> float:
        """Seconds of one page."""
        began = perf_counter()
        self.connection.request("GET", PAGE, headers=self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text[:300]
        assert b"BAN-" in text
        return perf_counter() - began


def prepared(url: str, size: int) -> str:
    """A crowd of which some are stuck; the secret of a session at the bureau."""
    with migrated(url) as engine:
        crowd = gather(engine, size)
        crowd.stuck(STUCK, REMINDED)
        with transaction(engine) as session:
            return begin(session, crowd.bureau, clock.now())


def measure(made: Databases, dialect: str, many: int = MANY) -> None:
    """Both sizes in turn, then twenty clients on the large one."""
    urls = {size: made.url(dialect, f"seen{size}") for size in (FEW, many)}
    secrets = {size: prepared(url, size) for size, url in urls.items()}
    with served(urls[FEW]) as few, served(urls[many]) as crowd:
        small, large = Client(few, secrets[FEW]), Client(crowd, secrets[many])
        rounds = [[median(one.look() for _ in range(AT_REST)) for one in (small, large)] for _ in range(PAIRS + 1)][1:]
        words = " and ".join(f"{1000 * median(side):.0f} ms" for side in zip(*rounds, strict=True))
        ratios = [after / before for before, after in rounds]
        report(f"{dialect}: stuck page among {many} / among {FEW}, in time", ratios, most=1.5, rates=words)
        _under_load(dialect, large, crowd, secrets[many])
    for size in urls:
        made.drop(dialect, f"seen{size}")


def _under_load(dialect: str, one: Client, port: int, secret: str) -> None:
    rest = median(one.look() for _ in range(PAGES))
    clients = [Client(port, secret) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        took = list(pool.map(lambda client: [client.look() for _ in range(PAGES)], clients))
    every = [seconds for some in took for seconds in some]
    p95 = quantiles(every, n=20)[-1]
    rate = CLIENTS * PAGES / (sum(every) / CLIENTS)
    print(
        f"{dialect}: {CLIENTS} clients: p95 {1000 * p95:.0f} ms beside {1000 * rest:.0f} ms at rest"
        f" ({p95 / rest:.1f} times), {rate:.0f} pages/s",
        flush=True,
    )


if __name__ == "__main__":
    with databases() as made:
        for dialect in sys.argv[1:2] or DIALECTS:
            measure(made, dialect, int(sys.argv[2]) if len(sys.argv) > 2 else MANY)
