-- The end of a role: compared with the time of each transaction, so that nothing has to run when it is reached. NULL: none.
-- +goose Up
ALTER TABLE account_grant ADD COLUMN ends_at {moment};
