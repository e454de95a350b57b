"""The forms behind the links of a mail: whoever the mail was for is the one who asks."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from app.forms import Form
from app.table.forms import AnswerForm
from models import Person, Reply
from workflows.attendance import REPLIES


class OfThePerson:
    """For whom the link was made; the view says so."""

    person: Person | None = None

    @property
    def asker(self) -> Person | None:
        return self.person


class MailedAnswerForm(OfThePerson, AnswerForm):
    """An answer to a round, by the link of a mail."""


def one_of_these(_form: Form, field: RadioField) -> None:
    if field.data is None:
        raise StopValidation(_l("Kies een van de antwoorden."))


class ComeForm(OfThePerson, Form):
    """Whether she comes."""

    answer = RadioField(
        _l("Antwoord"),
        choices=[SelectChoice(code.value, words) for code, words in REPLIES.items()],
        coerce=lambda value: Reply(value) if value in set(Reply) else None,
        validators=[one_of_these],
        validate_choice=False,
    )


class StopForm(OfThePerson, Form):
    """What she wants no more of: this one thing, or everything of its reason."""

    scope = RadioField(_l("Wat wil je?"), validate_choice=False)

    class Meta:
        csrf = False  # a mail program presses this button without a page (RFC 8058); the address itself is signed
