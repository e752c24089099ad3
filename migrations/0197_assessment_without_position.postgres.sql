-- Assessments no longer store the position that earlier apps may send: nothing has read it.
-- +goose Up
-- Made again after the migrations; without this, it would refuse the change.
DROP TRIGGER IF EXISTS keep_history ON assessment;
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it changes all.
SELECT set_config('app.organisations', '*', true);
UPDATE assessment SET lon = NULL, lat = NULL, accuracy = NULL WHERE lon IS NOT NULL;
