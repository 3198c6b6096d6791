-- At most one row: when the person last left. Before the first one nothing is noted.
CREATE TABLE visits (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    left_at_ns INTEGER NOT NULL
) STRICT;

-- Only what came after that; emptied whenever the person leaves, so it never grows with the registry. The document is
-- not declared as a reference: removing one would search this table, and a row without its document is simply not told.
CREATE TABLE status_changes (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER status_changes_note AFTER UPDATE OF status ON documents
WHEN old.status <> new.status AND EXISTS (SELECT 1 FROM visits) BEGIN
    INSERT INTO status_changes (document_id, from_status, to_status, at_ns)
        VALUES (new.id, old.status, new.status, new.status_since_ns);
END;
