"""Calendar entries (RFC 5545, 5546, 7986): an invitation in a letter, a file of one meeting, a feed of many."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from app.mail.addresses import reply_address
from models import Message
from workflows.clock import HERE


def invitation(entry: dict[str, Any], message: Message) -> bytes:
    """For one reader: a request, or a cancellation. Her calendar program sends its reply to the organiser."""
    return build(entry, message.person.email, organiser(message))


def organiser(message: Message) -> str:
    """Where incoming mail is read, an address of its own that says who replies about what."""
    sender: str = current_app.config["MAIL_FROM"]
    if not current_app.config["MAILDIR"] or message.meeting_id is None:
        return sender
    return reply_address(sender, current_app.config["SECRET_KEY"], message.person_id, message.meeting_id)


def published(entry: dict[str, Any]) -> bytes:
    """For whoever opens the file."""
    return build(entry, None, current_app.config["MAIL_FROM"])


def build(entry: dict[str, Any], to: str | None, sender: str) -> bytes:
    calendar = empty(entry["method"])
    calendar.add_component(event_of(entry, to, sender))
    return written(calendar)


def feed(name: str, entries: Iterable[dict[str, Any]], every: timedelta = timedelta(hours=1)) -> bytes:
    """For a calendar program that comes back: many meetings under one name. The same entries, the same bytes."""
    calendar = empty("PUBLISH")
    calendar.calendar_name = name
    calendar.add("refresh-interval", vDuration(every), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(every))
    for entry in entries:
        calendar.add_component(event_of(entry, None, current_app.config["MAIL_FROM"]))
    return written(calendar)


def empty(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Rondetafel//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def written(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event_of(entry: dict[str, Any], to: str | None, sender: str) -> Event:
    event = Event()
    event.add("uid", entry["uid"])
    event.add("sequence", entry["sequence"])
    event.add("dtstamp", datetime.fromisoformat(entry["stamp"]))
    event.add("summary", entry["title"])
    event.add("status", entry.get("status") or ("CANCELLED" if entry["method"] == "CANCEL" else "CONFIRMED"))
    if changed := entry.get("changed"):
        event.add("last-modified", datetime.fromisoformat(changed))
    times(event, entry)
    page = current_app.config["BASE_URL"].rstrip("/") + entry["path"]
    event.add("url", page)
    event.add("description", "\n".join(part for part in (entry["link"], page) if part))
    if where := entry["place"] or entry["link"]:
        event.add("location", where)
    event.add("categories", [entry["group"]])
    by = vCalAddress(f"MAILTO:{sender}")
    by.params["CN"] = vText("Rondetafel")
    event["organizer"] = by
    if to:
        event.add("attendee", attendee(to), encode=False)
    return event


def times(event: Event, entry: dict[str, Any]) -> None:
    """The hours in Brussels; a meeting without hours takes the whole day."""
    if not entry["starts"]:
        day = date.fromisoformat(entry["day"])
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    start = datetime.fromisoformat(entry["starts"]).astimezone(HERE)
    end = datetime.fromisoformat(entry["ends"]).astimezone(HERE) if entry["ends"] else start + timedelta(hours=2)
    event.add("dtstart", start)
    event.add("dtend", end)


def attendee(to: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{to}")
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")):
        address.params[name] = vText(value)
    return address
