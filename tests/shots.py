"""`make shots`: pictures of every page, wide and narrow, light and dark, in build/shots; those of the README too."""

import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.demonstration import people
from app.extensions import alembic, session
from config import DemonstrationConfig
from tests import chromium

ROOT = Path(__file__).parent.parent
PAGES = {
    "sign-in": "/sign-in", "choose": "/demonstration", "home": "/", "workgroup": "/obmi", "describe": "/obmi/describe",
    "add-member": "/obmi/members/add", "people": "/obmi/people", "invite": "/obmi/people/invite",
    "person": "/obmi/people/6", "step": "/obmi/steps/workgroup/1/pause", "trail": "/obmi/trail",
    "account": "/account", "password": "/account/password", "sessions": "/account/sessions", "mail": "/account/mail",
    "not-found": "/obmi/nergens",
}  # fmt: skip
README = [("workgroup", 1280, "light"), ("people", 1280, "light"), ("trail", 1280, "dark")]


def serve(folder: Path) -> tuple[Any, str]:
    """The demonstration in a thread, and its address."""
    config = DemonstrationConfig(
        SECRET_KEY="shots-shots-shots-shots",
        DATABASE_URL=f"sqlite:///{folder / 'shots.db'}",
        BASE_URL="http://127.0.0.1:8471",
        MAIL_FOLDER=str(folder / "mail"),
    )
    app = create_app(config)
    with app.app_context():
        alembic.upgrade()
        people.load(session())
    server = make_server("127.0.0.1", 8471, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, config.BASE_URL


def shoot(
    browser: Browser, address: str, width: int, scheme: Any, names: list[str], folder: Path, *, whole: bool
) -> None:
    """The pages of these names, as the coordinator sees them (those of the door as nobody)."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 860}, color_scheme=scheme)
    page, inside = context.new_page(), False
    for name in names:
        if name not in ("sign-in", "choose") and not inside:
            page.goto("/demonstration")
            page.get_by_role("button").filter(has=page.get_by_text("Coördinator", exact=True)).first.click()
            page.wait_for_url("**/")
            inside = True
        page.goto(PAGES[name])
        suffix = f"-{width}-{scheme}" if whole else ("-dark" if scheme == "dark" else "")
        page.screenshot(path=folder / f"{name}{suffix}.png", full_page=whole)
    context.close()


def main() -> None:
    readme = "--readme" in sys.argv
    folder = ROOT / "docs" / "pictures" if readme else ROOT / "build" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        server, address = serve(Path(name))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(chromium.get()), args=["--no-sandbox"])
            if readme:
                for page, width, scheme in README:
                    shoot(browser, address, width, scheme, [page], folder, whole=False)
            else:
                for width in (1440, 390):
                    for scheme in ("light", "dark"):
                        shoot(browser, address, width, scheme, list(PAGES), folder, whole=True)
            browser.close()
        server.shutdown()
    print(f"Pictures in {folder.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
