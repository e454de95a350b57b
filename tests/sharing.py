"""What takes long to make is made once in a run, by whichever test process asks first; the others take it over."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name that all processes of this run share, filled by `make` when it is not there yet.

    Nobody writes in it afterwards: who wants to takes a copy.
    """
    root = temporary.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    shared = root / "shared"
    shared.mkdir(exist_ok=True)
    folder, begun = shared / name, shared / f"{name}.begun"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder
