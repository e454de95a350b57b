"""A stranger tries and asks as often as he likes: he finds nothing, keeps nobody out, and fills no mailbox."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from models import Attempt, AuditEntry, LinkKind, now
from tests.app.conftest import GOOD
from tests.conftest import Browser
from workflows import limits, links, seat

WRONG = "een fout wachtwoord"
CITY_HALL = {"REMOTE_ADDR": "192.0.2.7"}
NEXT_ROOM = {"REMOTE_ADDR": "192.0.2.99"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def stranger(browser) -> Browser:
    return browser.as_(None)


@pytest.fixture
def karims_link(cast, letters):
    """Ask for one and say the path in the newest letter to Karim."""

    def ask(browser: Browser, where=ELSEWHERE) -> str:
        assert ask_link(browser, cast.karim, where).status_code == 302
        return letters(cast.karim)[-1]["path"]

    return ask


def ask_link(browser: Browser, person, where=ELSEWHERE):
    email = person if isinstance(person, str) else person.email
    return browser.open("/sign-in/link", "POST", data={"email": email}, environ_overrides=where)


def try_password(browser: Browser, email: str, password: str = WRONG, where=ELSEWHERE, **headers):
    form = {"email": email, "password": password}
    return browser.open("/sign-in", "POST", data=form, environ_overrides=where, headers=headers)


def try_sixty(stranger: Browser, where=CITY_HALL) -> None:
    """So many that nobody who is unknown there may try on."""
    for nth in range(60):
        assert try_password(stranger, f"{nth}@example.invalid", where=where).status_code == 422


def is_in(browser: Browser) -> bool:
    return browser.open("/").status_code == 200


def known_browser(browser: Browser, person, secret_path: str) -> Browser:
    """Where she signed in once, with the link that was mailed, and signed out again."""
    here = browser.as_(None)
    here.post(secret_path)
    here.post("/sign-out")
    return here


# asking for links


def test_who_asks_links_for_karim_all_day_keeps_him_out_at_no_moment(cast, stranger, browser, session, letters):
    morning, mailed = now(), 0
    for minutes in range(0, 24 * 60, 5):
        with time_machine.travel(morning + timedelta(minutes=minutes), tick=False):
            assert ask_link(stranger, cast.karim).status_code == 302
            secrets = [letter["path"].removeprefix("/sign-in/link/") for letter in letters(cast.karim)]
            works = [secret for secret in secrets if links.by_secret(session, LinkKind.SIGN_IN, secret)]
            assert works, f"after {minutes} minutes nothing in his mail opens the door"
            mailed = len(secrets)
    assert mailed <= 8
    with time_machine.travel(morning + timedelta(days=1), tick=False):
        here = browser.as_(None)
        assert ask_link(here, cast.karim, CITY_HALL).status_code == 302
        here.post(letters(cast.karim)[-1]["path"])
        assert is_in(here)


def test_what_was_mailed_works_though_a_stranger_asks_anew(cast, stranger, browser, karims_link):
    path = karims_link(browser)
    ask_link(stranger, cast.karim)
    browser.post(path)
    assert is_in(browser)


def test_when_one_link_is_used_the_others_are_dead(browser, karims_link):
    first, second = karims_link(browser), karims_link(browser)
    browser.post(second)
    assert "werkt niet meer" in browser.as_(None).post(first, status=409)


def test_the_letter_says_how_long_its_button_works(cast, stranger, session, letters):
    for _ in range(3):
        ask_link(stranger, cast.karim)
    with time_machine.travel(now() + timedelta(minutes=25)):
        ask_link(stranger, cast.karim)
        said = [letter["paragraphs"][0][0] for letter in letters(cast.karim)]
        assert ["30 minuten" in words for words in said] == [True, True, True, False]
        assert "zes uur" in said[3]
    secret = letters(cast.karim)[3]["path"].removeprefix("/sign-in/link/")
    with time_machine.travel(now() + timedelta(hours=6, minutes=20)):
        assert links.by_secret(session, LinkKind.SIGN_IN, secret)
    with time_machine.travel(now() + timedelta(hours=6, minutes=30)):
        assert links.by_secret(session, LinkKind.SIGN_IN, secret) is None


def test_his_own_device_gets_new_links_whatever_strangers_asked(cast, stranger, browser, karims_link, letters):
    here = known_browser(browser, cast.karim, karims_link(browser))
    for _ in range(5):
        ask_link(stranger, cast.karim)
    before = len(letters(cast.karim))
    for _ in range(7):
        assert ask_link(here, cast.karim).status_code == 302
    assert len(letters(cast.karim)) == before + 5, "five an hour"
    here.post(letters(cast.karim)[-1]["path"])
    assert is_in(here)


def test_the_answer_is_the_same_however_often_and_for_whom_is_asked(cast, stranger, session):
    def asked(email):
        answers = [ask_link(stranger, email) for _ in range(6)]
        return [(answer.status_code, answer.headers["Location"], answer.data) for answer in answers]

    assert asked(cast.karim.email) == asked("unknown@example.invalid")


def test_what_is_asked_in_vain_does_not_fill_the_trail(stranger, session):
    query = select(func.count()).where(AuditEntry.verb == "sign_in_link_not_sent")
    for nth in range(65):
        assert ask_link(stranger, f"{nth}@example.invalid", CITY_HALL).status_code == 302
    session.rollback()
    assert session.scalar(query) == 60
    session.add_all(Attempt(counter=limits.counter(limits.ALL_NOTED, "all")) for _ in range(1000))
    session.commit()
    ask_link(stranger, "x@example.invalid", ELSEWHERE)
    session.rollback()
    assert session.scalar(query) == 60, "from everywhere together no more than so many either"


# who sits behind the same address


def test_sixty_tries_from_the_city_hall_keep_nobody_out_who_works_there(griet, cast, stranger, browser, letters):
    here = browser.as_(None)
    assert try_password(here, griet.email, GOOD, CITY_HALL).status_code == 302
    here.post("/sign-out")
    try_sixty(stranger)
    assert try_password(stranger, "60@example.invalid", where=NEXT_ROOM).status_code == 429
    assert try_password(stranger, "60@example.invalid", where=ELSEWHERE).status_code == 422

    assert try_password(here, griet.email, GOOD, NEXT_ROOM).status_code == 302, "her own device"
    new = browser.as_(None)
    answer = try_password(new, griet.email, GOOD, NEXT_ROOM)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Of vraag een link per mail" in answer.text
    assert 'action="/sign-in/link"' in answer.text
    assert ask_link(new, griet, NEXT_ROOM).status_code == 302
    answer = new.open(letters(griet)[-1]["path"], "POST", environ_overrides=NEXT_ROOM)
    assert answer.status_code == 302
    assert is_in(new)


def test_sixty_wrong_links_do_not_close_the_right_one(cast, do, stranger, browser, karims_link, letters):
    given = {"name": "Mia", "email": "mia@example.invalid", "function": "", "organisation": cast.karim.organisation}
    mia = do(seat.INVITE, cast.obmi, by=cast.els, role=seat.SeatRole.READER, **given).person
    path = karims_link(browser, CITY_HALL)
    for kind in ("sign-in/link", "invitation"):
        wrong = [stranger.open(f"/{kind}/x{nth}", "POST", environ_overrides=CITY_HALL) for nth in range(30)]
        assert {answer.status_code for answer in wrong} == {409}
    answer = stranger.open("/invitation/x", "POST", environ_overrides=NEXT_ROOM)
    assert answer.status_code == 429
    for right in (path, letters(mia)[-1]["path"]):
        new = browser.as_(None)
        assert new.open(right, "POST", environ_overrides=NEXT_ROOM).status_code == 302
        assert is_in(new)


def test_a_room_full_of_people_signs_in_one_after_the_other(griet, browser):
    for _ in range(61):
        assert try_password(browser.as_(None), griet.email, GOOD, CITY_HALL).status_code == 302


def test_a_thousand_tries_from_everywhere_stop_unknown_devices_alone(griet, stranger, browser, session, letters):
    here = browser.as_(None)
    try_password(here, griet.email, GOOD)
    here.post("/sign-out")
    session.add_all(Attempt(counter=limits.counter(limits.ALL, "all")) for _ in range(1000))
    session.commit()
    assert try_password(stranger, "x@example.invalid").status_code == 429
    assert try_password(here, griet.email, GOOD).status_code == 302
    assert ask_link(stranger, griet).status_code == 302
    assert stranger.post(letters(griet)[-1]["path"])


# guessing


def test_a_password_takes_a_hundred_tries_a_day_from_strangers(griet, stranger, browser):
    here = browser.as_(None)
    try_password(here, griet.email, GOOD)
    morning, tried = now(), 0
    for minutes in range(0, 24 * 60, 6):
        with time_machine.travel(morning + timedelta(minutes=minutes), tick=False):
            while (answer := try_password(stranger, griet.email)).status_code == 422:
                tried += 1
            if tried == 100:
                break
    assert tried == 100
    with time_machine.travel(morning + timedelta(hours=3), tick=False):
        answer = try_password(stranger, griet.email, GOOD)
        assert answer.status_code == 429
        assert "Probeer het over 21 uur opnieuw" in answer.text
        assert try_password(here, griet.email, GOOD).status_code == 302


@pytest.mark.parametrize("way", ["link", "invitation", "password"])
def test_who_came_in_is_known_on_that_device(way, griet, cast, do, stranger, browser, letters):
    person, here = griet, browser.as_(None)
    if way == "password":
        try_password(here, griet.email, GOOD)
    elif way == "link":
        ask_link(here, griet)
        here.post(letters(griet)[-1]["path"])
    else:
        given = {"name": "Mia", "email": "mia@example.invalid", "function": "", "organisation": griet.organisation}
        person = do(seat.INVITE, cast.obmi, by=cast.els, role=seat.SeatRole.READER, **given).person
        here.post(letters(person)[-1]["path"], password=GOOD)
    here.post("/sign-out")
    while try_password(stranger, person.email).status_code == 422:
        pass
    assert try_password(stranger, person.email, GOOD).status_code == 429
    assert try_password(here, person.email, GOOD).status_code == 302


def test_no_stranger_keeps_griet_from_changing_her_password(griet, stranger, browser):
    here = browser.as_(griet)
    try_sixty(stranger, where={"REMOTE_ADDR": "127.0.0.1"})
    while try_password(stranger, f"{griet.email}:account:{griet.id}").status_code == 422:
        pass
    here.post("/account/password", current=GOOD, password="een heel nieuwe zin")


def test_her_own_password_takes_ten_tries(griet, browser):
    here = browser.as_(griet)
    for _ in range(10):
        here.post("/account/password", status=422, current="fout", password="een heel nieuwe zin")
    assert "Te veel pogingen" in here.post("/account/password", status=429, current=GOOD, password="een andere zin")


def test_who_changes_her_password_often_is_not_stopped(griet, browser):
    here, before = browser.as_(griet), GOOD
    for nth in range(11):
        after = f"een heel nieuwe zin {nth}"
        here.post("/account/password", current=before, password=after)
        before = after


def test_a_stolen_device_takes_ten_tries_too(griet, browser):
    here = browser.as_(None)
    try_password(here, griet.email, GOOD)
    here.post("/sign-out")
    assert [try_password(here, griet.email).status_code for _ in range(11)] == [422] * 10 + [429]
    assert try_password(browser.as_(None), griet.email, GOOD).status_code == 302, "elsewhere it was not counted"


# behind a proxy


PASSED_ON = {"X-Forwarded-For": "192.0.2.7"}


def test_behind_such_a_proxy_nobody_is_stopped_for_the_tries_of_another(stranger, browser):
    for nth in range(70):
        answer = try_password(stranger, f"{nth}@example.invalid", where={"REMOTE_ADDR": "10.0.0.2"}, **PASSED_ON)
        assert answer.status_code == 422


def test_who_writes_the_header_himself_is_counted_where_he_is(stranger):
    far = {"REMOTE_ADDR": "9.9.9.9"}
    for nth in range(60):
        header = {"X-Forwarded-For": f"192.0.{nth}.7"}
        assert try_password(stranger, f"{nth}@example.invalid", where=far, **header).status_code == 422
    assert try_password(stranger, "60@example.invalid", where=far, **PASSED_ON).status_code == 429


def test_an_address_written_otherwise_is_still_an_address(stranger):
    """On a socket for both, IPv4 comes as ::ffff:…; that is no block of IPv6 with everybody in it."""
    try_sixty(stranger, where={"REMOTE_ADDR": "::ffff:192.0.2.7"})
    assert try_password(stranger, "x@example.invalid", where=CITY_HALL).status_code == 429
    assert try_password(stranger, "x@example.invalid", where={"REMOTE_ADDR": "::ffff:198.51.100.7"}).status_code == 422


@pytest.mark.parametrize("where", ["", "203.0.113.9:4711", "unknown", "fe80::1%eth0"])
def test_an_address_that_is_none_opens_the_door_all_the_same(where, griet, stranger):
    assert try_password(stranger, griet.email, GOOD, {"REMOTE_ADDR": where}).status_code == 302
