"""What is asked about the mandate of a subgroup."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from app.forms import EditForm, Form, PickField, a_link, at_most, line, required, sound


class AskForm(Form):
    text = line(_l("Vraag"), longest=1_000, description=_l("Eén vraag, waarop een antwoord mogelijk is."))


class ReportForm(EditForm):
    meeting = PickField(_l("Gerapporteerd in"), none=_l("buiten een vergadering"))
    text = TextAreaField(
        _l("Wat de subwerkgroep vond"), validators=[sound, required, at_most(20_000)], render_kw={"rows": 6}
    )
    asks_more = BooleanField(
        _l("De vergadering vraagt meer"),
        description=_l("Zonder vinkje neemt ze er kennis van en is de vraag beantwoord."),
    )


class DeliverForm(Form):
    title = line(_l("Wat"), longest=300, description=_l("Een rapport, een fiche, een methode."))
    link = a_link(_l("Waar het staat"))
