"""The facts as files: read, refused when a key stands there twice, handed to the command that loads them."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from workflows.command import Ask, perform
from workflows.history import LOAD

HERE = Path(__file__).parent / "facts"
NAMES = (
    "organisations", "workgroups", "agreements", "meetings_2014_2016", "meetings_2020", "requests_to_cities",
    "milestones", "conflicts", "templates", "vendor_issues",
)  # fmt: skip
"""The files whose capability is there; the others are loaded as theirs arrives.

Of the vendor's issues only titles are used: of what the minutes of a meeting list."""


class WrongFacts(Exception):
    """A file of facts is missing or is not what it must be."""


def read(folder: Path = HERE) -> dict[str, Any]:
    """The files that are loaded, parsed. Raises WrongFacts."""
    return {name: parsed(folder / f"{name}.yaml") for name in NAMES}


def parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=OnceOnly)  # noqa: S506  (a safe loader)
    except (OSError, yaml.YAMLError) as error:
        raise WrongFacts(f"{path.name}: {error}") from error


class OnceOnly(yaml.SafeLoader):
    """A safe loader that refuses the same key twice: the second would silently win."""


def once(loader: OnceOnly, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _value in node.value]
    if len(keys) != len(set(keys)):
        raise yaml.YAMLError(f"a key stands there twice {node.start_mark}")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


OnceOnly.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, once)


def load(session: Session, folder: Path = HERE, until: date | None = None) -> None:
    """Load what is not loaded yet, in one transaction."""
    perform(session, LOAD, Ask(None, inputs={"facts": read(folder), "until": until}))
