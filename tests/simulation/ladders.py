"""What the procedure promises to remind of, stage by stage, copied by hand from its text (§7) and its tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rungs:
    """Days before the date, the date itself, days after it, and when the offices above are told."""

    before: tuple[int, ...] = ()
    on_day: bool = False
    after: tuple[int, ...] = ()
    above: int | None = None
    superiors: tuple[str, ...] = ()


def _office(superior: str) -> Rungs:
    return Rungs(before=(3,), after=(3, 8), above=10, superiors=(superior,))


def _party(superior: str) -> Rungs:
    return Rungs(before=(7, 1), on_day=True, after=(3, 7), above=10, superiors=(superior,))


HEAD, CHAIR, SECRETARY = "dgesco_head", "commission_chair", "commission_secretary"
#: An overdue renewal is chased about 90, 60, 30, 15, 7 and 1 days before the expiry, and every week in between.
TOWARDS_EXPIRY = (92, 122, 152, 167, 175, 181)
OVERDUE = (7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 98, 105, 112, 126, 133, 140, 147, 161)
LADDERS = {
    "application/draft": Rungs(before=(30, 15, 7, 3, 1), on_day=True),
    "application/joint_signature": Rungs(before=(30, 15, 7, 3, 1), on_day=True, after=(3,), above=5, superiors=(HEAD,)),
    "application/submitted": _office(HEAD),
    "application/admissibility": _office(HEAD),
    "application/incomplete": _party(HEAD),
    "application/admissible": _office(CHAIR),
    "application/under_review": _party(CHAIR),
    "application/reviewed": _office(CHAIR),
    "application/opinion_rendered": _office(HEAD),
    "application/proposed": _office(HEAD),
    "wave/closed": Rungs(before=(3,), after=(5,), above=10, superiors=(HEAD,)),
    "wave/in_review": Rungs(before=(7,), after=(5,), above=10, superiors=(HEAD,)),
    "wave/deciding": Rungs(before=(15,), after=(5,), above=10, superiors=(HEAD,)),
    "session/planned": Rungs(before=(10, 3), on_day=True, after=(1,), above=2, superiors=(CHAIR,)),
    "session/summoned": Rungs(before=(2,), after=(2,), above=5, superiors=(SECRETARY,)),
    "session/quorum_checked": Rungs(after=(1,), above=3, superiors=(SECRETARY,)),
    "session/in_progress": Rungs(after=(1,), above=5, superiors=(SECRETARY,)),
    "session/closed": Rungs(before=(2,), on_day=True, after=(3,), above=7, superiors=(CHAIR,)),
    "session/minutes_draft": Rungs(before=(1,), on_day=True, after=(3,), above=7, superiors=(SECRETARY,)),
    "order/drafting": Rungs(before=(3,), after=(3,), above=10, superiors=(HEAD,)),
    "order/legal_check": Rungs(before=(3,), after=(3,)),
    "order/in_signature": Rungs(
        before=(7,), on_day=True, after=(7, 14, 21, 28), above=30, superiors=("cabinet:en", "cabinet:esr", HEAD)
    ),
    "order/signed": Rungs(before=(1,), after=(3,), above=10, superiors=(HEAD,)),
    "label/active": Rungs(before=(90, 30, 7), on_day=True, after=(30,)),
    "label/renewal_open": Rungs(
        before=(90, 60, 30, 15, 7, 1),
        on_day=True,
        after=tuple(sorted((*OVERDUE, *TOWARDS_EXPIRY))),
        above=92,
        superiors=("sponsors", HEAD),
    ),
}
