-- Stock: items, kits, stores, and the double-entry ledger of movements.
-- +goose Up
CREATE TABLE item (
	id        {uuid} PRIMARY KEY,
	code      {code} NOT NULL UNIQUE CHECK (length(code) > 0),
	name      {text} NOT NULL,
	name_bn   {text} NOT NULL DEFAULT '',
	name_hi   {text} NOT NULL DEFAULT '',
	unit      {text} NOT NULL,
	picture   {code} NOT NULL CHECK (picture IN ('tarpaulin', 'food', 'hygiene', 'other')),
	added_at  {moment} NOT NULL
){strict};

CREATE TABLE store (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	name          {text} NOT NULL,
	kind          {code} NOT NULL CHECK (kind IN ('warehouse', 'partner', 'site')),
	area          {code} NOT NULL,
	area_path     {code} NOT NULL,
	added_at      {moment} NOT NULL,
	FOREIGN KEY (area, area_path) REFERENCES area (key, path) ON UPDATE CASCADE
){strict};
CREATE UNIQUE INDEX store_name_once ON store (organisation, name);

-- A waybill belongs to the sender and is seen by the receiver. The paths are those of the two stores, for the scope of either side.
CREATE TABLE waybill (
	id               {uuid} PRIMARY KEY,
	organisation     {uuid} NOT NULL,
	number           {code} NOT NULL CHECK (length(number) > 0),
	state            {code} NOT NULL CHECK (state IN ('drafted', 'sent', 'arrived', 'closed')),
	from_store       {uuid} NOT NULL REFERENCES store (id),
	from_path        {code} NOT NULL,
	to_store         {uuid} NOT NULL REFERENCES store (id),
	to_path          {code} NOT NULL,
	to_organisation  {uuid} NOT NULL,
	vehicle          {text} NOT NULL DEFAULT '',
	driver           {text} NOT NULL DEFAULT '',
	sent_at          {moment},
	arrived_at       {moment},
	CHECK (from_store <> to_store)
){strict};
CREATE UNIQUE INDEX waybill_number_once ON waybill (organisation, number);
CREATE INDEX waybill_by_receiver ON waybill (to_organisation);

-- sent is 0 for an item that came without being listed; received is NULL until the waybill is accepted.
CREATE TABLE waybill_line (
	waybill   {uuid} NOT NULL REFERENCES waybill (id),
	item      {uuid} NOT NULL REFERENCES item (id),
	sent      {int} NOT NULL CHECK (sent >= 0),
	received  {int} CHECK (received >= 0),
	reason    {text} NOT NULL DEFAULT '',
	PRIMARY KEY (waybill, item)
){strict};

-- Only added to. A correction is another movement that names the one it reverses, once.
CREATE TABLE movement (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	kind          {code} NOT NULL CHECK (length(kind) > 0),
	document      {text} NOT NULL DEFAULT '',
	party         {text} NOT NULL DEFAULT '',
	reason        {text} NOT NULL DEFAULT '',
	reverses      {uuid} REFERENCES movement (id),
	organisation  {uuid},
	recorded_by   {uuid},
	recorded_at   {moment} NOT NULL,
	CHECK (reverses IS NULL OR reverses <> id)
){strict};
CREATE UNIQUE INDEX movement_reversed_once ON movement (reverses);

-- Neither leg nor balance refers to item by foreign key: every handover would queue for a share of the same item's row.
-- Goods enter by a receipt alone, which asks for the item; from there on an item that no store holds cannot be moved.
CREATE TABLE leg (
	movement  {uuid} NOT NULL REFERENCES movement (id),
	account   {code} NOT NULL,
	item      {uuid} NOT NULL,
	quantity  {int} NOT NULL CHECK (quantity <> 0),
	PRIMARY KEY (movement, account, item)
){strict};
CREATE INDEX leg_by_account ON leg (account, item);

-- The balance of an account: the sum of its legs. Physical accounts (store, transit, custody) have a floor of 0; others have none.
CREATE TABLE balance (
	account   {code} NOT NULL,
	item      {uuid} NOT NULL,
	quantity  {int} NOT NULL,
	floor     {int},
	PRIMARY KEY (account, item),
	CONSTRAINT balance_floor CHECK (floor IS NULL OR quantity >= floor),
	CONSTRAINT balance_guarded CHECK (floor IS NOT NULL
		OR NOT (account LIKE 'store:%' OR account LIKE 'transit:%' OR account LIKE 'custody:%'))
){strict};
