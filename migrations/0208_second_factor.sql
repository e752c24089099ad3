-- The second factor: one-time codes by time (TOTP) and recovery codes, and the setting of an organisation.
-- +goose Up
-- secret is encrypted under a key outside the database. confirmed_at is NULL until the person has typed a first code.
CREATE TABLE second_factor (
	account       {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	secret        {bytes} NOT NULL,
	created_at    {moment} NOT NULL,
	confirmed_at  {moment},
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)
){strict};

-- The time steps whose code was used: the key lets each code in once.
CREATE TABLE second_factor_step (
	account       {uuid} NOT NULL,
	step          {int} NOT NULL CHECK (step > 0),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	used_at       {moment} NOT NULL,
	PRIMARY KEY (account, step),
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)
){strict};

CREATE TABLE recovery_code (
	account       {uuid} NOT NULL,
	code_hash     {bytes} NOT NULL CHECK (length(code_hash) = 32),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	used_at       {moment},
	PRIMARY KEY (account, code_hash),
	FOREIGN KEY (account, organisation) REFERENCES account (id, organisation)
){strict};

-- Insert-only: the newest row of an organisation is in force, and without one the factor is not required.
CREATE TABLE second_factor_setting (
	entry         {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	required      {bool} NOT NULL,
	account       {uuid} NOT NULL,
	set_at        {moment} NOT NULL
){strict};
CREATE INDEX second_factor_setting_newest ON second_factor_setting (organisation, set_at);
