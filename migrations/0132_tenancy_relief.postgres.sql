-- Tenancy of the tables that refer to a family, a card or a distribution.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

DROP TRIGGER IF EXISTS keep_history ON household_priority;
ALTER TABLE household_priority ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE household_priority SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS keep_history ON household_consent;
ALTER TABLE household_consent ADD COLUMN organisation {uuid};
ALTER TABLE household_consent ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE household_consent SET organisation = p.organisation FROM household p WHERE p.id = household_consent.household;
ALTER TABLE household_consent ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE household_consent DROP CONSTRAINT household_consent_household_fkey;
ALTER TABLE household_consent ADD CONSTRAINT household_consent_household_fkey
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON assessment_photo;
ALTER TABLE assessment_photo ADD COLUMN organisation {uuid};
ALTER TABLE assessment_photo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE assessment_photo SET organisation = p.organisation FROM assessment p WHERE p.id = assessment_photo.assessment;
ALTER TABLE assessment_photo ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE assessment_photo DROP CONSTRAINT assessment_photo_assessment_fkey;
ALTER TABLE assessment_photo ADD CONSTRAINT assessment_photo_assessment_fkey
	FOREIGN KEY (assessment, organisation) REFERENCES assessment (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON verification;
ALTER TABLE verification ADD COLUMN organisation {uuid};
ALTER TABLE verification ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE verification SET organisation = p.organisation FROM assessment p WHERE p.id = verification.assessment;
ALTER TABLE verification ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE verification ADD CONSTRAINT verification_assessment_organisation_fkey
	FOREIGN KEY (assessment, organisation) REFERENCES assessment (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON grievance_settlement;
ALTER TABLE grievance_settlement ADD COLUMN organisation {uuid};
ALTER TABLE grievance_settlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE grievance_settlement SET organisation = p.organisation FROM grievance p WHERE p.id = grievance_settlement.grievance;
ALTER TABLE grievance_settlement ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE grievance_settlement DROP CONSTRAINT grievance_settlement_grievance_fkey;
ALTER TABLE grievance_settlement ADD CONSTRAINT grievance_settlement_grievance_fkey
	FOREIGN KEY (grievance, organisation) REFERENCES grievance (id, organisation);

ALTER TABLE card_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
CREATE UNIQUE INDEX card_key_with_organisation ON card_key (kid, organisation);

ALTER TABLE card_batch ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE card_batch DROP CONSTRAINT card_batch_kid_fkey;
ALTER TABLE card_batch ADD CONSTRAINT card_batch_kid_fkey
	FOREIGN KEY (kid, organisation) REFERENCES card_key (kid, organisation);
CREATE UNIQUE INDEX card_batch_with_organisation ON card_batch (id, organisation);

ALTER TABLE card ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE card DROP CONSTRAINT card_batch_fkey;
ALTER TABLE card ADD CONSTRAINT card_batch_fkey
	FOREIGN KEY (batch, organisation) REFERENCES card_batch (id, organisation);
CREATE UNIQUE INDEX card_with_organisation ON card (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON card_binding;
ALTER TABLE card_binding ADD COLUMN organisation {uuid};
ALTER TABLE card_binding ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE card_binding SET organisation = p.organisation FROM card p WHERE p.id = card_binding.card;
ALTER TABLE card_binding ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE card_binding DROP CONSTRAINT card_binding_card_fkey;
ALTER TABLE card_binding ADD CONSTRAINT card_binding_card_fkey
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation);
ALTER TABLE card_binding DROP CONSTRAINT card_binding_household_fkey;
ALTER TABLE card_binding ADD CONSTRAINT card_binding_household_fkey
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON card_revocation;
ALTER TABLE card_revocation ADD COLUMN organisation {uuid};
ALTER TABLE card_revocation ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE card_revocation SET organisation = p.organisation FROM card p WHERE p.id = card_revocation.card;
ALTER TABLE card_revocation ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE card_revocation DROP CONSTRAINT card_revocation_card_fkey;
ALTER TABLE card_revocation ADD CONSTRAINT card_revocation_card_fkey
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON distribution_line;
ALTER TABLE distribution_line ADD COLUMN organisation {uuid};
ALTER TABLE distribution_line ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_line SET organisation = p.organisation FROM distribution p WHERE p.id = distribution_line.distribution;
ALTER TABLE distribution_line ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE distribution_line DROP CONSTRAINT distribution_line_distribution_fkey;
ALTER TABLE distribution_line ADD CONSTRAINT distribution_line_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);

ALTER TABLE candidate ADD COLUMN organisation {uuid};
ALTER TABLE candidate ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE candidate SET organisation = p.organisation FROM distribution p WHERE p.id = candidate.distribution;
ALTER TABLE candidate ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE candidate DROP CONSTRAINT candidate_distribution_fkey;
ALTER TABLE candidate ADD CONSTRAINT candidate_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
ALTER TABLE candidate DROP CONSTRAINT candidate_household_fkey;
ALTER TABLE candidate ADD CONSTRAINT candidate_household_fkey
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON list_key;
ALTER TABLE list_key ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE list_key SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE list_key DROP CONSTRAINT list_key_distribution_fkey;
ALTER TABLE list_key ADD CONSTRAINT list_key_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);

