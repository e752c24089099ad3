-- Tenancy of accounts: roles, passwords, sessions, invitations, credentials of phones and protection keys.
-- +goose Up
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

CREATE UNIQUE INDEX account_with_organisation ON account (id, organisation);
CREATE UNIQUE INDEX invitation_with_organisation ON invitation (id, organisation);
CREATE UNIQUE INDEX protection_officer_with_organisation ON protection_officer (account, organisation);

ALTER TABLE account ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE account_grant ADD COLUMN organisation {uuid};
ALTER TABLE account_grant ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE account_grant SET organisation = p.organisation FROM account p WHERE p.id = account_grant.account;
ALTER TABLE account_grant ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE account_grant DROP CONSTRAINT account_grant_account_fkey;
ALTER TABLE account_grant ADD CONSTRAINT account_grant_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

ALTER TABLE credential ADD COLUMN organisation {uuid};
ALTER TABLE credential ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE credential SET organisation = p.organisation FROM account p WHERE p.id = credential.account;
ALTER TABLE credential ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE credential DROP CONSTRAINT credential_account_fkey;
ALTER TABLE credential ADD CONSTRAINT credential_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

ALTER TABLE session ADD COLUMN organisation {uuid};
ALTER TABLE session ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE session SET organisation = p.organisation FROM account p WHERE p.id = session.account;
ALTER TABLE session ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE session DROP CONSTRAINT session_account_fkey;
ALTER TABLE session ADD CONSTRAINT session_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

ALTER TABLE invitation ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE invitation DROP CONSTRAINT invitation_account_fkey;
ALTER TABLE invitation ADD CONSTRAINT invitation_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON invitation_code;
ALTER TABLE invitation_code ADD COLUMN organisation {uuid};
ALTER TABLE invitation_code ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE invitation_code SET organisation = p.organisation FROM invitation p WHERE p.id = invitation_code.invitation;
ALTER TABLE invitation_code ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE invitation_code DROP CONSTRAINT invitation_code_invitation_fkey;
ALTER TABLE invitation_code ADD CONSTRAINT invitation_code_invitation_fkey
	FOREIGN KEY (invitation, organisation) REFERENCES invitation (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON invitation_end;
ALTER TABLE invitation_end ADD COLUMN organisation {uuid};
ALTER TABLE invitation_end ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE invitation_end SET organisation = p.organisation FROM invitation p WHERE p.id = invitation_end.invitation;
ALTER TABLE invitation_end ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE invitation_end DROP CONSTRAINT invitation_end_invitation_fkey;
ALTER TABLE invitation_end ADD CONSTRAINT invitation_end_invitation_fkey
	FOREIGN KEY (invitation, organisation) REFERENCES invitation (id, organisation);

ALTER TABLE device_credential DROP CONSTRAINT device_credential_account_fkey;
ALTER TABLE device_credential ADD CONSTRAINT device_credential_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

ALTER TABLE protection_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE protection_officer ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE protection_officer DROP CONSTRAINT protection_officer_account_fkey;
ALTER TABLE protection_officer ADD CONSTRAINT protection_officer_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation);

ALTER TABLE protection_wrap ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE protection_wrap DROP CONSTRAINT protection_wrap_account_fkey;
ALTER TABLE protection_wrap ADD CONSTRAINT protection_wrap_account_fkey
	FOREIGN KEY (account, organisation) REFERENCES protection_officer (account, organisation);

DROP TRIGGER IF EXISTS keep_history ON account_link;
ALTER TABLE account_link ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE account_link SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

ALTER TABLE browser_use ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE browser_use SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

ALTER TABLE sign_in_range ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE sign_in_range SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
