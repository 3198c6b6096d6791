-- What a power of attorney is: `registered`, `manual`, `paper`, `operator_default`. Those without a GUID have the number of
-- their row in `number`, so that it stays unique.
ALTER TABLE powers_of_attorney ADD COLUMN kind TEXT NOT NULL DEFAULT 'registered';
ALTER TABLE powers_of_attorney ADD COLUMN issued_on TEXT;
ALTER TABLE powers_of_attorney ADD COLUMN internal_number TEXT NOT NULL DEFAULT '';
ALTER TABLE powers_of_attorney ADD COLUMN internal_on TEXT;
ALTER TABLE powers_of_attorney ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE powers_of_attorney ADD COLUMN issued_by TEXT NOT NULL DEFAULT '';
ALTER TABLE powers_of_attorney ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE powers_of_attorney ADD COLUMN goes_along INTEGER NOT NULL DEFAULT 0 CHECK (goes_along IN (0, 1));
