"""Mail that comes back undelivered: reports (RFC 3464), and what older mail servers write in plain words."""

import re
from dataclasses import dataclass

from app.mail.addresses import ToBounce
from app.mail.machines import SERVERS
from app.mail.opening import Mail, Part, one_line
from app.mail.verdicts import Automatic, Bounced, Unusable
from workflows.words import Words

REPORT_LIMIT = 100_000
BLOCKS = 50
SAID_LIMIT = 200

UNDER_WAY = Words("De mailserver meldt dat de mail onderweg of afgeleverd is.")

FIELD = re.compile(r"^(action|status|diagnostic-code)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
FOR_GOOD = re.compile(r"(?<![\w.#=-])(#?5\.\d{1,3}\.\d{1,3}(?![\w.])|5[0-5]\d(?=[\s-]))")
"""A code that says no for good: `550` or `5.1.1`, not an address, a number or a size."""
RETURNED = re.compile(r"^--.*\b(copy|original|returned|message)\b", re.IGNORECASE | re.MULTILINE)
"""Where the mail that comes back begins, in servers that put it below their own words."""
FAILURE = re.compile(
    r"\bundeliver|delivery (status notification|(has )?fail)|failure notice|returned mail|mail delivery failed"
    r"|onbestelbaar|niet bezorgd|non remis",
    re.IGNORECASE,
)
DELAY = re.compile(r"\b(delay|deferred|warning|still being retried|vertraagd|différé|retard)", re.IGNORECASE)


FAILED = {"failed", "expired"}
UNDER_WAY_STILL = {"delayed", "delivered", "relayed", "expanded"}


@dataclass(frozen=True)
class Recipient:
    """What a report says of one of those the mail went to: there is only one."""

    action: str
    status: str
    said: str

    @property
    def failed(self) -> bool:
        if self.action in FAILED | UNDER_WAY_STILL:
            return self.action in FAILED
        return self.status[:1] in ("4", "5")

    @property
    def for_good(self) -> bool:
        return self.status.startswith("5") if self.status else bool(FOR_GOOD.search(self.said))


def read_bounce(mail: Mail, token: ToBounce) -> Bounced | Automatic | None:
    """What became of the message that the address names; None when this is no report of a mail server."""
    if recipients := [one for part in mail.leaves for one in recipients_of(part)]:
        return by_report(token, recipients)
    return by_words(mail, token) if is_an_old_report(mail) else None


def by_report(token: ToBounce, recipients: list[Recipient]) -> Bounced | Automatic:
    failed = [one for one in recipients if one.failed]
    if not failed:
        return Automatic(UNDER_WAY)
    worst = next((one for one in failed if one.for_good), failed[0])
    return bounced(token, worst.said or worst.status, permanent=worst.for_good)


def recipients_of(part: Part) -> list[Recipient]:
    """The groups of fields of a delivery report; the first is about the server itself and names no action."""
    if part.kind not in ("message/delivery-status", "message/global-delivery-status"):
        return []
    try:
        blocks = part.text(REPORT_LIMIT).split("\n\n")[:BLOCKS]
    except Unusable:
        return []
    fields = [{name.lower(): value for name, value in FIELD.findall(block)} for block in blocks]
    return [recipient(one) for one in fields if "action" in one or "status" in one]


def recipient(fields: dict[str, str]) -> Recipient:
    action = re.match(r"\w*", fields.get("action", "").strip().lower())
    status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", fields.get("status", ""))
    kind, _, said = fields.get("diagnostic-code", "").partition(";")
    return Recipient(action[0] if action else "", status[0] if status else "", said or kind)


def is_an_old_report(mail: Mail) -> bool:
    """By who wrote it or what it is called; an empty sender is not enough, an out-of-office has that too."""
    named = "x-failed-recipients" in mail.whole.headers or SERVERS.search(mail.whole.first("from"))
    return bool(named or FAILURE.search(mail.subject))


def by_words(mail: Mail, token: ToBounce) -> Bounced | Automatic:
    """For good when a code says so; else it may arrive the next time."""
    if DELAY.search(mail.subject):
        return Automatic(UNDER_WAY)
    text = own_words(mail)
    code = FOR_GOOD.search(text)
    line = text[text.rfind("\n", 0, code.start()) + 1 :].partition("\n")[0] if code else ""
    return bounced(token, line or mail.subject, permanent=code is not None)


def own_words(mail: Mail) -> str:
    """What the server says itself, without the mail that it returns."""
    for part in mail.leaves:
        if part.kind == "text/plain" or part.kind.startswith("multipart/"):
            try:
                return RETURNED.split(part.text(REPORT_LIMIT), maxsplit=1)[0]
            except Unusable:
                continue
    return ""


def bounced(token: ToBounce, said: str, *, permanent: bool) -> Bounced:
    kept = one_line(said, SAID_LIMIT) or "?"
    return Bounced(token.message_id, permanent, refused(kept) if permanent else not_delivered(kept))


def refused(said: str) -> Words:
    return Words("De mailserver weigert dit adres: {said}", said=said)


def not_delivered(said: str) -> Words:
    return Words("De mailserver kon de mail niet afleveren: {said}", said=said)
