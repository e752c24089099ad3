-- Tenancy of campaigns, their money and their homes.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

ALTER TABLE campaign ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX campaign_with_organisation ON campaign (id, organisation);

ALTER TABLE pledge DROP CONSTRAINT pledge_campaign_fkey;
ALTER TABLE pledge ADD CONSTRAINT pledge_campaign_fkey
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON payment;
ALTER TABLE payment ADD COLUMN organisation {uuid};
ALTER TABLE payment ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE payment SET organisation = p.organisation FROM campaign p WHERE p.id = payment.campaign;
ALTER TABLE payment ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE payment ADD CONSTRAINT payment_campaign_organisation_fkey
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation);

ALTER TABLE home ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE home DROP CONSTRAINT home_campaign_fkey;
ALTER TABLE home ADD CONSTRAINT home_campaign_fkey
	FOREIGN KEY (campaign, organisation) REFERENCES campaign (id, organisation);
CREATE UNIQUE INDEX home_with_organisation ON home (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON home_step;
ALTER TABLE home_step ADD COLUMN organisation {uuid};
ALTER TABLE home_step ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE home_step SET organisation = p.organisation FROM home p WHERE p.id = home_step.home;
ALTER TABLE home_step ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE home_step DROP CONSTRAINT home_step_home_fkey;
ALTER TABLE home_step ADD CONSTRAINT home_step_home_fkey
	FOREIGN KEY (home, organisation) REFERENCES home (id, organisation);
