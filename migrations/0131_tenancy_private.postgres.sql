-- Tenancy of the tables that had a row-level policy before: the effort, and a key to the parent where there is one.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

ALTER TABLE photo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX photo_with_organisation ON photo (id, organisation);

ALTER TABLE photo_erasure ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE photo_erasure DROP CONSTRAINT photo_erasure_photo_fkey;
ALTER TABLE photo_erasure ADD CONSTRAINT photo_erasure_photo_fkey
	FOREIGN KEY (photo, organisation) REFERENCES photo (id, organisation);

ALTER TABLE household ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE household_entry ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE sealed_note ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE note_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE grievance ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX grievance_with_organisation ON grievance (id, organisation);

ALTER TABLE grievance_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE grievance_opening DROP CONSTRAINT grievance_opening_grievance_fkey;
ALTER TABLE grievance_opening ADD CONSTRAINT grievance_opening_grievance_fkey
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation);

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
ALTER TABLE job DROP CONSTRAINT job_file_fkey;
ALTER TABLE job ADD CONSTRAINT job_file_fkey
	FOREIGN KEY (file, organisation) REFERENCES import_file (id, organisation);
