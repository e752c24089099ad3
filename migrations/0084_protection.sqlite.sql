-- Protection: versions and corrections of a household, consent for each purpose, and erasure.
-- +goose Up
ALTER TABLE household ADD COLUMN version {int} NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE household ADD COLUMN withdrawn_at {moment}; -- its newest word on relief is no
ALTER TABLE household ADD COLUMN erased_at {moment};
-- Null in a row from before: it was asked at the registration.
ALTER TABLE household_consent ADD COLUMN recorded_at {moment};

-- An erased household has no name and no members. SQLite cannot drop a check, and recreating the table would mean dropping what
-- seven others refer to; so the checks' text is changed where SQLite keeps it. The added columns above make every connection read
-- the schema again. (https://sqlite.org/lang_altertable.html, "making other kinds of table schema changes")
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'CHECK (name <> '''')', 'CHECK (name <> '''' OR erased_at IS NOT NULL)'),
	'girls + boys + infants + elderly >= 1)', 'girls + boys + infants + elderly >= 1 OR erased_at IS NOT NULL)')
	WHERE type = 'table' AND name = 'household';
UPDATE sqlite_schema SET sql = replace(sql, '(''read_by_me'', ''played'')',
	'(''read_by_me'', ''played'', ''told_in_person'', ''told_by_phone'', ''in_writing'')')
	WHERE type = 'table' AND name = 'household_consent';
UPDATE sqlite_schema SET sql = replace(sql, '(''lost'', ''damaged'', ''replaced'', ''misused'')',
	'(''lost'', ''damaged'', ''replaced'', ''misused'', ''erased'')')
	WHERE type = 'table' AND name = 'card_revocation';
PRAGMA writable_schema = RESET;
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
INSERT INTO household_entry (household, n, organisation, entry, deed, version)
	SELECT id, 1, organisation, entry, 'registered', 1 FROM household;

CREATE TABLE photo_erasure (
	photo         {uuid} PRIMARY KEY REFERENCES photo (id),
	organisation  {uuid} NOT NULL,
	entry         {uuid} NOT NULL,
	at            {moment} NOT NULL
){strict};
CREATE INDEX photo_erasure_newest ON photo_erasure (at);
