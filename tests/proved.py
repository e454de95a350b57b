"""Faults are planted to see that a test can fail. They are planted again when what they guard has changed.

`make prove` plants them all and writes down what the files were then, in tests/proved.txt; `make test` plants those of
which a file is another one since. A test that plants says so with the mark `planted`; its module says in `GUARDS`
which files it is about, besides itself and the modules in which its `FAULTS` are planted.
"""

import hashlib
import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "proved.txt"


def guarded(module: ModuleType) -> list[Path]:
    """The files on which it depends whether the planted faults of a module are found, in one order."""
    assert module.__file__
    patterns = list(getattr(module, "GUARDS", ()))
    patterns += [file_of(place) for place, _broken in getattr(module, "FAULTS", {}).values()]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(found | {Path(module.__file__)})


def file_of(place: str) -> str:
    """The file in which a dotted name is: `workflows.voting.Tally.eligible` → `workflows/voting.py`."""
    parts = place.split(".")
    lengths = range(len(parts), 0, -1)
    return next(path for n in lengths if (ROOT / (path := "/".join(parts[:n]) + ".py")).exists())


def digest(module: ModuleType) -> str:
    """Of the names and the contents of all these files."""
    found = hashlib.sha256()
    for path in guarded(module):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def recorded() -> dict[str, str]:
    """By the name of the module: the digest with which its faults were all found."""
    lines = RECORD.read_text().splitlines() if RECORD.exists() else []
    return dict(line.split() for line in lines)


@cache
def is_proved(module: ModuleType) -> bool:
    """Whether its faults were found in these very files."""
    return recorded().get(module.__name__) == digest(module)


def planting() -> list[ModuleType]:
    """Every module with a test that plants a fault."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if "mark.planted" in path.read_text()]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [importlib.import_module(name) for name in sorted(names)]


if __name__ == "__main__":
    RECORD.write_text("".join(f"{module.__name__} {digest(module)}\n" for module in planting()))
