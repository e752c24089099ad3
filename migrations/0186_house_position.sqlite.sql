-- Positions of houses, in tables of their own: no list, pack, feed, export or release joins them.
-- +goose Up
-- Insert-only: the newest row of an organisation is in force, and without one it is off.
CREATE TABLE position_setting (
	entry         {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	enabled       {bool} NOT NULL,
	account       {uuid} NOT NULL,
	set_at        {moment} NOT NULL
){strict};
CREATE INDEX position_setting_newest ON position_setting (organisation, set_at);

-- Insert-only; the erase function alone may delete.
CREATE TABLE household_position (
	entry         {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	lon           {real} NOT NULL CHECK (lon BETWEEN -180 AND 180),
	lat           {real} NOT NULL CHECK (lat BETWEEN -90 AND 90),
	accuracy      {real} NOT NULL CHECK (accuracy >= 0),
	account       {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX household_position_of ON household_position (household, occurred_at);

-- Insert-only: who looked at the position of a house, when and why.
CREATE TABLE position_opening (
	entry         {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	account       {uuid} NOT NULL,
	reason        {code} NOT NULL,
	opened_at     {moment} NOT NULL,
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX position_opening_by_household ON position_opening (household, opened_at);
-- +goose StatementBegin
CREATE TRIGGER position_opening_reason_in_set_insert BEFORE INSERT ON position_opening
	WHEN NEW.reason NOT IN ('visit', 'check_grade', 'danger', 'asked_by_family')
	BEGIN SELECT RAISE(ABORT, 'position_opening.reason is not in its closed set'); END;
-- +goose StatementEnd
