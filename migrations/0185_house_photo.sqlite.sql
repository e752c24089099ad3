-- Why an assessment has no photo, and photos of a house that were taken after its assessment.
-- +goose Up
ALTER TABLE assessment ADD COLUMN no_photo {code} NOT NULL DEFAULT '';
-- +goose StatementBegin
CREATE TRIGGER assessment_no_photo_in_set_insert BEFORE INSERT ON assessment
	WHEN NEW.no_photo NOT IN ('', 'refused', 'camera', 'none')
	BEGIN SELECT RAISE(ABORT, 'assessment.no_photo is not in its closed set'); END;
CREATE TRIGGER assessment_no_photo_in_set_update BEFORE UPDATE OF no_photo ON assessment
	WHEN NEW.no_photo NOT IN ('', 'refused', 'camera', 'none')
	BEGIN SELECT RAISE(ABORT, 'assessment.no_photo is not in its closed set'); END;
-- +goose StatementEnd

CREATE TABLE house_photo (
	entry         {uuid} NOT NULL,
	position      {int} NOT NULL CHECK (position >= 0),
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	photo         {uuid} NOT NULL,
	taken_by      {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	PRIMARY KEY (entry, position),
	UNIQUE (entry, photo),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX house_photo_by_household ON house_photo (household, occurred_at);
CREATE INDEX house_photo_by_photo ON house_photo (photo);
