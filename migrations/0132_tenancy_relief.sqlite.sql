-- Tenancy of the tables that refer to a family, a card or a distribution.
-- +goose Up
DROP TRIGGER IF EXISTS household_priority_no_update;
UPDATE household_priority SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS household_consent_no_update;
ALTER TABLE household_consent ADD COLUMN organisation {uuid};
ALTER TABLE household_consent ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE household_consent SET organisation = p.organisation FROM household p WHERE p.id = household_consent.household;

DROP TRIGGER IF EXISTS assessment_photo_no_update;
ALTER TABLE assessment_photo ADD COLUMN organisation {uuid};
ALTER TABLE assessment_photo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE assessment_photo SET organisation = p.organisation FROM assessment p WHERE p.id = assessment_photo.assessment;

DROP TRIGGER IF EXISTS verification_no_update;
ALTER TABLE verification ADD COLUMN organisation {uuid};
ALTER TABLE verification ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE verification SET organisation = p.organisation FROM assessment p WHERE p.id = verification.assessment;

DROP TRIGGER IF EXISTS grievance_settlement_no_update;
ALTER TABLE grievance_settlement ADD COLUMN organisation {uuid};
ALTER TABLE grievance_settlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE grievance_settlement SET organisation = p.organisation FROM grievance p WHERE p.id = grievance_settlement.grievance;

ALTER TABLE card_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX card_key_with_organisation ON card_key (kid, organisation);

ALTER TABLE card_batch ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX card_batch_with_organisation ON card_batch (id, organisation);

ALTER TABLE card ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX card_with_organisation ON card (id, organisation);

DROP TRIGGER IF EXISTS card_binding_no_update;
ALTER TABLE card_binding ADD COLUMN organisation {uuid};
ALTER TABLE card_binding ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE card_binding SET organisation = p.organisation FROM card p WHERE p.id = card_binding.card;

DROP TRIGGER IF EXISTS card_revocation_no_update;
ALTER TABLE card_revocation ADD COLUMN organisation {uuid};
ALTER TABLE card_revocation ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE card_revocation SET organisation = p.organisation FROM card p WHERE p.id = card_revocation.card;

DROP TRIGGER IF EXISTS distribution_line_no_update;
ALTER TABLE distribution_line ADD COLUMN organisation {uuid};
ALTER TABLE distribution_line ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_line SET organisation = p.organisation FROM distribution p WHERE p.id = distribution_line.distribution;

ALTER TABLE candidate ADD COLUMN organisation {uuid};
ALTER TABLE candidate ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE candidate SET organisation = p.organisation FROM distribution p WHERE p.id = candidate.distribution;

DROP TRIGGER IF EXISTS list_key_no_update;
UPDATE list_key SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE candidate_input SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

UPDATE household_lift SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS entitlement_no_update;
ALTER TABLE entitlement ADD COLUMN organisation {uuid};
ALTER TABLE entitlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entitlement SET organisation = p.organisation FROM distribution p WHERE p.id = entitlement.distribution;
CREATE UNIQUE INDEX entitlement_with_organisation ON entitlement (id, organisation);

DROP TRIGGER IF EXISTS entitlement_item_no_update;
ALTER TABLE entitlement_item ADD COLUMN organisation {uuid};
ALTER TABLE entitlement_item ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entitlement_item SET organisation = p.organisation FROM entitlement p WHERE p.id = entitlement_item.entitlement;

ALTER TABLE handover ADD COLUMN organisation {uuid};
ALTER TABLE handover ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover SET organisation = p.organisation FROM distribution p WHERE p.id = handover.distribution;

ALTER TABLE handover_record ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX handover_record_with_organisation ON handover_record (id, organisation);

DROP TRIGGER IF EXISTS handover_record_item_no_update;
ALTER TABLE handover_record_item ADD COLUMN organisation {uuid};
ALTER TABLE handover_record_item ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover_record_item SET organisation = p.organisation FROM handover_record p WHERE p.id = handover_record_item.handover;

DROP TRIGGER IF EXISTS handover_undo_no_update;
ALTER TABLE handover_undo ADD COLUMN organisation {uuid};
ALTER TABLE handover_undo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover_undo SET organisation = p.organisation FROM handover_record p WHERE p.id = handover_undo.handover;

