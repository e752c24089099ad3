-- The organisation's protection key. Its private half is here only wrapped to each protection officer's own key, and that one only
-- under a passphrase that the server never sees.
-- +goose Up
CREATE TABLE protection_key (
	organisation  {uuid} PRIMARY KEY REFERENCES organisation (id),
	recipient     {code} NOT NULL CHECK (recipient LIKE 'age1%'),
	entry         {uuid} NOT NULL UNIQUE,
	made_at       {moment} NOT NULL
){strict};
CREATE TABLE protection_officer (
	account       {uuid} PRIMARY KEY REFERENCES account (id),
	organisation  {uuid} NOT NULL,
	recipient     {code} NOT NULL CHECK (recipient LIKE 'age1%'),
	secret        {bytes} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	joined_at     {moment} NOT NULL
){strict};
CREATE TABLE protection_wrap (
	account       {uuid} PRIMARY KEY REFERENCES protection_officer (account),
	organisation  {uuid} NOT NULL REFERENCES protection_key (organisation),
	wrapped       {bytes} NOT NULL,
	entry         {uuid} NOT NULL,
	admitted_at   {moment} NOT NULL
){strict};

-- Sealed notes: a blob of one size for every entry about a household, whether it holds a note or not. The erase function alone may
-- delete one.
CREATE TABLE sealed_note (
	entry         {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	blob          {bytes} NOT NULL CHECK (LENGTH(blob) = 1024),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX sealed_note_by_household ON sealed_note (household);

-- Insert-only: who opened the notes of a household, when and why.
CREATE TABLE note_opening (
	entry         {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	account       {uuid} NOT NULL,
	reason        {code} NOT NULL CHECK (reason IN ('decide_priority', 'visit', 'refer', 'danger', 'asked_by_family')),
	opened_at     {moment} NOT NULL,
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX note_opening_by_household ON note_opening (household, opened_at);
