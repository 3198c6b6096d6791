-- The operator's own words about the last sending stand in the row itself: a page of the registry then reads one place
-- for each of its rows and not three.
ALTER TABLE documents ADD COLUMN operator_text TEXT NOT NULL DEFAULT '';
UPDATE documents SET operator_text = (
    SELECT e.operator_status_text FROM edo_documents e WHERE e.document_id = documents.id ORDER BY e.id DESC LIMIT 1
) WHERE id IN (SELECT document_id FROM edo_documents WHERE operator_status_text <> '');

DROP TRIGGER documents_operator_insert;
DROP TRIGGER documents_operator_delete;
-- Ids are never reused, so a new sending is the last one.
CREATE TRIGGER documents_operator_insert AFTER INSERT ON edo_documents BEGIN
    UPDATE documents SET operator_text = new.operator_status_text,
        operator = (SELECT operator FROM connections WHERE id = new.connection_id)
    WHERE id = new.document_id;
END;
CREATE TRIGGER documents_operator_text AFTER UPDATE OF operator_status_text ON edo_documents
WHEN new.operator_status_text <> old.operator_status_text BEGIN
    UPDATE documents SET operator_text = new.operator_status_text WHERE id = new.document_id AND NOT EXISTS (
        SELECT 1 FROM edo_documents e WHERE e.document_id = new.document_id AND e.id > new.id
    );
END;
CREATE TRIGGER documents_operator_delete AFTER DELETE ON edo_documents BEGIN
    UPDATE documents SET
        operator = (
            SELECT c.operator FROM edo_documents e JOIN connections c ON c.id = e.connection_id
            WHERE e.document_id = old.document_id ORDER BY e.id DESC LIMIT 1
        ),
        operator_text = coalesce((
            SELECT e.operator_status_text FROM edo_documents e WHERE e.document_id = old.document_id
            ORDER BY e.id DESC LIMIT 1
        ), '')
    WHERE id = old.document_id;
END;

-- Papers dated after the day on which their status began. There are few of them; all the others that have waited since
-- before some day are listed no later than that day, so whoever asks for a long wait need not look at newer ones.
CREATE INDEX documents_ahead ON documents (listed_on, id, status_since_ns)
    WHERE listed_on > CAST(strftime('%Y%m%d', status_since_ns / 1000000000, 'unixepoch') AS INTEGER);

-- Papers in other money are few, so that a sum of everything is read from the index by date, which has no currency, and
-- only they are looked at by themselves.
CREATE INDEX documents_foreign ON documents (currency, id) WHERE currency <> '643';
