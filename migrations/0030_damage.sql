-- Damage: one observer's assessment of one house, and its verification by a second person.
-- +goose Up
CREATE TABLE assessment (
	id            {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	area_path     {code} NOT NULL CHECK (area_path LIKE '/%/'),
	grade         {int} NOT NULL CHECK (grade BETWEEN 0 AND 4),
	house         {code} NOT NULL CHECK (house IN ('kutcha', 'semi_pucca', 'pucca', 'hut')),
	percent       {int} CHECK (percent BETWEEN 0 AND 100),
	note          {text} NOT NULL DEFAULT '',
	lon           {real} CHECK (lon BETWEEN -180 AND 180),
	lat           {real} CHECK (lat BETWEEN -90 AND 90),
	accuracy      {real} CHECK (accuracy >= 0),
	assessed_by   {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK ((lon IS NULL) = (lat IS NULL) AND (lon IS NULL) = (accuracy IS NULL)),
	CHECK (occurred_at <= recorded_at),
	UNIQUE (id, assessed_by, grade),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX assessment_by_household ON assessment (household, occurred_at, id);
CREATE INDEX assessment_by_area ON assessment (organisation, area_path, recorded_at, id);
CREATE INDEX assessment_newest ON assessment (organisation, recorded_at, id);

CREATE TABLE assessment_photo (
	assessment  {uuid} NOT NULL REFERENCES assessment (id),
	position    {int} NOT NULL CHECK (position >= 0),
	photo       {uuid} NOT NULL REFERENCES photo (id),
	PRIMARY KEY (assessment, position),
	UNIQUE (assessment, photo)
){strict};

-- The database itself refuses a person verifying their own grade: assessor and first grade are held to the assessment by the foreign
-- key, so no writer can give another assessor and pass the check.
CREATE TABLE verification (
	assessment      {uuid} PRIMARY KEY,
	assessor        {uuid} NOT NULL,
	assessed_grade  {int} NOT NULL,
	verified_by     {uuid} NOT NULL,
	grade           {int} NOT NULL CHECK (grade BETWEEN 0 AND 4),
	agreed          {bool} NOT NULL,
	verified_at     {moment} NOT NULL,
	entry           {uuid} NOT NULL UNIQUE,
	FOREIGN KEY (assessment, assessor, assessed_grade) REFERENCES assessment (id, assessed_by, grade),
	CONSTRAINT another_person CHECK (verified_by <> assessor),
	CONSTRAINT agreed_is_equal CHECK (agreed = (grade = assessed_grade))
){strict};
