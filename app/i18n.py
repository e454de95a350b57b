"""Languages: Dutch is the source, French and English are catalogues; days and hours are said here."""

from datetime import date, datetime
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import format_date, format_datetime, format_decimal, get_translations, gettext, ngettext
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from app.access import me
from app.extensions import babel
from models import Language
from workflows.words import voice

CODES = [language.value for language in Language]
NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}


def chosen() -> str:
    """The person's own language; before she is known, the one asked for, else what the browser prefers."""
    if not has_request_context():
        return "nl"
    if language := of_the_person():
        return language
    asked = request.cookies.get("language") or request.accept_languages.best_match(CODES) or "nl"
    return asked if asked in CODES else "nl"


def of_the_person() -> str | None:
    """Her language; nobody's when the database is away, so that the page which says so can be drawn."""
    try:
        person = me()
        return str(person.language.value) if person else None
    except SQLAlchemyError:
        return None


def translate(one: str, many: str, n: int) -> str:
    """For `Words`: the message as a template; its parameters are put in afterwards."""
    if one == many:
        return str(get_translations().ugettext(one))
    return str(get_translations().ungettext(one, many, n))


def day(value: date | datetime | None) -> str:
    """`21 november 2026`."""
    return format_date(value, "d MMMM yyyy") if value else ""


def weekday(value: date | None) -> str:
    """`donderdag 28 mei 2020`."""
    return format_date(value, "EEEE d MMMM yyyy") if value else ""


def month(value: date) -> str:
    """`mei`."""
    return str(format_date(value, "LLLL"))


def moment(value: datetime | None) -> str:
    """`21 november 2026, 14.05`, in Brussels."""
    return format_datetime(value, "d MMMM yyyy, H:mm") if value else ""


def brief(value: datetime | None) -> str:
    """`21 nov. 14:05`, in Brussels."""
    return format_datetime(value, "d MMM H:mm") if value else ""


def size(value: int) -> str:
    """Of a file: `640 B`, `12 kB`, `1,4 MB`."""
    if value < 1_000:
        return f"{value} B"
    if value < 1_000_000:
        return f"{format_decimal(round(value / 1_000))} kB"
    return f"{format_decimal(round(value / 1_000_000, 1))} MB"


def markup(html: str) -> Markup:
    """What workflows/text.py rendered, shown as it is; a table that is too wide scrolls by itself, also by key."""
    around = html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Markup(around)  # noqa: S704


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen, default_translation_directories="translations")
    voice.translate = translate
    helpers: dict[str, Any] = {"_": gettext, "gettext": gettext, "ngettext": ngettext}
    app.jinja_env.globals.update(helpers)
    times = {"day": day, "weekday": weekday, "month": month, "moment": moment, "brief": brief}
    app.jinja_env.filters.update(**times, size=size, markup=markup)