DROP TRIGGER IF EXISTS custody_load_no_update;
ALTER TABLE custody_load ADD COLUMN organisation {uuid};
ALTER TABLE custody_load ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE custody_load SET organisation = p.organisation FROM distribution p WHERE p.id = custody_load.distribution;

DROP TRIGGER IF EXISTS custody_count_no_update;
ALTER TABLE custody_count ADD COLUMN organisation {uuid};
ALTER TABLE custody_count ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE custody_count SET organisation = p.organisation FROM distribution p WHERE p.id = custody_count.distribution;

DROP TRIGGER IF EXISTS distribution_lanes_no_update;
ALTER TABLE distribution_lanes ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lanes ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lanes SET organisation = p.organisation FROM distribution p WHERE p.id = distribution_lanes.distribution;
CREATE UNIQUE INDEX distribution_lanes_with_organisation ON distribution_lanes (distribution, organisation);

ALTER TABLE distribution_lane ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lane ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lane SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_lane.distribution;

DROP TRIGGER IF EXISTS distribution_leader_no_update;
ALTER TABLE distribution_leader ADD COLUMN organisation {uuid};
ALTER TABLE distribution_leader ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_leader SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_leader.distribution;

DROP TRIGGER IF EXISTS distribution_lane_key_no_update;
ALTER TABLE distribution_lane_key ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lane_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lane_key SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_lane_key.distribution;

DROP TRIGGER IF EXISTS lane_opening_no_update;
ALTER TABLE lane_opening ADD COLUMN organisation {uuid};
ALTER TABLE lane_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE lane_opening SET organisation = p.organisation FROM distribution p WHERE p.id = lane_opening.distribution;

-- The constraints. SQLite adds no key to a table that is there, so the text is changed where SQLite keeps it, as in 0084. The
-- checks after it fail the migration when a replacement did not find its text or a row breaks its key.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
	'effort          {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'household_priority';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES household (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)')
	WHERE type = 'table' AND name = 'household_consent';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES assessment (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (assessment, organisation) REFERENCES assessment (id, organisation)')
	WHERE type = 'table' AND name = 'assessment_photo';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (assessment, organisation) REFERENCES assessment (id, organisation)')
	WHERE type = 'table' AND name = 'verification';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES grievance (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation)')
	WHERE type = 'table' AND name = 'grievance_settlement';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES card_key (kid)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (kid, organisation) REFERENCES card_key (kid, organisation)')
	WHERE type = 'table' AND name = 'card_batch';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES card_batch (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (batch, organisation) REFERENCES card_batch (id, organisation)')
	WHERE type = 'table' AND name = 'card';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES card (id)', ''), ' REFERENCES household (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)')
	WHERE type = 'table' AND name = 'card_binding';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES card (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation)')
	WHERE type = 'table' AND name = 'card_revocation';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'distribution_line';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES distribution (id)', ''), ' REFERENCES household (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)')
	WHERE type = 'table' AND name = 'candidate';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'list_key';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'effort          {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'''),
	'
){strict}', ',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)
){strict}')
	WHERE type = 'table' AND name = 'candidate_input';
UPDATE sqlite_schema SET sql = replace(sql,
	'effort        {uuid}', 'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''')
	WHERE type = 'table' AND name = 'household_lift';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'entitlement';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES entitlement (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation)')
	WHERE type = 'table' AND name = 'entitlement_item';
UPDATE sqlite_schema SET sql = replace(replace(replace(replace(replace(sql, ' REFERENCES distribution (id)', ''), ' REFERENCES entitlement (id)', ''), ' REFERENCES household (id)', ''), ' REFERENCES card (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation),
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation),
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation)')
	WHERE type = 'table' AND name = 'handover';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' REFERENCES distribution (id)', ''), ' REFERENCES entitlement (id)', ''),
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation),
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation)')
	WHERE type = 'table' AND name = 'handover_record';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES handover_record (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (handover, organisation) REFERENCES handover_record (id, organisation)')
	WHERE type = 'table' AND name = 'handover_record_item';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES handover_record (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (handover, organisation) REFERENCES handover_record (id, organisation)')
	WHERE type = 'table' AND name = 'handover_undo';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'custody_load';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'custody_count';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'distribution_lanes';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution_lanes (distribution)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation)')
	WHERE type = 'table' AND name = 'distribution_lane';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution_lanes (distribution)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation)')
	WHERE type = 'table' AND name = 'distribution_leader';
