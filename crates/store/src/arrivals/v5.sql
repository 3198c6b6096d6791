-- The box of an intermediate recipient.
ALTER TABLE arrivals ADD COLUMN via_box TEXT NOT NULL DEFAULT '';
