"""The journal only grows: both databases refuse to change it, save to blank a free text."""

from alembic import op

revision = "0002"
down_revision = "0001"

REFUSAL = "the journal is append-only"
#: Table and operation, and the condition under which it is let through all the same.
GUARDED = (
    ("event", "UPDATE", "FALSE"),
    ("event", "DELETE", "FALSE"),
    ("digest", "UPDATE", "FALSE"),
    ("digest", "DELETE", "FALSE"),
    ("eventtext", "DELETE", "FALSE"),
    (
        "eventtext",
        "UPDATE",
        "NEW.text IS NULL AND NEW.event = OLD.event AND NEW.name = OLD.name"
        " AND NEW.salt = OLD.salt AND NEW.hash = OLD.hash",
    ),
)


def upgrade() -> None:
    guard = {"sqlite": _guard_sqlite, "postgresql": _guard_postgresql}[op.get_bind().dialect.name]
    for table, operation, unless in GUARDED:
        guard(table, operation, unless)


def _guard_sqlite(table: str, operation: str, unless: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{operation.lower()} BEFORE {operation} ON {table} WHEN NOT ({unless})"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _guard_postgresql(table: str, operation: str, unless: str) -> None:
    name = f"{table}_{operation.lower()}"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NOT ({unless}) THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
        " END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if operation == "DELETE":
        emptying = f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        op.execute(f"{emptying} EXECUTE FUNCTION {name}()")
