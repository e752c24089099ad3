-- The language of a consent is any that the program has a folder of messages for, which is no closed set of the database.
-- +goose Up
ALTER TABLE household_consent DROP CONSTRAINT household_consent_language_check,
	ADD CONSTRAINT household_consent_language_check CHECK (language ~ '^[a-z][a-z][a-z]?$') NOT VALID;
ALTER TABLE household_consent VALIDATE CONSTRAINT household_consent_language_check;
