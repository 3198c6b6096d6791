-- Until now only letters left.
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'letter';
