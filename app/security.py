"""What every request must have and every answer carries: host, origin, request id, headers."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
BEHIND_A_SECRET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""For a page whose address, or what it shows, is a secret: not kept, and not told to the next one."""
FOR_A_YEAR = "public, max-age=31536000, immutable"
AROUND_A_FILE = 1_000_000
"""What a form needs besides its file."""


def number_the_request() -> None:
    g.request_id = secrets.token_hex(6)


def same_origin() -> None:
    """A form of another site may not act here (Fetch Metadata, else Origin)."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def sound_address() -> None:
    """Addresses with NUL or broken encodings are nobody's."""
    asked = request.path + "".join(f"{key}{value}" for key, value in request.args.items(multi=True))
    if "\x00" in asked or "\ufffd" in asked:
        abort(400)


def body_of_a_known_size() -> None:
    """A body that does not say how long it is, is refused unread: no browser sends one."""
    if request.method not in SAFE and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        abort(411)


def room_for_a_file() -> None:
    """Where a form may bring a file, its body may be larger, for who is signed in; before anything of it is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False) and current_user.is_authenticated:
        request.max_content_length = current_app.config["FILE_LIMIT"] + AROUND_A_FILE


def kept(path: str) -> bool:
    """Whether an address of a static file changes with its content; a script that another one imports is asked anew."""
    return "v" in request.args or not path.endswith(".js")


def dress(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = FOR_A_YEAR if kept(request.path) else "no-cache"
    elif request.endpoint is None or not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    return response


def init_app(app: Flask) -> None:
    app.before_request(number_the_request)
    app.before_request(sound_address)
    app.before_request(same_origin)
    app.before_request(body_of_a_known_size)
    app.before_request(room_for_a_file)  # before the token of the form is looked for, which reads the body
    app.after_request(dress)


def is_inside(path: str | None) -> bool:
    """Whether a `next=` leads to a page of ours: one slash, no backslash, no control character."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return False
    return not any(char == "\\" or ord(char) < 33 for char in path) and not urlsplit(path).netloc
