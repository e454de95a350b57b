"""Asks the websites of the organisations whether they still answer: `rondetafel websites check`.

Coordinators type these addresses and the installation calls them, so it calls only what the whole world can
reach, takes a few redirects, and reads no more than the first line of the answer.
"""

import socket
from collections.abc import Callable
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from models import WebsiteAnswer

SECONDS = 10
"""How long one website may take."""


class NotPublic(Exception):
    """The address is not one on the public web."""


def is_public(address: str) -> bool:
    """Whether every number behind the name of this address is one that the whole world can reach."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    return bool(found) and all(ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)


class Careful(HTTPRedirectHandler):
    """Follows a redirect only to where it may go itself."""

    def __init__(self, may_ask: Callable[[str], bool]) -> None:
        self.may_ask = may_ask

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not self.may_ask(newurl):
            raise NotPublic
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(address: str, may_ask: Callable[[str], bool] = is_public) -> WebsiteAnswer:
    """What this website answers. Never raises: whatever goes wrong is an answer too."""
    try:
        if not may_ask(address):
            return WebsiteAnswer.NOT_PUBLIC
        opener = build_opener(Careful(may_ask))
        with opener.open(Request(address, headers={"User-Agent": "Rondetafel"}), timeout=SECONDS):  # noqa: S310
            return WebsiteAnswer.ANSWERS
    except NotPublic:
        return WebsiteAnswer.NOT_PUBLIC
    except HTTPError as error:
        return answer_of(error.code)
    except (URLError, HTTPException, OSError, ValueError):
        return WebsiteAnswer.UNREACHABLE


def answer_of(status: int) -> WebsiteAnswer:
    """A site that asks who is there (401, 403) or says to come back later (429) does answer."""
    if status in (401, 403, 405, 429):
        return WebsiteAnswer.ANSWERS
    return WebsiteAnswer.NOT_THERE if status < 500 else WebsiteAnswer.BROKEN
