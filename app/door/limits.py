"""Which limit counts what is tried here: by account, by device and by block of addresses, each apart."""

import ipaddress
import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.extensions import session
from app.proxy import visitor_address
from workflows import limits
from workflows.limits import ADDRESS, ALL, ALL_NOTED, DEVICE, IN_VAIN, LINK, NOTED, OWN, PASSWORD, Limit, count
from workflows.refusals import TooOften

COOKIE = "known"


def count_password(email: str) -> list[int]:
    """A try at the password of this account, to be forgiven when it was right. Raises TooOften.

    A stranger who fails on purpose stops strangers; not the device that its owner uses, wherever she sits.
    """
    if device := known_device(email):
        return count(session(), [(limit, f"{email}:{device}") for limit in DEVICE])
    return count(session(), [*((limit, email) for limit in PASSWORD), *from_here(ADDRESS), (ALL, "all")])


def forgive(tried: list[int]) -> None:
    limits.forgive(session(), tried)


def count_own_password(person_id: int) -> list[int]:
    """A try by who is signed in at her own password. Raises TooOften."""
    return count(session(), [(limit, str(person_id)) for limit in OWN])


def may_have_a_link(email: str) -> bool:
    """Whether this device is hers and did not have its share of links yet; this one is counted."""
    device = known_device(email)
    return device is not None and has_room([(limit, f"{email}:{device}") for limit in LINK])


def may_be_noted() -> bool:
    """Whether one more link that was asked in vain may be written in the trail; this one is counted."""
    return has_room([*from_here(NOTED), (ALL_NOTED, "all")])


def count_in_vain() -> None:
    """An address with a secret in it led nowhere. Raises TooOften for who tries on; what is right is never counted."""
    count(session(), from_here(IN_VAIN))


def has_room(counters: list[tuple[Limit, str]]) -> bool:
    try:
        count(session(), counters)
    except TooOften:
        return False
    return True


def from_here(limit: Limit) -> list[tuple[Limit, str]]:
    """Counted for the block that the request came from, where that is known."""
    here = block()
    return [(limit, here)] if here else []


def block() -> str | None:
    """The /24 or /48 that the request came from: single addresses are cheap. None where that is not known."""
    address = visitor_address()
    if address is None:
        return None
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
