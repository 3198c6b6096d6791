-- The same counts as `status_counts` and `owed_counts`, of each firm of ours: what stands above a list of one firm is of
-- that firm. What belongs to no firm is counted among all alone.
CREATE TABLE firm_counts (
    firm_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    documents INTEGER NOT NULL DEFAULT 0,
    owed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (firm_id, status)
) STRICT, WITHOUT ROWID;
-- One walk along an index that has both; what is owed is read from its marks, which are few.
INSERT INTO firm_counts (firm_id, status, documents)
    SELECT firm_id, status, count(*) FROM documents INDEXED BY documents_by_firm
    WHERE firm_id IS NOT NULL GROUP BY firm_id, status;
INSERT INTO firm_counts (firm_id, status, owed)
    SELECT d.firm_id, d.status, count(*)
    FROM document_marks m INDEXED BY document_marks_by_mark CROSS JOIN documents d ON d.id = m.document_id
    WHERE m.mark = 'owed_by_us' AND d.firm_id IS NOT NULL GROUP BY d.firm_id, d.status
    ON CONFLICT (firm_id, status) DO UPDATE SET owed = excluded.owed;

CREATE TRIGGER firm_counts_insert AFTER INSERT ON documents WHEN new.firm_id IS NOT NULL BEGIN
    INSERT INTO firm_counts (firm_id, status, documents) VALUES (new.firm_id, new.status, 1)
        ON CONFLICT (firm_id, status) DO UPDATE SET documents = documents + 1;
END;
-- To another status, to another firm, or both at once; what is owed goes along.
CREATE TRIGGER firm_counts_moved AFTER UPDATE OF status, firm_id ON documents
WHEN new.status <> old.status OR new.firm_id IS NOT old.firm_id
BEGIN
    UPDATE firm_counts SET documents = documents - 1,
        owed = owed - EXISTS (SELECT 1 FROM document_marks WHERE document_id = old.id AND mark = 'owed_by_us')
    WHERE firm_id = old.firm_id AND status = old.status;
    INSERT INTO firm_counts (firm_id, status, documents, owed)
        SELECT new.firm_id, new.status, 1,
            EXISTS (SELECT 1 FROM document_marks WHERE document_id = new.id AND mark = 'owed_by_us')
        WHERE new.firm_id IS NOT NULL
        ON CONFLICT (firm_id, status) DO UPDATE SET documents = documents + 1, owed = owed + excluded.owed;
END;
CREATE TRIGGER firm_counts_delete AFTER DELETE ON documents WHEN old.firm_id IS NOT NULL BEGIN
    UPDATE firm_counts SET documents = documents - 1 WHERE firm_id = old.firm_id AND status = old.status;
END;
-- Marks come after their document and go before it, so a row of its firm and status is there.
CREATE TRIGGER firm_counts_marked AFTER INSERT ON document_marks WHEN new.mark = 'owed_by_us' BEGIN
    UPDATE firm_counts SET owed = owed + 1
        WHERE (firm_id, status) = (SELECT firm_id, status FROM documents WHERE id = new.document_id);
END;
CREATE TRIGGER firm_counts_unmarked AFTER DELETE ON document_marks WHEN old.mark = 'owed_by_us' BEGIN
    UPDATE firm_counts SET owed = owed - 1
        WHERE (firm_id, status) = (SELECT firm_id, status FROM documents WHERE id = old.document_id);
END;
