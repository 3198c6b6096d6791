CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    edo_document_id INTEGER NOT NULL REFERENCES edo_documents (id),
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at_ns INTEGER NOT NULL DEFAULT 0,
    changed_at_ns INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ns INTEGER,
    failure_code TEXT,
    failure_text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_by_edo_document ON outbox (edo_document_id, id);
CREATE INDEX outbox_by_state ON outbox (state, id);
CREATE INDEX outbox_open ON outbox (connection_id, id, next_attempt_at_ns, created_at_ns)
    WHERE state IN ('queued', 'sending', 'unknown');

-- Apart from the rows: a change of state would write the bytes anew each time.
CREATE TABLE outbox_requests (
    outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id),
    request BLOB NOT NULL
) STRICT;
