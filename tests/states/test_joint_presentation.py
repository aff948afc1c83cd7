"""Two académies and two régions in any order: filed with every signature on one hash, or not, and one knows by whom."""

from contextlib import suppress
from datetime import date

from hypothesis import event, given, settings
from hypothesis import strategies as st

from states.application.audiences import sponsor_offices
from states.application.completeness import SIGNATURE, lacks, parties
from states.application.facts import ApplicationFacts, ConsultativeOpinion, Resolution
from states.application.words import BodyOpinion, State
from states.deadlines import awaited
from states.diagnosis import diagnosis
from states.refusals import Refusal
from tests.states.builders import AT, DOCUMENT, REASON, acted, an_application

SIGNATORIES = ("recteur:14", "recteur:17", "region_president:53", "region_president:52")
SERVICES = ("rectorate_officer:14", "rectorate_officer:17", "region_officer:53", "region_officer:52")
BODIES = ("caen:14", "caen:17", "crefop:53", "crefop:52")
STALE = "b" * 64
CONTENTS = (*("a" * 64, "c" * 64) * 3, STALE)
#: How often each is tried: so often that the way to the filing is walked too, and not only its detours.
OF_ALL = {"request_signatures": 5, "edit": 2, "edit_after_signature": 1}
OF_SIGNATORIES = {
    "sign": 40,
    **dict.fromkeys(("unsign", "refuse_signature", "state_disagreement"), 2),
    **dict.fromkeys(("withdraw_support", "restore_support"), 3),
    "withdraw": 1,
}


def tries(weights: dict[str, int], offices: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str, str]]:
    """An act, an office, and the content written or read."""
    triggers = [trigger for trigger, weight in weights.items() for _ in range(weight)]
    return st.tuples(st.sampled_from(triggers), st.sampled_from(offices), st.sampled_from(CONTENTS))


ACTS = tries(OF_SIGNATORIES, SIGNATORIES) | tries(OF_SIGNATORIES, SIGNATORIES) | tries(OF_ALL, SERVICES + SIGNATORIES)


def begun() -> ApplicationFacts:
    """A complete draft, resolved by both régions, on which every body has given its opinion."""
    dated = date(2016, 5, 20)
    return an_application(
        State.DRAFT,
        academies=("14", "17"),
        regions=("53", "52"),
        active_territories=frozenset({"academie:14", "academie:17", "region:53", "region:52"}),
        resolutions=tuple(
            Resolution(region=code, dated=dated, executory=True, document=DOCUMENT) for code in ("53", "52")
        ),
        opinions=tuple(ConsultativeOpinion(office=body, sense=BodyOpinion.FAVOURABLE, dated=dated) for body in BODIES),
        signatures=(),
    )


def played(facts: ApplicationFacts, trigger: str, office: str, content: str) -> ApplicationFacts:
    """The facts after an act, or the same when the rules refuse it."""
    fields: dict[str, dict[str, object]] = {
        "edit": {"content_hash": content},
        "sign": {"content_hash": content if content == STALE else facts.content_hash},
        "state_disagreement": {"until": date(2016, 6, 20), "reason": REASON},
        "request_signatures": {},
        "restore_support": {},
    }
    with suppress(Refusal):
        return acted(facts, trigger, office, AT, **fields.get(trigger, {"reason": REASON}))  # type: ignore[no-any-return]
    return facts


def check(facts: ApplicationFacts) -> None:
    """Filed by all on the same content; or awaiting someone, who is named with what they must do."""
    valid = facts.valid_signatures
    assert len({(one.round, one.content_hash) for one in valid}) <= 1
    if facts.state is State.SUBMITTED:
        assert {one.office for one in valid} == set(sponsor_offices(facts))
        assert facts.submitted_at == AT
    elif facts.state is State.STAYED:
        assert facts.stay
        assert set(awaited(facts)) <= set(SIGNATORIES)
        assert awaited(facts)
    elif facts.state is not State.WITHDRAWN:
        assert facts.submitted_at is None
        names_who_is_awaited(facts)


def names_who_is_awaited(facts: ApplicationFacts) -> None:
    """Each party's page, the diagnosis and the rows of those awaited say the same."""
    missing = {office for lack in lacks(facts) if lack.part == SIGNATURE for office in lack.offices}
    assert missing == set(SIGNATORIES) - {one.office for one in facts.valid_signatures}
    assert {party.signatory for party in parties(facts)} == set(SIGNATORIES)
    if facts.state is State.JOINT_SIGNATURE:
        assert missing
        assert set(awaited(facts)) == missing
        unmet = [one for one in diagnosis(facts, AT).conditions if one.met is False]
        assert {office for one in unmet for office in one.reason.lifted_by} == missing


@settings(max_examples=40)
@given(st.lists(ACTS, min_size=20, max_size=35))
def test_any_order_of_edits_signatures_and_withdrawals_ends_filed_on_one_hash_or_names_who_is_awaited(
    acts: list[tuple[str, str, str]],
) -> None:
    facts = played(begun(), "edit", SERVICES[0], CONTENTS[0])
    for act in acts:
        facts = played(facts, *act)
        check(facts)
        event(facts.state.label)


def test_the_four_signatures_on_the_same_content_file_it() -> None:
    facts = played(begun(), "edit", SERVICES[0], CONTENTS[0])
    facts = played(facts, "request_signatures", SERVICES[2], "")
    for office in SIGNATORIES:
        assert facts.state is State.JOINT_SIGNATURE
        facts = played(facts, "sign", office, CONTENTS[0])
    assert facts.state is State.SUBMITTED
    check(facts)
