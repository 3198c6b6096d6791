-- What waits for an intermediate recipient was called «sent».
UPDATE documents SET status = 'intermediate_pending' WHERE status = 'sent' AND EXISTS (
    SELECT 1 FROM edo_documents e WHERE e.document_id = documents.id
        AND json_extract(e.facets, '$.intermediate') = 'awaited'
        AND json_extract(e.facets, '$.our_signature') <> 'unchecked'
        AND NOT EXISTS (SELECT 1 FROM edo_documents later WHERE later.document_id = e.document_id AND later.id > e.id)
);

-- What the other side owes us, by age; a test compares the list with the statuses that wait for them.
DROP INDEX documents_waiting_for_them;
CREATE INDEX documents_waiting_for_them ON documents (status, status_since_ns, firm_id, counterparty_id, individual_id)
    WHERE status IN ('revocation_requested_by_us', 'consent_pending', 'intermediate_pending', 'their_signature_pending', 'receipt_pending');
