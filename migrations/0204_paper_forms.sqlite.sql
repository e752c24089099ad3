-- Numbered paper forms: what was printed, what was entered, and the second typing of every tenth. Insert-only.
-- +goose Up
CREATE TABLE paper_run (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	first         {int} NOT NULL CHECK (first BETWEEN 1 AND 9999999),
	last          {int} NOT NULL CHECK (last BETWEEN 1 AND 9999999),
	layout        {code} NOT NULL,
	language      {code} NOT NULL CHECK (length(language) BETWEEN 2 AND 3),
	issued_by     {uuid} NOT NULL,
	issued_at     {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (first <= last),
	UNIQUE (organisation, first)
){strict};
-- +goose StatementBegin
CREATE TRIGGER paper_run_layout_in_set_insert BEFORE INSERT ON paper_run
	WHEN NEW.layout NOT IN ('family', 'sansad')
	BEGIN SELECT RAISE(ABORT, 'paper_run.layout is not in its closed set'); END;
-- +goose StatementEnd
CREATE UNIQUE INDEX paper_run_with_organisation ON paper_run (id, organisation);

-- The numbers that were printed. A number of an organisation is on one form only.
CREATE TABLE paper_form (
	organisation  {uuid} NOT NULL,
	number        {int} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	run           {uuid} NOT NULL,
	PRIMARY KEY (organisation, number),
	FOREIGN KEY (run, organisation) REFERENCES paper_run (id, organisation)
){strict};

-- What became of a number: it is entered or cancelled once.
CREATE TABLE paper_use (
	organisation  {uuid} NOT NULL,
	number        {int} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	deed          {code} NOT NULL,
	household     {uuid},
	worker        {uuid},
	filled_at     {moment},
	reason        {code} NOT NULL DEFAULT '',
	done_by       {uuid} NOT NULL,
	done_at       {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	PRIMARY KEY (organisation, number),
	UNIQUE (organisation, number, done_by),
	FOREIGN KEY (organisation, number) REFERENCES paper_form (organisation, number),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation),
	CHECK ((deed = 'entered') = (household IS NOT NULL)),
	CHECK ((deed = 'entered') = (worker IS NOT NULL)),
	CHECK ((deed = 'entered') = (filled_at IS NOT NULL)),
	CHECK ((deed = 'entered') = (reason = '')),
	CHECK (filled_at <= done_at)
){strict};
-- +goose StatementBegin
CREATE TRIGGER paper_use_deed_in_set_insert BEFORE INSERT ON paper_use
	WHEN NEW.deed NOT IN ('entered', 'cancelled')
	BEGIN SELECT RAISE(ABORT, 'paper_use.deed is not in its closed set'); END;
CREATE TRIGGER paper_use_reason_in_set_insert BEFORE INSERT ON paper_use
	WHEN NEW.reason NOT IN ('', 'spoiled', 'lost', 'refused')
	BEGIN SELECT RAISE(ABORT, 'paper_use.reason is not in its closed set'); END;
-- +goose StatementEnd
CREATE INDEX paper_use_by_household ON paper_use (household);
CREATE INDEX paper_use_newest ON paper_use (organisation, done_at);

-- The second typing of every tenth form, by another person. differing: the names of the fields, never their values.
CREATE TABLE paper_second (
	organisation  {uuid} NOT NULL,
	number        {int} NOT NULL CHECK (number % 10 = 0),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	first_typist  {uuid} NOT NULL,
	typed_by      {uuid} NOT NULL,
	typed_at      {moment} NOT NULL,
	fields        {int} NOT NULL CHECK (fields > 0),
	differ        {int} NOT NULL CHECK (differ BETWEEN 0 AND fields),
	differing     {text} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	PRIMARY KEY (organisation, number),
	FOREIGN KEY (organisation, number, first_typist) REFERENCES paper_use (organisation, number, done_by),
	CONSTRAINT another_typist CHECK (typed_by <> first_typist)
){strict};

-- The decision on the fields in which the two typings differ.
CREATE TABLE paper_settlement (
	organisation  {uuid} NOT NULL,
	number        {int} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	settled_by    {uuid} NOT NULL,
	settled_at    {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	PRIMARY KEY (organisation, number),
	FOREIGN KEY (organisation, number) REFERENCES paper_second (organisation, number)
){strict};

-- Who entered a grade from a paper form. Neither that person nor the assessor verifies it.
ALTER TABLE assessment ADD COLUMN typed_by {uuid};
ALTER TABLE verification ADD COLUMN typist {uuid} CONSTRAINT not_the_typist CHECK (typist IS NULL OR verified_by <> typist);
