-- The box of an intermediate recipient.
ALTER TABLE arrivals ADD COLUMN via_box TEXT NOT NULL DEFAULT '';
-- What an operator did not give is asked for again a few times.
CREATE INDEX arrivals_to_ask_again ON arrivals (connection_id, next_attempt_at_ns, edo_document_id)
    WHERE content_state = 'lost' AND next_attempt_at_ns IS NOT NULL;
