"""The division of work: how much each organisation did on each theme. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models import Organisation
from workflows.leading import Effort

SHADES = 4
"""In so many steps a cell is darker, the most of all being the darkest."""


@dataclass(frozen=True)
class Division:
    """Organisations down, themes across; the last theme is "" when something has none."""

    themes: list[str]
    rows: list[tuple[Organisation, list[int]]]

    @cached_property
    def most(self) -> int:
        return max((n for _organisation, cells in self.rows for n in cells), default=0)

    def shade(self, n: int) -> int:
        """0 for nothing, 1 for little, `SHADES` for the most."""
        return -(-SHADES * n // self.most) if n else 0


def divided(efforts: Iterable[Effort]) -> Division:
    """By the wider theme; who did most stands first."""
    counted: dict[Organisation, dict[str, int]] = {}
    for one in efforts:
        mine = counted.setdefault(one.organisation, {})
        mine[wider(one)] = mine.get(wider(one), 0) + 1
    themes = sorted({theme for mine in counted.values() for theme in mine}, key=lambda name: (not name, name.lower()))
    rows = [(organisation, [mine.get(theme, 0) for theme in themes]) for organisation, mine in counted.items()]
    return Division(themes, sorted(rows, key=lambda row: (-sum(row[1]), row[0].name)))


def wider(effort: Effort) -> str:
    if effort.theme is None:
        return ""
    return effort.theme.parent.name if effort.theme.parent else effort.theme.name