UPDATE sqlite_schema SET sql = replace(sql,
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation)')
	WHERE type = 'table' AND name = 'distribution_lane_key';
UPDATE sqlite_schema SET sql = replace(replace(sql, ' REFERENCES distribution (id)', ''),
	'organisation {uuid}, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001''',
	'organisation {uuid} NOT NULL, effort {uuid} DEFAULT ''00000000-0000-7000-8000-000000000001'',
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation)')
	WHERE type = 'table' AND name = 'lane_opening';
PRAGMA writable_schema = RESET;
CREATE TABLE edited (
	what  {text} PRIMARY KEY,
	done  {int} NOT NULL CHECK (done = 1)
){strict};
INSERT INTO edited SELECT 'household_priority effort', COUNT(*) = 1 FROM pragma_table_info('household_priority')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'household_consent', MAX("notnull") FROM pragma_table_info('household_consent') WHERE name = 'organisation';
INSERT INTO edited SELECT 'household_consent.household', COUNT(*) = 1 FROM pragma_foreign_key_list('household_consent') AS a
	JOIN pragma_foreign_key_list('household_consent') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'household' AND a."table" = 'household';
INSERT INTO edited SELECT 'household_consent.household alone', COUNT(*) = 1 FROM pragma_foreign_key_list('household_consent') WHERE "from" = 'household';
INSERT INTO edited SELECT 'household_consent rows', COUNT(*) = 0 FROM pragma_foreign_key_check('household_consent');
INSERT INTO edited SELECT 'assessment_photo', MAX("notnull") FROM pragma_table_info('assessment_photo') WHERE name = 'organisation';
INSERT INTO edited SELECT 'assessment_photo.assessment', COUNT(*) = 1 FROM pragma_foreign_key_list('assessment_photo') AS a
	JOIN pragma_foreign_key_list('assessment_photo') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'assessment' AND a."table" = 'assessment';
INSERT INTO edited SELECT 'assessment_photo.assessment alone', COUNT(*) = 1 FROM pragma_foreign_key_list('assessment_photo') WHERE "from" = 'assessment';
INSERT INTO edited SELECT 'assessment_photo rows', COUNT(*) = 0 FROM pragma_foreign_key_check('assessment_photo');
INSERT INTO edited SELECT 'verification', MAX("notnull") FROM pragma_table_info('verification') WHERE name = 'organisation';
INSERT INTO edited SELECT 'verification.assessment', COUNT(*) = 1 FROM pragma_foreign_key_list('verification') AS a
	JOIN pragma_foreign_key_list('verification') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'assessment' AND a."table" = 'assessment';
INSERT INTO edited SELECT 'verification rows', COUNT(*) = 0 FROM pragma_foreign_key_check('verification');
INSERT INTO edited SELECT 'grievance_settlement', MAX("notnull") FROM pragma_table_info('grievance_settlement') WHERE name = 'organisation';
INSERT INTO edited SELECT 'grievance_settlement.grievance', COUNT(*) = 1 FROM pragma_foreign_key_list('grievance_settlement') AS a
	JOIN pragma_foreign_key_list('grievance_settlement') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'grievance' AND a."table" = 'grievance';
INSERT INTO edited SELECT 'grievance_settlement.grievance alone', COUNT(*) = 1 FROM pragma_foreign_key_list('grievance_settlement') WHERE "from" = 'grievance';
INSERT INTO edited SELECT 'grievance_settlement rows', COUNT(*) = 0 FROM pragma_foreign_key_check('grievance_settlement');
INSERT INTO edited SELECT 'card_batch.kid', COUNT(*) = 1 FROM pragma_foreign_key_list('card_batch') AS a
	JOIN pragma_foreign_key_list('card_batch') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'kid' AND a."table" = 'card_key';
