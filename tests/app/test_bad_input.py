"""What no honest person sends: every form, with text that is too long, too strange, too old or not hers."""

import re

import pytest
from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import Regexp

from app.forms import Form, sound
from tests.app.policy import POLICY
from tests.files.laid import Sent, packed
from workflows import workgroup

POSTS = sorted(endpoint for endpoint, method in POLICY if method == "POST")
STRANGE = {
    "a megabyte": "x" * 1_000_000,
    "NUL": "a\x00b",
    "control characters": "a\x07\x1b[31mb",
    "script": "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}${7*7}%(x)s {x}",
    "right to left": "\u202eevil\u202c 🏛️ é'\"&",
    "a broken surrogate": b"a\xed\xa0\x80b",
    "not utf-8": b"\xff\xfe\xfa",
    "formula": "=HYPERLINK(\"http://x\")",
    "sql": "'; DROP TABLE person; --",
    "line breaks": "a\r\nBcc: x@example.invalid\r\n\r\nb",
    "empty": "",
    "a huge number": "9" * 400,
    "not a date": "2026-02-31",
}  # fmt: skip


TAKEN = {200, 302, 400, 403, 404, 409, 413, 422}
"""What a form may answer to that: never that something went wrong with us."""


@pytest.fixture(autouse=True)
def uncounted(monkeypatch):
    monkeypatch.setattr("app.door.limits.count", lambda *_: [])


