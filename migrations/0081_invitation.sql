-- Invitations: a person without a password gets in once, within a day, by twelve characters on paper.
-- +goose Up
ALTER TABLE account ADD COLUMN version {int} NOT NULL DEFAULT 1 CHECK (version > 0);

-- founder is who let the organisation in; they look after its people until the first of them has come.
ALTER TABLE organisation ADD COLUMN founder {uuid} REFERENCES account (id) DEFERRABLE;

CREATE TABLE invitation (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	account       {uuid} NOT NULL REFERENCES account (id),
	entry         {uuid} NOT NULL REFERENCES entry (id),
	created_at    {moment} NOT NULL,
	expires_at    {moment} NOT NULL CHECK (expires_at > created_at)
){strict};
CREATE INDEX invitation_by_account ON invitation (account, created_at);

-- A code is drawn when a sheet is printed, once for each invitation. Only its hash is stored: the code cannot be derived from it.
CREATE TABLE invitation_code (
	invitation  {uuid} PRIMARY KEY REFERENCES invitation (id),
	code_hash   {bytes} NOT NULL UNIQUE CHECK (length(code_hash) = 32)
){strict};

-- The primary key enforces single use of an invitation, also under concurrent requests.
CREATE TABLE invitation_end (
	invitation  {uuid} PRIMARY KEY REFERENCES invitation (id),
	how         {code} NOT NULL CHECK (how IN ('used', 'replaced', 'withdrawn')),
	ended_at    {moment} NOT NULL
){strict};

-- One row: the database has had its first administrator.
CREATE TABLE beginning (
	one       {int} PRIMARY KEY CHECK (one = 1),
	account   {uuid} NOT NULL REFERENCES account (id),
	entry     {uuid} NOT NULL REFERENCES entry (id),
	begun_at  {moment} NOT NULL
){strict};
