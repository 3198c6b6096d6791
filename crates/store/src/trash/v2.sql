CREATE TABLE trash (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    links TEXT NOT NULL DEFAULT '{}',
    removed_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX trash_by_age ON trash (removed_at_ns);
