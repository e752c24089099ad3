-- The private reason leaves the criteria for a table of its own, which ranking and the protection officer's page read and nothing else.
-- +goose Up
CREATE TABLE household_priority (
	entry           {uuid} PRIMARY KEY,
	household       {uuid} NOT NULL,
	n               {int} NOT NULL CHECK (n > 0),
	organisation    {uuid} NOT NULL,
	effort          {uuid},
	private_reason  {bool} NOT NULL,
	reason          {code} NOT NULL CHECK (reason IN ('registered', 'asked_by_family', 'visit', 'danger', 'recorded_by_mistake',
		'no_longer_applies')),
	account         {uuid} NOT NULL,
	recorded_at     {moment} NOT NULL,
	UNIQUE (household, n),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX household_priority_of ON household_priority (organisation, private_reason, household, n);
