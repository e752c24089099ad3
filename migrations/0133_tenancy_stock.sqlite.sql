-- Tenancy of waybills and the ledger.
-- +goose Up
-- A waybill is both organisations', the sender's and the receiver's. The receiver follows the store that the goods go to.
ALTER TABLE waybill_line ADD COLUMN to_organisation {uuid};
UPDATE waybill_line SET to_organisation = w.to_organisation FROM waybill w WHERE w.id = waybill_line.waybill;
CREATE UNIQUE INDEX waybill_with_receiver ON waybill (id, to_organisation);

CREATE UNIQUE INDEX store_with_organisation ON store (id, organisation);

ALTER TABLE waybill ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX waybill_with_organisation ON waybill (id, organisation);

ALTER TABLE waybill_line ADD COLUMN organisation {uuid};
ALTER TABLE waybill_line ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE waybill_line SET organisation = p.organisation FROM waybill p WHERE p.id = waybill_line.waybill;

ALTER TABLE movement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX movement_with_organisation ON movement (id, organisation);

DROP TRIGGER IF EXISTS leg_no_update;
ALTER TABLE leg ADD COLUMN organisation {uuid};
ALTER TABLE leg ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE leg SET organisation = p.organisation FROM movement p WHERE p.id = leg.movement AND p.organisation IS NOT NULL;

ALTER TABLE balance ADD COLUMN organisation {uuid};
ALTER TABLE balance ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
-- The organisation of a balance is that of the movements of its account. Goods in transit are the sender's.
UPDATE balance SET organisation = (SELECT m.organisation FROM leg l JOIN movement m ON m.id = l.movement
	WHERE l.account = balance.account AND m.organisation IS NOT NULL ORDER BY m.recorded_at, m.id LIMIT 1);
UPDATE balance SET organisation = s.organisation FROM store s WHERE balance.account = 'store:' || CAST(s.id AS TEXT);
UPDATE balance SET organisation = w.organisation FROM waybill w WHERE balance.account = 'transit:' || CAST(w.id AS TEXT);

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES store (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (store, organisation) REFERENCES store (id, organisation)')
	WHERE type = 'table' AND name = 'distribution';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES store (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (from_store, organisation) REFERENCES store (id, organisation),
	FOREIGN KEY (to_store, to_organisation) REFERENCES store (id, organisation) ON UPDATE CASCADE')
	WHERE type = 'table' AND name = 'waybill';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES waybill (id)', ''),
	'to_organisation {uuid},', 'to_organisation {uuid} NOT NULL,'),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (waybill, organisation) REFERENCES waybill (id, organisation),
	FOREIGN KEY (waybill, to_organisation) REFERENCES waybill (id, to_organisation) ON UPDATE CASCADE')
	WHERE type = 'table' AND name = 'waybill_line';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation)')
	WHERE type = 'table' AND name = 'movement';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (movement, organisation) REFERENCES movement (id, organisation)')
	WHERE type = 'table' AND name = 'leg';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'distribution.store', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution') AS a
	JOIN pragma_foreign_key_list('distribution') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'store' AND a."table" = 'store';
INSERT INTO edited SELECT 'distribution.store alone', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution') WHERE "from" = 'store';
INSERT INTO edited SELECT 'distribution rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution');
INSERT INTO edited SELECT 'waybill.from_store', COUNT(*) = 1 FROM pragma_foreign_key_list('waybill') AS a
	JOIN pragma_foreign_key_list('waybill') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'from_store' AND a."table" = 'store';
INSERT INTO edited SELECT 'waybill.from_store alone', COUNT(*) = 1 FROM pragma_foreign_key_list('waybill') WHERE "from" = 'from_store';
INSERT INTO edited SELECT 'waybill rows', COUNT(*) = 0 FROM pragma_foreign_key_check('waybill');
INSERT INTO edited SELECT 'waybill_line', MAX("notnull") FROM pragma_table_info('waybill_line') WHERE name = 'organisation';
INSERT INTO edited SELECT 'waybill_line.waybill', COUNT(*) = 1 FROM pragma_foreign_key_list('waybill_line') AS a
	JOIN pragma_foreign_key_list('waybill_line') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'waybill' AND a."table" = 'waybill';
INSERT INTO edited SELECT 'waybill_line.waybill alone', COUNT(*) = 2 FROM pragma_foreign_key_list('waybill_line') WHERE "from" = 'waybill';
INSERT INTO edited SELECT 'waybill_line.to_organisation', MAX("notnull") FROM pragma_table_info('waybill_line')
	WHERE name = 'to_organisation';
INSERT INTO edited SELECT 'receivers', COUNT(*) = 2 FROM (
	SELECT 1 FROM pragma_foreign_key_list('waybill')
		WHERE "from" = 'to_organisation' AND "to" = 'organisation' AND on_update = 'CASCADE'
	UNION ALL SELECT 1 FROM pragma_foreign_key_list('waybill_line')
		WHERE "from" = 'to_organisation' AND "to" = 'to_organisation' AND on_update = 'CASCADE');
INSERT INTO edited SELECT 'waybill_line rows', COUNT(*) = 0 FROM pragma_foreign_key_check('waybill_line');
INSERT INTO edited SELECT 'movement.entry', COUNT(*) = 1 FROM pragma_foreign_key_list('movement') AS a
	JOIN pragma_foreign_key_list('movement') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entry' AND a."table" = 'entry';
INSERT INTO edited SELECT 'movement rows', COUNT(*) = 0 FROM pragma_foreign_key_check('movement');
INSERT INTO edited SELECT 'leg.movement', COUNT(*) = 1 FROM pragma_foreign_key_list('leg') AS a
	JOIN pragma_foreign_key_list('leg') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'movement' AND a."table" = 'movement';
INSERT INTO edited SELECT 'leg rows', COUNT(*) = 0 FROM pragma_foreign_key_check('leg');
DROP TABLE edited;