INSERT INTO edited SELECT 'card_batch.kid alone', COUNT(*) = 1 FROM pragma_foreign_key_list('card_batch') WHERE "from" = 'kid';
INSERT INTO edited SELECT 'card_batch rows', COUNT(*) = 0 FROM pragma_foreign_key_check('card_batch');
INSERT INTO edited SELECT 'card.batch', COUNT(*) = 1 FROM pragma_foreign_key_list('card') AS a
	JOIN pragma_foreign_key_list('card') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'batch' AND a."table" = 'card_batch';
INSERT INTO edited SELECT 'card.batch alone', COUNT(*) = 1 FROM pragma_foreign_key_list('card') WHERE "from" = 'batch';
INSERT INTO edited SELECT 'card rows', COUNT(*) = 0 FROM pragma_foreign_key_check('card');
INSERT INTO edited SELECT 'card_binding', MAX("notnull") FROM pragma_table_info('card_binding') WHERE name = 'organisation';
INSERT INTO edited SELECT 'card_binding.card', COUNT(*) = 1 FROM pragma_foreign_key_list('card_binding') AS a
	JOIN pragma_foreign_key_list('card_binding') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'card' AND a."table" = 'card';
INSERT INTO edited SELECT 'card_binding.card alone', COUNT(*) = 1 FROM pragma_foreign_key_list('card_binding') WHERE "from" = 'card';
INSERT INTO edited SELECT 'card_binding.household', COUNT(*) = 1 FROM pragma_foreign_key_list('card_binding') AS a
	JOIN pragma_foreign_key_list('card_binding') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'household' AND a."table" = 'household';
INSERT INTO edited SELECT 'card_binding.household alone', COUNT(*) = 1 FROM pragma_foreign_key_list('card_binding') WHERE "from" = 'household';
INSERT INTO edited SELECT 'card_binding rows', COUNT(*) = 0 FROM pragma_foreign_key_check('card_binding');
INSERT INTO edited SELECT 'card_revocation', MAX("notnull") FROM pragma_table_info('card_revocation') WHERE name = 'organisation';
INSERT INTO edited SELECT 'card_revocation.card', COUNT(*) = 1 FROM pragma_foreign_key_list('card_revocation') AS a
	JOIN pragma_foreign_key_list('card_revocation') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'card' AND a."table" = 'card';
INSERT INTO edited SELECT 'card_revocation.card alone', COUNT(*) = 1 FROM pragma_foreign_key_list('card_revocation') WHERE "from" = 'card';
INSERT INTO edited SELECT 'card_revocation rows', COUNT(*) = 0 FROM pragma_foreign_key_check('card_revocation');
INSERT INTO edited SELECT 'distribution_line', MAX("notnull") FROM pragma_table_info('distribution_line') WHERE name = 'organisation';
INSERT INTO edited SELECT 'distribution_line.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_line') AS a
	JOIN pragma_foreign_key_list('distribution_line') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'distribution_line.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_line') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'distribution_line rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution_line');
INSERT INTO edited SELECT 'candidate', MAX("notnull") FROM pragma_table_info('candidate') WHERE name = 'organisation';
INSERT INTO edited SELECT 'candidate.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('candidate') AS a
	JOIN pragma_foreign_key_list('candidate') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'candidate.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('candidate') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'candidate.household', COUNT(*) = 1 FROM pragma_foreign_key_list('candidate') AS a
	JOIN pragma_foreign_key_list('candidate') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'household' AND a."table" = 'household';
INSERT INTO edited SELECT 'candidate.household alone', COUNT(*) = 1 FROM pragma_foreign_key_list('candidate') WHERE "from" = 'household';
INSERT INTO edited SELECT 'candidate rows', COUNT(*) = 0 FROM pragma_foreign_key_check('candidate');
INSERT INTO edited SELECT 'list_key effort', COUNT(*) = 1 FROM pragma_table_info('list_key')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'list_key.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('list_key') AS a
	JOIN pragma_foreign_key_list('list_key') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'list_key.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('list_key') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'list_key rows', COUNT(*) = 0 FROM pragma_foreign_key_check('list_key');
