-- The operator has our signature and has not said what it makes of it: few documents, and they are asked about soon.
CREATE INDEX edo_documents_unchecked ON edo_documents (connection_id, last_heard_at_ns, id, created_at_ns)
    WHERE message_id IS NOT NULL AND is_terminal = 0 AND json_extract(facets, '$.our_signature') = 'unchecked';
