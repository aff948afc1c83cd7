"""The model of the acts: what each does to an object, told by hand after PROCEDURE §7; it reads no rule."""

from collections.abc import Callable

from tests.simulation.book import Act, Book, Deed
from tests.simulation.days import DAY, forward, midnight_after, months_after, paris_day, worked, working_days_after
from tests.simulation.things import BUREAU, CHAIR, GRANTORS, HEAD, SECRETARY, Thing, due
from tests.simulation.timers import MARGIN, over


def _goes(state: str, told: Callable[[Thing], tuple[str, ...]] = lambda thing: ()) -> Act:
    """An act that leads to another stage, and to whom its letter goes."""
    return lambda book, thing, deed: thing.enter(state, deed.at, told(thing))


def _frozen(book: Book, one: Thing, deed: Deed) -> None:
    one.round += 1
    one.signed.clear()
    one.enter("joint_signature", deed.at, one.sponsors + one.consulted)


def _signed(book: Book, one: Thing, deed: Deed) -> None:
    one.signed[deed.office] = paris_day(deed.at)
    _filed_if_complete(book, one, deed)


def _advised(book: Book, one: Thing, deed: Deed) -> None:
    one.advised.add(deed.office)
    _filed_if_complete(book, one, deed)


def _filed_if_complete(book: Book, one: Thing, deed: Deed) -> None:
    """The joint filing: the last signature files, if it is received in time."""
    signed = one.signed.keys() >= set(one.sponsors) and one.advised >= set(one.consulted)
    closing = over(one.wave) - MARGIN if one.wave else midnight_after(one.on) if one.on else None
    timely = closing is None or (deed.at <= closing if one.wave else deed.at < closing)
    if one.state == "joint_signature" and signed and timely:
        _filed(book, one, deed)


def _filed(book: Book, one: Thing, deed: Deed) -> None:
    one.enter("submitted", deed.at, (BUREAU,))
    if one.parent:
        book.join(one.parent, deed.at)


def _incomplete(book: Book, one: Thing, deed: Deed) -> None:
    last, today = due(one), paris_day(deed.at)
    assert last
    left = ((paris_day(last) - DAY) - today).days
    one.days_left = max(1, sum(worked(today + n * DAY) for n in range(1, left + 1)))
    one.missing_by = forward(today + 15 * DAY)
    one.decided.clear()
    one.enter("incomplete", deed.at, one.services + one.sponsors)


def _completed(book: Book, one: Thing, deed: Deed) -> None:
    """The clock goes on with what it had left."""
    one.enter("admissibility", deed.at, (BUREAU,))
    one.granted, one.resumed = midnight_after(working_days_after(paris_day(deed.at), one.days_left)), deed.at


def _negative(state: str) -> Act:
    def sign(book: Book, one: Thing, deed: Deed) -> None:
        one.decided.add(deed.office)
        if one.decided >= set(GRANTORS):
            one.enter(state, deed.at)

    return sign


def _admitted(book: Book, one: Thing, deed: Deed) -> None:
    one.decided.clear()
    one.enter("admissible", deed.at, (SECRETARY,))


def _assigned(book: Book, one: Thing, deed: Deed) -> None:
    by = forward(paris_day(deed.at) + 30 * DAY)
    one.pending = dict.fromkeys((*deed.given["rapporteurs"], "dgesip_officer"), by)
    one.enter("under_review", deed.at, tuple(one.pending))


def _delivered(book: Book, one: Thing, deed: Deed) -> None:
    del one.pending[deed.office]
    if not one.pending:
        one.enter("reviewed", deed.at, (SECRETARY,))


def _scheduled(book: Book, one: Thing, deed: Deed) -> None:
    one.session = book.things["session", deed.given["session"]]
    one.enter("scheduled", deed.at)


def _voted(book: Book, one: Thing, deed: Deed) -> None:
    one.favourable = deed.given["sense"] == "favourable"
    one.enter("opinion_rendered", deed.at, (HEAD,))


def _carried(book: Book, one: Thing, deed: Deed) -> None:
    one.order = book.things["order", deed.given["order"]]


