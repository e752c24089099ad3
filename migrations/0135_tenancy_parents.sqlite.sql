-- Tenancy of the tables of subjects, evidence and storage limits: their organisation is their parent's.
-- +goose Up

DROP TRIGGER IF EXISTS entry_subject_no_update;
UPDATE entry_subject SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE unreadable_record SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE device_storage SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE photo_upload SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE photo_evidence SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS picture_evidence_no_update;
UPDATE picture_evidence SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'entry_subject';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES entry (id)', ''),
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'unreadable_record';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'device_storage';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'photo_upload';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'photo_evidence';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'picture_evidence';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'entry_subject effort', COUNT(*) = 1 FROM pragma_table_info('entry_subject')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'entry_subject.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('entry_subject') AS a
	JOIN pragma_foreign_key_list('entry_subject') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'entry_subject rows', COUNT(*) = 0 FROM pragma_foreign_key_check('entry_subject');
INSERT INTO edited SELECT 'unreadable_record effort', COUNT(*) = 1 FROM pragma_table_info('unreadable_record')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'unreadable_record.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('unreadable_record') AS a
	JOIN pragma_foreign_key_list('unreadable_record') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'unreadable_record rows', COUNT(*) = 0 FROM pragma_foreign_key_check('unreadable_record');
INSERT INTO edited SELECT 'device_storage effort', COUNT(*) = 1 FROM pragma_table_info('device_storage')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'device_storage.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_storage') AS a
	JOIN pragma_foreign_key_list('device_storage') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_storage rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_storage');
INSERT INTO edited SELECT 'photo_upload effort', COUNT(*) = 1 FROM pragma_table_info('photo_upload')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'photo_upload.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('photo_upload') AS a
	JOIN pragma_foreign_key_list('photo_upload') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'photo_upload rows', COUNT(*) = 0 FROM pragma_foreign_key_check('photo_upload');
INSERT INTO edited SELECT 'photo_evidence effort', COUNT(*) = 1 FROM pragma_table_info('photo_evidence')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'picture_evidence effort', COUNT(*) = 1 FROM pragma_table_info('picture_evidence')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
DROP TABLE edited;
