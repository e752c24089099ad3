-- A plan that its planner approved since nobody else may: the approval waited, and names its pending action. The check's text is
-- changed where SQLite keeps it, as in 0084.
-- +goose Up
ALTER TABLE distribution ADD COLUMN waited {uuid} REFERENCES pending_action (entry);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (approver <> planner)', 'CHECK (approver <> planner OR waited IS NOT NULL)')
	WHERE type = 'table' AND name = 'distribution';
PRAGMA writable_schema = RESET;
