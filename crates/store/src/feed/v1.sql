CREATE TABLE feed_cursors (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    cursor TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE provider_events (
    id INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    entity_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    happened_at_ns INTEGER NOT NULL DEFAULT 0,
    received_at_ns INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX provider_events_by_document ON provider_events (connection_id, entity_id, event_id);
