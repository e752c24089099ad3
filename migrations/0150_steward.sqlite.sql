-- The steward's right: to maintain the records that all organisations of the installation share. It belongs to an account and is no role.
-- +goose Up

-- first is 1 for the installation's first steward; the key decides between two first administrators at one moment.
CREATE TABLE steward (
	account       {uuid} PRIMARY KEY REFERENCES account (id),
	first         {int} UNIQUE CHECK (first = 1),
	appointed_by  {uuid},
	entry         {uuid} REFERENCES entry (id),
	appointed_at  {moment} NOT NULL
){strict};
-- At the upgrade: the oldest account that works as an administrator, before all one of everywhere. No entry made it.
INSERT INTO steward (account, first, appointed_at)
	SELECT a.id, 1, a.created_at FROM account a JOIN account_grant g ON g.account = a.id AND g.role = 'administrator'
	WHERE a.ended_at IS NULL
	ORDER BY CASE WHEN g.area_path = '/' THEN 0 ELSE 1 END, a.created_at, a.id LIMIT 1;
