-- A plan that its planner approved since nobody else may: the approval waited, and names its pending action.
-- +goose Up
ALTER TABLE distribution ADD COLUMN waited {uuid} REFERENCES pending_action (entry);
ALTER TABLE distribution DROP CONSTRAINT distribution_check;
ALTER TABLE distribution ADD CONSTRAINT another_approver CHECK (approver <> planner OR waited IS NOT NULL);
