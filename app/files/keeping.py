"""Rows and files held against each other: what has no row is swept after a day, what has no file is reported."""

import time
from dataclasses import dataclass
from pathlib import Path

from app.files import queries
from app.files.store import Store

SWEPT_EVERY = 3600
LOOKED_AT = 200
"""How many of the newest files a health check looks for: the ones that a bad restore would miss first."""


@dataclass(frozen=True)
class Report:
    """How many files the rows want, and which of them are not there or are something else."""

    wanted: int
    missing: list[str]
    damaged: list[str]

    @property
    def text(self) -> str:
        if not self.missing and not self.damaged:
            return f"{self.wanted} files, all there and whole."
        lines = [f"{self.wanted} files, {len(self.missing)} missing, {len(self.damaged)} damaged."]
        return "\n".join(
            [*lines, *(f"missing {one}" for one in self.missing), *(f"damaged {one}" for one in self.damaged)]
        )


def verify(store: Store) -> Report:
    """Read every file that a row wants."""
    wanted = queries.digests()
    return Report(len(wanted), store.missing(wanted), store.damaged(wanted))


def some_are_missing(store: Store) -> bool:
    """Whether one of the newest files is not there, without reading any."""
    return bool(store.missing(queries.digests(newest=LOOKED_AT)))


def sweep(store: Store) -> int:
    """Take away the files that no row wants and nobody touched for a day."""
    return store.sweep(queries.wanted)


def sweep_now_and_then(store: Store) -> None:
    """Once an hour: whoever sends the mail looks every few seconds."""
    mark = store.folder / "swept"
    if not store.folder.is_dir() or is_fresh(mark):
        return
    sweep(store)
    mark.touch()


def is_fresh(mark: Path) -> bool:
    return mark.exists() and mark.stat().st_mtime > time.time() - SWEPT_EVERY
