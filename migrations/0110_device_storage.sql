-- Storage per phone: a credential's stored and undecided records, counted in the transaction that stores them. A conditional update
-- decides whether more fits; the limits themselves are in internal/field/quota.go, so that a database from before them can exceed them.
-- +goose Up
CREATE TABLE device_storage (
	credential    {uuid} PRIMARY KEY REFERENCES device_credential (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	unopened      {int} NOT NULL DEFAULT 0 CHECK (unopened >= 0),
	unreadable    {int} NOT NULL DEFAULT 0 CHECK (unreadable >= 0),
	photos        {int} NOT NULL DEFAULT 0 CHECK (photos >= 0),
	refused       {int} NOT NULL DEFAULT 0,
	refused_for   {code} NOT NULL DEFAULT '' CHECK (refused_for IN ('', 'unopened', 'unreadable', 'photos', 'total')),
	refused_at    {moment}
){strict};

-- One row at most: the unopened bytes of all credentials.
CREATE TABLE storage_total (
	id        {int} PRIMARY KEY CHECK (id = 1),
	unopened  {int} NOT NULL CHECK (unopened >= 0)
){strict};

-- The bytes of records that cannot be read. Their entries hold a length and a digest, so that the bytes can be swept.
CREATE TABLE unreadable_record (
	entry         {uuid} PRIMARY KEY REFERENCES entry (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	credential    {uuid} NOT NULL,
	record        {bytes} NOT NULL,
	received_at   {moment} NOT NULL
){strict};

-- Unfinished photos: how many bytes are here, and when the last piece came.
CREATE TABLE photo_upload (
	credential    {uuid} NOT NULL,
	photo         {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	have          {int} NOT NULL CHECK (have >= 0),
	last_at       {moment} NOT NULL,
	PRIMARY KEY (credential, photo)
){strict};
CREATE INDEX photo_upload_by_age ON photo_upload (last_at);

INSERT INTO photo_upload (credential, photo, organisation, have, last_at)
	SELECT p.credential, p.photo, c.organisation, SUM(length(p.body)), MAX(p.at)
	FROM photo_part p JOIN device_credential c ON c.id = p.credential GROUP BY p.credential, p.photo, c.organisation;
INSERT INTO device_storage (credential, organisation, unopened, photos)
	SELECT c.id, c.organisation,
		(SELECT COALESCE(SUM(length(w.record) + 512), 0) FROM withheld w WHERE w.credential = c.id),
		(SELECT COUNT(*) FROM photo_upload u WHERE u.credential = c.id)
	FROM device_credential c
	WHERE c.id IN (SELECT credential FROM withheld UNION SELECT credential FROM photo_upload);
INSERT INTO storage_total (id, unopened) SELECT 1, SUM(length(record) + 512) FROM withheld HAVING COUNT(*) > 0;
