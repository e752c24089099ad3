-- Tenancy of phones: a phone is of the organisation whose person enrolled it first, and the rows of a credential are of the
-- credential's.
-- +goose Up
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

DROP TRIGGER IF EXISTS keep_history ON device;
ALTER TABLE device ADD COLUMN organisation {uuid};
ALTER TABLE device ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device SET organisation = p.organisation FROM device_credential p
	WHERE p.device = device.id AND NOT EXISTS (
		SELECT 1 FROM device_credential b WHERE b.device = p.device AND (b.enrolled_at, b.id) < (p.enrolled_at, p.id));

DROP TRIGGER IF EXISTS keep_history ON device_token;
ALTER TABLE device_token ADD COLUMN organisation {uuid};
ALTER TABLE device_token ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_token SET organisation = p.organisation FROM device_credential p WHERE p.id = device_token.credential;
ALTER TABLE device_token ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE device_token DROP CONSTRAINT device_token_credential_fkey;
ALTER TABLE device_token ADD CONSTRAINT device_token_credential_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON device_withdrawal;
ALTER TABLE device_withdrawal ADD COLUMN organisation {uuid};
ALTER TABLE device_withdrawal ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_withdrawal SET organisation = p.organisation FROM device_credential p WHERE p.id = device_withdrawal.credential;
ALTER TABLE device_withdrawal ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE device_withdrawal DROP CONSTRAINT device_withdrawal_credential_fkey;
ALTER TABLE device_withdrawal ADD CONSTRAINT device_withdrawal_credential_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);

ALTER TABLE device_contact ADD COLUMN organisation {uuid};
ALTER TABLE device_contact ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE device_contact SET organisation = p.organisation FROM device_credential p WHERE p.id = device_contact.credential;
ALTER TABLE device_contact ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE device_contact DROP CONSTRAINT device_contact_credential_fkey;
ALTER TABLE device_contact ADD CONSTRAINT device_contact_credential_fkey
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation);
