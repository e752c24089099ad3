-- Protection: versions and corrections of a household, consent for each purpose, and erasure.
-- +goose Up
ALTER TABLE household ADD COLUMN version {int} NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE household ADD COLUMN withdrawn_at {moment}; -- its newest word on relief is no
ALTER TABLE household ADD COLUMN erased_at {moment};
-- Null in a row from before: it was asked at the registration.
ALTER TABLE household_consent ADD COLUMN recorded_at {moment};

-- An erased household has no name and nobody in it.
ALTER TABLE household DROP CONSTRAINT household_name_check;
ALTER TABLE household ADD CONSTRAINT household_name_check CHECK (name <> '' OR erased_at IS NOT NULL);
ALTER TABLE household DROP CONSTRAINT household_check;
ALTER TABLE household ADD CONSTRAINT household_check
	CHECK (women + men + girls + boys + infants + elderly >= 1 OR erased_at IS NOT NULL);
ALTER TABLE household_consent DROP CONSTRAINT household_consent_how_check;
ALTER TABLE household_consent ADD CONSTRAINT household_consent_how_check CHECK (how IN ('read_by_me', 'played', 'told_in_person', 'told_by_phone', 'in_writing'));
ALTER TABLE card_revocation DROP CONSTRAINT card_revocation_reason_check;
ALTER TABLE card_revocation ADD CONSTRAINT card_revocation_reason_check CHECK (reason IN ('lost', 'damaged', 'replaced', 'misused', 'erased'));
CREATE INDEX household_withdrawn ON household (organisation, withdrawn_at) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX household_erased ON household (organisation, id) WHERE erased_at IS NOT NULL;

-- What was refused can speak of a household too; an erasure looks through it while others wait.
CREATE INDEX outcome_refused ON outcome (entry) WHERE status <> 'applied';

-- Insert-only: which entries' bodies were erased, on whose entry, and why. Without a row here no body can go.
CREATE TABLE erasure (
	entry   {uuid} PRIMARY KEY REFERENCES entry (id),
	cause   {uuid} NOT NULL REFERENCES entry (id),
	by      {uuid},
	reason  {code} NOT NULL,
	at      {moment} NOT NULL
){strict};

-- The entries that concern a household, in order of arrival. Field names only: values are in the entry's body.
CREATE TABLE household_entry (
	household     {uuid} NOT NULL,
	n             {int} NOT NULL CHECK (n > 0),
	organisation  {uuid} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	deed          {code} NOT NULL CHECK (deed IN ('registered', 'corrected', 'consented', 'erased')),
	version       {int} NOT NULL CHECK (version > 0),
	fields        {code} NOT NULL DEFAULT '',
	PRIMARY KEY (household, n),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
-- Row-level policies hide households from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true);
INSERT INTO household_entry (household, n, organisation, entry, deed, version)
	SELECT id, 1, organisation, entry, 'registered', 1 FROM household;

CREATE TABLE photo_erasure (
	photo         {uuid} PRIMARY KEY REFERENCES photo (id),
	organisation  {uuid} NOT NULL,
	entry         {uuid} NOT NULL,
	at            {moment} NOT NULL
){strict};
CREATE INDEX photo_erasure_newest ON photo_erasure (at);
