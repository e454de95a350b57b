"""What came of the faults, for docs/proof.md."""

from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "proof.md"
BEGIN, END = "<!-- mutants -->", "<!-- /mutants -->"


def written(found: list, there_are: int, seconds: float) -> str:
    """A table a file, and each fault that no test saw."""
    seen = sum(one.seen for one in found)
    lines = [
        f"Of {there_are} faults {len(found)} were tried in {seconds / 60:.0f} minutes; {seen} of those were seen: "
        f"**{seen / len(found):.0%}**.",
        "",
        "| file | faults | seen | share |",
        "|---|--:|--:|--:|",
    ]
    for path in sorted({one.fault.path for one in found}):
        here = [one for one in found if one.fault.path == path]
        those = sum(one.seen for one in here)
        lines.append(f"| `{path}` | {len(here)} | {those} | {those / len(here):.0%} |")
    lines += ["", "Not seen by any test:", "", "| where | was | became |", "|---|---|---|"]
    lines += [
        f"| `{one.fault.path}:{one.fault.line}` | {code(one.fault.was)} | {code(one.fault.now)} |"
        for one in sorted(found, key=lambda one: (one.fault.path, one.fault.line))
        if not one.seen
    ]
    return "\n".join(lines)


def code(line: str) -> str:
    return f"`{line}`".replace("|", "\\|")


def put(text: str) -> None:
    """Between its two marks in docs/proof.md."""
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}")