INSERT INTO edited SELECT 'candidate_input effort', COUNT(*) = 1 FROM pragma_table_info('candidate_input')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'candidate_input.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('candidate_input') AS a
	JOIN pragma_foreign_key_list('candidate_input') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'candidate_input rows', COUNT(*) = 0 FROM pragma_foreign_key_check('candidate_input');
INSERT INTO edited SELECT 'household_lift effort', COUNT(*) = 1 FROM pragma_table_info('household_lift')
	WHERE name = 'effort' AND dflt_value = '''00000000-0000-7000-8000-000000000001''';
INSERT INTO edited SELECT 'entitlement', MAX("notnull") FROM pragma_table_info('entitlement') WHERE name = 'organisation';
INSERT INTO edited SELECT 'entitlement.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('entitlement') AS a
	JOIN pragma_foreign_key_list('entitlement') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'entitlement rows', COUNT(*) = 0 FROM pragma_foreign_key_check('entitlement');
INSERT INTO edited SELECT 'entitlement_item', MAX("notnull") FROM pragma_table_info('entitlement_item') WHERE name = 'organisation';
INSERT INTO edited SELECT 'entitlement_item.entitlement', COUNT(*) = 1 FROM pragma_foreign_key_list('entitlement_item') AS a
	JOIN pragma_foreign_key_list('entitlement_item') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entitlement' AND a."table" = 'entitlement';
INSERT INTO edited SELECT 'entitlement_item.entitlement alone', COUNT(*) = 1 FROM pragma_foreign_key_list('entitlement_item') WHERE "from" = 'entitlement';
INSERT INTO edited SELECT 'entitlement_item rows', COUNT(*) = 0 FROM pragma_foreign_key_check('entitlement_item');
INSERT INTO edited SELECT 'handover', MAX("notnull") FROM pragma_table_info('handover') WHERE name = 'organisation';
INSERT INTO edited SELECT 'handover.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') AS a
	JOIN pragma_foreign_key_list('handover') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'handover.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'handover.entitlement', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') AS a
	JOIN pragma_foreign_key_list('handover') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entitlement' AND a."table" = 'entitlement';
INSERT INTO edited SELECT 'handover.entitlement alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') WHERE "from" = 'entitlement';
INSERT INTO edited SELECT 'handover.household', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') AS a
	JOIN pragma_foreign_key_list('handover') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'household' AND a."table" = 'household';
INSERT INTO edited SELECT 'handover.household alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') WHERE "from" = 'household';
INSERT INTO edited SELECT 'handover.card', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') AS a
	JOIN pragma_foreign_key_list('handover') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'card' AND a."table" = 'card';
INSERT INTO edited SELECT 'handover.card alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover') WHERE "from" = 'card';
INSERT INTO edited SELECT 'handover rows', COUNT(*) = 0 FROM pragma_foreign_key_check('handover');
INSERT INTO edited SELECT 'handover_record.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record') AS a
	JOIN pragma_foreign_key_list('handover_record') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'handover_record.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'handover_record.entitlement', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record') AS a
	JOIN pragma_foreign_key_list('handover_record') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'entitlement' AND a."table" = 'entitlement';
INSERT INTO edited SELECT 'handover_record.entitlement alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record') WHERE "from" = 'entitlement';
INSERT INTO edited SELECT 'handover_record rows', COUNT(*) = 0 FROM pragma_foreign_key_check('handover_record');
INSERT INTO edited SELECT 'handover_record_item', MAX("notnull") FROM pragma_table_info('handover_record_item') WHERE name = 'organisation';
INSERT INTO edited SELECT 'handover_record_item.handover', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record_item') AS a
	JOIN pragma_foreign_key_list('handover_record_item') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'handover' AND a."table" = 'handover_record';
