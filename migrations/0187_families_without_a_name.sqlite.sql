-- A family may give no name, no house type and only the number of its members: `unstated` counts members whose sex and age were not
-- said. A check cannot be changed on SQLite, so the table is created again. References to it are checked at the end of the
-- transaction. The temporary indexes serve only that check: without them it reads each table once for each household.
-- +goose Up
PRAGMA defer_foreign_keys = ON;
CREATE INDEX assessment_of_household ON assessment (household, organisation);
CREATE INDEX candidate_of_household ON candidate (household, organisation);
CREATE INDEX photo_evidence_of_household ON photo_evidence (household, organisation);
CREATE INDEX picture_evidence_of_household ON picture_evidence (household, organisation);
CREATE TABLE household_before AS SELECT * FROM household;
DROP TABLE household;
CREATE TABLE household (
	id             {uuid} PRIMARY KEY,
	organisation   {uuid} NOT NULL,
	area           {code} NOT NULL,
	area_path      {code} NOT NULL CHECK (area_path LIKE '/%/'),
	name           {text} NOT NULL,
	also_called    {text} NOT NULL DEFAULT '',
	phone          {code} NOT NULL DEFAULT '' CHECK (phone = '' OR length(phone) = 10),
	phone_of       {code} NOT NULL DEFAULT '',
	women          {int} NOT NULL CHECK (women BETWEEN 0 AND 99),
	men            {int} NOT NULL CHECK (men BETWEEN 0 AND 99),
	girls          {int} NOT NULL CHECK (girls BETWEEN 0 AND 99),
	boys           {int} NOT NULL CHECK (boys BETWEEN 0 AND 99),
	infants        {int} NOT NULL CHECK (infants BETWEEN 0 AND 99),
	elderly        {int} NOT NULL CHECK (elderly BETWEEN 0 AND 99),
	unstated       {int} NOT NULL DEFAULT 0 CHECK (unstated BETWEEN 0 AND 99),
	criteria       {text} NOT NULL,
	house          {code} NOT NULL DEFAULT '',
	landmark       {text} NOT NULL DEFAULT '',
	mark           {code} NOT NULL DEFAULT '',
	not_same_as    {text} NOT NULL,
	registered_by  {uuid} NOT NULL,
	occurred_at    {moment} NOT NULL,
	registered_at  {moment} NOT NULL,
	entry          {uuid} NOT NULL UNIQUE,
	version        {int} NOT NULL DEFAULT 1 CHECK (version > 0),
	withdrawn_at   {moment}, -- its newest answer on relief is no
	erased_at      {moment},
	effort         {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	CHECK (women + men + girls + boys + infants + elderly + unstated >= 1 OR erased_at IS NOT NULL),
	CHECK (occurred_at <= registered_at),
	UNIQUE (id, organisation), -- what others hold of a household refers to both
	-- The path is what scopes compare: it can never differ from the area's own.
	FOREIGN KEY (area, area_path) REFERENCES area (key, path)
){strict};
INSERT INTO household (id, organisation, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys, infants, elderly,
		criteria, house, landmark, mark, not_same_as, registered_by, occurred_at, registered_at, entry, version, withdrawn_at, erased_at, effort)
	SELECT id, organisation, area, area_path, name, also_called, phone, phone_of, women, men, girls, boys, infants, elderly,
		criteria, house, landmark, mark, not_same_as, registered_by, occurred_at, registered_at, entry, version, withdrawn_at, erased_at, effort
	FROM household_before;
DROP TABLE household_before;
CREATE INDEX household_newest ON household (organisation, registered_at, id);
CREATE INDEX household_by_area ON household (organisation, area_path, registered_at, id);
CREATE INDEX household_withdrawn ON household (organisation, withdrawn_at) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX household_erased ON household (organisation, id) WHERE erased_at IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER household_phone_of_in_set_insert BEFORE INSERT ON household
	WHEN NEW.phone_of NOT IN ('', 'self', 'family', 'neighbour')
	BEGIN SELECT RAISE(ABORT, 'household.phone_of is not in its closed set'); END;
CREATE TRIGGER household_phone_of_in_set_update BEFORE UPDATE OF phone_of ON household
	WHEN NEW.phone_of NOT IN ('', 'self', 'family', 'neighbour')
	BEGIN SELECT RAISE(ABORT, 'household.phone_of is not in its closed set'); END;
CREATE TRIGGER household_house_in_set_insert BEFORE INSERT ON household
	WHEN NEW.house NOT IN ('', 'kutcha', 'semi_pucca', 'pucca', 'hut')
	BEGIN SELECT RAISE(ABORT, 'household.house is not in its closed set'); END;
CREATE TRIGGER household_house_in_set_update BEFORE UPDATE OF house ON household
	WHEN NEW.house NOT IN ('', 'kutcha', 'semi_pucca', 'pucca', 'hut')
	BEGIN SELECT RAISE(ABORT, 'household.house is not in its closed set'); END;
-- +goose StatementEnd
DROP INDEX assessment_of_household;
DROP INDEX candidate_of_household;
DROP INDEX photo_evidence_of_household;
DROP INDEX picture_evidence_of_household;
