-- Areas: the hierarchy by materialised path, every name that an area is known by, and the outlines.
-- +goose Up
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
	UNIQUE (key, path),
	CHECK (key = level || ':' || code),
	CHECK (path = parent_path || code || '/'),
	CHECK ((parent IS NULL) = (parent_path = '/')),
	CHECK ((centre_lon IS NULL) = (centre_lat IS NULL)),
	-- A child repeats its parent's path, so the database itself refuses to move an area that has children.
	FOREIGN KEY (parent, parent_path) REFERENCES area (key, path)
){strict};
CREATE INDEX area_of_parent ON area (parent);
CREATE INDEX area_of_level ON area (level, path);

-- One line for each name an area is known by, folded so that spellings which differ in form only are one.
CREATE TABLE area_alias (
	area    {code} NOT NULL REFERENCES area (key),
	folded  {code} NOT NULL CHECK (folded <> ''),
	name    {text} NOT NULL,
	source  {code} NOT NULL CHECK (source IN ('name', 'name_bn', 'alias')),
	PRIMARY KEY (area, folded)
){strict};
CREATE INDEX area_alias_folded ON area_alias (folded);

-- An outline as a MultiPolygon in WKB (WGS84 longitude, latitude) with its bounds in degrees.
CREATE TABLE area_outline (
	area      {code} PRIMARY KEY REFERENCES area (key),
	quality   {code} NOT NULL CHECK (quality IN ('surveyed', 'approximate')),
	shape     {bytes} NOT NULL,
	vertices  {int} NOT NULL CHECK (vertices > 3),
	west      {real} NOT NULL,
	south     {real} NOT NULL,
	east      {real} NOT NULL,
	north     {real} NOT NULL,
	entry     {uuid} NOT NULL,
	put_at    {moment} NOT NULL,
	CHECK (west < east AND south < north)
){strict};
CREATE INDEX area_outline_bounds ON area_outline (west, east, south, north);
