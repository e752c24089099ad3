-- A phone sends its photos after the assessments that name them.
-- +goose Up
ALTER TABLE assessment_photo DROP CONSTRAINT assessment_photo_photo_fkey;
CREATE INDEX assessment_photo_by_photo ON assessment_photo (photo);
