-- Whose personal data an entry's body contains. A body can be erased only by an entry of an erasing kind with the same subject.
-- +goose Up
CREATE TABLE entry_subject (
	entry         {uuid} NOT NULL REFERENCES entry (id),
	kind          {code} NOT NULL,
	subject       {uuid} NOT NULL,
	organisation  {uuid},
	effort        {uuid},
	PRIMARY KEY (entry, kind, subject)
){strict};
CREATE INDEX entry_subject_entries ON entry_subject (kind, subject);

-- Row-level policies hide rows from their owner too, which sets for this migration's transaction that it reads all.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

-- +goose StatementBegin
CREATE FUNCTION pg_temp.payload_id(payload BYTEA, field TEXT) RETURNS UUID LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
	RETURN (convert_from(payload, 'UTF8')::json ->> field)::uuid;
EXCEPTION WHEN OTHERS THEN RETURN NULL; -- the payload of a rejected fact may be malformed
END $$;
-- +goose StatementEnd

INSERT INTO entry_subject (entry, kind, subject, organisation)
	WITH f (entry_kind, field, subject_kind) AS (VALUES ('household.register', 'id', 'household'),
		('household.correct', 'household', 'household'), ('consent.record', 'household', 'household'),
		('household.erase', 'household', 'household'), ('damage.assess', 'household', 'household'),
		('card.bind', 'household', 'household'), ('grievance.take', 'household', 'household'),
		('grievance.take', 'id', 'grievance'), ('priority.set', 'household', 'household')),
	said AS MATERIALIZED (SELECT e.id, f.subject_kind, e.organisation, pg_temp.payload_id(b.payload, f.field) AS subject
		FROM f JOIN entry AS e ON e.kind = f.entry_kind JOIN entry_body AS b ON b.entry = e.id)
	SELECT id, subject_kind, subject, organisation FROM said WHERE subject IS NOT NULL;

-- Complaints whose bodies were erased.
INSERT INTO entry_subject (entry, kind, subject, organisation)
	SELECT e.id, 'grievance', g.id, e.organisation FROM grievance AS g JOIN entry AS e ON e.id = g.entry WHERE g.household IS NOT NULL
	ON CONFLICT DO NOTHING;
INSERT INTO entry_subject (entry, kind, subject, organisation)
	SELECT e.id, 'household', g.household, e.organisation FROM grievance AS g JOIN entry AS e ON e.id = g.entry WHERE g.household IS NOT NULL
	ON CONFLICT DO NOTHING;
-- What was made of a complaint names the complaint: its subject is the household that complained.
INSERT INTO entry_subject (entry, kind, subject, organisation)
	SELECT e.id, whole.kind, whole.subject, e.organisation
	FROM entry AS e JOIN entry_body AS b ON b.entry = e.id
	JOIN entry_subject AS part ON part.kind = 'grievance'
		AND part.subject = pg_temp.payload_id(b.payload, 'grievance')
	JOIN entry_subject AS whole ON whole.entry = part.entry AND whole.kind = 'household'
	WHERE e.kind = 'grievance.settle'
	ON CONFLICT DO NOTHING;

-- Bodies erased before this version: the subject is that of the erasing entry.
INSERT INTO entry_subject (entry, kind, subject, organisation)
	SELECT x.entry, s.kind, s.subject, e.organisation
	FROM erasure AS x JOIN entry_subject AS s ON s.entry = x.cause JOIN entry AS e ON e.id = x.entry
	WHERE x.entry <> x.cause AND s.kind = 'household'
		AND e.kind IN ('household.register', 'household.correct', 'consent.record', 'damage.assess', 'card.bind', 'grievance.take',
			'grievance.settle', 'priority.set')
	ON CONFLICT DO NOTHING;
-- Where an entry arrived after the erasure, only the entry itself was named as the cause: its subject is not known.
INSERT INTO entry_subject (entry, kind, subject, organisation)
	SELECT x.entry, 'unknown', x.entry, e.organisation
	FROM erasure AS x JOIN entry AS e ON e.id = x.entry
	WHERE x.entry = x.cause AND NOT EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry = x.entry AND o.status = 'applied');
