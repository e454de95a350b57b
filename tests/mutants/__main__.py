"""`make mutants`: small faults in the code that decides, in an order that stays the same; which do the tests see?

As many as can be tried in the time there is, so that two runs can be compared as far as the shorter one came. With
names of files: all faults of those, and nothing is written to docs/proof.md.
"""

import argparse
import math
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from tests.mutants import report
from tests.mutants.faults import Fault, all_of
from tests.mutants.guards import GUARDS

ROOT = Path(__file__).parent.parent.parent
COPIES = ROOT / "build" / "mutants"
FOLDERS = ("app", "models", "workflows", "migrations", "tests", "docs", "requirements")
FILES = ("config.py", "pyproject.toml", "rt.py")
SEED, MINUTES = 2027, 100
AT_ONCE = 2
SECONDS = 900
"""Longer than any of the lists of tests takes on a slow machine: a fault that hangs them is seen as well."""


@dataclass(frozen=True)
class Tried:
    """A fault, and whether some test failed of it. `by`: the test, or nothing."""

    fault: Fault
    by: str

    @property
    def seen(self) -> bool:
        return bool(self.by)


def main() -> int:
    asked = options().parse_args()
    faults = [fault for path in asked.files or GUARDS for fault in all_of(path, (ROOT / path).read_text())]
    random.Random(SEED).shuffle(faults)
    with copies() as free, ThreadPoolExecutor(AT_ONCE) as workers:
        paths = asked.files or list(GUARDS)
        whole = workers.map(lambda path: tried(free, Fault(path, 0, "", "", (ROOT / path).read_text())), paths)
        if broken := [one for one in whole if one.seen]:
            print(f"Without a fault the tests of {broken[0].fault.path} fail already: {broken[0].by}")
            return 1
        began = time.monotonic()
        until = began + asked.minutes * 60
        found = [one for one in workers.map(lambda fault: said(tried(free, fault, until)), faults) if one]
    text = report.written(found, len(faults), time.monotonic() - began)
    print(text)
    if not asked.files:
        report.put(text)
    return 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python rt.py mutants", description=__doc__)
    parser.add_argument("--minutes", type=int, default=MINUTES, help="after which no other fault is begun")
    parser.add_argument("files", nargs="*", metavar="FILE", choices=[*GUARDS, []], help="such as workflows/tally.py")
    return parser


@contextmanager
def copies() -> Iterator[Queue]:
    """So many copies of the code as faults are tried at once."""
    free: Queue = Queue()
    for nth in range(AT_ONCE):
        folder = COPIES / str(nth)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        free.put(folder)
    yield free
    shutil.rmtree(COPIES)


def tried(free: Queue, fault: Fault, until: float = math.inf) -> Tried | None:
    """Plant it in a copy that nobody uses now, run what guards it until one fails, and take it out again.

    Returns nothing when the time is up.
    """
    if time.monotonic() > until:
        return None
    folder: Path = free.get()
    path = folder / fault.path
    whole = path.read_text()
    path.write_text(fault.source)
    try:
        return Tried(fault, first_to_fail(folder, GUARDS[fault.path]))
    finally:
        path.write_text(whole)
        free.put(folder)


def first_to_fail(folder: Path, tests: tuple[str, ...]) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "none: they hang"
    if run.returncode == 0:
        return ""
    failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split()[1] if failed else f"none: they do not begin. {run.stderr.strip()[-200:]}"


def said(one: Tried | None) -> Tried | None:
    if one is None:
        return None
    fault = one.fault
    print(
        f"{'seen' if one.seen else 'NOT SEEN'} {fault.path}:{fault.line} {fault.was} → {fault.now} {one.by}", flush=True
    )
    return one


if __name__ == "__main__":
    sys.exit(main())
