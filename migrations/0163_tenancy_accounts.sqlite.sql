-- Tenancy of accounts: roles, passwords, sessions, invitations, credentials of phones and protection keys.
-- +goose Up
CREATE UNIQUE INDEX account_with_organisation ON account (id, organisation);
CREATE UNIQUE INDEX invitation_with_organisation ON invitation (id, organisation);
CREATE UNIQUE INDEX protection_officer_with_organisation ON protection_officer (account, organisation);

ALTER TABLE account ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE account_grant ADD COLUMN organisation {uuid};
ALTER TABLE account_grant ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE account_grant SET organisation = p.organisation FROM account p WHERE p.id = account_grant.account;

ALTER TABLE credential ADD COLUMN organisation {uuid};
ALTER TABLE credential ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE credential SET organisation = p.organisation FROM account p WHERE p.id = credential.account;

ALTER TABLE session ADD COLUMN organisation {uuid};
ALTER TABLE session ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE session SET organisation = p.organisation FROM account p WHERE p.id = session.account;

ALTER TABLE invitation ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

DROP TRIGGER IF EXISTS invitation_code_no_update;
ALTER TABLE invitation_code ADD COLUMN organisation {uuid};
ALTER TABLE invitation_code ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE invitation_code SET organisation = p.organisation FROM invitation p WHERE p.id = invitation_code.invitation;

DROP TRIGGER IF EXISTS invitation_end_no_update;
ALTER TABLE invitation_end ADD COLUMN organisation {uuid};
ALTER TABLE invitation_end ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE invitation_end SET organisation = p.organisation FROM invitation p WHERE p.id = invitation_end.invitation;


ALTER TABLE protection_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE protection_officer ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE protection_wrap ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

