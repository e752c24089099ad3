-- Reported grades: of a list, or entered in the office without a form. Nothing about eligibility refers to them.
-- +goose Up
-- Insert-only; an erasure blanks the note. house and reported_on empty: not stated.
CREATE TABLE reported_damage (
	id            {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	grade         {int} NOT NULL CHECK (grade BETWEEN 0 AND 4),
	house         {code} NOT NULL,
	reported_on   {code} NOT NULL,
	source        {code} NOT NULL,
	note          {text} NOT NULL,
	reported_by   {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
-- +goose StatementBegin
CREATE TRIGGER reported_damage_house_in_set_insert BEFORE INSERT ON reported_damage
	WHEN NEW.house NOT IN ('', 'kutcha', 'semi_pucca', 'pucca', 'hut')
	BEGIN SELECT RAISE(ABORT, 'reported_damage.house is not in its closed set'); END;
CREATE TRIGGER reported_damage_house_in_set_update BEFORE UPDATE OF house ON reported_damage
	WHEN NEW.house NOT IN ('', 'kutcha', 'semi_pucca', 'pucca', 'hut')
	BEGIN SELECT RAISE(ABORT, 'reported_damage.house is not in its closed set'); END;
CREATE TRIGGER reported_damage_source_in_set_insert BEFORE INSERT ON reported_damage
	WHEN NEW.source NOT IN ('list', 'office')
	BEGIN SELECT RAISE(ABORT, 'reported_damage.source is not in its closed set'); END;
CREATE TRIGGER reported_damage_source_in_set_update BEFORE UPDATE OF source ON reported_damage
	WHEN NEW.source NOT IN ('list', 'office')
	BEGIN SELECT RAISE(ABORT, 'reported_damage.source is not in its closed set'); END;
-- +goose StatementEnd
CREATE INDEX reported_damage_newest ON reported_damage (organisation, household, recorded_at, id);

-- The newest reported grade of a household without an assessment, and how many such households an area has. -1: none, or assessed.
ALTER TABLE summary_household ADD COLUMN reported {int} NOT NULL DEFAULT -1 CHECK (reported BETWEEN -1 AND 4);
ALTER TABLE summary_area ADD COLUMN reported {int} NOT NULL DEFAULT 0;
CREATE INDEX summary_household_reported ON summary_household (organisation, registered_at, household) WHERE reported >= 0;
