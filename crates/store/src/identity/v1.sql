CREATE TABLE database_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    database_id BLOB NOT NULL CHECK (length(database_id) = 16),
    last_folder TEXT NOT NULL DEFAULT ''
) STRICT;
