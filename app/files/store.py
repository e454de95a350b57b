"""Where the bytes are: a folder outside the web root, each content once, under its own SHA-256 (D11).

The name is the content and not a random one, so that the same file on ten items is kept once, a backup takes it along
by its digest, and whoever holds the row can prove that the bytes were not changed. It gives nobody a way in: files are
asked by the number of their row, and the row is asked through its parent.

The order is what makes it safe: written beside, flushed, renamed, the folder flushed, and only then the row. A crash
anywhere leaves a file without a row, never a row without a file; `sweep` takes away what stayed alone for a day.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

CHUNK = 256 * 1024
ALONE_FOR = 24 * 3600
"""Seconds that a file without a row stays: its row may be on the way."""


class TooLarge(Exception):
    """There was more than may come in. Nothing of it is kept."""


@dataclass(frozen=True)
class Received:
    """Bytes that came in and are not kept yet."""

    path: Path
    size: int
    sha256: str

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        with self.path.open("rb") as file:
            yield file


@dataclass(frozen=True)
class Store:
    """`incoming/` holds what is not known yet; `ab/cd/abcd…` what was taken in."""

    folder: Path

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming"

    def place(self, sha256: str) -> Path:
        """Where this content is, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    @contextmanager
    def receive(self, stream: IO[bytes], most: int) -> Iterator[Received]:
        """The stream as a file of its own, read piece by piece; gone afterwards unless it was kept.

        Raises TooLarge at the first byte too many, OSError when the disk is full.
        """
        make(self.incoming)
        descriptor, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                size, digest = copied(stream, cast(BinaryIO, file), most)
                file.flush()
                os.fsync(file.fileno())
            yield Received(Path(name), size, digest)
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, received: Received) -> None:
        """Put it in its place, for good. Over an equal one too: its age says that it was just asked for."""
        place = self.place(received.sha256)
        make(place.parent)
        received.path.replace(place)
        flush(place.parent)

    def contents(self) -> Iterator[Path]:
        """Every file that was taken in."""
        yield from (path for path in self.folder.glob("??/??/*") if len(path.name) == 64)

    def missing(self, digests: Iterable[str]) -> list[str]:
        """Of these, the ones that are not there."""
        return [sha256 for sha256 in digests if not self.place(sha256).is_file()]

    def damaged(self, digests: Iterable[str]) -> list[str]:
        """Of these, the ones that are there and are something else than they say."""
        there = [sha256 for sha256 in digests if self.place(sha256).is_file()]
        return [sha256 for sha256 in there if digest_of(self.place(sha256)) != sha256]

    def sweep(self, wanted: Callable[[list[str]], set[str]]) -> int:
        """Take away what no row wants and nobody touched for a day. `wanted` says which have one. Returns how many."""
        old = [path for path in self.contents() if is_old(path)]
        known = wanted([path.name for path in old])
        gone = sum(self.forgotten(path) for path in old if path.name not in known)
        for path in self.incoming.glob("*"):
            if is_old(path):
                path.unlink(missing_ok=True)
        return gone

    def forgotten(self, path: Path) -> bool:
        """Aside first, and looked at once more: in the meantime somebody may have sent the same file again."""
        aside = self.incoming / path.name
        make(self.incoming)
        with suppress(FileNotFoundError):
            path.replace(aside)
            if is_old(aside):
                aside.unlink()
                return True
            aside.replace(path)
        return False

    def takes_files(self) -> bool:
        """Whether something can be written there now."""
        try:
            make(self.incoming)
            with tempfile.TemporaryFile(dir=self.incoming) as file:
                file.write(b"x" * 4096)
        except OSError:
            return False
        return True


def copied(stream: IO[bytes], file: BinaryIO, most: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise TooLarge
        digest.update(chunk)
        file.write(chunk)
    return size, digest.hexdigest()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - ALONE_FOR
    except FileNotFoundError:
        return False


def make(folder: Path) -> None:
    """For this program alone to read; what is new is flushed up to the folder that was there."""
    if folder.is_dir():
        return
    make(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    flush(folder.parent)


def flush(folder: Path) -> None:
    """Make the names in it survive a power cut. Windows has no such thing, and only runs the demonstration."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