def _to_signature(book: Book, order: Thing, deed: Deed) -> None:
    order.round += 1
    order.enter("in_signature", deed.at, GRANTORS)
    for one in book.of("application"):
        if one.order is order:
            one.enter("co_signature", deed.at)
            book.moved(one)


def _minister(book: Book, order: Thing, deed: Deed) -> None:
    order.decided.add(deed.office)
    order.on = paris_day(deed.at)
    if order.decided >= set(GRANTORS):
        order.enter("signed", deed.at, (BUREAU,))
        for one in book.of("application"):
            if one.order is order:
                one.enter("sealed", deed.at)


def _published(book: Book, order: Thing, deed: Deed) -> None:
    order.enter("published", deed.at)
    for ref, application in sorted(deed.given["labels"].items()):
        one = book.things["application", application]
        one.enter("labelled", deed.at)
        assert order.on
        ends = months_after(order.on, 48)
        label = Thing(
            kind="label", ref=ref, state="pending_effect", entered=deed.at, academies=one.academies,
            regions=one.regions, starts=order.on, ends=ends,
        )  # fmt: skip
        book.settle(book.add(label), deed.at)


def _reported(book: Book, label: Thing, deed: Deed) -> None:
    label.report_in = True


def _moved(book: Book, wave: Thing, deed: Deed) -> None:
    wave.closes, wave.closes_set = deed.given["closes_at"], deed.at
    wave.set_at = deed.at
    for one in book.of("application"):
        if one.wave is wave:
            book.moved(one)


def _prolonged(book: Book, one: Thing, deed: Deed) -> None:
    one.granted, one.set_at = midnight_after(deed.given["due"]), deed.at


def _answers(book: Book, thing: Thing, deed: Deed) -> None:
    thing.answers[deed.office] = deed.given["answer_on"]


def _nothing(book: Book, thing: Thing, deed: Deed) -> None:
    """An act that neither moves the object nor its dates."""


ACTS: dict[tuple[str, str], Act] = {
    ("wave", "approve"): _goes("approved"),
    ("wave", "publish"): _goes("published"),
    ("wave", "extend"): _moved,
    ("wave", "start_review"): _goes("in_review"),
    ("wave", "start_deciding"): _goes("deciding"),
    ("application", "edit"): _nothing,
    ("application", "attach_resolution"): _nothing,
    ("application", "request_signatures"): _frozen,
    ("application", "edit_after_signature"): _goes("draft", lambda one: one.services),
    ("application", "refuse_signature"): _goes("draft", lambda one: one.services),
    ("application", "sign"): _signed,
    ("application", "give_opinion"): _advised,
    ("application", "submit_late"): _filed,
    ("application", "start_admissibility"): _goes("admissibility"),
    ("application", "request_completion"): _incomplete,
    ("application", "supply_item"): _completed,
    ("application", "declare_admissible"): _admitted,
    ("application", "sign_inadmissibility"): _negative("inadmissible"),
    ("application", "assign_rapporteurs"): _assigned,
    ("application", "deliver_report"): _delivered,
    ("application", "schedule"): _scheduled,
    ("application", "open_item"): _goes("in_session"),
    ("application", "render_opinion"): _voted,
    ("application", "propose"): _goes("proposed", lambda one: (BUREAU,)),
    ("application", "sign_refusal"): _negative("refused"),
    ("application", "put_in_order"): _carried,
    ("session", "summon"): _goes("summoned"),
    ("session", "record_attendance"): _goes("quorum_checked"),
    ("session", "open"): _goes("in_progress"),
    ("session", "close"): _goes("closed", lambda one: (SECRETARY,)),
    ("session", "draft_minutes"): _goes("minutes_draft", lambda one: (CHAIR,)),
    ("session", "sign_minutes"): _goes("minutes_signed"),
    ("order", "send_to_legal_check"): _goes("legal_check", lambda one: (HEAD,)),
    ("order", "open_signature"): _to_signature,
    ("order", "sign"): _minister,
    ("order", "publish"): _published,
    ("label", "file_mid_term_report"): _reported,
    **{(kind, "extend"): _prolonged for kind in ("application", "order")},
    **{(kind, "acknowledge"): _answers for kind in ("application", "wave", "session", "order", "label")},
}
