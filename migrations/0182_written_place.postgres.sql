-- Names of places that workers did not find among the areas, and the decisions on them.
-- +goose Up
-- One row per family, complaint or situation report with such a name. area NULL: nobody has decided, and the record counts at
-- under, where it was written. cause: the entry of the decision. arrived: where an alias placed it at once. alone: a correction placed this family alone.
CREATE TABLE written_place (
	record        {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	kind          {code} NOT NULL CHECK (kind IN ('household', 'grievance', 'situation_report')),
	under         {code} NOT NULL,
	under_path    {code} NOT NULL CHECK (under_path LIKE '/%/'),
	name          {text} NOT NULL CHECK (name <> ''),
	folded        {code} NOT NULL CHECK (folded <> ''),
	sound         {code} NOT NULL CHECK (sound <> ''),
	written_at    {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	arrived       {code},
	area          {code},
	area_path     {code},
	cause         {uuid},
	decided_at    {moment},
	alone         {bool} NOT NULL DEFAULT FALSE,
	CHECK ((area IS NULL) = (area_path IS NULL)),
	CHECK ((cause IS NULL) = (decided_at IS NULL)),
	FOREIGN KEY (under, under_path) REFERENCES area (key, path),
	FOREIGN KEY (area, area_path) REFERENCES area (key, path)
){strict};
CREATE INDEX written_place_names ON written_place (organisation, under, folded);

-- Insert-only: the families that a decision on a written name moved. Both places are areas, never the written name.
CREATE TABLE household_move (
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	entry         {uuid} NOT NULL,
	version       {int} NOT NULL CHECK (version > 1),
	area_before   {code} NOT NULL REFERENCES area (key),
	area_after    {code} NOT NULL REFERENCES area (key),
	PRIMARY KEY (household, version),
	UNIQUE (entry, household),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};

-- An alias that a decision on a written name made, not a person who typed it.
ALTER TABLE area_own_alias ADD COLUMN written {bool} NOT NULL DEFAULT FALSE;
