"""Opening a mail that anybody could have sent: its headers and its parts, with an end to the work.

The parser of the standard library takes time and depth without bounds for a mail made to that end. So the parts are
cut here, each once for every level, and the library reads the headers and decodes the contents.
"""

import re
import unicodedata
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from functools import cached_property
from itertools import islice

from app.mail.verdicts import Unusable
from workflows.words import Words

MAIL_LIMIT = 2_000_000
HEAD_LIMIT = 200_000
VALUE_LIMIT = 10_000
PARAMETERS_LIMIT = 1_000
MOST_VALUES = 50
MOST_PARTS = 50
DEEPEST = 8

EMPTY = Words("De mail is leeg.")
TOO_BIG = Words("De mail is te groot om te lezen.")
TOO_MANY_PARTS = Words("De mail heeft te veel delen.")

BLANK_LINE = re.compile(rb"\A\r?\n|\r?\n\r?\n")
CHARSETS = {"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "cp1252", "utf-16"}
"""What calendars are written in. Another name is not looked up: some codecs are slow, and some are no charset."""


@dataclass(frozen=True)
class Part:
    """A mail, or a part of one: its headers by lower-case name, and what follows them as it came."""

    headers: dict[str, list[str]]
    body: bytes

    def first(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    @property
    def kind(self) -> str:
        return self.described().get_content_type()

    def described(self) -> Message:
        """The headers that say what the contents are, as the library takes them."""
        message = Message()
        for name in ("content-type", "content-disposition", "content-transfer-encoding"):
            if value := self.first(name):
                message[name] = value[:PARAMETERS_LIMIT]
        return message

    def parameter(self, name: str) -> str:
        """Of its type: `charset`, `method`, `boundary`. What the library trips over is not there."""
        try:
            value = self.described().get_param(name)
        except Exception:  # the library raises a range of errors for broken parameters
            return ""
        return plain(value[2] if isinstance(value, tuple) else value or "").strip()

    @cached_property
    def file_name(self) -> str:
        try:
            return plain(self.described().get_filename("")).strip().lower()
        except Exception:  # as above
            return ""

    def content(self, limit: int) -> bytes:
        """What it holds, decoded. Raises Unusable when it is larger than that."""
        if len(self.body) > 2 * limit:
            raise Unusable(TOO_BIG)
        message = self.described()
        message.set_payload(self.body.decode("ascii", "surrogateescape"))
        try:
            found = message.get_payload(decode=True)
        except Exception:  # a coding that breaks off: what came is what there is
            found = self.body
        if not isinstance(found, bytes) or len(found) > limit:
            raise Unusable(TOO_BIG)
        return found

    def text(self, limit: int) -> str:
        """The same as text, with one kind of line end."""
        return "\n".join(re.split("\r\n|\r|\n", in_letters(self.content(limit), self.parameter("charset").lower())))


@dataclass(frozen=True)
class Mail:
    """A whole mail, and the parts that are not made of parts. A mail within a mail stays closed."""

    whole: Part
    leaves: list[Part]

    @property
    def subject(self) -> str:
        """As people read it."""
        given = self.whole.first("subject")[:1000]
        try:
            return unicodedata.normalize("NFC", plain(str(make_header(decode_header(given)))))
        except Exception:  # a charset that does not exist, a coding that breaks off
            return given


def open_mail(raw: bytes) -> Mail:
    """Raises Unusable for what is empty, too big or made of too many parts."""
    if len(raw) > MAIL_LIMIT:
        raise Unusable(TOO_BIG)
    if not raw.strip():
        raise Unusable(EMPTY)
    whole = part_of(raw.removeprefix(b"\xef\xbb\xbf"))
    return Mail(whole, leaves_of(whole))


def part_of(raw: bytes) -> Part:
    head, body = split(raw)
    if len(head) > HEAD_LIMIT:
        raise Unusable(TOO_BIG)
    return Part(headers_of(head), body)


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The head and what follows the first empty line."""
    found = BLANK_LINE.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def headers_of(head: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in BytesHeaderParser().parsebytes(head).raw_items():
        values = found.setdefault(name.lower(), [])
        if len(values) < MOST_VALUES:
            values.append(" ".join(plain(str(value)[:VALUE_LIMIT]).split()))
    return found


def leaves_of(whole: Part) -> list[Part]:
    """Its parts in their order, however deep they are, up to a point. Parts that do not show are one part."""
    leaves, waiting, seen = [], [(whole, 0)], 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise Unusable(TOO_MANY_PARTS)
        boundary = part.parameter("boundary") if part.kind.startswith("multipart/") else ""
        if cut := pieces(part.body, boundary) if boundary else []:
            waiting[:0] = [(part_of(piece), depth + 1) for piece in cut]
        else:
            leaves.append(part)
    return leaves


def pieces(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the lines of dashes; a mail that was cut ends in its last piece."""
    line = re.escape(boundary.encode("utf-8", "replace"))
    found = list(islice(re.finditer(rb"(?:\A|\r?\n)--" + line + rb"(--)?[ \t]*\r?(?=\n|\Z)", body), MOST_PARTS + 2))
    if len(found) > MOST_PARTS + 1:
        raise Unusable(TOO_MANY_PARTS)
    cut: list[bytes] = []
    for nth, this in enumerate(found):
        if this[1]:
            break
        end = found[nth + 1].start() if nth + 1 < len(found) else len(body)
        cut.append(body[this.end() + 1 : end])
    return cut


def in_letters(data: bytes, charset: str) -> str:
    """As its charset says; else as UTF-8; else letter by letter, so that there is always something to read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    for name in (charset if charset in CHARSETS else "utf-8", "utf-8"):
        try:
            return data.decode(name).removeprefix("\ufeff")
        except UnicodeError:
            continue
    return data.decode("latin-1")


def plain(text: str) -> str:
    """Without the half letters that an undecodable byte leaves behind."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if half(text) else text


def half(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def one_line(text: str, most: int) -> str:
    """Fit to be kept and shown: without what cannot be printed, on one line, not longer than that."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * most]).split())[:most]
