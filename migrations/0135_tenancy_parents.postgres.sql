-- Tenancy of the tables of subjects, evidence and storage limits: their organisation is their parent's.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

DROP TRIGGER IF EXISTS keep_history ON entry_subject;
ALTER TABLE entry_subject ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entry_subject SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE entry_subject ADD CONSTRAINT entry_subject_entry_organisation_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);

ALTER TABLE unreadable_record ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE unreadable_record SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE unreadable_record DROP CONSTRAINT unreadable_record_entry_fkey;
ALTER TABLE unreadable_record ADD CONSTRAINT unreadable_record_entry_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);

ALTER TABLE device_storage ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_storage SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE device_storage ADD CONSTRAINT device_storage_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE photo_upload ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE photo_upload SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE photo_upload ADD CONSTRAINT photo_upload_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE photo_evidence ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE photo_evidence SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS keep_history ON picture_evidence;
ALTER TABLE picture_evidence ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE picture_evidence SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
