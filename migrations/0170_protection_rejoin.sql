-- Protection officers who lost their passphrase: a new key of their own, which opens nothing before another officer admits it.
-- +goose Up
CREATE UNIQUE INDEX protection_officer_in_organisation ON protection_officer (account, organisation);

-- Insert-only: requests. The earlier key of the officer stays; the newest admitted one counts.
CREATE TABLE protection_rejoin (
	entry         {uuid} PRIMARY KEY,
	account       {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	recipient     {code} NOT NULL CHECK (recipient LIKE 'age1%'),
	secret        {bytes} NOT NULL,
	asked_at      {moment} NOT NULL,
	UNIQUE (entry, account, organisation),
	FOREIGN KEY (account, organisation) REFERENCES protection_officer (account, organisation)
){strict};
CREATE INDEX protection_rejoin_by_account ON protection_rejoin (account, asked_at);

-- Insert-only: admissions of requests, by another officer than who asked. The primary key admits each once.
CREATE TABLE protection_readmission (
	rejoin        {uuid} PRIMARY KEY,
	account       {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	wrapped       {bytes} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	admitted_by   {uuid} NOT NULL CHECK (admitted_by <> account),
	admitted_at   {moment} NOT NULL,
	FOREIGN KEY (rejoin, account, organisation) REFERENCES protection_rejoin (entry, account, organisation)
){strict};
CREATE INDEX protection_readmission_by_account ON protection_readmission (account, admitted_at);
