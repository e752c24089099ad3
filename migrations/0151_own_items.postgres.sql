-- Items of one organisation beside the common ones (organisation NULL), and stores whose organisation exists.
-- +goose Up
-- Row-level policies hide rows from their owner too.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

ALTER TABLE item ADD COLUMN organisation {uuid} REFERENCES organisation (id);
ALTER TABLE item DROP CONSTRAINT item_code_key;
CREATE UNIQUE INDEX item_common_code_once ON item (code) WHERE organisation IS NULL;
CREATE UNIQUE INDEX item_own_code_once ON item (organisation, code) WHERE organisation IS NOT NULL;

-- A store of nobody, which goods may have been sent to, becomes the steward's organisation's.
UPDATE store SET name = name || ' (' || CAST(id AS TEXT) || ')', organisation = COALESCE(
		(SELECT a.organisation FROM steward w JOIN account a ON a.id = w.account WHERE w.first = 1),
		(SELECT o.id FROM organisation o ORDER BY o.created_at, o.id LIMIT 1))
	WHERE organisation NOT IN (SELECT id FROM organisation);
UPDATE waybill SET to_organisation = (SELECT s.organisation FROM store s WHERE s.id = waybill.to_store)
	WHERE to_organisation NOT IN (SELECT id FROM organisation);

ALTER TABLE store ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE store ADD CONSTRAINT store_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation (id);
