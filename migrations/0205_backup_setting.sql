-- Backups that the program makes by itself: where and to which public key, what was made, and the tests of them. All insert-only.
-- +goose Up
CREATE TABLE backup_setting (
	id            {uuid} PRIMARY KEY,
	installation  {uuid} NOT NULL, -- the id of the first setting: media name it
	recipient     {code} NOT NULL CHECK (recipient LIKE 'age1%'),
	folder        {text} NOT NULL,
	label         {text} NOT NULL,
	chosen_by     {uuid} NOT NULL,
	chosen_at     {moment} NOT NULL
){strict};

CREATE TABLE backup_run (
	id            {uuid} PRIMARY KEY,
	setting       {uuid} NOT NULL REFERENCES backup_setting (id),
	label         {text} NOT NULL,
	file          {text} NOT NULL,
	bytes         {int} NOT NULL CHECK (bytes > 0),
	digest        {code} NOT NULL, -- SHA-256 of the file, as it was read back
	list          {code} NOT NULL, -- SHA-256 of the list of its parts
	photos        {int} NOT NULL CHECK (photos >= 0),
	seq           {int} NOT NULL CHECK (seq >= 0),
	taken_at      {moment} NOT NULL,
	verified_at   {moment} NOT NULL
){strict};
CREATE INDEX backup_run_setting ON backup_run (setting);

CREATE TABLE backup_test (
	id            {uuid} PRIMARY KEY,
	tested_at     {moment} NOT NULL,
	tested_by     {uuid} NOT NULL,
	passed        {bool},   -- NULL: postponed
	until         {moment}, -- to when it was postponed
	taken_at      {moment}, -- of the tested backup
	findings      {int} NOT NULL CHECK (findings >= 0),
	whole         {bool} NOT NULL, -- restored and checked, not only read
	CHECK ((passed IS NULL) <> (until IS NULL))
){strict};
