-- Visits at which a family was not reached.
-- +goose Up
-- Insert-only. A contact that is recorded later (an assessment, a card) supersedes it. again_on: the date of the next visit, of come_back alone.
CREATE TABLE household_visit (
	id            {uuid} PRIMARY KEY,
	household     {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	result        {code} NOT NULL,
	again_on      {code} NOT NULL DEFAULT '' CHECK ((again_on <> '') = (result = 'come_back')),
	visited_by    {uuid} NOT NULL,
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
-- +goose StatementBegin
CREATE TRIGGER household_visit_result_in_set_insert BEFORE INSERT ON household_visit
	WHEN NEW.result NOT IN ('gone', 'flooded', 'refused', 'come_back')
	BEGIN SELECT RAISE(ABORT, 'household_visit.result is not in its closed set'); END;
-- +goose StatementEnd
CREATE INDEX household_visit_newest ON household_visit (household, occurred_at, id);
