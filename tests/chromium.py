"""Find a Chromium, or get one. Without it the browser tests cannot be run, and that is a failure."""

import os
import subprocess
import sys
from pathlib import Path

KNOWN = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def find() -> Path | None:
    """The one named in CHROMIUM, the system's, or Playwright's own download.

    The one without a window comes first: it needs half the time of the whole browser.
    """
    named = os.environ.get("CHROMIUM")
    candidates = [Path(named)] if named else [Path(path) for path in KNOWN] + downloaded()
    return next((path for path in candidates if path.exists()), None)


def downloaded() -> list[Path]:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return sorted(home.glob("chromium*/chrome-linux*/*hrome")) + sorted(home.glob("chromium*/chrome-*/chrome"))


def get() -> Path:
    """Find it or fetch it: Debian's package when root, else Playwright's download."""
    if found := find():
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and Path("/usr/bin/apt-get").exists():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        for package in ("chromium-headless-shell", "chromium"):
            subprocess.run(["apt-get", "install", "-y", "-qq", package], env=environment, check=False)
            if found := find():
                return found
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if found := find():
        return found
    raise SystemExit("No Chromium, and none could be fetched. Install one, or name it: CHROMIUM=/path make test")


if __name__ == "__main__":
    print(get())
