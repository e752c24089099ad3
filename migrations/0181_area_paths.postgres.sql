-- A path may have the area's level before its code (/19/303/ac-94/), so that areas of different levels under one parent
-- can have the same code. No stored path changes. An outline has the attribution that is shown where it is drawn.
-- +goose Up
ALTER TABLE area DROP CONSTRAINT area_check1, ADD CONSTRAINT area_path_check
	CHECK (path IN (parent_path || code || '/', parent_path || CASE level WHEN 'assembly_constituency' THEN 'ac' ELSE level END
		|| '-' || code || '/')) NOT VALID;
ALTER TABLE area VALIDATE CONSTRAINT area_path_check;
ALTER TABLE area_outline ADD COLUMN attribution {text} NOT NULL DEFAULT '';
