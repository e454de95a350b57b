"""The question of a page that follows a running meeting, when there is no news, beside the page itself: in one run."""

import statistics
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import db
from config import TestConfig
from models import Meeting, MeetingState, RoundKind, SeatRole
from tests.asked import ask, say
from tests.bench.fill import coordinator, group_seats, watched
from tests.bench.measure import Cost, Server, Site, alone
from tests.conftest import doer
from tests.table import Table
from workflows import agenda

TARGET = 0.3
"""Of what the page costs."""
PAGE, NOW = "/obmi/meetings/{running}", "/obmi/meetings/{running}/now"


@dataclass(frozen=True)
class Polled:
    """What both cost at one size."""

    page: Cost
    news: Cost
    none: Cost

    @property
    def ratio(self) -> float:
        return self.none.whole / self.page.whole


def put_to_the_table(session: Session) -> None:
    """An item of the running meeting is at the table, with a round that half of the cities answered."""
    group, els, do = watched(session), coordinator(session), doer(session)
    running = select(Meeting).where(Meeting.state == MeetingState.RUNNING, Meeting.workgroup_id == group.id)
    item = Table(session, do, group, els).items(session.scalars(running).one())[0]
    do(agenda.TAKE_UP, item, by=els)
    asked = ask(do, group, els, RoundKind.INTEREST, item=item)
    speakers = [seat.person for seat in group_seats(session, group) if seat.role is SeatRole.REPRESENTATIVE]
    for person in speakers[::2]:
        say(do, asked, person, "yes")


def lay(url: str) -> None:
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        put_to_the_table(db.session)
        db.session.close()
        db.engine.dispose()


def measure(sites: list[Site], rounds: int, requests: int) -> dict[int, Polled]:
    """By rows: interleaved, what the machine does to one it does to the others."""
    found = {}
    for site in sites:
        lay(site.url)
        path, now = PAGE.format(**site.keys), NOW.format(**site.keys)
        mark = asked(site.ours, now)
        costs = Cost(), Cost(), Cost()
        for nth in range(rounds + 1):
            for cost, args in zip(costs, ((path, "", 200), (now, "", 200), (now, mark, 304)), strict=True):
                alone(site.ours, Cost() if nth == 0 else cost, requests, lambda a=args: take(site.ours, requests, *a))  # type: ignore[misc] # noqa: B023
        found[site.rows] = Polled(*costs)
    return found


def asked(server: Server, path: str, mark: str = "", status: int = 200) -> str:
    """The mark of what came."""
    connection = server.connect()
    connection.request("GET", path, headers={"Cookie": server.cookie, "If-None-Match": mark})
    answer = connection.getresponse()
    body: Any = answer.read()
    assert answer.status == status, (path, answer.status, body[:500])
    assert bool(body) == (status == 200)
    return str(answer.headers.get("ETag", ""))


def take(server: Server, times: int, path: str, mark: str, status: int) -> list[float]:
    """As often as a round asks; the time of each is of no interest here."""
    for _ in range(times):
        asked(server, path, mark, status)
    return []


def row(rows: int, polled: Polled) -> list[str]:
    """A line of the report: the page, its parts with news, and no news."""
    costs = [f"{one.whole:.1f}" for one in (polled.page, polled.news, polled.none)]
    databases = f"{statistics.median(polled.none.database):.1f}"
    return [str(rows), *costs, databases, f"{polled.ratio:.2f}", f"≤ {TARGET}"]
