"""The year in one drawing: the meetings on a time line, and below it who brought or took on what in which meeting."""

from datetime import date
from xml.sax.saxutils import escape

from flask_babel import format_date, gettext, ngettext

from app.documents.blocks import Picture
from app.i18n import day
from workflows.yearly import Year, who_brought_what

LEFT, RIGHT, TOP, ROW, WIDTH = 170, 30, 64, 24, 900
MOST = 16
"""How many organisations it draws; the table beside it names them all."""


def picture_of(year: Year) -> Picture | None:
    """Nothing for a year without meetings."""
    if not year.meetings:
        return None
    rows = who_brought_what(year)[:MOST]
    height = TOP + ROW * len(rows) + 16
    parts = [*months(year.year, height), *line_of(year, height)]
    for nth, (organisation, counts) in enumerate(rows):
        y = TOP + ROW * nth + 14
        parts.append(f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(short(organisation.name))}</text>')
        parts += [dot(at(held.meeting.held_on), y, counts.get(held.meeting.id, 0)) for held in year.meetings]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="Source Sans 3, Libertinus Serif, sans-serif" font-size="13" fill="currentColor" '
        f'aria-label="{escape(words_of(year), {chr(34): "&quot;"})}">{"".join(parts)}</svg>'
    )
    return Picture(svg, words_of(year))


def at(when: date) -> float:
    """How far on the line a day is."""
    first, last = date(when.year, 1, 1), date(when.year, 12, 31)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (when - first).days / (last - first).days, 1)


def short_month(nth: int) -> str:
    """`mrt`, `mei`."""
    return str(format_date(date(2020, nth, 1), "LLL")).rstrip(".")


def months(year: int, height: int) -> list[str]:
    parts = []
    for nth in range(1, 13):
        x = at(date(year, nth, 1))
        parts.append(f'<line x1="{x}" x2="{x}" y1="30" y2="{height - 8}" stroke="currentColor" stroke-opacity="0.15"/>')
        parts.append(f'<text x="{x + 3}" y="14" fill-opacity="0.7">{escape(short_month(nth))}</text>')
    return parts


def line_of(year: Year, height: int) -> list[str]:
    """The line of the year, and each meeting with its day."""
    parts = [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="36" y2="36" stroke="currentColor" stroke-width="2"/>']
    for held in year.meetings:
        x = at(held.meeting.held_on)
        parts.append(f'<line x1="{x}" x2="{x}" y1="36" y2="{height - 8}" stroke="#0f766e" stroke-opacity="0.5"/>')
        parts.append(f'<circle cx="{x}" cy="36" r="7" fill="#0f766e"/>')
        parts.append(f'<text x="{x}" y="58" text-anchor="middle">{held.meeting.held_on.strftime("%d/%m")}</text>')
    return parts


def dot(x: float, y: int, count: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{min(4 + count, 9)}" fill="#b45309"/>' if count else ""


def short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"


def words_of(year: Year) -> str:
    """The same in words."""
    days = ", ".join(day(held.meeting.held_on) for held in year.meetings)
    met = ngettext("%(num)d vergadering", "%(num)d vergaderingen", len(year.meetings))
    said = gettext("De tijdlijn van %(year)d: %(met)s (%(days)s).", year=year.year, met=met, days=days)
    brought = ", ".join(
        f"{organisation.name} {sum(counts.values())}" for organisation, counts in who_brought_what(year)[:MOST]
    )
    who = gettext("Wie bracht punten aan of nam afspraken op zich: %(who)s.", who=brought) if brought else ""
    return f"{said} {who}".strip()
