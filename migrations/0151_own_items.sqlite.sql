-- Items of one organisation beside the common ones (organisation NULL), and stores whose organisation exists.
-- +goose Up
-- A UNIQUE column cannot be taken back, so the table is made again. Keys of others refer to it meanwhile: they are checked at the
-- end of the transaction, when every row is there again.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE item_before AS SELECT * FROM item;
DROP TABLE item;
CREATE TABLE item (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} REFERENCES organisation (id),
	code          {code} NOT NULL CHECK (length(code) > 0),
	name          {text} NOT NULL,
	name_bn       {text} NOT NULL DEFAULT '',
	name_hi       {text} NOT NULL DEFAULT '',
	unit          {text} NOT NULL,
	picture       {code} NOT NULL CHECK (picture IN ('tarpaulin', 'food', 'hygiene', 'other')),
	added_at      {moment} NOT NULL
){strict};
INSERT INTO item (id, code, name, name_bn, name_hi, unit, picture, added_at)
	SELECT id, code, name, name_bn, name_hi, unit, picture, added_at FROM item_before;
DROP TABLE item_before;
CREATE UNIQUE INDEX item_common_code_once ON item (code) WHERE organisation IS NULL;
CREATE UNIQUE INDEX item_own_code_once ON item (organisation, code) WHERE organisation IS NOT NULL;

-- A store of nobody, which goods may have been sent to, becomes the steward's organisation's.
UPDATE store SET name = name || ' (' || id || ')', organisation = COALESCE(
		(SELECT a.organisation FROM steward w JOIN account a ON a.id = w.account WHERE w.first = 1),
		(SELECT o.id FROM organisation o ORDER BY o.created_at, o.id LIMIT 1))
	WHERE organisation NOT IN (SELECT id FROM organisation);
UPDATE waybill SET to_organisation = (SELECT s.organisation FROM store s WHERE s.id = waybill.to_store)
	WHERE to_organisation NOT IN (SELECT id FROM organisation);

ALTER TABLE store ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';

-- SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The checks after it fail
-- the migration when the replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (organisation) REFERENCES organisation (id)')
	WHERE type = 'table' AND name = 'store';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'store.organisation', COUNT(*) = 1 FROM pragma_foreign_key_list('store')
	WHERE "from" = 'organisation' AND "table" = 'organisation';
INSERT INTO edited SELECT 'store rows', COUNT(*) = 0 FROM pragma_foreign_key_check('store');
INSERT INTO edited SELECT 'waybill_line rows', COUNT(*) = 0 FROM pragma_foreign_key_check('waybill_line');
DROP TABLE edited;
