-- A card that was given to the wrong family, retracted by the worker who gave it.
-- +goose Up
DROP TRIGGER card_revocation_reason_in_set_insert;
-- +goose StatementBegin
CREATE TRIGGER card_revocation_reason_in_set_insert BEFORE INSERT ON card_revocation
	WHEN NEW.reason NOT IN ('lost', 'damaged', 'replaced', 'misused', 'erased', 'mistaken')
	BEGIN SELECT RAISE(ABORT, 'card_revocation.reason is not in its closed set'); END;
-- +goose StatementEnd
