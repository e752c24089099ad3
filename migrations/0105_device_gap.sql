-- Sequence gaps: the numbers of a credential that were never received.
-- +goose Up
-- One row per credential that has had a gap. turn is the version for optimistic locking. missing and ranges (JSON, at most
-- 100 pairs) are the gaps as the office was last notified of them, through is the highest number that the phone has claimed.
-- listed_at and listed_to limit how often a range is listed to the phone.
CREATE TABLE device_gap (
	credential    {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	turn          {int} NOT NULL,
	through       {int} NOT NULL DEFAULT 0,
	missing       {int} NOT NULL DEFAULT 0,
	ranges        {text} NOT NULL DEFAULT '',
	listed_at     {moment},
	listed_to     {int} NOT NULL DEFAULT 0
){strict};

-- Insert-only: numbers that the phone has answered it no longer holds. They are closed and will not be requested again.
CREATE TABLE device_gone (
	credential    {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	first_seq     {int} NOT NULL CHECK (first_seq > 0),
	last_seq      {int} NOT NULL,
	said_at       {moment} NOT NULL,
	PRIMARY KEY (credential, first_seq),
	CHECK (last_seq >= first_seq)
){strict};

-- One exception per credential replaces the earlier one per range, so these marks have no use.
DELETE FROM device_notice WHERE kind = 'device_gap';
