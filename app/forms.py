"""What the features' forms are made of: a key against double clicks, sound text, kept input."""

import re
import secrets
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.access import me
from app.extensions import session
from models import Base, Person
from workflows.command import Ask, Command, perform
from workflows.refusals import NotNow, NotReady, Overtaken, Refused
from workflows.rules import authorise
from workflows.words import Words

LABELS: dict[str, Any] = {}
"""The labels of all fields, for the page that shows what was typed when a form could not be taken."""

NEVER_SHOWN = {"csrf_token", "key", "password", "again", "current"}

KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")

required = DataRequired(_l("Vul dit in."))
"""Spaces alone are nothing."""


class Form(FlaskForm):
    """Every form: the token of the session, and a key so that the same form is done once."""

    enctype: str | None = None
    """How the browser packs it; a form with a file in it says `multipart/form-data`."""

    key = HiddenField(default=lambda: secrets.token_hex(16), validators=[Length(max=64)])

    labelled = True
    """Off for a form whose labels are somebody's words: they are for who sees them, not for every error page."""

    def __init_subclass__(cls) -> None:
        if not cls.labelled:
            return
        for name, field in vars(cls).items():
            if hasattr(field, "field_class") and (field.args or "label" in field.kwargs):
                LABELS[name] = field.args[0] if field.args else field.kwargs["label"]

    def do(self, command: Command, subject: Base | None = None, **inputs: Any) -> Any:
        """Perform it, once for this form. Raises Refused."""
        by, subject_id, key = self.asker, subject.id if subject else None, self.key.data or None
        if key and not KEY.fullmatch(key):
            authorise(by, command.who, subject)
            raise damaged()
        return perform(session(), command, Ask(by, subject_id, key, self.seen_version, inputs))

    @property
    def asker(self) -> Person | None:
        """Who asks for it: the person who is here."""
        return me()

    def attempt(self, command: Command, subject: Base | None = None, **inputs: Any) -> Any:
        """Perform it; what is missing is said on the form (None comes back), other refusals are raised."""
        try:
            return self.do(command, subject, **inputs)
        except (NotReady, Overtaken) as refused:
            self.refuse(refused)
            return None

    def takes(self, command: Command, subject: Base) -> bool:
        """Whether what was filled in can be done. Raises NotAllowed: rights come before what is wrong with a form.

        Of a form that is good the command asks the rights itself, after the key: sent twice, it is answered twice.
        """
        if self.validate():
            return True
        authorise(self.asker, command.who, subject)
        return False

    def must_validate(self) -> None:
        """For a form that is only a button: what is wrong with it nobody typed. Raises NotNow."""
        if not self.validate():
            raise damaged()

    @property
    def seen_version(self) -> int | None:
        return None

    @property
    def status(self) -> int:
        """What a form that came back answers with."""
        return getattr(self, "refused_with", 422) if self.errors else 200

    def refuse(self, refused: Refused) -> None:
        """Put the sentence beside the field it is about."""
        self.refused_with = 409 if isinstance(refused, Overtaken) else 422
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors: list[str] = [*self.form_errors, str(refused)]
        else:
            field.errors = [*field.errors, str(refused)]


def damaged() -> NotNow:
    return NotNow(Words("Dit formulier is beschadigd. Open de pagina opnieuw."))


class ButtonForm(Form):
    """Only a button."""