INSERT INTO edited SELECT 'handover_record_item.handover alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_record_item') WHERE "from" = 'handover';
INSERT INTO edited SELECT 'handover_record_item rows', COUNT(*) = 0 FROM pragma_foreign_key_check('handover_record_item');
INSERT INTO edited SELECT 'handover_undo', MAX("notnull") FROM pragma_table_info('handover_undo') WHERE name = 'organisation';
INSERT INTO edited SELECT 'handover_undo.handover', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_undo') AS a
	JOIN pragma_foreign_key_list('handover_undo') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'handover' AND a."table" = 'handover_record';
INSERT INTO edited SELECT 'handover_undo.handover alone', COUNT(*) = 1 FROM pragma_foreign_key_list('handover_undo') WHERE "from" = 'handover';
INSERT INTO edited SELECT 'handover_undo rows', COUNT(*) = 0 FROM pragma_foreign_key_check('handover_undo');
INSERT INTO edited SELECT 'custody_load', MAX("notnull") FROM pragma_table_info('custody_load') WHERE name = 'organisation';
INSERT INTO edited SELECT 'custody_load.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('custody_load') AS a
	JOIN pragma_foreign_key_list('custody_load') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'custody_load.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('custody_load') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'custody_load rows', COUNT(*) = 0 FROM pragma_foreign_key_check('custody_load');
INSERT INTO edited SELECT 'custody_count', MAX("notnull") FROM pragma_table_info('custody_count') WHERE name = 'organisation';
INSERT INTO edited SELECT 'custody_count.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('custody_count') AS a
	JOIN pragma_foreign_key_list('custody_count') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'custody_count.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('custody_count') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'custody_count rows', COUNT(*) = 0 FROM pragma_foreign_key_check('custody_count');
INSERT INTO edited SELECT 'distribution_lanes', MAX("notnull") FROM pragma_table_info('distribution_lanes') WHERE name = 'organisation';
INSERT INTO edited SELECT 'distribution_lanes.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_lanes') AS a
	JOIN pragma_foreign_key_list('distribution_lanes') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'distribution_lanes.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_lanes') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'distribution_lanes rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution_lanes');
INSERT INTO edited SELECT 'distribution_lane', MAX("notnull") FROM pragma_table_info('distribution_lane') WHERE name = 'organisation';
INSERT INTO edited SELECT 'distribution_lane.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_lane') AS a
	JOIN pragma_foreign_key_list('distribution_lane') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution_lanes';
INSERT INTO edited SELECT 'distribution_lane.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_lane') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'distribution_lane rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution_lane');
INSERT INTO edited SELECT 'distribution_leader', MAX("notnull") FROM pragma_table_info('distribution_leader') WHERE name = 'organisation';
INSERT INTO edited SELECT 'distribution_leader.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_leader') AS a
	JOIN pragma_foreign_key_list('distribution_leader') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution_lanes';
INSERT INTO edited SELECT 'distribution_leader.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_leader') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'distribution_leader rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution_leader');
INSERT INTO edited SELECT 'distribution_lane_key', MAX("notnull") FROM pragma_table_info('distribution_lane_key') WHERE name = 'organisation';
INSERT INTO edited SELECT 'distribution_lane_key.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('distribution_lane_key') AS a
	JOIN pragma_foreign_key_list('distribution_lane_key') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution_lanes';
INSERT INTO edited SELECT 'distribution_lane_key rows', COUNT(*) = 0 FROM pragma_foreign_key_check('distribution_lane_key');
INSERT INTO edited SELECT 'lane_opening', MAX("notnull") FROM pragma_table_info('lane_opening') WHERE name = 'organisation';
INSERT INTO edited SELECT 'lane_opening.distribution', COUNT(*) = 1 FROM pragma_foreign_key_list('lane_opening') AS a
	JOIN pragma_foreign_key_list('lane_opening') AS b ON b.id = a.id AND b."from" = 'organisation' AND b."to" = 'organisation'
	WHERE a."from" = 'distribution' AND a."table" = 'distribution';
INSERT INTO edited SELECT 'lane_opening.distribution alone', COUNT(*) = 1 FROM pragma_foreign_key_list('lane_opening') WHERE "from" = 'distribution';
INSERT INTO edited SELECT 'lane_opening rows', COUNT(*) = 0 FROM pragma_foreign_key_check('lane_opening');
DROP TABLE edited;
