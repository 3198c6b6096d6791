-- When a sending took the steps that days are counted by: came to the operator, was signed and was refused by the other
-- side. Operators tell some steps in several events; the first one counts.
ALTER TABLE edo_documents ADD COLUMN sent_at_ns INTEGER;
ALTER TABLE edo_documents ADD COLUMN signed_at_ns INTEGER;
ALTER TABLE edo_documents ADD COLUMN refused_at_ns INTEGER;
-- Its document was sent before.
ALTER TABLE edo_documents ADD COLUMN is_again INTEGER NOT NULL DEFAULT 0 CHECK (is_again IN (0, 1));

DROP TRIGGER hour_counts_note;
CREATE TEMP TABLE steps_taken AS
    SELECT edo_document_id AS id, min(iif(milestone = 'sent', at_ns, NULL)) AS sent_at_ns,
        min(iif(milestone = 'signed', at_ns, NULL)) AS signed_at_ns,
        min(iif(milestone = 'refused', at_ns, NULL)) AS refused_at_ns
    FROM timeline WHERE milestone IS NOT NULL GROUP BY edo_document_id;
UPDATE edo_documents SET sent_at_ns = t.sent_at_ns, signed_at_ns = t.signed_at_ns, refused_at_ns = t.refused_at_ns
FROM steps_taken t WHERE t.id = edo_documents.id;
DROP TABLE steps_taken;
UPDATE edo_documents SET is_again = 1 WHERE EXISTS (
    SELECT 1 FROM edo_documents before WHERE before.document_id = edo_documents.document_id AND before.id < edo_documents.id
);

CREATE INDEX edo_documents_sent ON edo_documents (sent_at_ns, document_id) WHERE sent_at_ns IS NOT NULL;
CREATE INDEX edo_documents_signed ON edo_documents (signed_at_ns, document_id) WHERE signed_at_ns IS NOT NULL;
CREATE INDEX edo_documents_refused ON edo_documents (refused_at_ns, document_id) WHERE refused_at_ns IS NOT NULL;
-- A document that was sent twice within one day is one document of that day: what was counted twice is found here.
CREATE INDEX edo_documents_sent_again ON edo_documents (sent_at_ns, document_id)
    WHERE is_again = 1 AND sent_at_ns IS NOT NULL;
CREATE INDEX edo_documents_signed_again ON edo_documents (signed_at_ns, document_id)
    WHERE is_again = 1 AND signed_at_ns IS NOT NULL;
CREATE INDEX edo_documents_refused_again ON edo_documents (refused_at_ns, document_id)
    WHERE is_again = 1 AND refused_at_ns IS NOT NULL;
DROP INDEX timeline_refused;

-- Counted anew, so that the counters and the sendings tell the same.
DELETE FROM hour_counts;
INSERT INTO hour_counts (hour, firm_id, sent, signed, refused)
    SELECT step.at_ns / 3600000000000, coalesce(d.firm_id, 0), sum(step.name = 'sent'), sum(step.name = 'signed'),
        sum(step.name = 'refused')
    FROM (
        SELECT document_id, sent_at_ns AS at_ns, 'sent' AS name FROM edo_documents WHERE sent_at_ns IS NOT NULL
        UNION ALL
        SELECT document_id, signed_at_ns, 'signed' FROM edo_documents WHERE signed_at_ns IS NOT NULL
        UNION ALL
        SELECT document_id, refused_at_ns, 'refused' FROM edo_documents WHERE refused_at_ns IS NOT NULL
    ) step JOIN documents d ON d.id = step.document_id
    GROUP BY 1, 2;

CREATE TRIGGER edo_documents_again AFTER INSERT ON edo_documents
WHEN EXISTS (SELECT 1 FROM edo_documents e WHERE e.document_id = new.document_id AND e.id < new.id) BEGIN
    UPDATE edo_documents SET is_again = 1 WHERE id = new.id;
END;

-- The operator has our signature and has not said what it makes of it: few documents, and they are asked about soon.
CREATE INDEX edo_documents_unchecked ON edo_documents (connection_id, last_heard_at_ns, id, created_at_ns)
    WHERE message_id IS NOT NULL AND is_terminal = 0 AND json_extract(facets, '$.our_signature') = 'unchecked';

-- What came to us bears the sender's signature from the start: nobody has answered anything by it.
CREATE TRIGGER edo_documents_step AFTER INSERT ON timeline WHEN new.milestone IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM arrivals a WHERE a.edo_document_id = new.edo_document_id)
BEGIN
    INSERT INTO hour_counts (hour, firm_id, sent, signed, refused)
        SELECT new.at_ns / 3600000000000, coalesce(d.firm_id, 0), new.milestone = 'sent', new.milestone = 'signed',
            new.milestone = 'refused'
        FROM edo_documents e JOIN documents d ON d.id = e.document_id
        WHERE e.id = new.edo_document_id AND CASE new.milestone WHEN 'sent' THEN e.sent_at_ns
            WHEN 'signed' THEN e.signed_at_ns ELSE e.refused_at_ns END IS NULL
        ON CONFLICT (hour, firm_id) DO UPDATE SET sent = sent + excluded.sent, signed = signed + excluded.signed,
            refused = refused + excluded.refused;
    UPDATE edo_documents SET sent_at_ns = new.at_ns
        WHERE id = new.edo_document_id AND new.milestone = 'sent' AND sent_at_ns IS NULL;
    UPDATE edo_documents SET signed_at_ns = new.at_ns
        WHERE id = new.edo_document_id AND new.milestone = 'signed' AND signed_at_ns IS NULL;
    UPDATE edo_documents SET refused_at_ns = new.at_ns
        WHERE id = new.edo_document_id AND new.milestone = 'refused' AND refused_at_ns IS NULL;
END;

-- What a document brought to its firm goes with it to another one.
CREATE TRIGGER hour_counts_firm AFTER UPDATE OF firm_id ON documents WHEN new.firm_id IS NOT old.firm_id BEGIN
    INSERT INTO hour_counts (hour, firm_id, sent, signed, refused)
        SELECT step.at_ns / 3600000000000, firm.id, sum(firm.sign * (step.name = 'sent')),
            sum(firm.sign * (step.name = 'signed')), sum(firm.sign * (step.name = 'refused'))
        FROM (
            SELECT sent_at_ns AS at_ns, 'sent' AS name FROM edo_documents
                WHERE document_id = new.id AND sent_at_ns IS NOT NULL
            UNION ALL
            SELECT signed_at_ns, 'signed' FROM edo_documents WHERE document_id = new.id AND signed_at_ns IS NOT NULL
            UNION ALL
            SELECT refused_at_ns, 'refused' FROM edo_documents WHERE document_id = new.id AND refused_at_ns IS NOT NULL
        ) step, (
            SELECT coalesce(old.firm_id, 0) AS id, -1 AS sign UNION ALL SELECT coalesce(new.firm_id, 0), 1
        ) firm
        WHERE true GROUP BY 1, 2
        ON CONFLICT (hour, firm_id) DO UPDATE SET sent = sent + excluded.sent, signed = signed + excluded.signed,
            refused = refused + excluded.refused;
END;
