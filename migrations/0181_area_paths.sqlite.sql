-- A path may have the area's level before its code (/19/303/ac-94/), so that areas of different levels under one parent
-- can have the same code. No stored path changes. An outline has the attribution that is shown where it is drawn.
-- +goose Up
-- A check cannot be changed on SQLite, so the table is created again. References to it are checked at the end of the
-- transaction. The temporary indexes serve only that check: without them it reads each table once for each area.
PRAGMA defer_foreign_keys = ON;
CREATE INDEX household_of_area ON household (area, area_path);
CREATE INDEX store_of_area ON store (area, area_path);
CREATE INDEX campaign_of_area ON campaign (district, area_path);
CREATE INDEX home_of_area ON home (area, area_path);
CREATE INDEX release_area_of_area ON release_area (area);
CREATE INDEX area_own_alias_of_area ON area_own_alias (area);
CREATE TABLE area_before AS SELECT * FROM area;
DROP TABLE area;
CREATE TABLE area (
	key          {code} PRIMARY KEY,
	level        {code} NOT NULL
	             CHECK (level IN ('state', 'district', 'assembly_constituency', 'block', 'panchayat', 'village')),
	code         {code} NOT NULL CHECK (code <> ''),
	name         {text} NOT NULL CHECK (name <> ''),
	name_bn      {text} NOT NULL DEFAULT '',
	parent       {code},
	parent_path  {code} NOT NULL,
	path         {code} NOT NULL UNIQUE,
	centre_lon   {real},
	centre_lat   {real},
	entry        {uuid} NOT NULL,
	put_at       {moment} NOT NULL,
	name_hi      {text} NOT NULL DEFAULT '',
	UNIQUE (key, path),
	CHECK (key = level || ':' || code),
	CHECK (path IN (parent_path || code || '/', parent_path || CASE level WHEN 'assembly_constituency' THEN 'ac' ELSE level END
		|| '-' || code || '/')),
	CHECK ((parent IS NULL) = (parent_path = '/')),
	CHECK ((centre_lon IS NULL) = (centre_lat IS NULL)),
	FOREIGN KEY (parent, parent_path) REFERENCES area (key, path)
){strict};
CREATE INDEX area_of_parent ON area (parent);
INSERT INTO area (key, level, code, name, name_bn, parent, parent_path, path, centre_lon, centre_lat, entry, put_at, name_hi)
	SELECT key, level, code, name, name_bn, parent, parent_path, path, centre_lon, centre_lat, entry, put_at, name_hi
	FROM area_before ORDER BY path;
DROP TABLE area_before;
CREATE INDEX area_of_level ON area (level, path);
DROP INDEX household_of_area;
DROP INDEX store_of_area;
DROP INDEX campaign_of_area;
DROP INDEX home_of_area;
DROP INDEX release_area_of_area;
DROP INDEX area_own_alias_of_area;
ALTER TABLE area_outline ADD COLUMN attribution {text} NOT NULL DEFAULT '';