ALTER TABLE candidate_input ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE candidate_input SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;
ALTER TABLE candidate_input ADD CONSTRAINT candidate_input_distribution_organisation_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);

ALTER TABLE household_lift ALTER COLUMN effort SET DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE household_lift SET effort = '00000000-0000-7000-8000-000000000001' WHERE effort IS NULL;

DROP TRIGGER IF EXISTS keep_history ON entitlement;
ALTER TABLE entitlement ADD COLUMN organisation {uuid};
ALTER TABLE entitlement ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entitlement SET organisation = p.organisation FROM distribution p WHERE p.id = entitlement.distribution;
ALTER TABLE entitlement ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE entitlement ADD CONSTRAINT entitlement_distribution_organisation_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
CREATE UNIQUE INDEX entitlement_with_organisation ON entitlement (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON entitlement_item;
ALTER TABLE entitlement_item ADD COLUMN organisation {uuid};
ALTER TABLE entitlement_item ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE entitlement_item SET organisation = p.organisation FROM entitlement p WHERE p.id = entitlement_item.entitlement;
ALTER TABLE entitlement_item ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE entitlement_item DROP CONSTRAINT entitlement_item_entitlement_fkey;
ALTER TABLE entitlement_item ADD CONSTRAINT entitlement_item_entitlement_fkey
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation);

ALTER TABLE handover ADD COLUMN organisation {uuid};
ALTER TABLE handover ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover SET organisation = p.organisation FROM distribution p WHERE p.id = handover.distribution;
ALTER TABLE handover ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE handover DROP CONSTRAINT handover_distribution_fkey;
ALTER TABLE handover ADD CONSTRAINT handover_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
ALTER TABLE handover DROP CONSTRAINT handover_entitlement_fkey;
ALTER TABLE handover ADD CONSTRAINT handover_entitlement_fkey
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation);
ALTER TABLE handover DROP CONSTRAINT handover_household_fkey;
ALTER TABLE handover ADD CONSTRAINT handover_household_fkey
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation);
ALTER TABLE handover DROP CONSTRAINT handover_card_fkey;
ALTER TABLE handover ADD CONSTRAINT handover_card_fkey
	FOREIGN KEY (card, organisation) REFERENCES card (id, organisation);

ALTER TABLE handover_record ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE handover_record DROP CONSTRAINT handover_record_distribution_fkey;
ALTER TABLE handover_record ADD CONSTRAINT handover_record_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
ALTER TABLE handover_record DROP CONSTRAINT handover_record_entitlement_fkey;
ALTER TABLE handover_record ADD CONSTRAINT handover_record_entitlement_fkey
	FOREIGN KEY (entitlement, organisation) REFERENCES entitlement (id, organisation);
