-- Situation reports: the state of an area on a day, as a worker observed it. All are kept; the newest of a day counts.
-- +goose Up
CREATE TABLE situation_report (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	area          {code} NOT NULL,
	area_path     {code} NOT NULL CHECK (area_path LIKE '/%/'),
	day           {code} NOT NULL CHECK (LENGTH(day) = 10),
	flooded       {code} NOT NULL CHECK (flooded IN ('none', 'part', 'most')),
	power         {code} NOT NULL CHECK (power IN ('working', 'partly', 'out')),
	water         {code} NOT NULL CHECK (water IN ('safe', 'unsafe', 'none')),
	road          {code} NOT NULL CHECK (road IN ('open', 'foot_or_boat', 'cut_off')),
	market        {code} NOT NULL CHECK (market IN ('open', 'partly', 'closed')),
	note          {text} NOT NULL DEFAULT '',
	reported_by   {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at)
){strict};
CREATE INDEX situation_report_newest ON situation_report (organisation, recorded_at, id);
