-- Practice mode: the tasks that a worker has finished on a phone, as it reports them. Insert-only.
-- +goose Up
CREATE TABLE device_practice (
	credential    {uuid} NOT NULL,
	task          {code} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	reported_at   {moment} NOT NULL,
	PRIMARY KEY (credential, task),
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)
){strict};
-- +goose StatementBegin
CREATE TRIGGER device_practice_task_in_set_insert BEFORE INSERT ON device_practice
	WHEN NEW.task NOT IN ('register', 'grade', 'card', 'handout', 'without_card', 'mistake')
	BEGIN SELECT RAISE(ABORT, 'device_practice.task is not in its closed set'); END;
-- +goose StatementEnd