CREATE UNIQUE INDEX handover_record_with_organisation ON handover_record (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON handover_record_item;
ALTER TABLE handover_record_item ADD COLUMN organisation {uuid};
ALTER TABLE handover_record_item ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover_record_item SET organisation = p.organisation FROM handover_record p WHERE p.id = handover_record_item.handover;
ALTER TABLE handover_record_item ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE handover_record_item DROP CONSTRAINT handover_record_item_handover_fkey;
ALTER TABLE handover_record_item ADD CONSTRAINT handover_record_item_handover_fkey
	FOREIGN KEY (handover, organisation) REFERENCES handover_record (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON handover_undo;
ALTER TABLE handover_undo ADD COLUMN organisation {uuid};
ALTER TABLE handover_undo ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE handover_undo SET organisation = p.organisation FROM handover_record p WHERE p.id = handover_undo.handover;
ALTER TABLE handover_undo ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE handover_undo DROP CONSTRAINT handover_undo_handover_fkey;
ALTER TABLE handover_undo ADD CONSTRAINT handover_undo_handover_fkey
	FOREIGN KEY (handover, organisation) REFERENCES handover_record (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON custody_load;
ALTER TABLE custody_load ADD COLUMN organisation {uuid};
ALTER TABLE custody_load ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE custody_load SET organisation = p.organisation FROM distribution p WHERE p.id = custody_load.distribution;
ALTER TABLE custody_load ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE custody_load DROP CONSTRAINT custody_load_distribution_fkey;
ALTER TABLE custody_load ADD CONSTRAINT custody_load_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON custody_count;
ALTER TABLE custody_count ADD COLUMN organisation {uuid};
ALTER TABLE custody_count ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE custody_count SET organisation = p.organisation FROM distribution p WHERE p.id = custody_count.distribution;
ALTER TABLE custody_count ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE custody_count DROP CONSTRAINT custody_count_distribution_fkey;
ALTER TABLE custody_count ADD CONSTRAINT custody_count_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);

DROP TRIGGER IF EXISTS keep_history ON distribution_lanes;
ALTER TABLE distribution_lanes ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lanes ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lanes SET organisation = p.organisation FROM distribution p WHERE p.id = distribution_lanes.distribution;
ALTER TABLE distribution_lanes ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE distribution_lanes DROP CONSTRAINT distribution_lanes_distribution_fkey;
ALTER TABLE distribution_lanes ADD CONSTRAINT distribution_lanes_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
CREATE UNIQUE INDEX distribution_lanes_with_organisation ON distribution_lanes (distribution, organisation);

ALTER TABLE distribution_lane ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lane ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lane SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_lane.distribution;
ALTER TABLE distribution_lane ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE distribution_lane DROP CONSTRAINT distribution_lane_distribution_fkey;
ALTER TABLE distribution_lane ADD CONSTRAINT distribution_lane_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation);

DROP TRIGGER IF EXISTS keep_history ON distribution_leader;
ALTER TABLE distribution_leader ADD COLUMN organisation {uuid};
ALTER TABLE distribution_leader ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_leader SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_leader.distribution;
ALTER TABLE distribution_leader ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE distribution_leader DROP CONSTRAINT distribution_leader_distribution_fkey;
ALTER TABLE distribution_leader ADD CONSTRAINT distribution_leader_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation);

DROP TRIGGER IF EXISTS keep_history ON distribution_lane_key;
ALTER TABLE distribution_lane_key ADD COLUMN organisation {uuid};
ALTER TABLE distribution_lane_key ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE distribution_lane_key SET organisation = p.organisation FROM distribution_lanes p WHERE p.distribution = distribution_lane_key.distribution;
ALTER TABLE distribution_lane_key ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE distribution_lane_key ADD CONSTRAINT distribution_lane_key_distribution_organisation_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution_lanes (distribution, organisation);

DROP TRIGGER IF EXISTS keep_history ON lane_opening;
ALTER TABLE lane_opening ADD COLUMN organisation {uuid};
ALTER TABLE lane_opening ADD COLUMN effort {uuid} DEFAULT '00000000-0000-7000-8000-000000000001';
UPDATE lane_opening SET organisation = p.organisation FROM distribution p WHERE p.id = lane_opening.distribution;
ALTER TABLE lane_opening ALTER COLUMN organisation SET NOT NULL;
ALTER TABLE lane_opening DROP CONSTRAINT lane_opening_distribution_fkey;
ALTER TABLE lane_opening ADD CONSTRAINT lane_opening_distribution_fkey
	FOREIGN KEY (distribution, organisation) REFERENCES distribution (id, organisation);
