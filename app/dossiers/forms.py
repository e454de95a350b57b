"""What is asked about a dossier."""

from flask_babel import lazy_gettext as _l

from app.forms import EditForm, Form, PickField, SomeField, a_link, line, one_of, prose
from models import Audience
from workflows.agenda import PURPOSES
from workflows.dossier import OCCASIONS, RELATIONS
from workflows.report_template import OUTPUTS, OWNERSHIPS
from workflows.widening import AUDIENCES

HERE = {one: AUDIENCES[one] for one in Audience if one is not Audience.SECRETARIAT}


class TemplateForm(Form):
    """A report template, or what one city made and shows."""

    title = line(_l("Titel"), 200)
    output = one_of(_l("Soort"), OUTPUTS, default="report")
    theme = PickField(_l("Thema"), none=_l("nog geen"))
    about = prose(
        _l("Waarvoor"), 20_000, render_kw={"rows": 4},
        description=_l("Wat een stad ermee kan. Mag leeg blijven."),
    )  # fmt: skip
    platform = line(_l("Platform"), 120, optional=True, description=_l("Waarin het gemaakt wordt, zoals Swing."))
    level = line(
        _l("Gebiedsniveau"),
        120,
        optional=True,
        description=_l("Zoals gemeente, wijk of statistische sector; van een gebiedsindeling: waarop ze gebouwd is."),
    )
    link = a_link(
        _l("Adres"), description=_l("Waar het te bekijken is. Nodig voor een voorbeeld dat men op een scherm bekijkt.")
    )
    contact = line(
        _l("Wie er meer over weet"), 200, optional=True,
        description=_l("Een functie, geen naam, zoals verantwoordelijke databeheer."),
    )  # fmt: skip
    occasions = SomeField(_l("Van nut bij"), OCCASIONS)
    audience = one_of(
        _l("Zichtbaar voor"), HERE, default="partners",
        description=_l("Voor de leverancier of het publiek opent het alleen de coördinator."),
    )  # fmt: skip


class ProposeForm(TemplateForm):
    ownership = one_of(_l("Van wie"), OWNERSHIPS, default="joint")


class DescribeForm(TemplateForm, EditForm):
    """What it is called and what it is for."""


class AgendaForm(Form):
    meeting = PickField(_l("Vergadering"))
    purpose = one_of(_l("Wat de vergadering ermee doet"), {k: v for k, v in PURPOSES.items() if k != "approve_minutes"},
                     default="discuss")  # fmt: skip


class TieForm(Form):
    relation = one_of(_l("Verband"), RELATIONS, default="belongs_with")
    other = PickField(_l("Dossier"))


class OfferForm(Form):
    note = line(_l("Waarom jullie"), 500, optional=True, description=_l("Bijvoorbeeld welke ervaring jullie hebben."))


class ThemeForm(Form):
    name = line(_l("Thema"), 120)
    parent = PickField(_l("Ligt binnen"), none=_l("geen ander thema"))
