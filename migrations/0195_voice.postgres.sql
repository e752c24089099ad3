-- Recordings of spoken texts in an organisation's own voice, in any dialect.
-- +goose Up
-- Files by their digest; one that no recording uses is deleted after a day.
CREATE TABLE voice_file (
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	sha256        {code} NOT NULL CHECK (length(sha256) = 64),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	container     {code} NOT NULL CHECK (container IN ('webm', 'mp4', 'ogg', 'mp3', 'wav')),
	body          {bytes} NOT NULL CHECK (length(body) = size),
	size          {int} NOT NULL CHECK (size BETWEEN 1 AND 120000),
	account       {uuid} NOT NULL,
	stored_at     {moment} NOT NULL,
	PRIMARY KEY (organisation, sha256)
){strict};

-- The size of a dialect is that of its recordings together: what a phone fetches.
CREATE TABLE voice_dialect (
	organisation  {uuid} NOT NULL REFERENCES organisation (id),
	language      {code} NOT NULL,
	dialect       {text} NOT NULL CHECK (dialect <> ''),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	size          {int} NOT NULL CHECK (size BETWEEN 0 AND 400000),
	PRIMARY KEY (organisation, language, dialect)
){strict};

-- The recording in force of each text; the entries have the earlier ones.
CREATE TABLE voice_recording (
	organisation  {uuid} NOT NULL,
	language      {code} NOT NULL,
	dialect       {text} NOT NULL,
	spoken        {code} NOT NULL CHECK (spoken IN ('consent_who', 'consent_what', 'consent_rights', 'photo_question',
		'verdict_give', 'verdict_already_given', 'verdict_not_on_list', 'verdict_withdrawn', 'verdict_not_ours',
		'verdict_finished')),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	words         {code} NOT NULL CHECK (length(words) = 64),
	sha256        {code} NOT NULL,
	container     {code} NOT NULL,
	size          {int} NOT NULL CHECK (size > 0),
	entry         {uuid} NOT NULL,
	account       {uuid} NOT NULL,
	recorded_at   {moment} NOT NULL,
	PRIMARY KEY (organisation, language, dialect, spoken),
	FOREIGN KEY (organisation, language, dialect) REFERENCES voice_dialect (organisation, language, dialect),
	FOREIGN KEY (organisation, sha256) REFERENCES voice_file (organisation, sha256)
){strict};
CREATE INDEX voice_recording_of_file ON voice_recording (organisation, sha256);
