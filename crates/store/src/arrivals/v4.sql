CREATE TABLE arrivals (
    edo_document_id INTEGER PRIMARY KEY REFERENCES edo_documents (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    from_box TEXT NOT NULL DEFAULT '',
    package_id TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT 'none',
    signature_entity_id TEXT NOT NULL DEFAULT '',
    content_state TEXT NOT NULL DEFAULT 'awaited',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ns INTEGER,
    failure_text TEXT NOT NULL DEFAULT ''
) STRICT;
-- What is to be fetched, the newest first; a small part of all that ever came.
CREATE INDEX arrivals_awaited ON arrivals (connection_id, edo_document_id, next_attempt_at_ns)
    WHERE content_state = 'awaited';
CREATE INDEX arrivals_by_package ON arrivals (package_id) WHERE package_id <> '';
