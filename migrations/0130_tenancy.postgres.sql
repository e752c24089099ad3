-- Tenancy: the organisation of each row beside the row, held to the parent's by a foreign key, and the effort that it belongs
-- to. First the tables that hold whole registrations.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

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

DROP TRIGGER IF EXISTS keep_history ON entry_body;
ALTER TABLE entry_body ADD COLUMN organisation {uuid};
ALTER TABLE entry_body ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entry_body SET organisation = p.organisation FROM entry p WHERE p.id = entry_body.entry AND p.organisation IS NOT NULL;
ALTER TABLE entry_body ADD CONSTRAINT entry_body_entry_organisation_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON outcome;
ALTER TABLE outcome ADD COLUMN organisation {uuid};
ALTER TABLE outcome ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE outcome SET organisation = p.organisation FROM entry p WHERE p.id = outcome.entry AND p.organisation IS NOT NULL;
ALTER TABLE outcome ADD CONSTRAINT outcome_entry_organisation_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON pack;
ALTER TABLE pack ADD COLUMN organisation {uuid};
ALTER TABLE pack ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pack SET organisation = p.organisation FROM device_credential p WHERE p.id = pack.credential;
ALTER TABLE pack ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE pack DROP CONSTRAINT pack_credential_fkey;
ALTER TABLE pack ADD CONSTRAINT pack_credential_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);
CREATE UNIQUE INDEX pack_with_organisation ON pack (id, organisation);

ALTER TABLE pack_part ADD COLUMN organisation {uuid};
ALTER TABLE pack_part ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE pack_part SET organisation = p.organisation FROM pack p WHERE p.id = pack_part.pack;
ALTER TABLE pack_part ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE pack_part DROP CONSTRAINT pack_part_pack_fkey;
ALTER TABLE pack_part ADD CONSTRAINT pack_part_pack_fkey
	FOREIGN KEY (pack, organisation) REFERENCES pack (id, organisation);
