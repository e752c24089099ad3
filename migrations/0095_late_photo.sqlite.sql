-- A phone sends its photos after the assessments that name them. The reference's text is taken out where SQLite keeps it, as in 0084;
-- the index makes every connection read the schema again.
-- +goose Up
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'TEXT NOT NULL REFERENCES photo (id)', 'TEXT NOT NULL')
	WHERE type = 'table' AND name = 'assessment_photo';
PRAGMA writable_schema = RESET;
CREATE INDEX assessment_photo_by_photo ON assessment_photo (photo);
