"""One place where something that did not happen becomes a status and a page.

refused: not now 409, not you 403, not ready 422, unseen 404, too often 429; storage away 503; the rest 500.
"""

from typing import Any, NamedTuple

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.extensions import session
from app.forms import LABELS, NEVER_SHOWN
from workflows.refusals import NotAllowed, NotNow, NotReady, Refused, TooOften, Unseen

STATUS = {NotAllowed: 403, NotNow: 409, NotReady: 422, Unseen: 404, TooOften: 429}
HEADINGS = {
    400: _l("Deze vraag is niet goed aangekomen"),
    401: _l("Je bent niet meer aangemeld"),
    403: _l("Dit mag je niet"),
    404: _l("Niet gevonden"),
    405: _l("Zo kan deze pagina niet gebruikt worden"),
    409: _l("Dat kan nu niet"),
    411: _l("Deze vraag is niet goed aangekomen"),
    413: _l("Dit is te groot"),
    422: _l("Er ontbreekt nog iets"),
    429: _l("Even wachten"),
    500: _l("Er ging iets mis bij ons"),
    503: _l("Bewaren lukt nu niet"),
}
SENTENCES = {
    400: _l("De pagina was verouderd of het adres is onvolledig. Probeer het nog eens."),
    401: _l("Meld je opnieuw aan in een ander venster en probeer het hier dan opnieuw. Wat je typte blijft staan."),
    403: _l("Deze pagina is niet voor jou bedoeld, of het verzoek kwam van een andere website."),
    404: _l("Dit bestaat niet, of je hebt er geen toegang toe."),
    405: _l("Ga terug en gebruik de knoppen op de pagina."),
    409: _l("Iemand anders was je voor. Open de pagina opnieuw."),
    411: _l("De pagina was verouderd of het adres is onvolledig. Probeer het nog eens."),
    413: _l("Stuur een kortere tekst of een kleiner bestand."),
    422: _l("Kijk na wat je invulde."),
    429: _l("Je probeerde dit te vaak. Wacht even."),
    500: _l("We kregen een melding. Er is niets half bewaard. Vermeld het nummer onderaan als je ons mailt."),
    503: _l("Er is niets verloren gegaan: wat al bewaard was, is er nog. Probeer het zo dadelijk opnieuw."),
}
log = structlog.get_logger()


class Retry(NamedTuple):
    """The same form once more."""

    action: str
    csrf_token: str
    fields: list[tuple[str, str]]


def page(status: int, sentence: Any = None) -> Response:
    """The page of an error, with what was typed so that nothing has to be typed twice."""
    status = status if status in HEADINGS else (400 if status < 500 else 500)
    html = render_template(
        "error.html",
        status=status,
        heading=HEADINGS[status],
        sentence=sentence or SENTENCES[status],
        hint=None,
        request_id=g.get("request_id", "-"),
        locale=locale(),
        typed=typed(status),
        retry=retry(status),
    )
    return make_response(html, status)


def locale() -> str:
    try:
        return str(get_locale())
    except Exception:  # the language hangs on the visitor, and the visitor on the database
        return "nl"


def posted(status: int) -> list[tuple[str, str]]:
    if request.method != "POST" or status in (411, 413):
        return []
    return [(k, v) for k, v in request.form.items(multi=True) if k not in NEVER_SHOWN]


def typed(status: int) -> list[tuple[str, str, str]]:
    return [(str(LABELS.get(k, k)), k, v) for k, v in posted(status) if v and k in LABELS]


def retry(status: int) -> Retry | None:
    if status not in (400, 401, 503) or not (fields := posted(status)):
        return None
    key = [("key", request.form["key"])] if "key" in request.form else []
    return Retry(request.full_path.rstrip("?"), generate_csrf(), [*fields, *key])


def refused(error: Refused) -> Response:
    session().rollback()
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    response = page(status, str(error))
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.wait)
    return response


def http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def forged(_error: CSRFError) -> Response:
    return page(400)


def storage_away(error: Exception) -> Response:
    """The disk is full or the database is away: nothing was done, and that is said."""
    log.error("storage away", request_id=g.get("request_id"), error=type(error).__name__)
    quietly_roll_back()
    response = page(503)
    response.headers["Retry-After"] = "10"
    return response


def database(error: DBAPIError) -> Response:
    away = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return storage_away(error) if away else broken(error)


def broken(error: Exception) -> Response:
    log.error("unexpected", request_id=g.get("request_id"), path=path_without_secret(), exc_info=error)
    quietly_roll_back()
    return page(500)


def path_without_secret() -> str:
    """The path as a log may keep it."""
    secret = (request.view_args or {}).get("secret")
    return request.path.replace(secret, "***") if secret else request.path


def quietly_roll_back() -> None:
    try:
        session().rollback()
    except Exception:
        log.warning("rollback failed", request_id=g.get("request_id"))


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(DBAPIError, database)
    app.register_error_handler(PoolTimeout, storage_away)
    app.register_error_handler(OSError, storage_away)
    app.register_error_handler(Exception, broken)