class NumberField(IntegerField):
    """A whole number of at most nine digits: what is longer is no number that a form asks for."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and len(str(valuelist[0]).strip()) > len("-999999999"):
            self.data = None
            raise ValueError(_l("Vul een heel getal in."))
        super().process_formdata(valuelist)


def a_key(text: str) -> int:
    """A number in an address that a database can hold; raises ValueError."""
    if len(text) > 9:
        raise ValueError(text)
    return int(text)


def a_number(label: Any, lowest: int, highest: int, **kwargs: Any) -> NumberField:
    """A number between two, or nothing."""
    says = _l("Kies een getal van %(min)s tot %(max)s.")
    return NumberField(label, validators=[Optional(), NumberRange(lowest, highest, message=says)], **kwargs)


class EditForm(Form):
    """A form about something that exists: it carries the version that was read."""

    version = NumberField(widget=HiddenInput(), validators=[InputRequired()])

    @property
    def seen_version(self) -> int | None:
        version: int | None = self.version.data
        return version


LINE_END = re.compile("[\n\x85\u2028\u2029]+")


def sound(_form: Form, field: Any) -> None:
    """Characters that no database keeps are refused, and shown without them. A field of one line takes no line end."""
    text = field.data or ""
    kept = "".join(char for char in text if char in "\n\t" or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF))
    if kept != text.replace("\r", ""):
        field.data = kept
        raise StopValidation(_l("Er stond een teken in dat niet bewaard kan worden. Het is weggelaten; kijk even na."))
    field.data = kept
    if not isinstance(field, TextAreaField) and LINE_END.search(kept):
        field.data = LINE_END.sub(" ", kept)
        raise StopValidation(_l("Hier past één regel. De regels staan nu achter elkaar; kijk even na."))


def line(label: Any, longest: int = 200, optional: bool = False, **kwargs: Any) -> StringField:  # noqa: FBT001, FBT002
    """One line of text."""
    checks = [sound, *([] if optional else [required]), at_most(longest)]
    return StringField(label, validators=checks, filters=[trimmed], **kwargs)


def prose(label: Any, longest: int = 100_000, **kwargs: Any) -> TextAreaField:
    """A text in Markdown."""
    return TextAreaField(label, validators=[sound, at_most(longest)], **kwargs)


def at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Dit is te lang: hoogstens %(max)d tekens."))


def trimmed(value: str | None) -> str | None:
    return " ".join(value.split(" ")).strip() if value else value


def one_of(label: Any, says: dict[Any, Any], **kwargs: Any) -> SelectField:
    """One member of an enumeration, by its words."""
    return SelectField(label, **members(says), **kwargs)


def members(says: dict[Any, Any]) -> dict[str, Any]:
    """What a field needs to offer an enumeration by its words, and to give back its members."""
    kind: type[StrEnum] = type(next(iter(says)))
    choices = [SelectChoice(member.value, words) for member, words in says.items()]
    return {"coerce": lambda value: kind(value), "choices": choices}


class BoxesField(SelectMultipleField):
    """Several of what is offered, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SomeField(BoxesField):
    """Some members of an enumeration."""

    def __init__(self, label: Any, says: dict[Any, Any], **kwargs: Any) -> None:
        super().__init__(label, **members(says), **kwargs)


def key_of(chosen: Any) -> str:
    """The key of what was chosen, whether it is the row or still what was typed."""
    return str(chosen.id if isinstance(chosen, Base) else chosen or "")


class PickField(SelectField):
    """One row of those offered. Its data is the row; any other key is refused.

    With `none`, the words for choosing nothing, it may stay empty: its data is None.
    """

    def __init__(self, *args: Any, none: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.none = none
        self.rows: dict[str, Base] = {}

    def offer(self, rows: Iterable[Base]) -> None:
        self.rows = {str(row.id): row for row in rows}
        nothing = [] if self.none is None else [SelectChoice("", self.none)]
        self.choices = [*nothing, *(SelectChoice(key, str(row)) for key, row in self.rows.items())]

    def iter_choices(self) -> Any:
        """What was chosen stays chosen when the form comes back."""
        held, self.data = self.data, key_of(self.data)
        choices = super().iter_choices()
        self.data = held
        return choices

    def pre_validate(self, _form: Any) -> None:
        if self.none is not None and self.data in (None, "", "None"):
            self.data = None
            return
        if str(self.data) not in self.rows:
            raise StopValidation(_l("Kies iets uit de lijst."))
        self.data = self.rows[str(self.data)]


class PickManyField(BoxesField):
    """Some of the rows offered. Its data is the rows; any other key is refused."""

    def offer(self, rows: Iterable[Base]) -> None:
        self.rows = {str(row.id): row for row in rows}
        self.choices = [SelectChoice(key, str(row)) for key, row in self.rows.items()]

    def iter_choices(self) -> Any:
        held, self.data = self.data, [key_of(one) for one in self.data or ()]
        choices = super().iter_choices()
        self.data = held
        return choices

    def pre_validate(self, _form: Any) -> None:
        if any(str(key) not in self.rows for key in self.data or ()):
            raise StopValidation(_l("Kies iets uit de lijst."))
        self.data = [self.rows[str(key)] for key in self.data or ()]


def a_day(label: Any, optional: bool = False, **kwargs: Any) -> DateField:  # noqa: FBT001, FBT002
    """A day that can be one: the program knows nothing before 1990 or after 2100."""
    first = Optional() if optional else InputRequired(_l("Vul een datum in."))
    return DateField(label, validators=[first, in_these_times], **kwargs)


def in_these_times(_form: Any, field: Any) -> None:
    if field.data and not 1990 <= field.data.year <= 2100:
        raise StopValidation(_l("Kies een dag tussen 1990 en 2100."))


def an_hour(label: Any, **kwargs: Any) -> TimeField:
    return TimeField(label, validators=[Optional()], **kwargs)


def a_link(label: Any, **kwargs: Any) -> StringField:
    """An address on the web, or nothing."""
    good = Regexp(r"\Ahttps?://[^\s<>\"']+\Z", message=_l("Een adres begint met https:// of http://."))
    strip = [lambda value: value.strip() or None if value else None]
    return StringField(label, validators=[Optional(), sound, Length(max=500), good], filters=strip, **kwargs)
