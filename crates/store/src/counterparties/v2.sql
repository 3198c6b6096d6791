ALTER TABLE counterparties ADD COLUMN requisites TEXT NOT NULL DEFAULT '{}';

CREATE TABLE counterparty_changes (
    id INTEGER PRIMARY KEY,
    counterparty_id INTEGER NOT NULL REFERENCES counterparties (id),
    at_ns INTEGER NOT NULL DEFAULT 0,
    field TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX counterparty_changes_by_owner ON counterparty_changes (counterparty_id, at_ns);
