-- Complaints: what the family is told, who complains and how to reach them, the answer to bring, and that it was brought.
-- +goose Up
-- reference NULL: of earlier apps, or another complaint of the organisation has it. complainant empty: they do not want to say.
ALTER TABLE grievance ADD COLUMN reference {code};
ALTER TABLE grievance ADD COLUMN complainant {text} NOT NULL DEFAULT '' CHECK (about <> 'private' OR complainant = '');
ALTER TABLE grievance ADD COLUMN relation {code} NOT NULL DEFAULT '' CHECK (relation IN ('', 'self', 'family', 'neighbour', 'other'));
ALTER TABLE grievance ADD COLUMN reach {code} NOT NULL DEFAULT '' CHECK (reach IN ('', 'phone', 'neighbour', 'worker', 'camp'));
ALTER TABLE grievance ADD COLUMN reach_phone {text} NOT NULL DEFAULT '' CHECK (about <> 'private' OR reach_phone = '');
ALTER TABLE grievance ADD COLUMN reach_at {text} NOT NULL DEFAULT '' CHECK (about <> 'private' OR reach_at = '');
CREATE UNIQUE INDEX grievance_reference ON grievance (organisation, reference);
CREATE INDEX grievance_by_taker ON grievance (taken_by, recorded_at);

ALTER TABLE grievance_settlement ADD COLUMN answer {text} NOT NULL DEFAULT '';

-- Insert-only.
CREATE TABLE grievance_brought (
	grievance     {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	brought_by    {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation)
){strict};
