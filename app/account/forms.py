"""What a person may change of her own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.forms import Form, PickField, a_day, line, one_of, required
from models import Delivery, Language, Reason, Theme
from workflows.delivery import DELIVERIES, REASONS
from workflows.words import Words

LANGUAGES = {Language.NL: "Nederlands", Language.FR: "Français", Language.EN: "English"}
THEMES = {
    Theme.SYSTEM: Words("zoals mijn toestel"),
    Theme.LIGHT: Words("licht"),
    Theme.DARK: Words("donker"),
}


class DetailsForm(Form):
    name = line(_l("Naam"), render_kw={"autocomplete": "name"})
    function = line(_l("Functie"), optional=True, render_kw={"autocomplete": "organization-title"})
    language = one_of(_l("Taal van schermen en mails"), LANGUAGES)
    theme = one_of(_l("Uitzicht"), THEMES)


class NewPasswordForm(Form):
    current = PasswordField(_l("Huidig wachtwoord"), render_kw={"autocomplete": "current-password"})
    password = PasswordField(
        _l("Nieuw wachtwoord"), validators=[required], description=_l("Minstens 12 tekens, liefst een zin."),
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class CalendarForm(Form):
    workgroup = PickField(_l("Vergaderingen van"), none=_l("alle werkgroepen"))


class MailForm(Form):
    """Each reason with how it reaches her, and who reads along while she is away."""

    asked = one_of(REASONS[Reason.ASKED], DELIVERIES)
    meeting = one_of(REASONS[Reason.MEETING], DELIVERIES)
    yours = one_of(REASONS[Reason.YOURS], DELIVERIES)
    news = one_of(REASONS[Reason.NEWS], DELIVERIES)
    away_from = a_day(_l("Afwezig vanaf"), optional=True)
    away_until = a_day(_l("Tot en met"), optional=True)
    deputy = PickField(
        _l("Wie leest in die tijd wat er gevraagd wordt?"),
        none=_l("niemand"),
        description=_l("Iemand van je organisatie die in dezelfde werkgroep zit."),
    )

    def ways(self) -> dict[Reason, Delivery]:
        """As the command wants them."""
        return {reason: self[reason.value].data for reason in REASONS}


class EndForm(Form):
    """Only a button."""
