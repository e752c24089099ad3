-- Rows of an import that were kept without a value that could not be read.
-- +goose Up
ALTER TABLE job ADD COLUMN noted {int} NOT NULL DEFAULT 0;
