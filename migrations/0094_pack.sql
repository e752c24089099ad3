-- The parts of the packs issued to phones, kept for a day; and the uploaded pieces of photos.
-- +goose Up
CREATE TABLE pack_part (
	pack    {uuid} NOT NULL REFERENCES pack (id),
	name    {code} NOT NULL CHECK (name <> ''),
	body    {bytes} NOT NULL,
	rows    {int} NOT NULL,
	PRIMARY KEY (pack, name)
){strict};

-- A photo that a phone sends, sealed, at any byte where it stopped.
CREATE TABLE photo_part (
	photo       {uuid} NOT NULL,
	credential  {uuid} NOT NULL,
	start       {int} NOT NULL CHECK (start >= 0),
	body        {bytes} NOT NULL,
	at          {moment} NOT NULL,
	PRIMARY KEY (photo, start)
){strict};
CREATE INDEX photo_part_by_age ON photo_part (at);
