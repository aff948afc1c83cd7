"""A region that signed has another presidency: nothing stops, and the new one may say that it stands by the file."""

from states.application import audiences as who
from states.application.effects import succession as effect
from states.application.guards import succession as guard
from states.application.steps.exceptions import FILED
from states.application.words import Trigger
from states.declaration import Nature, Step, Tell

SUCCESSION = (
    Step(
        trigger=Trigger.NEW_PRESIDENCY,
        source=FILED,
        nature=Nature.TIMER,
        when_due=effect.takes_office_at,
        legal_date=effect.takes_office_on,
        does=effect.succeeded,
        tell=(Tell("new_presidency", who.NEW_PRESIDENCY),),
        stirs=False,
        law="CGCT, art. L. 4133-1 et L. 4231-1 : la présidence change, la région reste engagée",
    ),
    Step(
        trigger=Trigger.CONFIRM_SUPPORT,
        source=FILED,
        by=(who.PRESIDENCIES,),
        when=(guard.SUPPORT_TO_CONFIRM,),
        does=effect.confirmed,
        tell=(Tell("confirm_support", who.DRAFTERS), Tell("confirm_support", who.BUREAU)),
        stirs=False,
        frees=False,
        consequence="La signature donnée avant votre prise de fonctions reste la même ; votre confirmation s’y ajoute.",
    ),
)
