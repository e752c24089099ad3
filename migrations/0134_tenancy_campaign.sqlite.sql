-- Tenancy of campaigns, their money and their homes.
-- +goose Up
ALTER TABLE campaign ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX campaign_with_organisation ON campaign (id, organisation);

DROP TRIGGER IF EXISTS payment_no_update;
ALTER TABLE payment ADD COLUMN organisation {uuid};
ALTER TABLE payment ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE payment SET organisation = p.organisation FROM campaign p WHERE p.id = payment.campaign;

ALTER TABLE home ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX home_with_organisation ON home (id, organisation);

DROP TRIGGER IF EXISTS home_step_no_update;
ALTER TABLE home_step ADD COLUMN organisation {uuid};
ALTER TABLE home_step ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE home_step SET organisation = p.organisation FROM home p WHERE p.id = home_step.home;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES campaign (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation)')
	WHERE type = 'table' AND name = 'pledge';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation)')
	WHERE type = 'table' AND name = 'payment';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES campaign (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation)')
	WHERE type = 'table' AND name = 'home';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES home (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (home, organisation) REFERENCES home (id, organisation)')
	WHERE type = 'table' AND name = 'home_step';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'pledge.campaign', COUNT(*) = 1 FROM pragma_foreign_key_list('pledge') AS a
	JOIN pragma_foreign_key_list('pledge') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'campaign' AND a."table" = 'campaign';
INSERT INTO edited SELECT 'pledge.campaign alone', COUNT(*) = 1 FROM pragma_foreign_key_list('pledge') WHERE "from" = 'campaign';
INSERT INTO edited SELECT 'pledge rows', COUNT(*) = 0 FROM pragma_foreign_key_check('pledge');
INSERT INTO edited SELECT 'payment', MAX("notnull") FROM pragma_table_info('payment') WHERE name = 'organisation';
INSERT INTO edited SELECT 'payment.campaign', COUNT(*) = 1 FROM pragma_foreign_key_list('payment') AS a
	JOIN pragma_foreign_key_list('payment') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'campaign' AND a."table" = 'campaign';
INSERT INTO edited SELECT 'payment rows', COUNT(*) = 0 FROM pragma_foreign_key_check('payment');
INSERT INTO edited SELECT 'home.campaign', COUNT(*) = 1 FROM pragma_foreign_key_list('home') AS a
	JOIN pragma_foreign_key_list('home') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'campaign' AND a."table" = 'campaign';
INSERT INTO edited SELECT 'home.campaign alone', COUNT(*) = 1 FROM pragma_foreign_key_list('home') WHERE "from" = 'campaign';
INSERT INTO edited SELECT 'home rows', COUNT(*) = 0 FROM pragma_foreign_key_check('home');
INSERT INTO edited SELECT 'home_step', MAX("notnull") FROM pragma_table_info('home_step') WHERE name = 'organisation';
INSERT INTO edited SELECT 'home_step.home', COUNT(*) = 1 FROM pragma_foreign_key_list('home_step') AS a
	JOIN pragma_foreign_key_list('home_step') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'home' AND a."table" = 'home';
INSERT INTO edited SELECT 'home_step.home alone', COUNT(*) = 1 FROM pragma_foreign_key_list('home_step') WHERE "from" = 'home';
INSERT INTO edited SELECT 'home_step rows', COUNT(*) = 0 FROM pragma_foreign_key_check('home_step');
DROP TABLE edited;
