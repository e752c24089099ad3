-- Tenancy of exceptions with their settlements, and of erasures. A key with a NULL organisation, the program's own row, is not checked:
-- the key by id alone stays beside it.
-- +goose Up
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

CREATE UNIQUE INDEX exception_with_organisation ON exception (id, organisation);

ALTER TABLE exception ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

DROP TRIGGER IF EXISTS keep_history ON exception_settlement;
ALTER TABLE exception_settlement ADD COLUMN organisation {uuid};
ALTER TABLE exception_settlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE exception_settlement SET organisation = p.organisation FROM exception p
	WHERE p.id = exception_settlement.exception AND p.organisation IS NOT NULL;
ALTER TABLE exception_settlement ADD CONSTRAINT exception_settlement_exception_organisation_fkey
	FOREIGN KEY (exception, organisation) REFERENCES exception (id, organisation);

ALTER TABLE exception_update ADD CONSTRAINT exception_update_exception_organisation_fkey
	FOREIGN KEY (exception, organisation) REFERENCES exception (id, organisation);
ALTER TABLE exception_update ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE exception_update SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS keep_history ON erasure;
ALTER TABLE erasure ADD COLUMN organisation {uuid};
ALTER TABLE erasure ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE erasure SET organisation = p.organisation FROM entry p WHERE p.id = erasure.entry AND p.organisation IS NOT NULL;
ALTER TABLE erasure ADD CONSTRAINT erasure_entry_organisation_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON pending_action;
ALTER TABLE pending_action ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pending_action SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS keep_history ON pending_action_end;
ALTER TABLE pending_action_end ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pending_action_end SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
