"""The door as a visitor meets it: the same answer for who is unknown, limits, sessions that end."""

import re
from statistics import median
from time import perf_counter

from sqlalchemy import select

from app.passwords import hashed
from models import AuditEntry, Message, Visit
from tests.app.conftest import GOOD
from tests.conftest import Browser


def sign_in(browser: Browser, email: str, password: str = GOOD):
    return browser.open("/sign-in", "POST", data={"email": email, "password": password, "key": "0" * 32})


def test_a_password_opens_the_door(griet, browser):
    assert sign_in(browser, "GRIET@example.invalid ").status_code == 302
    assert "Dag, Griet" in browser.get("/")


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(griet, browser, session):
    sign_in(browser, griet.email)
    browser.get("/account/sessions")
    browser.post("/sign-out")
    assert browser.open("/").status_code == 302
    visit = session.scalars(select(Visit)).one()
    assert visit.ended_at


def test_a_cookie_kept_after_signing_out_opens_nothing(griet, browser):
    sign_in(browser, griet.email)
    with browser.client.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/sign-out")
    with browser.client.session_transaction() as cookie:
        cookie.update(kept)
    assert browser.open("/").status_code == 302


def test_the_same_bytes_for_who_is_unknown(griet, browser):
    def page(email):
        text = sign_in(browser, email, "een fout wachtwoord").text
        # the key differs on every page, the token from one second to the next
        return re.sub(r'value="([0-9a-f]{32}|[\w-]+\.[\w-]+\.[\w-]+)"', "", text.replace(email, ""))

    assert page(griet.email) == page("unknown@example.invalid")
    asked = [browser.open("/sign-in/link", "POST", data={"email": e}) for e in (griet.email, "unknown@example.invalid")]
    assert asked[0].headers["Location"] == asked[1].headers["Location"]
    assert asked[0].data == asked[1].data


def test_the_same_work_for_who_is_unknown(app, griet, monkeypatch):
    """A ratio within one run: the hash is computed for both."""
    from app.passwords import matches

    def cost(stored):
        began = perf_counter()
        assert not matches("een fout wachtwoord", stored)
        return perf_counter() - began

    with app.app_context():
        app.config["ARGON2_MEMORY_KIB"], app.config["ARGON2_TIME"] = 8192, 2
        known = hashed(GOOD)
        cost(None)
        both = [(cost(known), cost(None)) for _ in range(15)]
    ratio = median(one for one, _ in both) / median(other for _, other in both)
    assert 0.4 < ratio < 2.5


def test_a_wrong_password_is_in_the_trail_without_the_address(griet, browser, session):
    sign_in(browser, griet.email, "een fout wachtwoord")
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last.verb == "sign_in_refused"


def test_the_eleventh_try_waits(griet, browser):
    statuses = [sign_in(browser, griet.email, "een fout wachtwoord").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    answer = sign_in(browser, griet.email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Te veel pogingen" in answer.text


def test_a_stranger_does_not_lock_the_owner_out_of_her_own_device(griet, browser):
    sign_in(browser, griet.email)
    browser.post("/sign-out")
    stranger = browser.as_(None)
    for _ in range(11):
        sign_in(stranger, griet.email, "een fout wachtwoord")
    assert sign_in(stranger, griet.email).status_code == 429
    assert sign_in(browser, griet.email).status_code == 302


def test_a_link_is_asked_by_mail_and_used_once(griet, browser, session):
    browser.post("/sign-in/link", email=griet.email)
    path = session.scalars(select(Message)).one().letter["path"]
    browser.get(path)
    browser.get(path)
    assert browser.open("/").status_code == 302, "opening the link is not using it"
    browser.post(path)
    assert "Dag, Griet" in browser.get("/")
    assert "werkt niet meer" in browser.as_(None).post(path, status=409)


def test_a_new_password_ends_the_other_sessions(griet, browser):
    here, there = browser.as_(griet), browser.as_(griet)
    here.post("/account/password", status=422, current="fout", password="een heel nieuwe zin")
    here.post("/account/password", current=GOOD, password="een heel nieuwe zin")
    here.get("/")
    assert there.open("/").status_code == 302


def test_somebody_ends_a_session_elsewhere(griet, browser, session):
    here, there = browser.as_(griet), browser.as_(griet)
    other = session.scalars(select(Visit).order_by(Visit.id.desc())).first()
    here.post(f"/account/sessions/{other.id}/end")
    assert there.open("/").status_code == 302
    here.get("/")


def test_after_signing_in_one_lands_where_one_wanted_to_be(griet, browser):
    answer = browser.open("/obmi/people?q=gent")
    assert answer.headers["Location"] == "/sign-in?next=/obmi/people?q%3Dgent"
    form = {"email": griet.email, "password": GOOD, "next": "/obmi/people?q=gent"}
    assert browser.open("/sign-in", "POST", data=form).headers["Location"] == "/obmi/people?q=gent"
