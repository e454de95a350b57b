"""The form with which a round is answered, on every page that asks: its fields follow the kind of the round."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from app.forms import LABELS, Form, NumberField, PickField, a_link, at_most, sound
from app.i18n import weekday
from models import Person, Round, RoundKind
from workflows.answer import LONGEST
from workflows.round import MOST_OPTIONS
from workflows.round_kinds import DAY_CHOICES, KINDS


class AnswerForm(Form):
    """An answer: `seen` is the question that was read, `replaces` the answer that this one takes the place of."""

    choice = RadioField(_l("Antwoord"), validate_choice=False)
    text = TextAreaField(_l("Toelichting"), validators=[sound, at_most(LONGEST)], render_kw={"rows": 4})
    link = a_link(_l("Link"), description=_l("Naar een document of een pagina. Mag leeg blijven."))
    seen = HiddenField(validators=[Length(max=64)])
    replaces = NumberField(validators=[Optional()], widget=HiddenInput())
    back = HiddenField(validators=[Length(max=20)])

    def stands_on(self, digest: str, replaces: int | None) -> None:
        """What goes along unseen is what stands now, also when the form comes back with what was sent before."""
        self.seen.data, self.replaces.data, self.replaces.raw_data = digest, replaces, None

    def said(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "choice": self.choice.data or "", "text": self.text.data or "", "link": self.link.data,
            "seen": self.seen.data or "", "replaces": self.replaces.data, "extra": self.extra(),
        }  # fmt: skip

    def extra(self) -> dict[str, Any] | None:
        """One thing for each line of a questionnaire or a date round."""
        lines = {one.option: one.data or "" for one in self if hasattr(one, "option")}
        return lines or None


class GuestForm(AnswerForm):
    """Whoever holds the link answers as a guest, also when she is signed in as somebody."""

    @property
    def asker(self) -> Person | None:
        return None


class RecordForm(AnswerForm):
    """What somebody said aloud."""

    organisation = PickField(_l("Namens"))


def answer_form(the_round: Round, base: type[AnswerForm] = AnswerForm) -> AnswerForm:
    """A form with the choices of this kind and, where several things are asked, a field for each."""
    kind = KINDS[the_round.kind]
    asked: dict[str, Any] = {
        f"line_{nth}": field_for(the_round, option) for nth, option in enumerate(the_round.options)
    }
    form: AnswerForm = type("AnswerToIt", (base,), asked | {"labelled": False})()
    for nth, option in enumerate(the_round.options):
        form[f"line_{nth}"].option = option
    form.choice.choices = [SelectChoice(one.code, str(one.says)) for one in kind.choices]
    form.text.label.text = str(kind.text)
    if kind.options is not None and not form.is_submitted():
        form.choice.data = kind.choices[0].code  # the lines are the answer: who fills them in, filled it in
    return form


def field_for(the_round: Round, option: str) -> Any:
    if the_round.kind is RoundKind.DATE:
        choices = [SelectChoice(one.code, one.says) for one in DAY_CHOICES]
        return RadioField(
            weekday(date.fromisoformat(option)), choices=choices, validate_choice=False, validators=[chosen]
        )
    return TextAreaField(option, validators=[sound, at_most(LONGEST)], render_kw={"rows": 3})


def chosen(form: AnswerForm, field: Any) -> None:
    """A word for each day, unless nothing of it applies."""
    if form.choice.data == "answered" and field.data not in {one.code for one in DAY_CHOICES}:
        raise StopValidation(_l("Zeg voor elke dag of hij past."))


LABELS.update({f"line_{nth}": _l("Antwoord") for nth in range(MOST_OPTIONS)})
