-- What backups hold, so that phones know what they may forget.
-- +goose Up
CREATE TABLE backup_taken (
	entry     {uuid} PRIMARY KEY REFERENCES entry (id),
	seq       {int} NOT NULL,
	taken_at  {moment} NOT NULL
){strict};
