-- What the registry is narrowed and ordered by. The number in its natural order is written by the program
-- (documents/number_order.rs), for the papers of before by the step behind these statements;
-- the indexes come after it (v3_indexes.sql).
ALTER TABLE documents ADD COLUMN number_key TEXT;
ALTER TABLE documents ADD COLUMN operator TEXT;
UPDATE documents SET operator = (
    SELECT c.operator FROM edo_documents e JOIN connections c ON c.id = e.connection_id
    WHERE e.document_id = documents.id ORDER BY e.id DESC LIMIT 1
) WHERE EXISTS (SELECT 1 FROM edo_documents e WHERE e.document_id = documents.id);
-- The operator of the last sending, whoever writes sendings.
CREATE TRIGGER documents_operator_insert AFTER INSERT ON edo_documents BEGIN
    UPDATE documents SET operator = (
        SELECT c.operator FROM edo_documents e JOIN connections c ON c.id = e.connection_id
        WHERE e.document_id = new.document_id ORDER BY e.id DESC LIMIT 1
    ) WHERE id = new.document_id;
END;
CREATE TRIGGER documents_operator_delete AFTER DELETE ON edo_documents BEGIN
    UPDATE documents SET operator = (
        SELECT c.operator FROM edo_documents e JOIN connections c ON c.id = e.connection_id
        WHERE e.document_id = old.document_id ORDER BY e.id DESC LIMIT 1
    ) WHERE id = old.document_id;
END;
