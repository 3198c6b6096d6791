-- The outbox of requests to be connected: there is no connection yet.
CREATE TABLE connection_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    operator TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    firm_id INTEGER NOT NULL REFERENCES firms (id),
    contact_name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    request BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    is_known_there INTEGER NOT NULL DEFAULT 0 CHECK (is_known_there IN (0, 1)),
    created_at_ns INTEGER NOT NULL DEFAULT 0,
    changed_at_ns INTEGER NOT NULL DEFAULT 0,
    failure_code TEXT,
    failure_text TEXT NOT NULL DEFAULT ''
) STRICT;
-- One on its way for a firm: a second press finds the first.
CREATE UNIQUE INDEX connection_requests_open ON connection_requests (operator, firm_id)
    WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX connection_requests_by_firm ON connection_requests (operator, firm_id, id);
