-- Existing private reasons are moved, and removed from the criteria. The bodies of entries stay as they are: they are shown without it.
-- +goose Up
INSERT INTO household_priority (entry, household, n, organisation, private_reason, reason, account, recorded_at)
	SELECT entry, id, 1, organisation, TRUE, 'registered', registered_by, registered_at FROM household
	WHERE criteria LIKE '%"private_reason"%' AND erased_at IS NULL;
UPDATE household SET criteria = replace(replace(replace(criteria, ',"private_reason"', ''), '"private_reason",', ''),
	'"private_reason"', '') WHERE criteria LIKE '%"private_reason"%';
-- It was the last bit of the criteria.
UPDATE summary_household SET criteria = criteria & 2047 WHERE criteria > 2047;
-- A correction of the private reason alone is now shown like a correction without changes. Both raise the version: otherwise the
-- number of versions would disclose which of the two it was.
UPDATE household SET version = 1 + (SELECT COUNT(*) FROM household_entry s WHERE s.household = household.id AND s.deed = 'corrected')
	WHERE EXISTS (SELECT 1 FROM household_entry s WHERE s.household = household.id AND s.deed = 'corrected');
-- Removes the reasons that lists made by the first rule stored per family, "reason kept private" among them. Ranks and the digest stay.
UPDATE candidate SET reasons = '[]';
