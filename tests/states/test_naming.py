"""A name that meets an earlier trademark: said at once, and no order goes on with it until someone lifts it."""

import pytest

from states.application.words import State
from states.facts import Glance
from states.order.words import State as OrderState
from tests.states.builders import AT, BUREAU, DOCUMENT, HEAD, REASON, acted, an_application, an_order, refused

MARK = {"mark": "« Bretagne Mer », n° 1", "reason": REASON}


@pytest.mark.parametrize("state", [State.ADMISSIBILITY, State.UNDER_REVIEW, State.PROPOSED, State.SEALED])
def test_a_conflict_is_said_once_and_the_examination_goes_on_until_the_head_lifts_it(state: State) -> None:
    file = an_application(state)
    disputed = acted(file, "dispute_name", BUREAU, **MARK)
    assert (disputed.state, disputed.name_disputed_on) == (state, AT.date())
    assert refused(disputed, "dispute_name", HEAD, **MARK) == {"nom_non_conteste"}
    assert refused(file, "clear_name", HEAD, reason=REASON) == {"nom_conteste"}
    assert acted(disputed, "clear_name", HEAD, reason=REASON).name_disputed_on is None


@pytest.mark.parametrize("disputed", [True, False])
def test_an_order_with_a_disputed_name_is_neither_put_to_signature_nor_published(disputed: bool) -> None:
    items = (Glance(ref="CMQ-2016-0001", state="proposed", disputed=disputed),)
    given = {"nor": "MENE1625423A", "journal": "JO", "published_on": AT.date()}
    checked = an_order(state=OrderState.LEGAL_CHECK, items=items)
    signed = an_order(state=OrderState.SENT_TO_JOURNAL, items=items)
    if disputed:
        assert refused(checked, "open_signature", HEAD, document=DOCUMENT) == {"noms_sans_conflit"}
        assert refused(signed, "publish", BUREAU, **given) == {"noms_sans_conflit"}
    else:
        assert acted(checked, "open_signature", HEAD, document=DOCUMENT).state is OrderState.IN_SIGNATURE
        assert acted(signed, "publish", BUREAU, **given).state is OrderState.PUBLISHED
