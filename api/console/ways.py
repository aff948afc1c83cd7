"""The way of one object through its offices: lanes are who holds it, columns are the phases of its life."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from api.showing.swimlanes import Arc, Drawing, Place, draw
from states.declaration import Lifecycle, Stage
from states.lifecycles import LIFECYCLES
from states.machine import targets
from states.words import Word
from store.board import veil
from store.board.viewer import Viewer

SPONSORS, DGESCO, COMMISSION, MINISTERS = "Recteurs et régions", "Dgesco", "Commission nationale", "Ministres"
LANES = (SPONSORS, DGESCO, COMMISSION, MINISTERS)
#: The lane of a stage, by the first audience that it awaits.
LANE_OF = {
    **dict.fromkeys(("drafters", "unsigned", "answerers", "services", "renewers", "unheard"), SPONSORS),
    **dict.fromkeys(("dgesco_officer", "dgesco_head", "examiner", "decider", "restorer"), DGESCO),
    **dict.fromkeys(("commission_secretary", "commission_chair", "secretary", "chair"), COMMISSION),
    "reviewers_or_secretary": COMMISSION,
    **dict.fromkeys(("awaited_ministers", "acting_now"), MINISTERS),
}
Move = tuple[str, str]
#: States that nearly every other one leads to: drawn with the rest, their arrows would hide it.
RARE = frozenset({"stayed", "withdrawn", "closed_without_action"})


def way(kind: str, state: str, moves: Iterable[Move], viewer: Viewer, *, stuck: bool) -> Drawing:
    """The ordinary way and the detours taken; `moves` are the states left and entered, in order."""
    lifecycle, seen = LIFECYCLES[kind], _seen(kind, viewer)
    pairs = ((seen(source), seen(target)) for source, target in moves)
    taken = [move for move in pairs if move[0] != move[1] and move[0] != lifecycle.start.value]
    passed = {state for move in taken for state in move} - {state}
    ahead = list(dict.fromkeys(map(seen, _ordinary(lifecycle, lifecycle.states(state)))))
    shown = [one for one in lifecycle.stages if one.state.value in {state, *passed, *ahead}]
    lanes = [lane for lane in LANES if lane in {lane_of(kind, one) for one in shown}]
    kinds = dict.fromkeys(passed, "visited") | {state: "stuck" if stuck else "current"}
    places = [_place(kind, one, lanes, shown, kinds.get(one.state.value, "ahead"), viewer) for one in shown]
    ordinary = [(seen(one), seen(then)) for one, then in _pairs(lifecycle, lifecycle.states(state))]
    return draw(lanes, places, _arcs(taken, ordinary, {place.key for place in places}))


def whole_ways(kind: str, state: str, viewer: Viewer) -> list[tuple[str, Drawing]]:
    """Every passage that the tables allow, whatever this object did: the ordinary ones, then those that end or stop."""
    lifecycle, seen = LIFECYCLES[kind], _seen(kind, viewer)
    arcs = sorted({(seen(source), seen(target)) for source, target in passages(lifecycle)})
    rare = [arc for arc in arcs if RARE & set(arc)]
    parts = {"Passages de la procédure": [arc for arc in arcs if arc not in rare], "Sorties et suspensions": rare}
    return [(title, _drawn(kind, state, found, viewer)) for title, found in parts.items() if found]


def _drawn(kind: str, state: str, arcs: Sequence[Move], viewer: Viewer) -> Drawing:
    keys = {key for arc in arcs for key in arc}
    shown = [one for one in LIFECYCLES[kind].stages if one.state.value in keys]
    lanes = [lane for lane in LANES if lane in {lane_of(kind, one) for one in shown}]
    how = {state: "current"}
    places = [_place(kind, one, lanes, shown, how.get(one.state.value, "ahead"), viewer) for one in shown]
    return draw(lanes, places, [Arc(*arc) for arc in arcs if arc[0] != arc[1]])


def passages(lifecycle: Lifecycle) -> set[Move]:
    """From one stage to another, by any step of the tables."""
    return {
        (source.value, target.value)
        for step in lifecycle.steps
        for source in step.sources
        for target in targets(lifecycle, step, source)
        if source is not lifecycle.start and source != target
    }


def _seen(kind: str, viewer: Viewer) -> Callable[[str], str]:
    """From outside, the states of a decision under preparation are one."""
    return veil.outward if kind == "application" and not viewer.sees_inside else str


def lane_of(kind: str, stage: Stage) -> str:
    """Who holds an object in that stage; what has ended is kept by those who would act on it."""
    if stage.awaits:
        return LANE_OF[stage.awaits[0].code]
    return COMMISSION if kind == "session" else DGESCO


def _place(kind: str, stage: Stage, lanes: Sequence[str], shown: Sequence[Stage], how: Any, viewer: Viewer) -> Place:
    columns = list(dict.fromkeys(one.phase for one in _in_order(shown)))
    name: Literal["ahead", "visited", "current", "stuck"] = how
    return Place(
        stage.state.value,
        _label(stage, name, viewer),
        lanes.index(lane_of(kind, stage)),
        columns.index(stage.phase),
        name,
    )


def _in_order(stages: Iterable[Stage]) -> list[Stage]:
    return sorted(stages, key=lambda one: phases(one).index(one.phase))


def phases(stage: Stage) -> list[Word]:
    """The phases of the life to which a stage belongs, in order."""
    word: type[Word] = type(stage.phase)
    return list(word)


def _label(stage: Stage, how: str, viewer: Viewer) -> str:
    if not viewer.sees_inside:
        return stage.public or str(stage.state.label)
    return stage.ahead if how == "ahead" and stage.ahead else str(stage.state.label)


def _ordinary(lifecycle: Lifecycle, state: Any) -> list[str]:
    """The states that follow one another when all goes well, from the beginning and from the present state."""
    first = lifecycle.steps_from[lifecycle.start][0].target
    return list(dict.fromkeys([*_onward(lifecycle, first), *_onward(lifecycle, state)]))


def _pairs(lifecycle: Lifecycle, state: Any) -> Iterator[Move]:
    for one in _ordinary(lifecycle, state):
        then = _next(lifecycle, lifecycle.states(one))
        if then is not None:
            yield one, then.value


def _onward(lifecycle: Lifecycle, state: Any) -> list[str]:
    found: list[str] = []
    while state is not None and state.value not in found:
        found.append(state.value)
        state = _next(lifecycle, state)
    return found


def _next(lifecycle: Lifecycle, state: Any) -> Any:
    forward = lifecycle.stage_of[state].forward
    return next((step.target for step in lifecycle.steps_from[state] if step.trigger == forward), None)


def _arcs(taken: Sequence[Move], ordinary: Sequence[Move], shown: set[str]) -> list[Arc]:
    done = {move for move in taken if set(move) <= shown}
    to_come = {move for move in ordinary if move[0] != move[1] and set(move) <= shown} - done
    return [Arc(*move, taken=True) for move in sorted(done)] + [Arc(*move) for move in sorted(to_come)]
