"""What runs at night: what has outlived its use is blanked, and the database is asked whether it still agrees."""

from datetime import datetime

from sqlalchemy import Engine

from notifications.tally import Tally
from store import integrity, retention
from store.integrity import digests
from store.session import reading, transaction


def retain(at: datetime, on: Engine | None) -> Tally:
    """Apply the rules of retention; counts the rows."""
    with transaction(on) as session:
        rows = sum(retention.sweep(session, at).values())
    return Tally(due=rows, done=rows)


def check(at: datetime, on: Engine | None) -> Tally:
    """Check everything, then keep tonight's digest of all chains; each thing that does not agree is a failure.

    A night that finds chains cut keeps no digest: the last one goes on saying so.
    """
    with reading(on) as session:
        found = integrity.check(session, at)
    if not digests.BROKEN & {finding.code for finding in found}:
        with transaction(on) as session:
            digests.take(session, at)
    error = "\n".join(str(finding) for finding in found)[:2000]
    return Tally(due=1 + len(found), done=1, failed=len(found), error=error)
