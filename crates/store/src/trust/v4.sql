CREATE TABLE trusted_certificates (
    thumbprint BLOB NOT NULL PRIMARY KEY CHECK (length(thumbprint) = 20),
    der BLOB NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    added_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE revocation_lists (
    issuer_key BLOB NOT NULL PRIMARY KEY,
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    this_update_ns INTEGER NOT NULL,
    next_update_ns INTEGER,
    added_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
