-- «Кто подписывает»: in what position a person signs for a firm, and by whose leave. A power that is gone leaves the choice
-- to the program again.
CREATE TABLE firm_signers (
    firm_id INTEGER NOT NULL REFERENCES firms (id),
    person TEXT NOT NULL,
    position_source TEXT NOT NULL,
    position TEXT NOT NULL DEFAULT '',
    power_id INTEGER REFERENCES powers_of_attorney (id) ON DELETE SET NULL,
    PRIMARY KEY (firm_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX firm_signers_by_power ON firm_signers (power_id);
