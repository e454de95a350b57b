"""What is asked to prepare a round and to answer one. Which fields there are depends on the kind."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from app.forms import EditForm, Form, PickManyField, a_day, line, one_of, prose
from models import Addressees, Audience, Preset, RoundKind
from workflows.round import ADDRESSEES
from workflows.round_kinds import KINDS
from workflows.tally import PRESETS, RULES
from workflows.treatment import HANDLINGS
from workflows.widening import AUDIENCES
from workflows.words import Words

HERE = {one: AUDIENCES[one] for one in (Audience.SECRETARIAT, Audience.MEMBERS, Audience.PARTNERS)}
"""For whom a round may be; only some kinds can be opened to the vendor."""


VOTERS = (Addressees.VOTING, Addressees.SELECTION)
"""Whom a vote is put to: the voting members, or some of them."""


class AskForm(Form):
    """A round to prepare."""

    question = line(_l("Vraag"), 300, description=_l("Eén zin, zoals ze boven de ronde staat."))
    text = prose(
        _l("Toelichting"), 20_000, render_kw={"rows": 5}, description=_l("Waarover het gaat. Mag leeg blijven.")
    )
    options = prose(_l("Regels"), 7_000, render_kw={"rows": 4})
    preset = RadioField(
        _l("Beslist volgens"), coerce=lambda value: Preset(value), default="consensus",
        choices=[
            SelectChoice(one.value, Words("{name}: {rule}", name=PRESETS[one], rule=RULES[one])) for one in Preset
        ],
    )  # fmt: skip
    addressees = one_of(_l("Gevraagd aan"), ADDRESSEES, default="voting")
    chosen = PickManyField(_l("Bij een selectie: welke organisaties"))
    audience = one_of(_l("Zichtbaar voor"), HERE, default="partners")
    due_on = a_day(_l("Antwoorden tegen"), optional=True)
    at_next = BooleanField(_l("Tegen de volgende vergadering"))
    open_now = BooleanField(
        _l("Open de ronde meteen"), default=True,
        description=_l("Anders blijft ze een ontwerp dat alleen de coördinator ziet."),
    )  # fmt: skip

    def of(self, kind: RoundKind) -> "AskForm":
        """Only what this kind asks."""
        table = KINDS[kind]
        if table.options is None:
            del self.options
        else:
            self.options.label.text = str(table.options)
        if kind is RoundKind.VOTE:
            self.text.label.text = str(_l("Voorstel"))
            self.text.description = _l("De tekst waarover gestemd wordt. Ze ligt vast zodra iemand stemt.")
            self.addressees.choices = [SelectChoice(one.value, ADDRESSEES[one]) for one in VOTERS]
        else:
            del self.preset
        if table.vendor:
            choices = [SelectChoice(one.value, words) for one, words in AUDIENCES.items()]
            self.audience.choices = choices
        return self


class ChangeForm(AskForm, EditForm):
    """A draft, or an open round that nobody answered."""

    open_now = None  # type: ignore[assignment]


class ExtendForm(EditForm):
    due_on = a_day(_l("Antwoorden tegen"), optional=True)
    at_next = BooleanField(_l("Tegen de volgende vergadering"))


class TreatForm(Form):
    handling = one_of(_l("Wat ermee gebeurde"), HANDLINGS)
    note = prose(_l("Toelichting"), 2_000, render_kw={"rows": 3}, description=_l("Wie antwoordde, leest dit."))


class ExcuseForm(Form):
    reason = line(_l("Waarom het niet van toepassing is"), 500)
