"""What is asked about a text."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.forms import EditForm, Form, one_of, prose, required
from models import CommentKind
from workflows.comment import KINDS, WEIGHTS
from workflows.revision import KINDS as VERSIONS


class WriteForm(Form):
    """A next version of the text."""

    kind = one_of(_l("Wat het is"), {k: v for k, v in VERSIONS.items() if k != "correction"}, default="proposal")
    text = prose(
        _l("Tekst"), 200_000, render_kw={"rows": 24},
        description=_l(
            "Markdown. Een regel die met # begint is een titel: daarop kan iedereen opmerkingen geven. "
            "Rijen die je uit Excel plakt worden een tabel."
        ),
    )  # fmt: skip
    note = prose(_l("Wat er veranderd is"), 1_000, render_kw={"rows": 2})
    material = BooleanField(
        _l("De inhoud verandert"), default=True,
        description=_l("Zet dit uit voor een taalfout: dan hoeft er niet opnieuw gestemd te worden."),
    )  # fmt: skip
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])


class CommentForm(Form):
    """Something to say about the text, or a part of it."""

    kind = one_of(_l("Soort"), KINDS, default="remark")
    section = SelectField(_l("Over"), default="")
    severity = SelectField(
        _l("Weegt"), default="", coerce=lambda value: int(value) if value else None,
        choices=[SelectChoice("", "–"), *(SelectChoice(str(n), says) for n, says in WEIGHTS.items())],
    )  # fmt: skip
    text = prose(_l("Opmerking"), 10_000, render_kw={"rows": 4})

    def offer(self, sections: list[str], *, testing: bool) -> "CommentForm":
        self.section.choices = [SelectChoice("", _l("de hele tekst")), *(SelectChoice(one, one) for one in sections)]
        self.text.validators = (required, *self.text.validators)
        if not testing:
            del self.severity
            kept = [SelectChoice(k.value, says) for k, says in KINDS.items() if k is not CommentKind.FINDING]
            self.kind.choices = kept
        return self


class ResolveForm(EditForm):
    resolution = prose(_l("Antwoord"), 10_000, render_kw={"rows": 4})
    back = HiddenField()
