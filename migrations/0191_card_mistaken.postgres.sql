-- A card that was given to the wrong family, retracted by the worker who gave it.
-- +goose Up
ALTER TABLE card_revocation DROP CONSTRAINT card_revocation_reason_check,
	ADD CONSTRAINT card_revocation_reason_check CHECK (reason IN ('lost', 'damaged', 'replaced', 'misused', 'erased', 'mistaken')) NOT VALID;
ALTER TABLE card_revocation VALIDATE CONSTRAINT card_revocation_reason_check;
