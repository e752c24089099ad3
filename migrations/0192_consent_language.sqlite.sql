-- The language of a consent is any that the program has a folder of messages for, which is no closed set of the database.
-- +goose Up
DROP TRIGGER household_consent_language_in_set_insert;
-- +goose StatementBegin
CREATE TRIGGER household_consent_language_code_insert BEFORE INSERT ON household_consent
	WHEN length(NEW.language) NOT IN (2, 3) OR NEW.language GLOB '*[^a-z]*'
	BEGIN SELECT RAISE(ABORT, 'household_consent.language is not the code of a language'); END;
-- +goose StatementEnd
