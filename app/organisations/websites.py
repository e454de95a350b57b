"""Asks the websites of the organisations whether they still answer: `rondetafel websites check`.

Coordinators type these addresses and the installation calls them, so it calls only what the whole world can
reach, takes a few redirects after a look at each, and reads no body.
"""

import socket
from collections.abc import Callable
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from models import WebsiteAnswer

SECONDS = 10
"""How long one website may take."""
REDIRECTS, FAR = (301, 302, 303, 307, 308), 6
"""What sends on, and how often that may happen."""


def is_public(address: str) -> bool:
    """Whether every number behind the name of this address is one that the whole world can reach."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    return bool(found) and all(ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)


class Stay(HTTPRedirectHandler):
    """Follows nothing: where it leads is looked at first, and its body is not read."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def ask(address: str, may_ask: Callable[[str], bool] = is_public) -> WebsiteAnswer:
    """What this website answers. Never raises: whatever goes wrong is an answer too."""
    opener = build_opener(Stay)
    for _ in range(FAR):
        try:
            if not may_ask(address):
                return WebsiteAnswer.NOT_PUBLIC
            with opener.open(Request(address, headers={"User-Agent": "Rondetafel"}), timeout=SECONDS):  # noqa: S310
                return WebsiteAnswer.ANSWERS
        except HTTPError as error:
            leads_to = error.headers.get("Location")
            if error.code not in REDIRECTS or not leads_to:
                return answer_of(error.code)
            address = urljoin(address, leads_to)
        except (URLError, HTTPException, OSError, ValueError):
            return WebsiteAnswer.UNREACHABLE
    return WebsiteAnswer.BROKEN


def answer_of(status: int) -> WebsiteAnswer:
    """A site that asks who is there (401, 403) or says to come back later (429) does answer."""
    if status in (401, 403, 405, 429):
        return WebsiteAnswer.ANSWERS
    return WebsiteAnswer.NOT_THERE if status < 500 else WebsiteAnswer.BROKEN
