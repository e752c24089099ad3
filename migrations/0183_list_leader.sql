-- The team leader's PIN of a list that is not split: what a phone needs to verify it. Of a split list, distribution_leader has it.
-- +goose Up
CREATE TABLE list_leader (
	distribution  {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	salt          {bytes} NOT NULL,
	rounds        {int} NOT NULL CHECK (rounds > 0),
	proof         {code} NOT NULL,
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)
){strict};
