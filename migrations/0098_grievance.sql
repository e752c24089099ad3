-- Grievances of families. A sensitive one is sealed to the organisation's protection key, and its text is empty.
-- +goose Up
CREATE TABLE grievance (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	household     {uuid},
	area          {code} NOT NULL,
	area_path     {code} NOT NULL CHECK (area_path LIKE '/%/'),
	about         {code} NOT NULL CHECK (about IN ('not_listed', 'wrong_damage', 'not_received', 'asked_for_money', 'treated_badly', 'other', 'private')),
	text          {text} NOT NULL DEFAULT '',
	sealed        {bytes} CHECK (LENGTH(sealed) = 1024),
	answer_by     {code} NOT NULL CHECK (answer_by IN ('visit', 'phone', 'none')),
	taken_by      {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	CHECK (sealed IS NULL OR about = 'private' AND text = ''),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX grievance_newest ON grievance (organisation, recorded_at, id);
CREATE INDEX grievance_by_household ON grievance (household);
CREATE TABLE grievance_settlement (
	grievance   {uuid} PRIMARY KEY REFERENCES grievance (id),
	entry       {uuid} NOT NULL UNIQUE,
	decision    {code} NOT NULL CHECK (decision IN ('upheld', 'not_upheld', 'passed_on')),
	reason      {text} NOT NULL,
	settled_by  {uuid} NOT NULL,
	settled_at  {moment} NOT NULL
){strict};
