-- Tenancy of phones: a phone is of the organisation whose person enrolled it first, and the rows of a credential are of the
-- credential's.
-- +goose Up
DROP TRIGGER IF EXISTS device_no_update;
ALTER TABLE device ADD COLUMN organisation {uuid};
ALTER TABLE device ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device SET organisation = p.organisation FROM device_credential p
	WHERE p.device = device.id AND NOT EXISTS (
		SELECT 1 FROM device_credential b WHERE b.device = p.device AND (b.enrolled_at, b.id) < (p.enrolled_at, p.id));

DROP TRIGGER IF EXISTS device_token_no_update;
ALTER TABLE device_token ADD COLUMN organisation {uuid};
ALTER TABLE device_token ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_token SET organisation = p.organisation FROM device_credential p WHERE p.id = device_token.credential;

DROP TRIGGER IF EXISTS device_withdrawal_no_update;
ALTER TABLE device_withdrawal ADD COLUMN organisation {uuid};
ALTER TABLE device_withdrawal ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_withdrawal SET organisation = p.organisation FROM device_credential p WHERE p.id = device_withdrawal.credential;

ALTER TABLE device_contact ADD COLUMN organisation {uuid};
ALTER TABLE device_contact ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_contact SET organisation = p.organisation FROM device_credential p WHERE p.id = device_contact.credential;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0130. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES device_credential (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_token';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES device_credential (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_withdrawal';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES device_credential (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)')
	WHERE type = 'table' AND name = 'device_contact';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'device_token', MAX("notnull") FROM pragma_table_info('device_token') WHERE name = 'organisation';
INSERT INTO edited SELECT 'device_token.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_token') AS a
	JOIN pragma_foreign_key_list('device_token') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_token.credential alone', COUNT(*) = 1 FROM pragma_foreign_key_list('device_token') WHERE "from" = 'credential';
INSERT INTO edited SELECT 'device_token rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_token');
INSERT INTO edited SELECT 'device_withdrawal', MAX("notnull") FROM pragma_table_info('device_withdrawal') WHERE name = 'organisation';
INSERT INTO edited SELECT 'device_withdrawal.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_withdrawal') AS a
	JOIN pragma_foreign_key_list('device_withdrawal') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_withdrawal.credential alone', COUNT(*) = 1 FROM pragma_foreign_key_list('device_withdrawal') WHERE "from" = 'credential';
INSERT INTO edited SELECT 'device_withdrawal rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_withdrawal');
INSERT INTO edited SELECT 'device_contact', MAX("notnull") FROM pragma_table_info('device_contact') WHERE name = 'organisation';
INSERT INTO edited SELECT 'device_contact.credential', COUNT(*) = 1 FROM pragma_foreign_key_list('device_contact') AS a
	JOIN pragma_foreign_key_list('device_contact') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'credential' AND a."table" = 'device_credential';
INSERT INTO edited SELECT 'device_contact.credential alone', COUNT(*) = 1 FROM pragma_foreign_key_list('device_contact') WHERE "from" = 'credential';
INSERT INTO edited SELECT 'device_contact rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_contact');
DROP TABLE edited;
