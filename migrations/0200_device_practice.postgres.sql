-- Practice mode: the tasks that a worker has finished on a phone, as it reports them. Insert-only.
-- +goose Up
CREATE TABLE device_practice (
	credential    {uuid} NOT NULL,
	task          {code} NOT NULL CHECK (task IN ('register', 'grade', 'card', 'handout', 'without_card', 'mistake')),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	reported_at   {moment} NOT NULL,
	PRIMARY KEY (credential, task),
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)
){strict};
