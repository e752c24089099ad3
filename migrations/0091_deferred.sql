-- Deferred facts, which refer to something that does not exist yet. They are in the journal; this table has the keys they wait for.
-- +goose Up
CREATE TABLE deferred (
	entry     {uuid} PRIMARY KEY REFERENCES entry (id),
	since     {moment} NOT NULL,
	told      {bool} NOT NULL DEFAULT FALSE
){strict};
CREATE TABLE deferred_key (
	key    {code} NOT NULL,
	entry  {uuid} NOT NULL REFERENCES entry (id),
	PRIMARY KEY (key, entry)
){strict};
CREATE INDEX deferred_key_by_entry ON deferred_key (entry);

-- Insert-only: the entry that marks when another, which had waited, was decided. Who follows the order of seals meets the
-- change there.
CREATE TABLE resolution (
	entry     {uuid} PRIMARY KEY REFERENCES entry (id),
	original  {uuid} NOT NULL REFERENCES entry (id)
){strict};
