"""The round table: every seat around it with its sign, the result in the middle. The page has the same as a table."""

from dataclasses import dataclass
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 38, 24
"""Of a chair; around a table of fourteen they stand free of each other."""


@dataclass(frozen=True)
class Chair:
    """A seat as it is drawn: its letters, whose it is, what was said, the sign of that and its shape."""

    letters: str
    name: str
    says: str
    sign: str
    shape: str


def picture_of(chairs: list[Chair], big: str, small: str) -> str:
    """An SVG that says in its label what it shows; every seat has its own title."""
    radius = max(104.0, len(chairs) * (WIDTH + 8) / (2 * pi))
    middle = radius + WIDTH / 2 + 8
    size = round(2 * middle)
    label = ", ".join(f"{chair.name}: {chair.says}" for chair in chairs)
    seats = "".join(drawn(chair, *place(nth, len(chairs), radius, middle)) for nth, chair in enumerate(chairs))
    return (
        f'<svg class="round-table" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
        f"aria-label={quoteattr(f'{big}. {small}. {label}')}>"
        f'<circle class="round-table__top" cx="{middle:.0f}" cy="{middle:.0f}" r="{radius - 38:.0f}"/>{seats}'
        f'<text class="round-table__big" x="{middle:.0f}" y="{middle - 8:.0f}">{escape(big)}</text>'
        f'<text class="round-table__small" x="{middle:.0f}" y="{middle + 16:.0f}">{escape(small)}</text></svg>'
    )


def place(nth: int, of: int, radius: float, middle: float) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = 2 * pi * nth / of - pi / 2
    return middle + radius * cos(angle), middle + radius * sin(angle)


def drawn(chair: Chair, x: float, y: float) -> str:
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    return (
        f'<g class="chair chair--{chair.shape}"><title>{escape(chair.name)}: {escape(chair.says)}</title>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{WIDTH}" height="{HEIGHT}" rx="7"/>'
        f'<text x="{x:.1f}" y="{y:.1f}">{escape(chair.letters)}</text>'
        f'<text class="chair__sign" x="{left + WIDTH - 2:.1f}" y="{top + 1:.1f}">{escape(chair.sign)}</text></g>'
    )
