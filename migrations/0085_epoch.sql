-- Epochs: a cursor is (epoch, seq). The first begins with the journal and has no row; each restore opens the next and
-- names the last seal that it has, so that a client with a later seal can list the lost ones.
-- +goose Up
CREATE TABLE epoch (
	number     {int} PRIMARY KEY CHECK (number > 1),
	id         {uuid} NOT NULL UNIQUE,
	entry      {uuid} NOT NULL UNIQUE REFERENCES entry (id),
	head_seq   {int} NOT NULL CHECK (head_seq >= 0),
	head_hash  {code} NOT NULL,
	backup     {code} NOT NULL CHECK (length(backup) = 64),
	taken_at   {moment} NOT NULL,
	opened_at  {moment} NOT NULL
){strict};
