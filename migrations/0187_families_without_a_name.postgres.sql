-- A family may give no name, no house type and only the number of its members: `unstated` counts members whose sex and age were not
-- said.
-- +goose Up
ALTER TABLE household ADD COLUMN unstated {int} NOT NULL DEFAULT 0 CHECK (unstated BETWEEN 0 AND 99);
ALTER TABLE household DROP CONSTRAINT household_name_check;
ALTER TABLE household DROP CONSTRAINT household_check;
ALTER TABLE household ADD CONSTRAINT household_check
	CHECK (women + men + girls + boys + infants + elderly + unstated >= 1 OR erased_at IS NOT NULL) NOT VALID;
ALTER TABLE household VALIDATE CONSTRAINT household_check;
ALTER TABLE household DROP CONSTRAINT household_house_check,
	ADD CONSTRAINT household_house_check CHECK (house IN ('', 'kutcha', 'semi_pucca', 'pucca', 'hut')) NOT VALID;
ALTER TABLE household VALIDATE CONSTRAINT household_house_check;
