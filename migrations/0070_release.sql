-- Releases: the published figures, and nothing else. Insert-only; a suppressed number is not stored.
-- +goose Up
CREATE TABLE release (
	number        {int} PRIMARY KEY CHECK (number > 0),
	entry         {uuid} NOT NULL UNIQUE REFERENCES entry (id),
	k             {int} NOT NULL CHECK (k >= 5),
	published_at  {moment} NOT NULL
){strict};

-- content is JSON: names, goal, money, and sums of the published figures.
CREATE TABLE release_campaign (
	release   {int} NOT NULL REFERENCES release (number),
	campaign  {uuid} NOT NULL REFERENCES campaign (id),
	slug      {code} NOT NULL,
	content   {text} NOT NULL,
	PRIMARY KEY (release, campaign)
){strict};
CREATE INDEX release_campaign_by_slug ON release_campaign (slug, release);

-- One line a block of a campaign. content is JSON: names, outline as it is drawn, homes, and families (which belong to the organisation
-- and the block, so that two campaigns of one organisation never show different numbers of the same families).
CREATE TABLE release_area (
	release       {int} NOT NULL,
	campaign      {uuid} NOT NULL,
	area          {code} NOT NULL REFERENCES area (key),
	organisation  {uuid} NOT NULL,
	content       {text} NOT NULL,
	PRIMARY KEY (release, campaign, area),
	FOREIGN KEY (release, campaign) REFERENCES release_campaign (release, campaign)
){strict};
