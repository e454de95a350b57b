"""Somebody who walks through the whole installation, from link to link, for as long as it takes."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import PurePosixPath
from random import Random
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

LINK = re.compile(r'href="(/[^"#]*)')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
AGAIN = 100
"""After so many requests she comes in anew, which writes."""


class Walker:
    """Every kind of address is asked about as often as any other: a paper in Word as often as a page."""

    def __init__(self, address: str, person: int, dice: Random, often: Sequence[str] = ()) -> None:
        """`person`: which of the invented ones, in the order of the page. `often`: asked each second time."""
        self.address, self.person, self.dice, self.often = address, person, dice, often
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.known: dict[str, list[str]] = {}
        self.failed: list[str] = []
        self.answered: Counter[str] = Counter()
        """By what stands behind the last full stop of the address; nothing for a page."""

    def walk(self, requests: int) -> None:
        """What is wrong with an answer goes into `failed`; nobody stops for it."""
        for nth in range(requests):
            if nth % AGAIN == 0:
                self.come_in()
                self.ask("/")
            path = self.dice.choice(self.known[self.dice.choice(list(self.known))])
            if self.often and nth % 2 == 0:
                path = self.dice.choice(self.often)
            match nth % 20:
                case 7:
                    self.ask(f"{path}/nergens")
                case 13:
                    self.ask(re.sub(r"\d+", "999999", path))
                case 17:
                    self.ask(path, b"key=x")
                case _:
                    self.ask(path)

    def come_in(self) -> None:
        page = self.ask("/demonstration")
        people = re.findall(r'name="person" value="(\d+)"', page)
        token = TOKEN.search(page)
        if token and people:
            self.ask("/demonstration/sign-in", f"csrf_token={token[1]}&person={people[self.person]}".encode())

    def ask(self, path: str, form: bytes | None = None) -> str:
        """The text of a page, whose links are followed later; nothing of a file and of what went wrong."""
        try:
            with self.opener.open(self.address + path, form, timeout=120) as answer:
                content = answer.read()
                self.answered[PurePosixPath(urlsplit(path).path).suffix] += 1
                page = content.decode() if answer.headers.get_content_type() == "text/html" else ""
        except HTTPError as error:
            with error:
                if error.code >= 500:
                    self.failed.append(f"{path}: {error.code}")
            return ""
        except (OSError, HTTPException) as error:
            self.failed.append(f"{path}: {error!r}")
            return ""
        self.learn(page)
        return page

    def learn(self, page: str) -> None:
        for link in map(unescape, LINK.findall(page)):
            alike = self.known.setdefault(shape(link), [])
            if link not in alike and not link.startswith("/static/"):
                alike.append(link)
        self.known = {kind: links for kind, links in self.known.items() if links}


def shape(link: str) -> str:
    """What addresses of the same kind have in common: no numbers, and of a query its names alone."""
    parts = urlsplit(link)
    return re.sub(r"\d+", "0", parts.path) + "?" + "&".join(sorted(parse_qs(parts.query, keep_blank_values=True)))
