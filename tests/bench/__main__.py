"""`make bench`: Rondetafel beside its bare twin, some fifteen minutes. `--quick`: one database, a minute or two."""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import fill, poll, report, twin, writes
from tests.bench import measure as measuring
from tests.bench.explain import Looker
from tests.bench.measure import Site
from tests.bench.pages import MAIN, OTHERS
from tests.databases import PostgresServer, open_server

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CROWDED_AT_MOST = 10_000
"""A workgroup of fifty thousand rows on one page would take a minute a page: not opened."""
STARTS = 3


@dataclass
class Effort:
    """How often things are asked."""

    rounds: int = 3
    requests: int = 10
    crowd: int = 6
    writes: int = 6
    seconds: float = 4.0
    profiled: int = 20


QUICK = Effort(rounds=2, crowd=4, writes=5, seconds=2.0, profiled=10)


def main() -> None:
    asked = options().parse_args()
    databases = ["sqlite"] if asked.quick else list(NAMES)
    databases = [asked.database] if asked.database else databases
    sizes = asked.rows or ([1_000] if asked.quick else [1_000, 10_000, 100_000])
    began, found = time.monotonic(), []
    for database in databases:
        found.append(of_one(database, sizes, QUICK if asked.quick else Effort()))
    text = report.written(found, " ".join(["python rt.py bench", *sys.argv[1:]]))
    print(text)
    if asked.write or len(sys.argv) == 1:
        report.put(text)
    print(f"\n{time.monotonic() - began:.0f} s")


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python rt.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one database, a thousand rows, few rounds")
    parser.add_argument("--rows", type=lambda text: [int(one) for one in text.split(",")], help="1000,10000,100000")
    parser.add_argument("--database", choices=list(NAMES))
    parser.add_argument(
        "--write", action="store_true", help="put the result in docs/performance.md, as a run without options does"
    )
    return parser


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def of_one(database: str, sizes: list[int], effort: Effort) -> report.Findings:
    """Everything, on one database."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    tell(f"{NAMES[database]}: laying the table")
    server = open_server(database, folder, fill.lay)
    try:
        with ExitStack() as stack:
            urls = {rows: stack.enter_context(server.fresh()) for rows in sizes}
            return findings(NAMES[database], urls, processes_of(server), effort)
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


def processes_of(server: Any) -> Callable[[], list[int]]:
    """The processes of PostgreSQL; SQLite has none of its own."""
    if not isinstance(server, PostgresServer):
        return list
    first = int((server.folder / "pg" / "postmaster.pid").read_text().splitlines()[0])
    return lambda: [first, *measuring.children(first)]


def findings(name: str, urls: dict[int, str], processes: Callable[[], list[int]], effort: Effort) -> report.Findings:
    inside, crowded, cookies, keys = {}, {}, {}, {}
    for rows, url in urls.items():
        tell(f"{name}: {rows} rows")
        fill.fill(url, rows)
        looker = Looker(url)
        cookies[rows], keys[rows] = measuring.cookie_of(looker.app, looker.session), looker.keys
        twin.Table.metadata.create_all(looker.engine)
        if rows == min(urls):
            inside = {page.name: looker.look(page, effort.profiled) for page in MAIN}
            inside |= {page.name: looker.look(page, effort.profiled if page is OTHERS[0] else 0) for page in OTHERS}
        if rows <= CROWDED_AT_MOST:
            crowded[rows] = looker.crowd()
        looker.close()
    first, starts = min(urls), []
    for _ in range(STARTS - 1):
        once = [make(urls[first], cookies[first], processes) for make in (measuring.rondetafel, measuring.twin)]
        starts.append((once[0].start("/health"), once[1].start("/one")))
        for one in once:
            one.stop()
    with served(urls, cookies, keys, processes) as (sites, started):
        starts.append(started[0])
        tell(f"{name}: pages")
        pages = measuring.measure(sites, MAIN, effort.rounds, effort.requests, effort.crowd)
        others = measuring.measure(sites[:1], OTHERS, 1, effort.requests, 0)
        tell(f"{name}: writes")
        written = writes.measure(sites, effort.rounds, effort.writes)
        tell(f"{name}: polls")
        polled = poll.measure(sites, effort.rounds, effort.requests)
        memory, twin_memory = sites[0].ours.peak(), sites[0].twin.peak()
        bare = writes.eight_at_once(sites[0], effort.seconds, twin=True)
        crowd = writes.eight_at_once(sites[0], effort.seconds)
    return report.Findings(
        name, sorted(urls), pages, others, written, inside, crowded,
        statistics.median(ours for ours, _ in starts), statistics.median(theirs for _, theirs in starts),
        memory, twin_memory, crowd, bare, effort.seconds, polled,
    )  # fmt: skip


@contextmanager
def served(
    urls: dict[int, str], cookies: dict[int, str], keys: dict[int, dict[str, Any]], processes: Callable[[], list[int]]
) -> Iterator[tuple[list[Site], list[tuple[float, float]]]]:
    """Both servers on every database, all up at once; and how long each took to start."""
    sites, took = [], []
    try:
        for rows in sorted(urls):
            ours = measuring.rondetafel(urls[rows], cookies[rows], processes)
            theirs = measuring.twin(urls[rows], cookies[rows], processes)
            sites.append(Site(rows, urls[rows], ours, theirs, keys[rows]))
            took.append((ours.start("/health"), theirs.start("/one")))
        yield sites, took
    finally:
        for site in sites:
            for server in (site.ours, site.twin):
                if server.process:
                    server.stop()


if __name__ == "__main__":
    main()
