-- A list shows rank and grade. What it was ranked by is kept apart, where only ranking and its check read it.
-- +goose Up
-- The commitment of a family's inputs, under the key of the list: part of the text that the digest is over. Empty in lists of the first
-- rule, whose points are in the row; in all others the points are 0.
ALTER TABLE candidate ADD COLUMN commitment {code} NOT NULL DEFAULT '';

-- Insert-only: the secret by which a list selects the families that are lifted with those that have a private reason.
CREATE TABLE list_key (
	distribution  {uuid} PRIMARY KEY REFERENCES distribution (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	key           {bytes} NOT NULL CHECK (LENGTH(key) = 32)
){strict};

-- What a family was ranked by. exposure and lifted are set by the approval. An erasure deletes the row.
CREATE TABLE candidate_input (
	distribution    {uuid} NOT NULL,
	household       {uuid} NOT NULL,
	organisation    {uuid} NOT NULL,
	effort          {uuid},
	points          {int} NOT NULL CHECK (points >= 0),
	needs           {text} NOT NULL,
	private_reason  {bool} NOT NULL,
	exposure        {code} NOT NULL DEFAULT '' CHECK (exposure IN ('', 'unlisted', 'passed', 'lifted')),
	lifted          {bool} NOT NULL DEFAULT FALSE,
	PRIMARY KEY (distribution, household),
	FOREIGN KEY (distribution, household) REFERENCES candidate (distribution, household)
){strict};
CREATE INDEX candidate_input_of ON candidate_input (household);

-- What approved lists have shown of a family so far: it was lifted in one, or listed and not lifted. Who was lifted once is lifted in
-- every later list, private reason or not.
CREATE TABLE household_lift (
	household     {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	lifted        {bool} NOT NULL,
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	recorded_at   {moment} NOT NULL,
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
