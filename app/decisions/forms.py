"""What is asked about a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.forms import EditForm, PickField, a_day, at_most, prose, required, sound


class DescribeForm(EditForm):
    text = TextAreaField(_l("Beslissing"), validators=[sound, required, at_most(5_000)], render_kw={"rows": 3})
    rationale = prose(_l("Gronden"), description=_l("Waarom zo beslist werd. Markdown mag."), render_kw={"rows": 6})
    in_force_from = a_day(_l("Van kracht vanaf"), optional=True)
    review_on = a_day(_l("Te herbekijken op"), optional=True)
    supersedes = PickField(_l("Vervangt"), none=_l("geen eerdere beslissing"))


class EndForm(EditForm):
    reason = TextAreaField(_l("Waarom"), validators=[sound, required, at_most(2_000)])
