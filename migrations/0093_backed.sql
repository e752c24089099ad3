-- The extent of backups, from which phones derive which sent entries they may delete.
-- +goose Up
CREATE TABLE backup_taken (
	entry     {uuid} PRIMARY KEY REFERENCES entry (id),
	seq       {int} NOT NULL,
	taken_at  {moment} NOT NULL
){strict};
