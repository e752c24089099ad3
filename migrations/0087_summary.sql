-- Summary: the state of each household and its counts per area, as of a sequence number of the seals.
-- +goose Up
CREATE TABLE summary_state (
	id   {int} PRIMARY KEY CHECK (id = 1),
	seq  {int} NOT NULL CHECK (seq >= 0)
){strict};

-- The columns by which lists filter and sort. grade is the newest assessment's (-1: none), the verified grade the newest
-- verification's; criteria are bits in the order of the closed list.
CREATE TABLE summary_household (
	household       {uuid} PRIMARY KEY,
	organisation    {uuid} NOT NULL,
	area_path       {code} NOT NULL,
	registered_at   {moment} NOT NULL,
	people          {int} NOT NULL,
	house           {code} NOT NULL,
	criteria        {int} NOT NULL,
	grade           {int} NOT NULL CHECK (grade BETWEEN -1 AND 4),
	verified        {bool} NOT NULL,
	verified_grade  {int} NOT NULL CHECK (verified_grade BETWEEN -1 AND 4),
	carded          {bool} NOT NULL,
	entitled        {bool} NOT NULL,
	served          {bool} NOT NULL
){strict};
-- The newest first is how lists begin; the columns behind the order let a rare filter be looked for in the index alone.
CREATE INDEX summary_household_newest ON summary_household (organisation, registered_at, household, area_path, house, criteria,
	grade, verified, carded, served);
CREATE INDEX summary_household_by_area ON summary_household (organisation, area_path, household);
CREATE INDEX summary_household_by_grade ON summary_household (organisation, grade, household);
CREATE INDEX summary_household_by_size ON summary_household (organisation, people, household);

CREATE TABLE summary_area (
	organisation  {uuid} NOT NULL,
	area_path     {code} NOT NULL,
	households    {int} NOT NULL,
	people        {int} NOT NULL,
	grade0        {int} NOT NULL,
	grade1        {int} NOT NULL,
	grade2        {int} NOT NULL,
	grade3        {int} NOT NULL,
	grade4        {int} NOT NULL,
	carded        {int} NOT NULL,
	entitled      {int} NOT NULL,
	served        {int} NOT NULL,
	reached       {int} NOT NULL, -- served, of those whose confirmed grade is 2 or more
	PRIMARY KEY (organisation, area_path)
){strict};

-- Without the organisation in front, SQLite read all assessments of the organisation to grade the fifty families of a page.
DROP INDEX assessment_by_household;
CREATE INDEX assessment_by_household ON assessment (organisation, household, occurred_at, id);

CREATE INDEX entitlement_by_household ON entitlement (household);
CREATE INDEX handover_by_entry ON handover (entry);
CREATE INDEX distribution_approved ON distribution (approved_at);
