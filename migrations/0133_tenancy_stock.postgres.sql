-- Tenancy of waybills and the ledger.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

-- A waybill is both organisations', the sender's and the receiver's. The receiver follows the store that the goods go to.
ALTER TABLE waybill DROP CONSTRAINT waybill_to_store_fkey;
ALTER TABLE waybill_line ADD COLUMN to_organisation {uuid};
UPDATE waybill_line SET to_organisation = w.to_organisation FROM waybill w WHERE w.id = waybill_line.waybill;
ALTER TABLE waybill_line ALTER COLUMN to_organisation SET NOT NULL;
CREATE UNIQUE INDEX waybill_with_receiver ON waybill (id, to_organisation);

CREATE UNIQUE INDEX store_with_organisation ON store (id, organisation);

ALTER TABLE distribution DROP CONSTRAINT distribution_store_fkey;
ALTER TABLE distribution ADD CONSTRAINT distribution_store_fkey
	FOREIGN KEY (store, organisation) REFERENCES store (id, organisation);

ALTER TABLE waybill ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE waybill DROP CONSTRAINT waybill_from_store_fkey;
ALTER TABLE waybill ADD CONSTRAINT waybill_from_store_fkey
	FOREIGN KEY (from_store, organisation) REFERENCES store (id, organisation);
CREATE UNIQUE INDEX waybill_with_organisation ON waybill (id, organisation);

ALTER TABLE waybill_line ADD COLUMN organisation {uuid};
ALTER TABLE waybill_line ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE waybill_line SET organisation = p.organisation FROM waybill p WHERE p.id = waybill_line.waybill;
ALTER TABLE waybill_line ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE waybill_line DROP CONSTRAINT waybill_line_waybill_fkey;
ALTER TABLE waybill_line ADD CONSTRAINT waybill_line_waybill_fkey
	FOREIGN KEY (waybill, organisation) REFERENCES waybill (id, organisation);

ALTER TABLE movement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE movement ADD CONSTRAINT movement_entry_organisation_fkey
	FOREIGN KEY (entry, organisation) REFERENCES entry (id, organisation);
CREATE UNIQUE INDEX movement_with_organisation ON movement (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON leg;
ALTER TABLE leg ADD COLUMN organisation {uuid};
ALTER TABLE leg ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE leg SET organisation = p.organisation FROM movement p WHERE p.id = leg.movement AND p.organisation IS NOT NULL;
ALTER TABLE leg ADD CONSTRAINT leg_movement_organisation_fkey
	FOREIGN KEY (movement, organisation) REFERENCES movement (id, organisation);

ALTER TABLE balance ADD COLUMN organisation {uuid};
ALTER TABLE balance ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
-- The organisation of a balance is that of the movements of its account. Goods in transit are the sender's.
UPDATE balance SET organisation = (SELECT m.organisation FROM leg l JOIN movement m ON m.id = l.movement
	WHERE l.account = balance.account AND m.organisation IS NOT NULL ORDER BY m.recorded_at, m.id LIMIT 1);
UPDATE balance SET organisation = s.organisation FROM store s WHERE balance.account = 'store:' || CAST(s.id AS TEXT);
UPDATE balance SET organisation = w.organisation FROM waybill w WHERE balance.account = 'transit:' || CAST(w.id AS TEXT);

ALTER TABLE waybill ADD CONSTRAINT waybill_to_store_fkey
	FOREIGN KEY (to_store, to_organisation) REFERENCES store (id, organisation) ON UPDATE CASCADE;
ALTER TABLE waybill_line ADD CONSTRAINT waybill_line_waybill_receiver_fkey
	FOREIGN KEY (waybill, to_organisation) REFERENCES waybill (id, to_organisation) ON UPDATE CASCADE;
