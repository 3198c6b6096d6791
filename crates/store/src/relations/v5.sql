-- What an operator tells of a relation beside its state.
ALTER TABLE counterparty_boxes ADD COLUMN since_ns INTEGER;
ALTER TABLE counterparty_boxes ADD COLUMN words_from_them TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN words_from_us TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN invitation_message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN invitation_entity_id TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN group_id TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN accepts_from TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN can_sign INTEGER CHECK (can_sign IN (0, 1));
ALTER TABLE counterparty_boxes ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1));
-- Invitations and proposals, which are few, without a walk over all boxes.
CREATE INDEX counterparty_boxes_by_partnership ON counterparty_boxes (partnership, connection_id)
    WHERE partnership <> 'established';

-- Who was looked for at an operator by ИНН, and whether anybody was found.
CREATE TABLE box_searches (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    counterparty_id INTEGER NOT NULL REFERENCES counterparties (id),
    at_ns INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (connection_id, counterparty_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX box_searches_by_counterparty ON box_searches (counterparty_id);

CREATE TABLE counterparty_groups (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    group_id TEXT NOT NULL CHECK (group_id <> ''),
    name TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (connection_id, group_id)
) STRICT, WITHOUT ROWID;

-- How far the log of relations was read.
CREATE TABLE relation_places (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    place TEXT NOT NULL,
    read_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The outbox of acts on relations.
CREATE TABLE relation_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    counterparty_id INTEGER NOT NULL REFERENCES counterparties (id),
    kind TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target <> ''),
    words TEXT NOT NULL DEFAULT '',
    request BLOB NOT NULL,
    task TEXT NOT NULL DEFAULT '',
    before_partnership TEXT,
    before_since_ns INTEGER,
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at_ns INTEGER NOT NULL DEFAULT 0,
    changed_at_ns INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ns INTEGER,
    failure_code TEXT,
    failure_text TEXT NOT NULL DEFAULT ''
) STRICT;
-- One act at a time on one relation: a second press finds the first.
CREATE UNIQUE INDEX relation_acts_open ON relation_acts (connection_id, target)
    WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX relation_acts_by_state ON relation_acts (state, id);
CREATE INDEX relation_acts_by_counterparty ON relation_acts (counterparty_id, id);
