-- Organisations, accounts with their roles over areas, and the sessions of the browser faces.
-- +goose Up
CREATE TABLE organisation (
	id          {uuid} PRIMARY KEY,
	name        {text} NOT NULL CHECK (length(name) > 0),
	entry       {uuid} NOT NULL REFERENCES entry (id),
	created_at  {moment} NOT NULL
){strict};

-- demo marks the accounts that `tripol demo` makes; a database that has one is served on loopback only.
CREATE TABLE account (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	login         {code} NOT NULL UNIQUE,
	name          {text} NOT NULL CHECK (length(name) > 0),
	language      {code} NOT NULL,
	demo          {bool} NOT NULL,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	created_at    {moment} NOT NULL,
	ended_at      {moment}
){strict};
CREATE INDEX account_by_organisation ON account (organisation);

CREATE TABLE account_grant (
	account    {uuid} NOT NULL REFERENCES account (id),
	role       {code} NOT NULL,
	area_path  {code} NOT NULL,
	PRIMARY KEY (account, role, area_path)
){strict};

CREATE TABLE credential (
	account  {uuid} PRIMARY KEY REFERENCES account (id),
	hash     {text} NOT NULL,
	set_at   {moment} NOT NULL
){strict};

-- A session is known by the SHA-256 of its token: who reads this table cannot sign in with it.
CREATE TABLE session (
	token_hash  {bytes} PRIMARY KEY CHECK (length(token_hash) = 32),
	account     {uuid} NOT NULL REFERENCES account (id),
	csrf        {text} NOT NULL,
	created_at  {moment} NOT NULL,
	expires_at  {moment} NOT NULL
){strict};
CREATE INDEX session_by_account ON session (account);

CREATE TABLE login_attempt (
	login          {code} PRIMARY KEY,
	failures       {int} NOT NULL CHECK (failures >= 0),
	blocked_until  {moment} NOT NULL
){strict};
