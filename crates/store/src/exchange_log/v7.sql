-- What was asked of an operator's service, where a person wants to know. Never a value, a body or a secret.
CREATE TABLE exchange_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    at_ns INTEGER NOT NULL,
    call TEXT NOT NULL CHECK (call <> ''),
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    is_failure INTEGER NOT NULL DEFAULT 0 CHECK (is_failure IN (0, 1)),
    duration_ms INTEGER NOT NULL DEFAULT 0,
    answer_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX exchange_log_of_connection ON exchange_log (connection_id, id);
