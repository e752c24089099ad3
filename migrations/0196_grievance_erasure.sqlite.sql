-- Complaints can be erased by themselves: a decision has its complaint as a subject too, so that it is erased with it.
-- +goose Up
-- Made again after the migrations; without this, it would refuse subjects of entries that are sealed.
DROP TRIGGER IF EXISTS entry_subject_no_insert;
INSERT INTO entry_subject (entry, kind, subject, organisation)
	WITH said AS (SELECT e.id, e.organisation,
		-- the payload of a rejected entry may be malformed
		CASE WHEN json_valid(CAST(b.payload AS TEXT)) THEN json_extract(CAST(b.payload AS TEXT), '$.grievance') END AS subject
		FROM entry AS e JOIN entry_body AS b ON b.entry = e.id WHERE e.kind = 'grievance.settle')
	SELECT id, 'grievance', subject, organisation FROM said
	WHERE typeof(subject) = 'text' AND length(subject) = 36
		AND replace(lower(subject), '-', '') NOT GLOB '*[^0-9a-f]*' AND length(replace(subject, '-', '')) = 32
		AND subject = lower(subject)
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
