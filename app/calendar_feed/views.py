"""The feed itself: without signing in, for whoever has the address, as long as its owner may see it."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext

from app.access import note_quietly, requires
from app.calendar_feed import queries
from app.door.limits import count_in_vain
from app.mail import calendar
from models import CalendarFeed, now
from workflows.calendar_feed import opens, to_be_noted
from workflows.convening import calendar_entry
from workflows.rules import everyone

bp = Blueprint("calendar_feed", __name__, url_prefix="/calendar")


@bp.get("/<secret>.ics")
@requires(everyone)
def read(secret: str) -> Response:
    feed = queries.by_secret(secret)
    if feed is None or not opens(feed):
        return not_here()
    answer = Response(content(feed), mimetype="text/calendar", headers=PRIVATE)
    answer.add_etag()
    if to_be_noted(feed):
        note_quietly(feed, read_at=now())
    answer.make_conditional(request)
    return answer


PRIVATE = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
"""For this program alone, and asked again each time: what its owner sees may have changed."""


def not_here() -> Response:
    """In the same words whether it never was, was revoked, or its owner may not see it any more."""
    count_in_vain()
    headers = {**PRIVATE, "Cache-Control": "no-store"}
    return Response(gettext("Dit bestaat niet, of je hebt er geen toegang toe."), 404, headers, "text/plain")


def content(feed: CalendarFeed) -> bytes:
    """The same bytes until something changes."""
    changed = queries.changed(feed)
    entries = [entry_of(meeting, changed.get(meeting.id, feed.made_at)) for meeting in queries.meetings(feed)]
    return calendar.feed(f"Rondetafel · {feed.workgroup}" if feed.workgroup else "Rondetafel", entries)


def entry_of(meeting: Any, changed: Any) -> dict[str, Any]:
    """The entry of the invitation, as of its last change."""
    stamp = changed.replace(microsecond=0).isoformat()
    return {**calendar_entry(meeting, "PUBLISH"), "stamp": stamp, "changed": stamp}
