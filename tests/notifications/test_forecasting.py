"""The forecast: what leaves, to whom and why, what does not and why, each as far as the viewer may know."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from notifications.forecasting.forecast import Forecast, forecast
from notifications.forecasting.lines import Fate, Line
from notifications.sweeping.sweeps import dry_run, run
from states.refusals import BadField
from store.board.viewer import viewer
from store.session import reading
from tests.notifications.test_bundling import OFFICER, drafts
from tests.notifications.test_holds import hold, two_files
from tests.walking import BUREAU, DAY, World

REGION = "region_officer:53"


def told(world: World, office: str = BUREAU, days: int = 14) -> Forecast:
    """What an office reads."""
    with reading(world.engine) as session:
        me = viewer(session, world.holder(office), world.at.date())
        return forecast(session, me, world.at, days)


def of(found: Forecast, ref: str, office: str = OFFICER) -> list[Line]:
    """Lines about an object, to an office."""
    return [line for line in found.lines if (line.ref, line.office) == (ref, office)]


def eve(world: World, number: int = 2) -> list[str]:
    """Drafts two days before their first reminder, when all letters of acts have left."""
    world.holder(REGION)
    refs = drafts(world, number)
    world.at -= 2 * DAY
    return refs


def test_it_tells_when_to_whom_and_why(small_world: World) -> None:
    one, other = eve(small_world)
    (line,) = of(told(small_world), one)
    assert (line.at, line.fate, line.days, line.number) == (small_world.at + 2 * DAY, Fate.LEAVES, -30, None)
    assert line.mailboxes == ("p-rectorate-officer-14@essai.example",)
    assert line.title == "Rappel, 30\N{NO-BREAK SPACE}jours avant l’échéance"
    assert "Échéance\N{NO-BREAK SPACE}: vendredi 30" in line.reason or "30\N{NO-BREAK SPACE}septembre" in line.reason
    assert "Groupé dans un courriel de 2\N{NO-BREAK SPACE}rappels." in line.reason
    assert of(told(small_world, days=1), other) == []


def test_what_is_held_is_told_as_held_then_as_leaving_once_the_hold_has_ended(small_world: World) -> None:
    one, other = eve(small_world)
    number = hold(small_world, "object", one, days=4)
    (line,), (free,) = of(told(small_world, days=3), one), of(told(small_world, days=3), other)
    assert (line.fate, free.fate) == (Fate.HELD, Fate.LEAVES)
    assert f"({number}) : Panne de la messagerie du rectorat." in line.why
    (line,) = of(told(small_world, days=7), one)
    assert (line.fate, line.at.date(), line.held) == (Fate.LEAVES, date(2016, 9, 5), True)
    assert number in line.why


def test_what_is_held_for_longer_than_the_forecast_shows_as_held(small_world: World) -> None:
    (one, _), number = two_files(small_world), hold(small_world, "everything", days=90)
    run("compose", small_world.at, on=small_world.engine)
    (line,) = of(told(small_world), one)
    assert (line.fate, line.at, line.letter) == (Fate.HELD, small_world.at, "application/create")
    assert number in line.why
    assert line.number


def test_what_someone_has_taken_up_rests(small_world: World) -> None:
    one, _ = eve(small_world)
    answer = small_world.at.date() + timedelta(days=4)
    small_world.act("application", one, "acknowledge", OFFICER, answer_on=answer)
    (line,) = of(told(small_world), one)
    assert line.fate is Fate.QUIET
    assert line.why.startswith("Pris en compte : réponse annoncée pour le 2")
    assert of(told(small_world), one, REGION)[0].fate is Fate.LEAVES


def test_what_can_reach_nobody_and_what_waits_for_the_opening_letter_say_so(small_world: World) -> None:
    drafts(small_world, 1)
    run("deadlines", small_world.at, on=small_world.engine)
    found = told(small_world)
    assert {line.office for line in found.lines if line.fate is Fate.UNREACHED} >= {REGION}
    assert "personne n’exerce cette fonction" in next(line.why for line in found.lines if line.office == REGION)


def test_others_than_the_nation_read_of_letters_to_their_own_offices(small_world: World) -> None:
    one, _ = eve(small_world)
    whole, mine = told(small_world), told(small_world, OFFICER)
    assert {line.office for line in whole.lines} > {line.office for line in mine.lines} == {OFFICER}
    assert of(mine, one) == of(whole, one)
    assert told(small_world, "rectorate_officer:17").lines == ()


def test_it_writes_nothing_and_a_dry_run_tells_the_same(small_world: World) -> None:
    one, _ = eve(small_world)
    statements: list[str] = []
    event.listen(small_world.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    (line,) = of(told(small_world), one)
    lines = dry_run("deadlines", small_world.at, on=small_world.engine)
    assert not [one for one in statements if not one.startswith(("SELECT", "BEGIN", "PRAGMA"))]
    assert any(one in text and OFFICER in text and line.title in text for text in lines)


@pytest.mark.parametrize("until", [date(2016, 1, 1)])
def test_a_hold_in_the_past_changes_nothing(small_world: World, until: date) -> None:
    one, _ = eve(small_world)
    with pytest.raises(BadField):
        hold(small_world, "object", one, until=until)
    assert of(told(small_world), one)[0].leaves
