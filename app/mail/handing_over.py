"""Where mail goes: to a mail server, or in the demonstration to a folder that a page shows."""

import smtplib
from collections.abc import Callable
from copy import copy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

Handover = Callable[[EmailMessage], None]


def by_smtp(url: str, timeout: float = 30) -> Handover:
    """Hand over to the server at `smtp://user:password@host:port` (starttls when offered) or `smtps://`."""
    address = urlsplit(url)

    def handover(mail: EmailMessage) -> None:
        kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
        with kind(address.hostname or "", address.port or 0, timeout=timeout) as server:
            server.ehlo_or_helo_if_needed()
            if address.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(without(mail, "Return-Path"), from_addr=mail["Return-Path"])

    return handover


def without(mail: EmailMessage, header: str) -> EmailMessage:
    """What is said on the envelope only: the mail server writes this header itself."""
    rest = copy(mail)
    del rest[header]
    return rest


def to_folder(folder: Path) -> Handover:
    """The demonstration: one file a mail, which a page shows."""

    def handover(mail: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())

    return handover


def handover_of_this_installation() -> Handover:
    """As the settings say."""
    if folder := current_app.config["MAIL_FOLDER"]:
        return to_folder(Path(folder))
    return by_smtp(current_app.config["SMTP_URL"])
