-- Which step of a sending's way a line of the timeline is, if it is one that days are counted by.
ALTER TABLE timeline ADD COLUMN milestone TEXT GENERATED ALWAYS AS (
    CASE
        WHEN edo_document_id IS NULL THEN NULL
        WHEN actor <> 'them' AND json_extract(fact, '$.fact') = 'posted' THEN 'sent'
        WHEN actor = 'them' AND json_extract(fact, '$.fact') IN ('signed', 'titled') THEN 'signed'
        WHEN actor = 'them' AND json_extract(fact, '$.fact') = 'rejected' THEN 'refused'
    END
) VIRTUAL;
CREATE INDEX timeline_refused ON timeline (at_ns, document_id, edo_document_id) WHERE milestone = 'refused';

-- By the hour, because where a day begins is known only where the clerk sits. Zero stands for «no firm».
CREATE TABLE hour_counts (
    hour INTEGER NOT NULL,
    firm_id INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    signed INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hour, firm_id)
) STRICT, WITHOUT ROWID;
INSERT INTO hour_counts (hour, firm_id, sent, signed, refused)
    SELECT first.at_ns / 3600000000000, coalesce(d.firm_id, 0), sum(first.milestone = 'sent'),
        sum(first.milestone = 'signed'), sum(first.milestone = 'refused')
    FROM (
        SELECT document_id, milestone, min(at_ns) AS at_ns FROM timeline
        WHERE milestone IS NOT NULL GROUP BY edo_document_id, milestone
    ) first JOIN documents d ON d.id = first.document_id
    GROUP BY 1, 2;

-- Operators tell some steps in several events: a sending takes each step once.
CREATE TRIGGER hour_counts_note AFTER INSERT ON timeline
WHEN new.milestone IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM timeline t WHERE t.document_id = new.document_id AND t.id <> new.id
        AND t.edo_document_id = new.edo_document_id AND t.milestone = new.milestone
) BEGIN
    INSERT INTO hour_counts (hour, firm_id, sent, signed, refused)
        SELECT new.at_ns / 3600000000000, coalesce(d.firm_id, 0), new.milestone = 'sent', new.milestone = 'signed',
            new.milestone = 'refused'
        FROM documents d WHERE d.id = new.document_id
        ON CONFLICT (hour, firm_id) DO UPDATE SET sent = sent + excluded.sent, signed = signed + excluded.signed,
            refused = refused + excluded.refused;
END;

-- What the other side owes us, by age; a test compares the list with the statuses that wait for them.
CREATE INDEX documents_waiting_for_them ON documents (status, status_since_ns, firm_id, counterparty_id, individual_id)
    WHERE status IN ('revocation_requested_by_us', 'consent_pending', 'their_signature_pending', 'receipt_pending');
