"""What the rules know of a joint order."""

from dataclasses import dataclass
from datetime import date

from states.facts import Facts, Glance, Signature, borrowed
from states.order.words import State


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts(Facts):
    """An order: who must sign, the round and hash of its text, the applications `named` in it, what was signed,
    and those for which a court has `struck` it down.

    Borrowed: the `items` it carries, the `labels` that a published one granted.
    """

    state: State
    ministers: tuple[str, ...]
    round: int = 0
    content_hash: str = ""
    visas: tuple[Signature, ...] = ()
    signatures: tuple[Signature, ...] = ()
    contested: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    nor: str = ""
    journal: str = ""
    published_on: date | None = None
    effective_from: date | None = None
    corrigenda: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    labels: tuple[Glance, ...] = borrowed(())
    items: tuple[Glance, ...] = borrowed(())

    @property
    def valid_signatures(self) -> tuple[Signature, ...]:
        """Signatures of the present round on the present text: the others were voided."""
        return tuple(s for s in self.signatures if s.round == self.round and s.content_hash == self.content_hash)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Offices that have not yet signed the present text."""
        signed = {signature.office for signature in self.valid_signatures}
        return tuple(office for office in self.ministers if office not in signed)

    @property
    def text_is_current(self) -> bool:
        """Whether the text put to signature names the applications that the order carries, and no other."""
        return set(self.named) == {item.ref for item in self.items}

    @property
    def signed_on(self) -> date | None:
        """Date of the last signature: the date of the act."""
        return max((signature.legal_date for signature in self.valid_signatures), default=None)
