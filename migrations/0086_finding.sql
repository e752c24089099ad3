-- Finding a family by any part of its name: each word that names hold once an organisation, with every end of its sound.
-- +goose Up
CREATE TABLE household_word (
	organisation  {uuid} NOT NULL,
	starts        {bool} NOT NULL, -- part is the whole sound of the word; otherwise an end of it, of two letters or more
	part          {code} NOT NULL CHECK (part <> ''),
	word          {code} NOT NULL, -- as in household_key: sound=spelling
	PRIMARY KEY (organisation, starts, part, word)
){strict};

-- Phonetic keys are computed by the program, not by SQL: it recomputes keys of an older version in batches of households.
CREATE TABLE household_keys_made (
	id       {int} PRIMARY KEY CHECK (id = 1),
	version  {int} NOT NULL,
	after    {code} NOT NULL DEFAULT '' -- the last household whose keys were made anew; empty when none or all were
){strict};

-- A search walks one key in the order of places; the index before ended with the place and could not go on from a household.
CREATE INDEX household_key_find ON household_key (organisation, kind, key, area_path, household);
DROP INDEX household_key_lookup;
