-- Lost phones: the contents of packs, how far phones fetched them, and each access to a call list.
-- +goose Up
-- Insert-only: who opened the names and telephone numbers of the families that a lost phone held, when and why.
CREATE TABLE call_list_opening (
	entry         {uuid} PRIMARY KEY REFERENCES entry (id),
	credential    {uuid} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	account       {uuid} NOT NULL REFERENCES account (id),
	reason        {code} NOT NULL CHECK (reason IN ('inform_families', 'arrange_visits', 'answer_authority')),
	opened_at     {moment} NOT NULL,
	FOREIGN KEY (credential, organisation) REFERENCES device_credential (id, organisation)
){strict};

-- An organisation's secret key of its call lists: it selects the families that are called first together with those that have a
-- private reason, the same ones in every list.
CREATE TABLE call_list_key (
	organisation  {uuid} PRIMARY KEY,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	key           {bytes} NOT NULL CHECK (length(key) = 32)
){strict};

-- The parts of a pack that hold families, and the part that a phone fetches last; their bytes in pack_part are swept after a
-- day. delivered_at NULL: the phone did not fetch the part.
CREATE TABLE pack_content (
	pack          {uuid} NOT NULL,
	name          {text} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	rows          {int} NOT NULL CHECK (rows >= 0),
	delivered_at  {moment},
	PRIMARY KEY (pack, name),
	FOREIGN KEY (pack, organisation) REFERENCES pack (id, organisation)
){strict};
-- Of packs before this version only unswept parts are known, and not how far they were fetched: all of them may have been.
INSERT INTO pack_content (pack, name, organisation, rows, delivered_at)
	SELECT p.id, t.name, p.organisation, t.rows, p.issued_at FROM pack_part t JOIN pack p ON p.id = t.pack
	WHERE t.name IN ('families', 'work') OR t.name LIKE 'list-%' OR t.name LIKE 'sealed-%';

-- What a phone last reported of its PIN lock; empty: its app does not report it.
ALTER TABLE device_contact ADD COLUMN lock_state {code} NOT NULL DEFAULT '' CHECK (lock_state IN ('', 'locked', 'open', 'wiped'));
ALTER TABLE device_contact ADD COLUMN wrong_pins {int} NOT NULL DEFAULT 0 CHECK (wrong_pins >= 0);
