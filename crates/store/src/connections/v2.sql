ALTER TABLE connections ADD COLUMN box_participant_id TEXT NOT NULL DEFAULT '';
ALTER TABLE counterparty_boxes ADD COLUMN participant_id TEXT NOT NULL DEFAULT '';
