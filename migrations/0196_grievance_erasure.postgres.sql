-- Complaints can be erased by themselves: a decision has its complaint as a subject too, so that it is erased with it.
-- +goose Up
-- Made again after the migrations; without this, it would refuse subjects of entries that are sealed.
DROP TRIGGER IF EXISTS insert_guard ON entry_subject;
-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisations', '*', true);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pg_temp.payload_id(payload BYTEA, field TEXT) RETURNS UUID LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
	RETURN (convert_from(payload, 'UTF8')::json ->> field)::uuid;
EXCEPTION WHEN OTHERS THEN RETURN NULL; -- the payload of a rejected entry may be malformed
END $$;
-- +goose StatementEnd
INSERT INTO entry_subject (entry, kind, subject, organisation)
	WITH said AS MATERIALIZED (SELECT e.id, e.organisation, pg_temp.payload_id(b.payload, 'grievance') AS subject
		FROM entry AS e JOIN entry_body AS b ON b.entry = e.id WHERE e.kind = 'grievance.settle')
	SELECT id, 'grievance', subject, organisation FROM said WHERE subject IS NOT NULL
	ON CONFLICT DO NOTHING;

-- Insert-only: complaints about no registered family that were erased by themselves.
CREATE TABLE grievance_erasure (
	grievance     {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	entry         {uuid} NOT NULL UNIQUE,
	erased_by     {uuid} NOT NULL,
	erased_at     {moment} NOT NULL,
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation)
){strict};
