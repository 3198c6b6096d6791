-- How many documents of each status ask something of us. What is owed is a mark; a count is never made by reading rows.
CREATE TABLE owed_counts (
    status TEXT PRIMARY KEY,
    documents INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TRIGGER owed_counts_marked AFTER INSERT ON document_marks WHEN new.mark = 'owed_by_us' BEGIN
    INSERT INTO owed_counts (status, documents) SELECT status, 1 FROM documents WHERE id = new.document_id
        ON CONFLICT (status) DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER owed_counts_unmarked AFTER DELETE ON document_marks WHEN old.mark = 'owed_by_us' BEGIN
    UPDATE owed_counts SET documents = documents - 1
        WHERE status = (SELECT status FROM documents WHERE id = old.document_id);
END;
CREATE TRIGGER owed_counts_moved AFTER UPDATE OF status ON documents
WHEN new.status <> old.status
    AND EXISTS (SELECT 1 FROM document_marks WHERE document_id = new.id AND mark = 'owed_by_us')
BEGIN
    UPDATE owed_counts SET documents = documents - 1 WHERE status = old.status;
    INSERT INTO owed_counts (status, documents) VALUES (new.status, 1)
        ON CONFLICT (status) DO UPDATE SET documents = documents + 1;
END;
