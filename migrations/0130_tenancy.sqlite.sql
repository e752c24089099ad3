-- Tenancy: the organisation of each row beside the row, held to the parent's by a foreign key, and the effort that it belongs
-- to. First the tables that hold whole registrations.
-- +goose Up
-- One disaster's relief. An installation has one until it opens a second; rows name it by the default of their column.
CREATE TABLE effort (
	id          {uuid} PRIMARY KEY,
	name        {text} NOT NULL,
	created_at  {moment} NOT NULL
){strict};
INSERT INTO effort (id, name, created_at)
	SELECT '00000000-0000-7000-8000-000000000001', '', MIN(created_at) FROM organisation HAVING COUNT(*) > 0;

ALTER TABLE entry ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX entry_with_organisation ON entry (id, organisation);

ALTER TABLE device_credential ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX device_credential_with_organisation ON device_credential (id, organisation);

DROP TRIGGER IF EXISTS entry_body_no_update;
ALTER TABLE entry_body ADD COLUMN organisation {uuid};
ALTER TABLE entry_body ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entry_body SET organisation = p.organisation FROM entry p WHERE p.id = entry_body.entry AND p.organisation IS NOT NULL;

DROP TRIGGER IF EXISTS outcome_no_update;
ALTER TABLE outcome ADD COLUMN organisation {uuid};
ALTER TABLE outcome ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE outcome SET organisation = p.organisation FROM entry p WHERE p.id = outcome.entry AND p.organisation IS NOT NULL;

DROP TRIGGER IF EXISTS pack_no_update;
ALTER TABLE pack ADD COLUMN organisation {uuid};
ALTER TABLE pack ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pack SET organisation = p.organisation FROM device_credential p WHERE p.id = pack.credential;
CREATE UNIQUE INDEX pack_with_organisation ON pack (id, organisation);

ALTER TABLE pack_part ADD COLUMN organisation {uuid};
ALTER TABLE pack_part ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pack_part SET organisation = p.organisation FROM pack p WHERE p.id = pack_part.pack;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)')
	WHERE type = 'table' AND name = 'entry_body';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)')
	WHERE type = 'table' AND name = 'outcome';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES device_credential (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'pack';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES pack (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (pack, organisation) REFERENCES pack (id, organisation)')
	WHERE type = 'table' AND name = 'pack_part';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'entry_body.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('entry_body') AS a
	JOIN pragma_foreign_key_list('entry_body') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'entry_body rows', COUNT(*) = 0 FROM pragma_foreign_key_check('entry_body');
INSERT INTO edited SELECT 'outcome.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('outcome') AS a
	JOIN pragma_foreign_key_list('outcome') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'outcome rows', COUNT(*) = 0 FROM pragma_foreign_key_check('outcome');
INSERT INTO edited SELECT 'pack', MAX("notnull") FROM pragma_table_info('pack') WHERE name = 'organisation';
INSERT INTO edited SELECT 'pack.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('pack') AS a
	JOIN pragma_foreign_key_list('pack') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'pack.credential alone', COUNT(*) = 1 FROM pragma_foreign_key_list('pack') WHERE "from" = 'credential';
INSERT INTO edited SELECT 'pack rows', COUNT(*) = 0 FROM pragma_foreign_key_check('pack');
INSERT INTO edited SELECT 'pack_part', MAX("notnull") FROM pragma_table_info('pack_part') WHERE name = 'organisation';
INSERT INTO edited SELECT 'pack_part.pack', COUNT(*) = 1 FROM pragma_foreign_key_list('pack_part') AS a
	JOIN pragma_foreign_key_list('pack_part') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'pack' AND a."table" = 'pack';
INSERT INTO edited SELECT 'pack_part.pack alone', COUNT(*) = 1 FROM pragma_foreign_key_list('pack_part') WHERE "from" = 'pack';
INSERT INTO edited SELECT 'pack_part rows', COUNT(*) = 0 FROM pragma_foreign_key_check('pack_part');
DROP TABLE edited;
