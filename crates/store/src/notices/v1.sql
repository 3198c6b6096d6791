CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    edo_document_id INTEGER NOT NULL REFERENCES edo_documents (id),
    status TEXT NOT NULL,
    at_ns INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    is_shown INTEGER NOT NULL DEFAULT 0 CHECK (is_shown IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX notices_by_status ON notices (edo_document_id, status);
CREATE INDEX notices_unread ON notices (id) WHERE is_read = 0;
CREATE INDEX notices_unshown ON notices (id) WHERE is_shown = 0;
