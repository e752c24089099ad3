-- Tenancy of the phones' submissions: numbers of records, notices, records kept unopened, pieces of photos and gaps.
-- +goose Up
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

DROP TRIGGER IF EXISTS keep_history ON device_record;
ALTER TABLE device_record ADD COLUMN organisation {uuid};
ALTER TABLE device_record ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_record SET organisation = p.organisation FROM device_credential p WHERE p.id = device_record.credential;
ALTER TABLE device_record ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE device_record ADD CONSTRAINT device_record_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE device_notice ADD COLUMN organisation {uuid};
ALTER TABLE device_notice ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_notice SET organisation = p.organisation FROM device_credential p WHERE p.id = device_notice.credential;
ALTER TABLE device_notice ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE device_notice ADD CONSTRAINT device_notice_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE withheld ADD COLUMN organisation {uuid};
ALTER TABLE withheld ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE withheld SET organisation = p.organisation FROM device_credential p WHERE p.id = withheld.credential;
ALTER TABLE withheld ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE withheld ADD CONSTRAINT withheld_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE photo_part ADD COLUMN organisation {uuid};
ALTER TABLE photo_part ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE photo_part SET organisation = p.organisation FROM device_credential p WHERE p.id = photo_part.credential;
ALTER TABLE photo_part ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE photo_part ADD CONSTRAINT photo_part_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE device_gap ADD CONSTRAINT device_gap_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);
ALTER TABLE device_gap ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_gap SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

ALTER TABLE device_gone ADD CONSTRAINT device_gone_credential_organisation_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);
DROP TRIGGER IF EXISTS keep_history ON device_gone;
ALTER TABLE device_gone ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_gone SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
