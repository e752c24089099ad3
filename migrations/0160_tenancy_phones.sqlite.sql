-- Tenancy of the phones' submissions: numbers of records, notices, records kept unopened, pieces of photos and gaps.
-- +goose Up
DROP TRIGGER IF EXISTS device_record_no_update;
ALTER TABLE device_record ADD COLUMN organisation {uuid};
ALTER TABLE device_record ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_record SET organisation = p.organisation FROM device_credential p WHERE p.id = device_record.credential;

ALTER TABLE device_notice ADD COLUMN organisation {uuid};
ALTER TABLE device_notice ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_notice SET organisation = p.organisation FROM device_credential p WHERE p.id = device_notice.credential;

ALTER TABLE withheld ADD COLUMN organisation {uuid};
ALTER TABLE withheld ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE withheld SET organisation = p.organisation FROM device_credential p WHERE p.id = withheld.credential;

ALTER TABLE photo_part ADD COLUMN organisation {uuid};
ALTER TABLE photo_part ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE photo_part SET organisation = p.organisation FROM device_credential p WHERE p.id = photo_part.credential;

UPDATE device_gap SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS device_gone_no_update;
UPDATE device_gone SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0130. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_record';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_notice';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'withheld';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'photo_part';
UPDATE sqlite_schema SET sql = replace(replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'listed_to     {int} NOT NULL DEFAULT 0',
	'listed_to     {int} NOT NULL DEFAULT 0,
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_gap';
UPDATE sqlite_schema SET sql = replace(replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'PRIMARY KEY (credential, first_seq)',
	'PRIMARY KEY (credential, first_seq),
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_gone';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'device_record', MAX("notnull") FROM pragma_table_info('device_record') WHERE name = 'organisation';
INSERT INTO edited SELECT 'device_record.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_record') AS a
	JOIN pragma_foreign_key_list('device_record') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_record rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_record');
INSERT INTO edited SELECT 'device_notice', MAX("notnull") FROM pragma_table_info('device_notice') WHERE name = 'organisation';
INSERT INTO edited SELECT 'device_notice.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_notice') AS a
	JOIN pragma_foreign_key_list('device_notice') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_notice rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_notice');
INSERT INTO edited SELECT 'withheld', MAX("notnull") FROM pragma_table_info('withheld') WHERE name = 'organisation';
INSERT INTO edited SELECT 'withheld.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('withheld') AS a
	JOIN pragma_foreign_key_list('withheld') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'withheld rows', COUNT(*) = 0 FROM pragma_foreign_key_check('withheld');
INSERT INTO edited SELECT 'photo_part', MAX("notnull") FROM pragma_table_info('photo_part') WHERE name = 'organisation';
INSERT INTO edited SELECT 'photo_part.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('photo_part') AS a
	JOIN pragma_foreign_key_list('photo_part') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'photo_part rows', COUNT(*) = 0 FROM pragma_foreign_key_check('photo_part');
INSERT INTO edited SELECT 'device_gap.effort', COUNT(*) = 1 FROM pragma_table_info('device_gap') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'device_gap.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_gap') AS a
	JOIN pragma_foreign_key_list('device_gap') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_gap rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_gap');
INSERT INTO edited SELECT 'device_gone.effort', COUNT(*) = 1 FROM pragma_table_info('device_gone') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'device_gone.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_gone') AS a
	JOIN pragma_foreign_key_list('device_gone') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_gone rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_gone');
DROP TABLE edited;
