-- Corrections of one field by two workers who did not know of each other: the first stays, the second is stored as a claim.
-- +goose Up
-- Insert-only, one row per field. entry: the second correction. rival: the entry that had changed the field. Values are in
-- the bodies of the entries only, so that erasing a body erases them. Whether a claim is decided, its exception says.
CREATE TABLE household_claim (
	entry         {uuid} NOT NULL,
	field         {code} NOT NULL CHECK (field <> ''),
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	rival         {uuid} NOT NULL,
	claimed_by    {uuid} NOT NULL,
	rival_by      {uuid},
	claimed_at    {moment} NOT NULL,
	PRIMARY KEY (entry, field),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX household_claim_of ON household_claim (organisation, claimed_by, claimed_at);
CREATE INDEX household_claim_against ON household_claim (organisation, rival_by, claimed_at);
CREATE INDEX household_claim_family ON household_claim (household);
