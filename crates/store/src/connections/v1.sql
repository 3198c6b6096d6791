CREATE TABLE connections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    firm_id INTEGER NOT NULL REFERENCES firms (id),
    operator TEXT NOT NULL CHECK (operator <> ''),
    address TEXT NOT NULL DEFAULT '',
    box_id TEXT NOT NULL DEFAULT '',
    box_name TEXT NOT NULL DEFAULT '',
    box_inn TEXT NOT NULL CHECK (box_inn <> ''),
    box_kpp TEXT NOT NULL DEFAULT '',
    box_is_test INTEGER NOT NULL DEFAULT 0 CHECK (box_is_test IN (0, 1)),
    is_removed INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1))
) STRICT;
-- One box at one address is one feed: two rows for it would apply every event twice.
CREATE UNIQUE INDEX connections_by_box ON connections (operator, address, box_id);
CREATE INDEX connections_by_firm ON connections (firm_id);

CREATE TABLE connection_health (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    code TEXT NOT NULL DEFAULT 'ok',
    text TEXT NOT NULL DEFAULT '',
    last_success_at_ns INTEGER,
    last_attempt_at_ns INTEGER,
    next_attempt_at_ns INTEGER,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
