-- Photos as evidence: each photo belongs to the household for which it was named first, and each picture (the SHA-256 of the file as it
-- was re-encoded) to the household for which it came first. The primary keys decide between two at once.
-- +goose Up
CREATE TABLE photo_evidence (
	organisation  {uuid} NOT NULL,
	photo         {uuid} NOT NULL,
	effort        {uuid},
	household     {uuid},
	area_path     {code} NOT NULL DEFAULT '',
	entry         {uuid},
	named_by      {uuid},
	picture       {bytes},
	PRIMARY KEY (organisation, photo),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation),
	CHECK ((household IS NULL) = (entry IS NULL) AND (household IS NULL) = (named_by IS NULL))
){strict};

CREATE TABLE picture_evidence (
	organisation  {uuid} NOT NULL,
	picture       {bytes} NOT NULL,
	effort        {uuid},
	photo         {uuid} NOT NULL,
	household     {uuid} NOT NULL,
	area_path     {code} NOT NULL,
	PRIMARY KEY (organisation, picture),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
