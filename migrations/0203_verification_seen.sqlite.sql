-- How the second person saw a house: there, or by its photo. Of earlier entries: at the house.
-- +goose Up
ALTER TABLE verification ADD COLUMN seen {code} NOT NULL DEFAULT 'house';
-- +goose StatementBegin
CREATE TRIGGER verification_seen_in_set_insert BEFORE INSERT ON verification
	WHEN NEW.seen NOT IN ('house', 'photo')
	BEGIN SELECT RAISE(ABORT, 'verification.seen is not in its closed set'); END;
-- +goose StatementEnd
-- The date of the visit; empty: when it was verified. A photo has no visit.
ALTER TABLE verification ADD COLUMN seen_on {code} NOT NULL DEFAULT '' CHECK (seen_on = '' OR seen = 'house');