@pytest.fixture
def forms(monkeypatch):
    """The forms that a view read, newest last."""
    made = []
    begin = Form.__init__

    def noted(self, *args, **kwargs):
        begin(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(Form, "__init__", noted)
    return made


def sent(form):
    """A form with a file in it is packed in memory here: the test client leaves large ones open on the disk."""
    return packed(**form) if any(isinstance(value, Sent) for value in form.values()) else {"data": form}


def alike(field) -> tuple:
    """What a field does with what is typed: two fields of which this is the same cannot answer differently."""
    checks = tuple(
        (getattr(check, "__name__", type(check).__name__), getattr(check, "max", None)) for check in field.validators
    )
    return type(field).__name__, checks, len(field.filters)


def groups(names, form) -> list[list[str]]:
    """The names that are filled in, those of like fields together. The key and the version are the same everywhere."""
    found = {}
    for name in names:
        field = form._fields.get(name) if form else None
        if name not in ("key", "version"):
            found.setdefault(alike(field) if field else name, []).append(name)
    return list(found.values())


def post(world, endpoint, strange):
    """The good form, made anew, with the strange text in these fields; what came back."""
    if endpoint.startswith(("door.", "account.")):  # these can end the visit
        world.browsers["coordinator"] = world.browsers["coordinator"].as_(world.cast.els)
    parts, form = world.example(endpoint, "coordinator")
    answer = world.browsers["coordinator"].open(world.path(endpoint, parts), "POST", **sent(form | strange))
    assert answer.status_code in TAKEN, strange
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("endpoint", POSTS)
def test_no_text_breaks_a_form(world, endpoint, forms):
    """Every field, like ones at once: never 500, and what comes back is escaped."""
    _parts, form = world.example(endpoint, "coordinator")
    post(world, endpoint, {"unknown": "?"})
    read = max(forms, key=lambda one: len(form.keys() & one._fields.keys()), default=None)
    together = groups(form, read)
    for what, text in STRANGE.items():
        for names in together:
            post(world, endpoint, dict.fromkeys(names, text) | {"unknown": what})


@pytest.mark.prove
@pytest.mark.parametrize("endpoint", POSTS)
def test_no_text_breaks_a_field(world, endpoint):
    """The same, each field by itself."""
    _parts, form = world.example(endpoint, "coordinator")
    for name in [*form, "key", "unknown"]:
        for text in STRANGE.values():
            post(world, endpoint, {name: text})


@pytest.mark.parametrize("name", ["key", "version"])
def test_no_text_breaks_what_every_form_carries(world, name):
    for text in STRANGE.values():
        post(world, "workgroups.save_description", {name: text})


def test_a_number_that_no_database_holds_is_not_there(world):
    """In every address with a key in it."""
    els = world.browsers["coordinator"]
    for endpoint, method in POLICY:
        parts, _form = world.example(endpoint, "coordinator")
        for name, value in parts.items():
            if method == "GET" and isinstance(value, int):
                for huge in (2**31, 10**30):
                    path = world.path(endpoint, {**parts, name: 424242}).replace("424242", str(huge))
                    assert els.open(path).status_code == 404, path


def test_spaces_alone_are_nothing(cast, browser):
    els = browser.as_(cast.els)
    assert "Vul dit in." in els.post("/obmi/mandate/questions/add", status=422, text="   ")
    assert "Vul dit in." in els.post("/obmi/describe", status=422, name=" \u00a0 ", mandate="m", version=1)


def test_what_is_too_long_is_said_beside_the_field_and_kept(cast, browser):
    page = browser.as_(cast.els).post(
        "/obmi/describe", status=422, name="n" * 201, mandate="Mijn lange tekst", version=cast.obmi.version
    )
    assert "Dit is te lang: hoogstens 200 tekens." in page
    assert "Mijn lange tekst" in page
    assert "n" * 201 in page


def test_a_text_with_nul_is_kept_without_it(cast, browser):
    page = browser.as_(cast.els).post("/obmi/describe", status=422, name="OB\x00Mi", mandate="m", version=1)
    assert "niet bewaard kan worden" in page
    assert 'value="OBMi"' in page


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x85"])
def test_a_field_of_one_line_takes_no_line_end(cast, browser, session, end):
    """It would come out as a line of its own in a list, a subject or a file."""
    page = browser.as_(cast.els).post("/obmi/describe", status=422, name=f"OBMi{end}Groep", mandate="m\nn", version=1)
    assert "Hier past één regel." in page
    assert 'value="OBMi Groep"' in page
    session.refresh(cast.obmi)
    assert cast.obmi.name == "OBMi"


def kinds_of(form):
    return {form, *(kind for under in form.__subclasses__() for kind in kinds_of(under))}


def test_every_field_of_one_line_asks_that(app):
    """Or has a pattern for the whole of it."""
    for form in kinds_of(Form):
        for name, field in vars(form).items():
            if isinstance(field, UnboundField) and field.field_class is StringField:
                checks = field.kwargs.get("validators", [])
                patterns = [one.regex.pattern for one in checks if isinstance(one, Regexp)]
                assert sound in checks or any(one.endswith(r"\Z") for one in patterns), f"{form.__name__}.{name}"


def test_a_stale_version_shows_theirs_and_keeps_mine(cast, browser, do):
    seen = cast.obmi.version
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="De tekst van de ander", cadence_weeks=None)
    page = browser.as_(cast.els).post("/obmi/describe", status=409, name="OBMi", mandate="Mijn tekst", version=seen)
    assert "nieuwere versie" in page
    assert "De tekst van de ander" in page
    assert "Mijn tekst" in page


def test_without_a_version_nothing_is_saved(cast, browser, session):
    browser.as_(cast.els).post("/obmi/describe", status=422, name="OBMi", mandate="stil overschreven")
    session.refresh(cast.obmi)
    assert cast.obmi.mandate == ""


def test_a_replayed_form_does_nothing_more(cast, browser, session):
    els = browser.as_(cast.els)
    form = {"name": "Brugge", "code": "BRG", "kind": "city", "role": "voting", "since": "2026-01-01", "key": "abc"}
    els.post("/obmi/members/add", **form)
    els.post("/obmi/members/add", **form)
    assert els.get("/obmi").count(">Brugge</a></th>") == 1


@pytest.mark.parametrize(
    "path", ["/obmi/people/999999", "/obmi/people/0", "/nergens", "/obmi/trail/x", "/obmi/people/1e3"]
)
def test_an_unknown_address_is_not_found(cast, browser, path):
    assert "Niet gevonden" in browser.as_(cast.els).get(path, status=404)


