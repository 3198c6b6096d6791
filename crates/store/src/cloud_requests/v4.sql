CREATE TABLE cloud_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    certificate_id INTEGER NOT NULL REFERENCES certificates (id),
    connection_id INTEGER NOT NULL,
    -- The operator's name of it; NULL until the operator answered.
    request TEXT,
    -- How many files the operator was given, also when some of them are used already.
    files INTEGER NOT NULL DEFAULT 0,
    asked_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cloud_files (
    request_id INTEGER NOT NULL REFERENCES cloud_requests (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    content BLOB NOT NULL CHECK (length(content) = 32),
    signature BLOB,
    signed_at_ns INTEGER,
    PRIMARY KEY (request_id, position)
) STRICT, WITHOUT ROWID;
-- A document stands in one request at a time: nobody is asked twice for the same signature.
CREATE UNIQUE INDEX cloud_files_by_document ON cloud_files (document_id);
CREATE INDEX cloud_files_by_content ON cloud_files (content);
