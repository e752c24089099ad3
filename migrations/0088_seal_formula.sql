-- Seals made before this version bind fewer of an entry's fields: up to which seq is kept here, so that they can still be proved.
-- +goose Up
CREATE TABLE seal_formula (
	before  {int} PRIMARY KEY CHECK (before > 0) -- the newest seal by the first formula; no row where there was none
){strict};
INSERT INTO seal_formula (before) SELECT MAX(seq) FROM seal HAVING MAX(seq) > 0;
