-- The minutes without use after which phones lock, by organisation.
-- +goose Up
-- Insert-only: the newest row of an organisation is in force, and without one it is five minutes.
CREATE TABLE autolock_setting (
	entry         {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	minutes       {int} NOT NULL CHECK (minutes BETWEEN 1 AND 15),
	account       {uuid} NOT NULL,
	set_at        {moment} NOT NULL
){strict};
CREATE INDEX autolock_setting_newest ON autolock_setting (organisation, set_at);
