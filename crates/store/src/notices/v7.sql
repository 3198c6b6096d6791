-- A notice may be about no sending: an ended log-in, a certificate near its end, a rule that failed. Nothing names rows of
-- this table, so it is made anew with what it held.
CREATE TABLE notices_of_all (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER REFERENCES documents (id) ON DELETE SET NULL,
    edo_document_id INTEGER REFERENCES edo_documents (id),
    status TEXT,
    kind TEXT,
    news_key TEXT,
    title TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    bare_body TEXT NOT NULL DEFAULT '',
    at_ns INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    is_shown INTEGER NOT NULL DEFAULT 0 CHECK (is_shown IN (0, 1)),
    CHECK ((edo_document_id IS NULL) = (status IS NULL)),
    CHECK ((edo_document_id IS NULL) = (kind IS NOT NULL)),
    CHECK (edo_document_id IS NULL OR document_id IS NOT NULL)
) STRICT;
INSERT INTO notices_of_all (id, document_id, edo_document_id, status, at_ns, is_read, is_shown)
    SELECT id, document_id, edo_document_id, status, at_ns, is_read, is_shown FROM notices;
DROP TABLE notices;
ALTER TABLE notices_of_all RENAME TO notices;
CREATE UNIQUE INDEX notices_by_status ON notices (edo_document_id, status) WHERE edo_document_id IS NOT NULL;
CREATE UNIQUE INDEX notices_by_key ON notices (news_key) WHERE news_key IS NOT NULL;
CREATE INDEX notices_unread ON notices (id) WHERE is_read = 0;
CREATE INDEX notices_unshown ON notices (id) WHERE is_shown = 0;
-- Removing a document asks whether a notice names it.
CREATE INDEX notices_by_document ON notices (document_id);
