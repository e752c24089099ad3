-- Insert-only: who opened a private complaint, when and why.
-- +goose Up
CREATE TABLE grievance_opening (
	entry         {uuid} PRIMARY KEY,
	grievance     {uuid} NOT NULL REFERENCES grievance (id),
	organisation  {uuid} NOT NULL,
	account       {uuid} NOT NULL,
	reason        {code} NOT NULL CHECK (reason IN ('decide', 'visit', 'refer', 'danger', 'asked_by_family')),
	opened_at     {moment} NOT NULL
){strict};
CREATE INDEX grievance_opening_by_grievance ON grievance_opening (grievance, opened_at);
