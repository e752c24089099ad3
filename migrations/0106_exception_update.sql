-- The newest details of an open exception whose subject changes, such as the gaps of a phone: one row per exception.
-- +goose Up
CREATE TABLE exception_update (
	exception     {uuid} PRIMARY KEY REFERENCES exception (id),
	organisation  {uuid},
	effort        {uuid},
	details       {text} NOT NULL,
	updated_at    {moment} NOT NULL
){strict};
CREATE INDEX exception_by_entry ON exception (entry, kind);
