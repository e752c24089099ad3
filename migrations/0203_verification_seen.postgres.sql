-- How the second person saw a house: there, or by its photo. Of earlier entries: at the house.
-- +goose Up
ALTER TABLE verification ADD COLUMN seen {code} NOT NULL DEFAULT 'house'
	CONSTRAINT verification_seen_check CHECK (seen IN ('house', 'photo'));
-- The date of the visit; empty: when it was verified. A photo has no visit.
ALTER TABLE verification ADD COLUMN seen_on {code} NOT NULL DEFAULT '' CHECK (seen_on = '' OR seen = 'house');
