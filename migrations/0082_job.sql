-- Long work: files that people brought, how their columns are to be read, and how far the work on them has come.
-- +goose Up
CREATE TABLE import_file (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	kept_by       {uuid} NOT NULL,
	folder        {uuid} NOT NULL, -- of the server's data folder that holds the bytes
	name          {text} NOT NULL CHECK (name <> ''),
	bytes         {int} NOT NULL CHECK (bytes > 0),
	sha256        {bytes} NOT NULL CHECK (length(sha256) = 32),
	kept_at       {moment} NOT NULL,
	swept_at      {moment}
){strict};
CREATE INDEX import_file_by_age ON import_file (folder, kept_at);

CREATE TABLE import_mapping (
	organisation  {uuid} NOT NULL,
	kind          {code} NOT NULL CHECK (kind IN ('households', 'items')),
	name          {code} NOT NULL CHECK (name <> ''),
	mapping       {text} NOT NULL,
	saved_by      {uuid} NOT NULL,
	saved_at      {moment} NOT NULL,
	PRIMARY KEY (organisation, kind, name)
){strict};

CREATE TABLE job (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	kind          {code} NOT NULL CHECK (kind IN ('households', 'items')),
	started_by    {uuid} NOT NULL,
	file          {uuid} NOT NULL REFERENCES import_file (id),
	file_name     {text} NOT NULL,
	folder        {uuid} NOT NULL,
	mapping       {text} NOT NULL,
	dry_run       {bool} NOT NULL,
	manner        {code} NOT NULL CHECK (manner IN ('hold', 'register')),
	digest        {bytes} NOT NULL CHECK (length(digest) = 32), -- of file, mapping and manner
	state         {code} NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
	code          {code} NOT NULL DEFAULT '', -- why it failed
	reason        {text} NOT NULL DEFAULT '',
	rows_total    {int} NOT NULL DEFAULT 0, -- 0 while nobody has counted
	rows_read     {int} NOT NULL DEFAULT 0,
	kept          {int} NOT NULL DEFAULT 0,
	unchanged     {int} NOT NULL DEFAULT 0,
	held          {int} NOT NULL DEFAULT 0,
	refused       {int} NOT NULL DEFAULT 0,
	result        {bool} NOT NULL, -- its result file is there
	worker        {text} NOT NULL DEFAULT '',
	beat_at       {moment}, -- when the worker was last heard of
	created_at    {moment} NOT NULL,
	began_at      {moment},
	ended_at      {moment}
){strict};
CREATE INDEX job_newest ON job (organisation, created_at, id);
CREATE INDEX job_of_folder ON job (folder, state, created_at);
-- The same file in the same manner is worked on once at a time: a second click gets the first one's job.
CREATE UNIQUE INDEX job_once ON job (organisation, digest) WHERE state IN ('waiting', 'running');
