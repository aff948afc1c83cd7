"""The vocabulary in which a lifecycle is declared: stages, steps, guards, deadlines and ladders, as plain data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from states.calendar import Delay
from states.words import Word

if TYPE_CHECKING:
    from states.facts import Facts
    from states.machine import Move


class Nature(Word):
    ACT = "act", "Acte"
    TIMER = "timer", "Échéance automatique"
    JOIN = "join", "Conséquence automatique"


class Catchup(Word):
    """What becomes of rungs that are due together after an outage."""

    LATE = "late", "envoyer même en retard"
    LAST = "last", "n’envoyer que le dernier"
    DROP = "drop", "ne pas envoyer"


class Rank(Word):
    """The four letters a ladder may own."""

    BEFORE = "before", "avant l’échéance"
    DUE = "due", "le jour même"
    AFTER = "after", "après l’échéance"
    ESCALATION = "escalation", "signalement à l’autorité supérieure"


class AskKind(Word):
    TEXT = "text", "texte court"
    LONG_TEXT = "long_text", "texte"
    DATE = "date", "date"
    INSTANT = "instant", "date et heure"
    NUMBER = "number", "nombre"
    FLAG = "flag", "oui ou non"
    CHOICE = "choice", "choix"
    CHOICES = "choices", "choix multiple"
    OFFICE = "office", "service"
    OFFICES = "offices", "services"
    LABELS = "labels", "liste de libellés"
    DOCUMENT = "document", "pièce"
    HASH = "hash", "empreinte du contenu"
    SECTIONS = "sections", "texte des rubriques"
    PARTNERS = "partners", "partenaires"
    BUDGET = "budget", "lignes de budget"
    ANNEXES = "annexes", "annexes"


@dataclass(frozen=True, slots=True)
class Audience:
    """Some offices of an object, as its facts name them; `of(facts)` gives office ids."""

    code: str
    label: str
    of: Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Guard:
    """A question, and what to answer when it is no.

    `lifts` names how the answer can become yes: triggers (`application.sign`), "time", or "given" when the
    payload or the actor decides; `by` is the office that can; `patience` the time after which an unmet guard
    that another office must lift makes the object stuck; `given` guards are asked only when someone acts, `personal`
    ones as soon as it is known for which office;
    `general` words an answer that depends on the facts for those who read the tables.
    """

    code: str
    answer: str | Callable[[Any], str]
    met: Callable[["Move"], bool]
    lifts: tuple[str, ...]
    by: Audience | None = None
    patience: Delay | None = None
    field: str = ""
    given: bool = False
    personal: bool = False
    general: str = ""

    def sentence(self, facts: Any) -> str:
        """The French answer for these facts."""
        return self.answer if isinstance(self.answer, str) else self.answer(facts)


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that an act needs: its name in REST and scenarios, its French label on the page."""

    name: str
    label: str
    kind: AskKind
    required: bool = True
    options: type[Word] | Callable[[Any], Mapping[str, str]] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """A letter and who receives it; the letter's folder is `<object>/<name>`."""

    letter: str
    to: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One transition: trigger, from where to where, by whom, on which conditions, who is told, from which text.

    `target` None stays where it is; `back` returns to the state left by a stay. `does(facts, move)` gives the
    fields that change. `when_due(facts)` is the instant of a timer. `births` gives the objects it creates.
    `strength` orders the ways out of a blockage, 1 (mild) to 5 (strong). `stirs` is False for what moves nothing on
    (a reminder), which must not hide that the object sleeps; `frees` is False for what is no way out of a blockage.
    """

    trigger: Any
    source: Any
    target: Any = None
    back: bool = False
    by: tuple[Audience, ...] = ()
    when: tuple[Guard, ...] = ()
    asks: tuple[Ask, ...] = ()
    does: Callable[[Any, "Move"], dict[str, Any]] | None = None
    births: "Callable[[Any, Move], tuple[Facts, ...]] | None" = None
    tell: tuple[Tell, ...] = ()
    nature: Nature = Nature.ACT
    when_due: Callable[[Any], datetime | None] | None = None
    legal_date: Callable[[Any], date | None] | None = None
    signs: bool = False
    strength: int = 1
    stirs: bool = True
    frees: bool = True
    consequence: str = ""
    law: str = ""

    @property
    def personal(self) -> bool:
        """Whether the answer differs from one office to another."""
        return self.signs or any(guard.given or guard.personal for guard in self.when)

    @property
    def sources(self) -> tuple[Any, ...]:
        """Every state it may start from."""
        return self.source if isinstance(self.source, tuple) else (self.source,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What is due in a stage: the instant (computed from the facts), what satisfies it, from which text.

    `counted` when it runs from the entry into the stage, and so has no date before; `delay` is what it counts.
    """

    due: Callable[[Any], datetime | None]
    rule: str
    satisfied_by: str
    on_passing: str
    law: str = ""
    counted: bool = False
    delay: Delay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Reminders around a deadline, in calendar days of the office awaited; silent while `unless(facts)` holds."""

    before: tuple[int, ...] = ()
    on_day: bool = False
    after: tuple[int, ...] = ()
    escalate: int | None = None
    policy: Catchup = Catchup.LAST
    unless: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What it means to be in a state: phase, whom it awaits, until when, and how long one may sleep in it.

    `public` names it for applicants, `ahead` while it is still to come, `carrier` the object whose deadline and
    ladder rule here, `forward` the trigger that leads on, `patience` is in working days, `suspends` names the states
    whose deadlines are shown as paused meanwhile; what time is left on the way back, the `does` of the step says.
    """

    state: Any
    phase: Any
    public: str = ""
    ahead: str = ""
    awaits: tuple[Audience, ...] = ()
    deadline: Deadline | None = None
    ladder: Ladder | None = None
    escalates_to: tuple[Audience, ...] = ()
    carrier: str = ""
    forward: Any = None
    suspends: tuple[Any, ...] = ()
    patience: int = 0
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lifecycle:
    """A whole lifecycle, and the indexes that the engine reads."""

    kind: str
    label: str
    facts: type[Any]
    states: type[Word]
    triggers: type[Word]
    start: Any
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    stage_of: dict[Any, Stage] = field(init=False)
    steps_from: dict[Any, tuple[Step, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stage_of", {stage.state: stage for stage in self.stages})
        by_source = {state: tuple(s for s in self.steps if state in s.sources) for state in self.states}
        object.__setattr__(self, "steps_from", by_source)
        _RULING[self.facts] = self


#: Which lifecycle rules which facts: guards and effects ask it of facts, and the lifecycles are made of them.
_RULING: dict[type[Any], Lifecycle] = {}


def lifecycle_of(facts: Any) -> Lifecycle:
    """The lifecycle that rules these facts; all are declared once `states.lifecycles` is imported."""
    return _RULING[type(facts)]
