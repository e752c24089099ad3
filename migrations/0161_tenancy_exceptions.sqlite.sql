-- Tenancy of exceptions with their settlements, and of erasures. A key with a NULL organisation, the program's own row, is not checked:
-- the key by id alone stays beside it.
-- +goose Up
CREATE UNIQUE INDEX exception_with_organisation ON exception (id, organisation);

ALTER TABLE exception ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

DROP TRIGGER IF EXISTS exception_settlement_no_update;
ALTER TABLE exception_settlement ADD COLUMN organisation {uuid};
ALTER TABLE exception_settlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE exception_settlement SET organisation = p.organisation FROM exception p
	WHERE p.id = exception_settlement.exception AND p.organisation IS NOT NULL;

UPDATE exception_update SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS erasure_no_update;
ALTER TABLE erasure ADD COLUMN organisation {uuid};
ALTER TABLE erasure ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE erasure SET organisation = p.organisation FROM entry p WHERE p.id = erasure.entry AND p.organisation IS NOT NULL;

DROP TRIGGER IF EXISTS pending_action_no_update;
UPDATE pending_action SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS pending_action_end_no_update;
UPDATE pending_action_end SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0130. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (exception, organisation) REFERENCES exception (id, organisation)')
	WHERE type = 'table' AND name = 'exception_settlement';
UPDATE sqlite_schema SET sql = replace(replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'updated_at    {moment} NOT NULL',
	'updated_at    {moment} NOT NULL,
	FOREIGN KEY (exception, organisation) REFERENCES exception (id, organisation)')
	WHERE type = 'table' AND name = 'exception_update';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)')
	WHERE type = 'table' AND name = 'erasure';
UPDATE sqlite_schema SET sql = replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'pending_action';
UPDATE sqlite_schema SET sql = replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'pending_action_end';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'exception_settlement.exception', COUNT(*) = 1 FROM pragma_foreign_key_list('exception_settlement') AS a
	JOIN pragma_foreign_key_list('exception_settlement') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'exception' AND a."table" = 'exception';
INSERT INTO edited SELECT 'exception_settlement rows', COUNT(*) = 0 FROM pragma_foreign_key_check('exception_settlement');
INSERT INTO edited SELECT 'exception_update.effort', COUNT(*) = 1 FROM pragma_table_info('exception_update') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'exception_update.exception', COUNT(*) = 1 FROM pragma_foreign_key_list('exception_update') AS a
	JOIN pragma_foreign_key_list('exception_update') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'exception' AND a."table" = 'exception';
INSERT INTO edited SELECT 'exception_update rows', COUNT(*) = 0 FROM pragma_foreign_key_check('exception_update');
INSERT INTO edited SELECT 'erasure.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('erasure') AS a
	JOIN pragma_foreign_key_list('erasure') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'erasure rows', COUNT(*) = 0 FROM pragma_foreign_key_check('erasure');
INSERT INTO edited SELECT 'pending_action.effort', COUNT(*) = 1 FROM pragma_table_info('pending_action') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'pending_action rows', COUNT(*) = 0 FROM pragma_foreign_key_check('pending_action');
INSERT INTO edited SELECT 'pending_action_end.effort', COUNT(*) = 1 FROM pragma_table_info('pending_action_end') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'pending_action_end rows', COUNT(*) = 0 FROM pragma_foreign_key_check('pending_action_end');
DROP TABLE edited;
