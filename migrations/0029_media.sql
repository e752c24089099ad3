-- Photos: metadata of each file in the photo folder. The picture itself is never in the database.
-- +goose Up
CREATE TABLE photo (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	kept_by       {uuid} NOT NULL,
	bytes         {int} NOT NULL CHECK (bytes > 0),
	width         {int} NOT NULL CHECK (width BETWEEN 1 AND 1600),
	height        {int} NOT NULL CHECK (height BETWEEN 1 AND 1600),
	sha256        {bytes} NOT NULL CHECK (length(sha256) = 32),
	kept_at       {moment} NOT NULL
){strict};
CREATE INDEX photo_by_organisation ON photo (organisation, id);
