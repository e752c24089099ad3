-- Tenancy of the tables that had a row-level policy before: the effort, and a key to the parent where there is one.
-- +goose Up
ALTER TABLE photo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX photo_with_organisation ON photo (id, organisation);

ALTER TABLE photo_erasure ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE household ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE household_entry ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE sealed_note ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE note_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE grievance ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX grievance_with_organisation ON grievance (id, organisation);

ALTER TABLE grievance_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE assessment ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX assessment_with_organisation ON assessment (id, organisation);

ALTER TABLE situation_report ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE distribution ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX distribution_with_organisation ON distribution (id, organisation);

ALTER TABLE pledge ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE import_file ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX import_file_with_organisation ON import_file (id, organisation);

ALTER TABLE import_mapping ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE job ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES photo (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (photo, organisation) REFERENCES photo (id, organisation)')
	WHERE type = 'table' AND name = 'photo_erasure';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES grievance (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation)')
	WHERE type = 'table' AND name = 'grievance_opening';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES import_file (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (file, organisation) REFERENCES import_file (id, organisation)')
	WHERE type = 'table' AND name = 'job';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'photo_erasure.photo', COUNT(*) = 1 FROM pragma_foreign_key_list('photo_erasure') AS a
	JOIN pragma_foreign_key_list('photo_erasure') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'photo' AND a."table" = 'photo';
INSERT INTO edited SELECT 'photo_erasure.photo alone', COUNT(*) = 1 FROM pragma_foreign_key_list('photo_erasure') WHERE "from" = 'photo';
INSERT INTO edited SELECT 'photo_erasure rows', COUNT(*) = 0 FROM pragma_foreign_key_check('photo_erasure');
INSERT INTO edited SELECT 'grievance_opening.grievance', COUNT(*) = 1 FROM pragma_foreign_key_list('grievance_opening') AS a
	JOIN pragma_foreign_key_list('grievance_opening') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'grievance' AND a."table" = 'grievance';
INSERT INTO edited SELECT 'grievance_opening.grievance alone', COUNT(*) = 1 FROM pragma_foreign_key_list('grievance_opening') WHERE "from" = 'grievance';
INSERT INTO edited SELECT 'grievance_opening rows', COUNT(*) = 0 FROM pragma_foreign_key_check('grievance_opening');
INSERT INTO edited SELECT 'job.file', COUNT(*) = 1 FROM pragma_foreign_key_list('job') AS a
	JOIN pragma_foreign_key_list('job') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'file' AND a."table" = 'import_file';
INSERT INTO edited SELECT 'job.file alone', COUNT(*) = 1 FROM pragma_foreign_key_list('job') WHERE "from" = 'file';
INSERT INTO edited SELECT 'job rows', COUNT(*) = 0 FROM pragma_foreign_key_check('job');
DROP TABLE edited;
