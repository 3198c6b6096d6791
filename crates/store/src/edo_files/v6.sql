-- A print form beside the record's own file goes as a message of its own.
ALTER TABLE edo_files ADD COLUMN print_form TEXT NOT NULL DEFAULT '';
