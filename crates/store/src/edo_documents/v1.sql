CREATE TABLE edo_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    custom_document_id BLOB NOT NULL CHECK (length(custom_document_id) = 16),
    to_box TEXT NOT NULL DEFAULT '',
    message_id TEXT,
    entity_id TEXT,
    facets TEXT,
    operator_status_text TEXT NOT NULL DEFAULT '',
    severity TEXT NOT NULL DEFAULT 'info',
    as_of_ns INTEGER,
    is_terminal INTEGER NOT NULL DEFAULT 0 CHECK (is_terminal IN (0, 1)),
    last_heard_at_ns INTEGER NOT NULL DEFAULT 0,
    created_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX edo_documents_by_document ON edo_documents (document_id, id);
CREATE UNIQUE INDEX edo_documents_by_custom_id ON edo_documents (connection_id, custom_document_id);
CREATE UNIQUE INDEX edo_documents_by_remote ON edo_documents (connection_id, message_id, entity_id)
    WHERE message_id IS NOT NULL;
CREATE INDEX edo_documents_open ON edo_documents (connection_id, last_heard_at_ns, id)
    WHERE is_terminal = 0 AND message_id IS NOT NULL;
