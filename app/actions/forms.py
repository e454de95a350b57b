"""What is asked about an action."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from app.forms import EditForm, PickField, PickManyField, a_day, at_most, one_of, required, sound
from workflows.action import ENDS


class ChangeForm(EditForm):
    text = TextAreaField(_l("Wat"), validators=[sound, required, at_most(5_000)], render_kw={"rows": 3})
    owners = PickManyField(_l("Eigenaars"))
    for_all = BooleanField(_l("Gevraagd aan alle stemgerechtigde leden"))
    owner = PickField(_l("Of één persoon"), none=_l("niemand in het bijzonder"))
    due_on = a_day(_l("Tegen"), optional=True)
    at_next = BooleanField(_l("Tegen de volgende vergadering"))


class FinishForm(EditForm):
    state = one_of(_l("Hoe ze eindigt"), ENDS, default="done")
    result = TextAreaField(
        _l("Resultaat"), validators=[sound, at_most(5_000)], render_kw={"rows": 3},
        description=_l("Wat ervan kwam. Verschijnt op de agenda en in het jaaroverzicht."),
    )  # fmt: skip
