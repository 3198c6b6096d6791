CREATE TABLE timeline (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    edo_document_id INTEGER REFERENCES edo_documents (id),
    at_ns INTEGER NOT NULL DEFAULT 0,
    actor TEXT NOT NULL DEFAULT 'operator',
    fact TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_by_document ON timeline (document_id, at_ns);
