"""What others made and is served from here: fetched by npm with pinned versions, checked by SHA-256.

`python -m app.vendored` fetches it again; a test runs `check()` on the committed files.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).parent / "static"
HTMX, ICONS, FONT = "htmx.org@4.0.1", "bootstrap-icons@1.13.2", "@fontsource-variable/source-sans-3@5.3.0"
NAMES = (
    "house people person person-plus envelope laptop shield-lock diagram-3 box-arrow-right list search "
    "check-circle info-circle exclamation-triangle calendar3 check2-square circle journal-check clock-history "
    "building signpost-split bar-chart download arrow-repeat hand-thumbs-up chat-left-text question-circle list-check "
    "easel bell grid-3x3 folder2-open clipboard-check broadcast"
).split()
FILES = {
    "vendor/source-sans-3-latin.woff2": (FONT, "package/files/source-sans-3-latin-wght-normal.woff2"),
    "vendor/source-sans-3-latin-ext.woff2": (FONT, "package/files/source-sans-3-latin-ext-wght-normal.woff2"),
    "vendor/source-sans-3-latin-italic.woff2": (FONT, "package/files/source-sans-3-latin-wght-italic.woff2"),
    "vendor/source-sans-3-LICENSE.txt": (FONT, "package/LICENSE"),
    "vendor/bootstrap-icons-LICENSE.txt": (ICONS, "package/LICENSE"),
    "vendor/htmx-LICENSE.txt": (HTMX, "package/LICENSE"),
    "vendor/htmx.min.js": (HTMX, "package/dist/htmx.min.js"),
}
HASHES = {
    "vendor/source-sans-3-latin.woff2": "7a19a7027e125257d310c6dbd78ae3a30b5ea1e3794d60b12bb28227a003bfda",
    "vendor/source-sans-3-latin-ext.woff2": "a85a7459bdb3cdc1136751e151a506bae653fc29ada3ca86237477df6f1b59e6",
    "vendor/source-sans-3-latin-italic.woff2": "9a15dafc2c2b2414aaa9d6c30830d9aab4361329d8495b1574633603b994b411",
    "vendor/source-sans-3-LICENSE.txt": "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
    "vendor/bootstrap-icons-LICENSE.txt": "0fb3e11bd57e896c5a512afd64864d28a37de45d19835016c87ca1ad19ead969",
    "vendor/htmx-LICENSE.txt": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
    "vendor/htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "icons.svg": "7706c76cccaaa0be8f4da1b698e1289503cb7381d2f299fe3c26edd342e5ed5e",
}
"""What each file must be: another content under the same version is refused."""

README = STATIC / "vendor" / "README.md"


def fetch(package: str, folder: Path) -> tarfile.TarFile:
    """The package as npm serves it; nothing of it is run."""
    command = ["npm", "pack", "--silent", "--ignore-scripts", package, "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return tarfile.open(folder / done.stdout.split()[-1])


def read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read()


def sprite(tar: tarfile.TarFile) -> bytes:
    """The needed icons as symbols of one SVG."""
    symbols = []
    for name in NAMES:
        svg = read(tar, f"package/icons/{name}.svg").decode()
        inside = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", svg.strip())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{inside.strip()}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def fetch_all() -> None:
    with tempfile.TemporaryDirectory() as name:
        tars = {package: fetch(package, Path(name)) for package in (HTMX, ICONS, FONT)}
        for target, (package, inside) in FILES.items():
            (STATIC / target).write_bytes(read(tars[package], inside))
        (STATIC / "icons.svg").write_bytes(sprite(tars[ICONS]))
    rows = [f"| {target} | {where(target)} | {digest(target)} |" for target in [*FILES, "icons.svg"]]
    README.write_text("\n".join([HEAD, *rows, ""]))


HEAD = """# What others made

Fetched by `python -m app.vendored`. Licences: htmx 0BSD, Bootstrap Icons MIT, Source Sans 3 SIL OFL 1.1.

| file | package | SHA-256 |
| --- | --- | --- |"""


def where(target: str) -> str:
    return FILES[target][0] if target in FILES else ICONS


def digest(target: str) -> str:
    return hashlib.sha256((STATIC / target).read_bytes()).hexdigest()


def check() -> list[str]:
    """The files that are not what they must be."""
    return [target for target, wanted in HASHES.items() if digest(target) != wanted]


if __name__ == "__main__":
    fetch_all()
    sys.exit(1 if check() else 0)
