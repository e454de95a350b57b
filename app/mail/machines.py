"""Mail that a machine wrote: out-of-office, lists, reports of mail servers, our own mail that comes back."""

import re

from app.mail.opening import Mail
from workflows.words import Words

OWN = Words("Onze eigen mail kwam terug.")
AUTOMATIC = Words("Een automatisch antwoord.")
LIST = Words("Mail die naar een hele lijst gaat.")
REPORT = Words("Een melding van een mailserver.")

LOOP = "x-rondetafel-loop"
"""The header that every mail of ours carries."""
SUBJECTS = re.compile(
    r"\s*("
    r"automatisch(e)? (antwoord|beantwoording|reply)|afwezigheids(bericht|melding|assistent)|(niet op|buiten) kantoor"
    r"|r[ée]ponse automatique|message d.absence|absent?e? du bureau|absence du bureau"
    r"|auto(matic)?[- ]?(reply|response)|out[- ]of[- ](the )?office"
    r")\b",
    re.IGNORECASE,
)
"""The last resort. What a person may write herself, such as «Afwezig op 3 december», is not among them."""
SERVERS = re.compile(r"\b(mailer-daemon|postmaster)@|mail delivery (sub)?system", re.IGNORECASE)


def is_ours(mail: Mail) -> bool:
    return LOOP in mail.whole.headers


def from_a_server(mail: Mail) -> bool:
    """Mail servers write with an empty sender, or under one of two names."""
    return mail.whole.first("return-path") == "<>" or bool(SERVERS.search(mail.whole.first("from")))


def written_by_a_machine(mail: Mail) -> Words | None:
    """Why nobody wrote this, or None."""
    if mail.whole.kind in ("multipart/report", "message/delivery-status"):
        return REPORT
    if answers_by_itself(mail):
        return AUTOMATIC
    if "list-id" in mail.whole.headers or word(mail, "precedence") in ("bulk", "list", "junk"):
        return LIST
    if from_a_server(mail):
        return REPORT
    return AUTOMATIC if SUBJECTS.match(mail.subject) else None


def answers_by_itself(mail: Mail) -> bool:
    """Exchange suppresses some answers for what people write themselves; a machine wants none at all."""
    return (
        word(mail, "auto-submitted") not in ("", "no")
        or any(word(mail, name) not in ("", "no") for name in ("x-autoreply", "x-autorespond", "x-loop"))
        or word(mail, "x-auto-response-suppress") == "all"
        or word(mail, "precedence") == "auto_reply"
    )


def word(mail: Mail, name: str) -> str:
    """The first word of a header, without what was added behind it."""
    return mail.whole.first(name).partition(";")[0].strip().lower()
