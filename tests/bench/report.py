"""What was measured as tables, on the screen and in docs/performance.md."""

import os
import platform
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

from tests.bench import poll
from tests.bench.explain import Inside
from tests.bench.measure import Cost, Costs
from tests.bench.pages import GROWTH, MAIN, OTHERS, Page
from tests.bench.poll import Polled
from tests.bench.writes import INSERT, Crowd
from workflows.clock import today

PAPER = Path(__file__).parent.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
WRITES = {"agenda item added": 3.5, "minute block saved": 3.5, "answer given": 3.5}
START, MEMORY, QUESTIONS, WAIT, LEAST, SPREAD = 2.5, 160, 8, 0.25, 0.25, 2.0


@dataclass
class Findings:
    """Everything of one database."""

    database: str
    sizes: list[int]
    pages: Costs
    others: Costs
    writes: Costs
    inside: dict[str, Inside]
    crowded: dict[int, list[tuple[str, int, float, int]]]
    start: float
    twin_start: float
    memory: tuple[int, int]
    """Of the parent, and of its workers together."""
    twin_memory: tuple[int, int]
    crowd: Crowd
    twin_crowd: Crowd
    seconds: float
    polls: dict[int, Polled]


def yes(good: bool) -> str:
    return "yes" if good else "**no**"


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def ratio(costs: Costs, page: Page, rows: int) -> float:
    return costs[page.name, rows, "ours"].whole / costs[page.name, rows, "twin"].whole


def growth(costs: Costs, page: Page, sizes: list[int]) -> float:
    return costs[page.name, sizes[-1], "ours"].whole / costs[page.name, sizes[0], "ours"].whole


def of_pages(found: Findings, rows: int) -> str:
    """Cost beside the twin, at one size."""
    head = ["page", "CPU ms", "of which database", "twin", "ratio", "target", "reached", "p50", "p95", "8: p50",
            "8: p95", "8: p95 / p50", "req/s", "8: req/s", "twin 8: req/s"]  # fmt: skip
    lines = []
    for page in MAIN:
        one, other = found.pages[page.name, rows, "ours"], found.pages[page.name, rows, "twin"]
        times = ratio(found.pages, page, rows)
        spread = one.p(95, together=True) / one.p(50, together=True)
        lines.append([
            page.name, f"{one.whole:.1f}", f"{statistics.median(one.database):.1f}", f"{other.whole:.1f}",
            f"{times:.1f}", f"≤ {page.target}" if page.target else "–",
            yes(times <= page.target) if page.target else "–", f"{one.p(50):.1f}", f"{one.p(95):.1f}",
            f"{one.p(50, together=True):.1f}", f"{one.p(95, together=True):.1f}",
            f"{spread:.1f}{'' if spread <= SPREAD else ' **no**'}", f"{one.per_second:.0f}",
            f"{statistics.mean(one.rates):.0f}", f"{statistics.mean(other.rates):.0f}",
        ])  # fmt: skip
    return table(head, lines)


def of_sizes(found: Findings) -> str:
    """How the cost grows with the installation, and what a page asks and weighs."""
    last = f"{dotted(found.sizes[0])} → {dotted(found.sizes[-1])}"
    head = ["page", *(f"CPU ms at {dotted(n)}" for n in found.sizes), last, f"≤ {GROWTH}", "queries",
            f"≤ {QUESTIONS}", "bytes", "twin", "most", "reached"]  # fmt: skip
    lines = []
    for page in MAIN:
        twin = found.pages[page.name, found.sizes[0], "twin"].size
        grown, inside = growth(found.pages, page, found.sizes), found.inside[page.name]
        lines.append([
            page.name, *(f"{found.pages[page.name, n, 'ours'].whole:.1f}" for n in found.sizes), f"{grown:.2f}",
            yes(grown <= GROWTH) if page.grows else "–", str(inside.questions), yes(inside.questions <= QUESTIONS),
            dotted(inside.size), dotted(twin), dotted(page.size) if page.size else "–",
            yes(inside.size <= page.size) if page.size else "–",
        ])  # fmt: skip
    return table(head, lines)


def of_writes(found: Findings) -> str:
    head = ["write", "rows", "CPU ms", "one insert", "ratio", "target", "reached", "p50", "p95"]
    lines = []
    for rows in found.sizes:
        bare = found.writes[INSERT, rows, "ours"].whole
        for name, target in WRITES.items():
            one: Cost = found.writes[name, rows, "ours"]
            times = one.whole / bare
            lines.append([
                name, dotted(rows), f"{one.whole:.1f}", f"{bare:.1f}", f"{times:.1f}", f"≤ {target}",
                yes(times <= target), f"{one.p(50):.1f}", f"{one.p(95):.1f}",
            ])  # fmt: skip
    return table(head, lines)


