"""The HTML that workflows/text.py made, as blocks. It knows the tags that one lets through; the rest is text."""

from html.parser import HTMLParser
from typing import Any

from app.documents.blocks import Block, Bullets, Heading, Look, Paragraph, Run, Table

HEADINGS = {"h3": 2, "h4": 3, "h5": 4, "h6": 4}
LOOKS = {"strong": "bold", "em": "italic", "code": "code", "del": "struck"}


class Reader(HTMLParser):
    """Reads from top to bottom; `stack` holds the lists of blocks that are still open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[list[Block]] = [[]]
        self.runs: list[Run] = []
        self.looks: list[str] = []
        self.link = ""
        self.look = Look.BODY
        self.lists: list[tuple[bool, int, list[tuple[Block, ...]]]] = []
        self.rows: list[tuple[str, ...]] = []
        self.cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in LOOKS:
            self.looks.append(LOOKS[tag])
        elif tag in HEADINGS or tag in ("p", "hr", "table"):
            self.flush()
        elif begin := getattr(self, f"begin_{tag}", None):
            begin(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in LOOKS:
            self.looks.remove(LOOKS[tag])
        elif tag in HEADINGS:
            self.end_heading(HEADINGS[tag])
        elif end := getattr(self, f"end_{tag}", None):
            end()

    def handle_data(self, data: str) -> None:
        text = data if self.look is Look.CODE else data.replace("\n", " ")
        if self.look is not Look.CODE and (not self.runs or self.runs[-1].text.endswith("\n")):
            text = text.lstrip()
        if text:
            self.runs.append(Run(text, link=self.link, **dict.fromkeys(self.looks, True)))

    def begin_a(self, given: dict[str, str]) -> None:
        self.link = given.get("href") or ""

    def end_a(self) -> None:
        self.link = ""

    def begin_br(self, _given: dict[str, str]) -> None:
        self.runs.append(Run("\n"))

    def begin_blockquote(self, _given: dict[str, str]) -> None:
        self.flush()
        self.look = Look.QUOTE

    def begin_pre(self, _given: dict[str, str]) -> None:
        self.flush()
        self.look = Look.CODE

    def end_p(self) -> None:
        self.flush()

    def end_blockquote(self) -> None:
        self.flush()
        self.look = Look.BODY

    end_pre = end_blockquote

    def begin_ul(self, given: dict[str, str], *, ordered: bool = False) -> None:
        self.flush()
        start = given.get("start") or ""
        number = int(start) if start.isascii() and start.isdecimal() and len(start) <= 6 else 1
        self.lists.append((ordered, number, []))

    def begin_ol(self, given: dict[str, str]) -> None:
        self.begin_ul(given, ordered=True)

    def begin_li(self, _given: dict[str, str]) -> None:
        """An item that somebody wrote outside any list is a paragraph."""
        self.flush()
        if self.lists:
            self.stack.append([])

    def end_li(self) -> None:
        self.flush()
        if self.lists:
            self.lists[-1][2].append(tuple(self.stack.pop()))

    def end_ul(self) -> None:
        ordered, start, items = self.lists.pop()
        self.put(Bullets(tuple(items), ordered, start))

    end_ol = end_ul

    def begin_tr(self, _given: dict[str, str]) -> None:
        self.cells = []

    def end_td(self) -> None:
        if self.cells is not None:
            self.cells.append(self.text())

    end_th = end_td

    def end_tr(self) -> None:
        self.rows.append(tuple(self.cells or ()))
        self.cells = None

    def end_table(self) -> None:
        rows, self.rows = self.rows, []
        wide = max(map(len, rows), default=0)
        if wide:
            head, *body = (row + ("",) * (wide - len(row)) for row in rows)
            self.put(Table("", head, tuple(body)))

    def end_heading(self, level: int) -> None:
        if said := self.text():
            self.put(Heading(level, said))

    def put(self, block: Block) -> None:
        self.stack[-1].append(block)

    def text(self) -> str:
        """What was read since the last block, without looks."""
        said, self.runs = " ".join("".join(run.text for run in self.runs).split()), []
        return said

    def flush(self) -> None:
        """What was read becomes a paragraph; in a cell of a table it waits for the end of the cell."""
        if self.cells is not None:
            return
        runs, self.runs = self.runs, []
        if "".join(run.text for run in runs).strip():
            last = runs[-1]
            ended = Run(**{**vars(last), "text": last.text.rstrip()})
            self.put(Paragraph(tuple(run for run in (*runs[:-1], ended) if run.text), self.look))


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a text that workflows/text.py rendered: its tags are closed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(reader.stack[0])
