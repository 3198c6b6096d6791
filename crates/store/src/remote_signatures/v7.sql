CREATE TABLE remote_signatures (
    edo_document_id INTEGER NOT NULL REFERENCES edo_documents (id),
    entity_id TEXT NOT NULL,
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    party TEXT NOT NULL,
    title_entity_id TEXT NOT NULL DEFAULT '',
    title_file_name TEXT NOT NULL DEFAULT '',
    content_state TEXT NOT NULL DEFAULT 'awaited',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ns INTEGER,
    PRIMARY KEY (edo_document_id, entity_id)
) STRICT, WITHOUT ROWID;
-- What is to be fetched: a small part of all that was ever told.
CREATE INDEX remote_signatures_awaited ON remote_signatures (connection_id, next_attempt_at_ns)
    WHERE content_state = 'awaited';