def of_the_whole(found: Findings) -> str:
    """Start, memory, eight writers."""
    crowd, bare = found.crowd, found.twin_crowd
    lines = [
        ["start to first answer, s", f"{found.start:.1f}", f"{found.twin_start:.1f}", f"≤ {START}",
         yes(found.start <= START)],
        ["peak memory of two workers, MiB", str(found.memory[1]), str(found.twin_memory[1]), f"≤ {MEMORY}",
         yes(found.memory[1] <= MEMORY)],
        ["their parent besides, MiB", str(found.memory[0]), str(found.twin_memory[0]), "–", "–"],
        ["eight writers: errors", str(len(crowd.errors)), str(len(bare.errors)), "0", yes(not crowd.errors)],
        ["eight writers: worst wait, ms", f"{crowd.worst:.0f}", f"{bare.worst:.0f}", f"≤ {WAIT * 1000:.0f}",
         yes(crowd.worst <= WAIT * 1000)],
        ["eight writers: the slowest, of the mean", f"{crowd.least:.2f}", f"{bare.least:.2f}", f"≥ {LEAST}",
         yes(crowd.least >= LEAST)],
        ["eight writers: writes a second", f"{crowd.rate(found.seconds):.0f}", f"{bare.rate(found.seconds):.0f}", "–",
         "–"],
    ]  # fmt: skip
    return table(["", "Rondetafel", "twin", "target", "reached"], lines)


def of_polls(found: Findings) -> str:
    """What a screen costs that follows a running meeting."""
    head = [
        "rows",
        "page, CPU ms",
        "with news",
        "no news (304)",
        "of which database",
        "of the page",
        "target",
        "reached",
    ]
    return table(head, [[*poll.row(n, one), yes(one.ratio <= poll.TARGET)] for n, one in found.polls.items()])


def of_others(found: Findings) -> str:
    head = ["other pages, beside a page of one row and six fields", "CPU ms", "ratio", "queries", "bytes"]
    lines = []
    one = statistics.median(found.others[page.name, found.sizes[0], "twin"].whole for page in OTHERS)
    for page in OTHERS:
        inside, cost = found.inside[page.name], found.others[page.name, found.sizes[0], "ours"].whole
        asked = f"{inside.questions}{'' if inside.questions <= QUESTIONS else ' **no**'}"
        lines.append([
            f"`{page.name}`", f"{cost:.1f}",
            f"{cost / one:.1f}", asked, dotted(inside.size),
        ])  # fmt: skip
    return table(head, lines)


def of_the_crowded(found: Findings) -> str:
    head = ["everything in one workgroup", "rows in the installation", "rows on the page", "CPU ms", "bytes"]
    lines = [
        [name, dotted(rows), str(shown), f"{took:.0f}", dotted(size)]
        for rows, pages in found.crowded.items()
        for name, shown, took, size in pages
    ]
    return table(head, lines)


def of_the_misses(found: Findings) -> str:
    """What is not reached, and by how much: the worst of all sizes."""
    worst = {page.name: max(ratio(found.pages, page, rows) for rows in found.sizes) for page in MAIN}
    grown = {page.name: growth(found.pages, page, found.sizes) for page in MAIN if page.grows}
    inside = found.inside
    told = {
        "CPU beside the twin": [
            f"{page.name} {worst[page.name]:.1f} (≤ {page.target})"
            for page in MAIN
            if page.target and worst[page.name] > page.target
        ],
        f"growth ≤ {GROWTH}": [f"{name} {times:.2f}" for name, times in grown.items() if times > GROWTH],
        f"queries ≤ {QUESTIONS}": [f"{n} {one.questions}" for n, one in inside.items() if one.questions > QUESTIONS],
        "bytes": [
            f"{page.name} {dotted(inside[page.name].size)} (≤ {dotted(page.size)})"
            for page in MAIN
            if page.size and inside[page.name].size > page.size
        ],
    }
    return "\n".join(f"* {what}: {', '.join(missed) or 'all reached'}." for what, missed in told.items())


def of_the_time(found: Findings) -> str:
    """Where the time goes, for every page that costs more than it may."""
    account = OTHERS[0]
    least = found.others[account.name, found.sizes[0], "ours"].whole
    lines = [f"* What every page costs (`{account.name}`, {least:.1f} ms): {found.inside[account.name].says()}."]
    for page in MAIN:
        if page.target and (times := ratio(found.pages, page, found.sizes[0])) > page.target:
            lines.append(f"* **{page.name}** ({times:.1f} for {page.target}): {found.inside[page.name].says()}.")
    return "\n".join(lines)


def written(all_found: list[Findings], options: str) -> str:
    """The generated section, whole."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    parts = [f"Measured on {today().isoformat()}: {machine}; `{options}`. CPU in milliseconds a request."]
    for found in all_found:
        parts += [f"## {found.database}", "### Not reached", of_the_misses(found)]
        for rows in found.sizes:
            parts += [f"### Pages, with {dotted(rows)} rows in the installation", of_pages(found, rows)]
        parts += ["### Growth, questions, bytes", of_sizes(found), "### Writes", of_writes(found)]
        parts += ["### The poll of a running meeting", of_polls(found)]
        parts += ["### Start, memory, eight writers at once", of_the_whole(found)]
        parts += ["### Other pages", of_others(found)]
        if found.crowded:
            parts += ["### When a workgroup is crowded", of_the_crowded(found)]
        if told := of_the_time(found):
            parts += ["### Where the time goes", told]
    return "\n\n".join(parts)


def put(text: str) -> None:
    """Between the markers of docs/performance.md."""
    paper = PAPER.read_text(encoding="utf-8")
    new = re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{text}\n{END}", paper, flags=re.DOTALL)
    PAPER.write_text(new, encoding="utf-8")
