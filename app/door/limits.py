"""Counting tries: per account, per block of addresses, over all; a known device has a counter of its own."""

import ipaddress
import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.extensions import session
from workflows.limits import ADDRESS, ALL, CALENDAR, LINK, PASSWORD, Limit, count, refuse_when_full

COOKIE = "known"


def count_password(email: str, device: str | None) -> None:
    """A stranger who fails on purpose slows the account down, not the device its owner uses."""
    count_each(PASSWORD, f"{email}:{device}" if device else email)


def count_link(who: str) -> None:
    count_each(LINK, who)


def look_for_calendar() -> None:
    """Before a calendar is looked for: not from where too many were looked for in vain. Reading a good one is free."""
    refuse_when_full(session(), CALENDAR, block())


def count_no_calendar() -> None:
    """There was none at this address."""
    count(session(), [(CALENDAR, block())])


def count_each(limits: tuple[Limit, ...], who: str) -> None:
    around = [(limit, block()) for limit in ADDRESS] + [(limit, "all") for limit in ALL]
    count(session(), [(limit, who) for limit in limits] + around)


def block() -> str:
    """The /24 or /48 that the request came from: single addresses are cheap."""
    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def known_device(email: str) -> str | None:
    """The number of this device if somebody signed in here with this address before."""
    try:
        whose, device = signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device) if whose == email else None


def remember_device(response: Response, email: str) -> Response:
    value = signer().dumps([email, known_device(email) or secrets.token_hex(8)])
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, value, max_age=31_536_000, httponly=True, samesite="Lax", secure=secure)
    return response
