-- What people see in the list of their sessions. pending: the second factor is still asked, and the session opens nothing else.
-- +goose Up
ALTER TABLE session ADD COLUMN device {text} NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_at {moment};
ALTER TABLE session ADD COLUMN pending {bool} NOT NULL DEFAULT FALSE;
