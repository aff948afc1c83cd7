"""Searching in the middle of a text: by trigrams where PostgreSQL brings them, by reading a narrow index elsewhere."""

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"

#: Each table with the column that names a row.
TABLES = {
    "application": "ref",
    "label": "ref",
    "wave": "ref",
    "jointorder": "ref",
    "commissionsession": "ref",
    "person": "id",
}
AVAILABLE = text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
#: Whoever owns a database may create this extension in it, unless the administrator took that right away.
ALLOWED = text("SELECT has_database_privilege(current_database(), 'CREATE')")


def upgrade() -> None:
    bind = op.get_bind()
    by_trigrams = bind.dialect.name == "postgresql" and bind.scalar(AVAILABLE) and bind.scalar(ALLOWED)
    if by_trigrams:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, name in TABLES.items():
        how = "USING gin (search gin_trgm_ops)" if by_trigrams else f"(search, {name})"
        op.execute(f"CREATE INDEX {table}_searching ON {table} {how}")
