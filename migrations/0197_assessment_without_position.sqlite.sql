-- Assessments no longer store the position that earlier apps may send: nothing has read it.
-- +goose Up
-- Made again after the migrations; without this, it would refuse the change.
DROP TRIGGER IF EXISTS assessment_no_update;
UPDATE assessment SET lon = NULL, lat = NULL, accuracy = NULL WHERE lon IS NOT NULL;
