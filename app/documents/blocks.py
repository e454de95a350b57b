"""The document model: a title and blocks of text. Every writer knows these few kinds, and nothing of meetings."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Run:
    """A piece of text in one look. `text` is always plain text, whatever it looks like."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    link: str = ""


Runs = tuple[Run, ...]


class Look(StrEnum):
    """What a paragraph is; the house style says how that looks."""

    BODY = "body"
    LEAD = "lead"
    MUTED = "muted"
    QUOTE = "quote"
    CODE = "code"
    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True)
class Heading:
    """`level` 1 to 4, under the title of the document."""

    level: int
    text: str
    type: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Text in one block."""

    runs: Runs
    look: Look = Look.BODY
    type: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list. Each of its items is some blocks: a paragraph, and what hangs below it."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    start: int = 1
    type: str = "bullets"


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head; `caption` says what it shows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    type: str = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing, and in `alt` the same in words."""

    svg: str
    alt: str
    type: str = "picture"


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Document:
    """A whole document. `facts` stand under the title as pairs; `origin` at the foot of every page."""

    title: str
    language: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = field(default=())
    origin: str = ""


def plain(text: str, look: Look = Look.BODY) -> Paragraph:
    return Paragraph((Run(text),), look)


def labelled(label: str, text: str, look: Look = Look.BODY) -> Paragraph:
    """`Beslissing: we doen het`, the label in bold."""
    return Paragraph((Run(f"{label} ", bold=True), Run(text)), look)


def listed(texts: Iterable[str]) -> Bullets:
    return Bullets(tuple((plain(text),) for text in texts))


def is_address(text: str) -> bool:
    """Whether a cell holds an address on the web and nothing else."""
    return text.startswith(("https://", "http://")) and len(text.split()) == 1


def as_data(document: Document) -> dict[str, Any]:
    """As JSON can hold it; `from_data` makes the document of it again."""
    return asdict(document)


def from_data(data: dict[str, Any]) -> Document:
    facts = tuple((str(name), str(value)) for name, value in data["facts"])
    return Document(**{**data, "facts": facts, "blocks": tuple(block_from(one) for one in data["blocks"])})


def block_from(data: dict[str, Any]) -> Block:
    match data["type"]:
        case "heading":
            return Heading(data["level"], data["text"])
        case "paragraph":
            return Paragraph(tuple(Run(**run) for run in data["runs"]), Look(data["look"]))
        case "bullets":
            items = tuple(tuple(block_from(one) for one in item) for item in data["items"])
            return Bullets(items, data["ordered"], data["start"])
        case "table":
            return Table(data["caption"], tuple(data["head"]), tuple(tuple(row) for row in data["rows"]))
        case _:
            return Picture(data["svg"], data["alt"])
