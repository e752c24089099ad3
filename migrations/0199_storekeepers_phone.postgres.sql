-- Storekeepers' phones: what came under a waybill, counts of a store, and goods in custody that either side records.
-- +goose Up
-- Row-level policies hide rows from their owner too; both names of the setting, whichever version the policies are of.
SELECT set_config('app.organisation', '*', true), set_config('app.organisations', '*', true);

-- organisation: the receiver's. waybill NULL: none has this number yet, or which one is meant is for a person to decide.
CREATE TABLE waybill_arrival (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	number        {code} NOT NULL CHECK (length(number) > 0),
	store         {uuid} NOT NULL,
	waybill       {uuid},
	state         {code} NOT NULL CHECK (state IN
		('waiting', 'booked', 'confirmed', 'differs', 'other_store', 'ambiguous', 'cancelled', 'left')),
	recorded_by   {uuid},
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	FOREIGN KEY (store, organisation) REFERENCES store (id, organisation) ON UPDATE CASCADE,
	FOREIGN KEY (waybill, organisation) REFERENCES waybill (id, to_organisation) ON UPDATE CASCADE
){strict};
CREATE UNIQUE INDEX waybill_arrival_with_organisation ON waybill_arrival (id, organisation);
CREATE TABLE waybill_arrival_line (
	arrival       {uuid} NOT NULL,
	item          {uuid} NOT NULL REFERENCES item (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	received      {int} NOT NULL CHECK (received >= 0),
	reason        {text} NOT NULL DEFAULT '',
	PRIMARY KEY (arrival, item),
	FOREIGN KEY (arrival, organisation) REFERENCES waybill_arrival (id, organisation) ON UPDATE CASCADE
){strict};

-- through: the last link of the hash chain when the book was read. A line of counted NULL is an item that was not counted.
CREATE TABLE stock_count (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	store         {uuid} NOT NULL,
	through       {int} NOT NULL,
	differs       {bool} NOT NULL,
	counted_by    {uuid},
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	CHECK (occurred_at <= recorded_at),
	FOREIGN KEY (store, organisation) REFERENCES store (id, organisation) ON UPDATE CASCADE
){strict};
CREATE UNIQUE INDEX stock_count_with_organisation ON stock_count (id, organisation);
CREATE INDEX stock_count_newest ON stock_count (store, occurred_at, id);
CREATE TABLE stock_count_line (
	count         {uuid} NOT NULL,
	item          {uuid} NOT NULL REFERENCES item (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	counted       {int} CHECK (counted >= 0),
	book          {int} NOT NULL,
	PRIMARY KEY (count, item),
	FOREIGN KEY (count, organisation) REFERENCES stock_count (id, organisation) ON UPDATE CASCADE
){strict};

-- said_at NULL: of earlier versions, as loaded_at and counted_at. by_store: recorded by the storekeeper.
ALTER TABLE custody_load ADD COLUMN said_at {moment};
ALTER TABLE custody_load ADD COLUMN by_store {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE custody_count ADD COLUMN said_at {moment};
ALTER TABLE custody_count ADD COLUMN by_store {bool} NOT NULL DEFAULT FALSE;
-- booked: it is the first count of its goods. Another one is kept, and moves nothing.
ALTER TABLE custody_count ADD COLUMN booked {bool} NOT NULL DEFAULT TRUE;
CREATE UNIQUE INDEX custody_count_with_organisation ON custody_count (id, organisation);
CREATE TABLE custody_count_line (
	count         {uuid} NOT NULL,
	item          {uuid} NOT NULL REFERENCES item (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	quantity      {int} NOT NULL CHECK (quantity >= 0),
	PRIMARY KEY (count, item),
	FOREIGN KEY (count, organisation) REFERENCES custody_count (id, organisation)
){strict};
INSERT INTO custody_count_line (count, item, organisation, quantity)
	SELECT c.id, l.item, c.organisation, l.quantity FROM custody_count c JOIN leg l ON l.movement = c.id
	WHERE l.account LIKE 'store:%' AND l.quantity > 0;

-- The movement that took a handover's goods out of custody: its own, or one that charged custody once its load had come.
-- NULL: they came out of the store.
ALTER TABLE handover_record ADD COLUMN custody {uuid};
UPDATE handover_record SET custody = id WHERE EXISTS (SELECT 1 FROM custody_load l
	WHERE l.device = handover_record.device AND l.distribution = handover_record.distribution);