DROP TRIGGER IF EXISTS account_link_no_update;
UPDATE account_link SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE browser_use SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE sign_in_range SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0130. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'account_grant';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'credential';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'session';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'invitation';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES invitation (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (invitation, organisation) REFERENCES invitation (id, organisation)')
	WHERE type = 'table' AND name = 'invitation_code';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES invitation (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (invitation, organisation) REFERENCES invitation (id, organisation)')
	WHERE type = 'table' AND name = 'invitation_end';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'device_credential';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES account (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)')
	WHERE type = 'table' AND name = 'protection_officer';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES protection_officer (account)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (account, organisation) REFERENCES protection_officer (account, organisation)')
	WHERE type = 'table' AND name = 'protection_wrap';
UPDATE sqlite_schema SET sql = replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'account_link';
UPDATE sqlite_schema SET sql = replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'browser_use';
UPDATE sqlite_schema SET sql = replace(sql, 'effort        {uuid}', 'effort        {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'sign_in_range';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'account_grant', MAX("notnull") FROM pragma_table_info('account_grant') WHERE name = 'organisation';
INSERT INTO edited SELECT 'account_grant.account', COUNT(*) = 1 FROM pragma_foreign_key_list('account_grant') AS a
	JOIN pragma_foreign_key_list('account_grant') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'account_grant.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('account_grant') WHERE "from" = 'account';
INSERT INTO edited SELECT 'account_grant rows', COUNT(*) = 0 FROM pragma_foreign_key_check('account_grant');
INSERT INTO edited SELECT 'credential', MAX("notnull") FROM pragma_table_info('credential') WHERE name = 'organisation';
INSERT INTO edited SELECT 'credential.account', COUNT(*) = 1 FROM pragma_foreign_key_list('credential') AS a
	JOIN pragma_foreign_key_list('credential') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'credential.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('credential') WHERE "from" = 'account';
INSERT INTO edited SELECT 'credential rows', COUNT(*) = 0 FROM pragma_foreign_key_check('credential');
INSERT INTO edited SELECT 'session', MAX("notnull") FROM pragma_table_info('session') WHERE name = 'organisation';
INSERT INTO edited SELECT 'session.account', COUNT(*) = 1 FROM pragma_foreign_key_list('session') AS a
	JOIN pragma_foreign_key_list('session') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'session.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('session') WHERE "from" = 'account';
INSERT INTO edited SELECT 'session rows', COUNT(*) = 0 FROM pragma_foreign_key_check('session');
INSERT INTO edited SELECT 'invitation.account', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation') AS a
	JOIN pragma_foreign_key_list('invitation') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'invitation.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation') WHERE "from" = 'account';
INSERT INTO edited SELECT 'invitation rows', COUNT(*) = 0 FROM pragma_foreign_key_check('invitation');
INSERT INTO edited SELECT 'invitation_code', MAX("notnull") FROM pragma_table_info('invitation_code') WHERE name = 'organisation';
INSERT INTO edited SELECT 'invitation_code.invitation', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation_code') AS a
	JOIN pragma_foreign_key_list('invitation_code') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'invitation' AND a."table" = 'invitation';
INSERT INTO edited SELECT 'invitation_code.invitation alone', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation_code') WHERE "from" = 'invitation';
INSERT INTO edited SELECT 'invitation_code rows', COUNT(*) = 0 FROM pragma_foreign_key_check('invitation_code');
INSERT INTO edited SELECT 'invitation_end', MAX("notnull") FROM pragma_table_info('invitation_end') WHERE name = 'organisation';
INSERT INTO edited SELECT 'invitation_end.invitation', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation_end') AS a
	JOIN pragma_foreign_key_list('invitation_end') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'invitation' AND a."table" = 'invitation';
INSERT INTO edited SELECT 'invitation_end.invitation alone', COUNT(*) = 1 FROM pragma_foreign_key_list('invitation_end') WHERE "from" = 'invitation';
INSERT INTO edited SELECT 'invitation_end rows', COUNT(*) = 0 FROM pragma_foreign_key_check('invitation_end');
INSERT INTO edited SELECT 'device_credential.account', COUNT(*) = 1 FROM pragma_foreign_key_list('device_credential') AS a
	JOIN pragma_foreign_key_list('device_credential') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'device_credential.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('device_credential') WHERE "from" = 'account';
INSERT INTO edited SELECT 'device_credential rows', COUNT(*) = 0 FROM pragma_foreign_key_check('device_credential');
INSERT INTO edited SELECT 'protection_officer.account', COUNT(*) = 1 FROM pragma_foreign_key_list('protection_officer') AS a
	JOIN pragma_foreign_key_list('protection_officer') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'account';
INSERT INTO edited SELECT 'protection_officer.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('protection_officer') WHERE "from" = 'account';
INSERT INTO edited SELECT 'protection_officer rows', COUNT(*) = 0 FROM pragma_foreign_key_check('protection_officer');
INSERT INTO edited SELECT 'protection_wrap.account', COUNT(*) = 1 FROM pragma_foreign_key_list('protection_wrap') AS a
	JOIN pragma_foreign_key_list('protection_wrap') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'account' AND a."table" = 'protection_officer';
INSERT INTO edited SELECT 'protection_wrap.account alone', COUNT(*) = 1 FROM pragma_foreign_key_list('protection_wrap') WHERE "from" = 'account';
INSERT INTO edited SELECT 'protection_wrap rows', COUNT(*) = 0 FROM pragma_foreign_key_check('protection_wrap');
INSERT INTO edited SELECT 'account_link.effort', COUNT(*) = 1 FROM pragma_table_info('account_link') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'account_link rows', COUNT(*) = 0 FROM pragma_foreign_key_check('account_link');
INSERT INTO edited SELECT 'browser_use.effort', COUNT(*) = 1 FROM pragma_table_info('browser_use') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'browser_use rows', COUNT(*) = 0 FROM pragma_foreign_key_check('browser_use');
INSERT INTO edited SELECT 'sign_in_range.effort', COUNT(*) = 1 FROM pragma_table_info('sign_in_range') WHERE name = 'effort' AND dflt_value IS NOT NULL;
INSERT INTO edited SELECT 'sign_in_range rows', COUNT(*) = 0 FROM pragma_foreign_key_check('sign_in_range');
DROP TABLE edited;
