"""Extract, merge and compile: `make words`."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FIXED = datetime(2026, 11, 21, tzinfo=UTC)
"""A date that changed at each run would make every run a change."""
LANGUAGES = ("fr", "en")
METHODS = [
    ("app/**.py", "python"),
    ("models/**.py", "python"),
    ("workflows/**.py", "python"),
    ("app/**.html", "jinja2"),
    ("app/**.txt", "jinja2"),
]
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "Words": None, "counted": (1, 2),
}  # fmt: skip


def extracted() -> Catalog:
    """Every sentence of the program, without places and dates: they would change at each run."""
    catalog = Catalog(project="Rondetafel", charset="utf-8")
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT, METHODS, {"**.html": {"trimmed": "true"}}, keywords=KEYWORDS
    ):
        catalog.add(message)
    return catalog


def file_of(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "messages.po"


def translated(language: str) -> Catalog:
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    source = extracted()
    for language in LANGUAGES:
        catalog = translated(language)
        catalog.update(source, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment, catalog.project = f"# Rondetafel: {language}", "Rondetafel"
        catalog.creation_date = catalog.revision_date = FIXED
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, omit_header=False, sort_output=True, width=120, ignore_obsolete=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


if __name__ == "__main__":
    main()
