-- Families sorted by damage for a reader who may still be a second person: a grade counts there once it is confirmed.
-- +goose Up
CREATE INDEX summary_household_by_confirmed ON summary_household (organisation,
	(CASE WHEN verified THEN grade ELSE -1 END), household);
