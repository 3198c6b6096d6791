-- «Извещения о получении отправляются сами»: for which firms, who signs, and how it last went. A row is there while the
-- rule is on; a certificate or a power that is gone stops it and changes nothing here, so nothing refers to them.
CREATE TABLE receipt_rules (
    firm_id INTEGER PRIMARY KEY REFERENCES firms (id),
    certificate_id INTEGER NOT NULL,
    power_id INTEGER,
    since_ns INTEGER NOT NULL,
    last_run_at_ns INTEGER,
    last_success_at_ns INTEGER,
    receipts INTEGER NOT NULL DEFAULT 0,
    code TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT ''
) STRICT;
-- Why a receipt notice did not go by itself: a person looks at it.
CREATE TABLE receipt_refusals (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    at_ns INTEGER NOT NULL
) STRICT;
CREATE TRIGGER receipt_refusals_over AFTER DELETE ON document_marks WHEN old.mark = 'receipt_required' BEGIN
    DELETE FROM receipt_refusals WHERE document_id = old.document_id;
END;
