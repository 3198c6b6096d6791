CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL,
    place INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
    state TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX saved_views_by_name ON saved_views (name_key);