def test_an_id_of_another_workgroup_does_not_exist_here(cast, browser):
    otto = cast.otto.seats[0]
    browser.as_(cast.els).get(f"/obmi/people/{otto.id}", status=404)
    browser.as_(cast.els).post(f"/obmi/people/{otto.id}/leave", status=404)
    browser.as_(cast.otto).get(f"/orba/people/{otto.id}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(cast, browser, method):
    assert browser.as_(cast.els).open("/obmi/describe", method).status_code == 405


def test_fields_that_are_not_on_the_form_change_nothing(cast, browser, session):
    form = {"name": "Griet", "function": "", "language": "nl", "theme": "system"}
    extra = {
        "is_administrator": "1",
        "email": "x@example.invalid",
        "organisation_id": "1",
        "state": "disabled",
        "id": "1",
    }
    browser.as_(cast.griet).post("/account", **form, **extra)
    session.refresh(cast.griet)
    assert (cast.griet.is_administrator, cast.griet.email) == (False, "griet@example.invalid")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_form_of_another_site_does_not_act(cast, browser, headers):
    assert browser.as_(cast.els).open("/sign-out", "POST", headers=headers).status_code == 403


def test_without_a_token_nothing_is_done_and_what_was_typed_is_kept(app, cast, browser):
    app.config["WTF_CSRF_ENABLED"] = True
    page = browser.as_(cast.els).post("/obmi/describe", status=400, name="OBMi", mandate="Een lange tekst", version=1)
    assert "Wat je invulde" in page
    assert "Een lange tekst" in page
    assert "Probeer opnieuw" in page


def test_an_ended_session_keeps_what_was_typed(app, cast, browser, session):
    from models import Visit, now

    els = browser.as_(cast.els)
    for visit in session.query(Visit):
        visit.ended_at = now()
    session.commit()
    page = els.post("/obmi/describe", status=401, name="OBMi", mandate="Een lange tekst", version=1)
    assert "Een lange tekst" in page
    assert "Meld je opnieuw aan" in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\tevil", "javascript:alert(1)",
     "///evil.example", "http:evil.example", " /x"],
)  # fmt: skip
def test_next_leads_nowhere_else(app, cast, browser, session, elsewhere):
    from app.passwords import hashed

    with app.app_context():
        cast.griet.password_hash = hashed("vier natte eenden zwemmen")
    session.commit()
    form = {"email": cast.griet.email, "password": "vier natte eenden zwemmen", "next": elsewhere}
    answer = browser.open("/sign-in", "POST", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_forged_host_is_refused(browser):
    assert browser.open("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_a_post_that_is_far_too_big(cast, browser):
    answer = browser.as_(cast.els).open("/obmi/describe", "POST", data={"mandate": "x" * 9_000_000})
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_what_goes_wrong_with_us_is_said_without_details(app, cast, browser, monkeypatch):
    def broken(**_):
        raise ZeroDivisionError("a secret detail")

    broken.rule = app.view_functions["people.index"].rule
    monkeypatch.setitem(app.view_functions, "people.index", broken)
    page = browser.as_(cast.els).get("/obmi/people", status=500)
    assert "Er ging iets mis bij ons" in page
    assert re.search(r"Nummer van dit verzoek: [0-9a-f]{12}", page)
    assert "ZeroDivision" not in page
    assert "secret detail" not in page


def test_every_answer_has_its_headers(cast, browser):
    for path in ("/sign-in", "/obmi", "/nergens", "/health"):
        headers = browser.as_(cast.els).open(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert re.fullmatch(r"[0-9a-f]{12}", headers["X-Request-Id"])


def test_the_cookie_of_a_real_installation_is_a_host_cookie():
    from app import create_app
    from config import TestConfig

    app = create_app(TestConfig(DATABASE_URL="sqlite://", BASE_URL="https://rondetafel.example"))
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"]
    answer = app.test_client().get("/.well-known/security.txt", base_url="https://rondetafel.example")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
