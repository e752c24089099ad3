-- Names of places, stores, units and campaigns in Bengali and Hindi. Empty: there is none, and the English name is shown. A
-- distribution keeps those of its area and store as they were when the plan was made.
-- +goose Up
-- Row-level policies hide rows from their owner too.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

ALTER TABLE area ADD COLUMN name_hi {text} NOT NULL DEFAULT '';
ALTER TABLE store ADD COLUMN name_bn {text} NOT NULL DEFAULT '';
ALTER TABLE store ADD COLUMN name_hi {text} NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN unit_bn {text} NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN unit_hi {text} NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN name_hi {text} NOT NULL DEFAULT '';
ALTER TABLE distribution ADD COLUMN area_name_bn {text} NOT NULL DEFAULT '';
ALTER TABLE distribution ADD COLUMN area_name_hi {text} NOT NULL DEFAULT '';
ALTER TABLE distribution ADD COLUMN store_name_bn {text} NOT NULL DEFAULT '';
ALTER TABLE distribution ADD COLUMN store_name_hi {text} NOT NULL DEFAULT '';
UPDATE distribution SET area_name_bn = (SELECT a.name_bn FROM area a WHERE a.key = distribution.area);
