CREATE TABLE document_signatures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edo_file_id INTEGER NOT NULL REFERENCES edo_files (id),
    edo_document_id INTEGER REFERENCES edo_documents (id),
    party TEXT NOT NULL,
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    thumbprint BLOB CHECK (length(thumbprint) = 20),
    signer_name TEXT NOT NULL DEFAULT '',
    signed_at_ns INTEGER,
    created_at_ns INTEGER NOT NULL DEFAULT 0,
    UNIQUE (edo_file_id, blob)
) STRICT;
CREATE INDEX document_signatures_by_blob ON document_signatures (blob);
