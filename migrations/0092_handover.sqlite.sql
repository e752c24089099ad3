-- Offline handovers: the records of phones, the goods in their custody, and the lanes of a site's list.
-- +goose Up
-- A family can be served without its card. The check's text is changed where SQLite keeps it, as in 0084; the tables made below make
-- every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'TEXT NOT NULL REFERENCES card (id)', 'TEXT REFERENCES card (id)'),
	'CHECK (status IN (''accepted''))', 'CHECK (status IN (''accepted'', ''undone''))')
	WHERE type = 'table' AND name = 'handover';
PRAGMA writable_schema = RESET;

-- Every handover that a phone recorded after the goods were given. An accepted one is in handover as well; the others are
-- kept here only, with their outcome.
CREATE TABLE handover_record (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL UNIQUE REFERENCES entry (id),
	organisation  {uuid} NOT NULL,
	device        {code} NOT NULL,
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	entitlement   {uuid} REFERENCES entitlement (id),
	household     {uuid},
	card          {code},
	status        {code} NOT NULL CHECK (status IN ('accepted', 'second', 'off_list', 'awaiting', 'undone')),
	how           {code} NOT NULL CHECK (how IN ('scan', 'code', 'search')),
	collector     {code} NOT NULL CHECK (collector IN ('self', 'family', 'other')),
	less_reason   {code} NOT NULL DEFAULT '',
	off_list      {code} NOT NULL DEFAULT '',
	said_at       {moment} NOT NULL,
	given_by      {uuid} NOT NULL,
	recorded_at   {moment} NOT NULL
){strict};
CREATE INDEX handover_record_by_entitlement ON handover_record (entitlement, recorded_at);
CREATE INDEX handover_record_by_device ON handover_record (distribution, device);
CREATE TABLE handover_record_item (
	handover  {uuid} NOT NULL REFERENCES handover_record (id),
	item      {uuid} NOT NULL REFERENCES item (id),
	quantity  {int} NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (handover, item)
){strict};

-- Undone handovers by the entry that undid them.
CREATE TABLE handover_undo (
	handover  {uuid} PRIMARY KEY REFERENCES handover_record (id),
	entry     {uuid} NOT NULL REFERENCES entry (id),
	reason    {code} NOT NULL,
	at        {moment} NOT NULL
){strict};

-- Goods that a phone's holder took along. Its movement has the load's id.
CREATE TABLE custody_load (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	device        {code} NOT NULL,
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	loaded_at     {moment} NOT NULL
){strict};
CREATE INDEX custody_load_by_device ON custody_load (device, distribution);

-- What was counted when a phone's holder closed the site; its movement has the count's id.
CREATE TABLE custody_count (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	device        {code} NOT NULL,
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	counted_at    {moment} NOT NULL
){strict};

-- A site's list divided into lanes: an entitlement's lane is derived from its id, and one phone holds a lane.
CREATE TABLE distribution_lanes (
	distribution  {uuid} PRIMARY KEY REFERENCES distribution (id),
	entry         {uuid} NOT NULL REFERENCES entry (id),
	lanes         {int} NOT NULL CHECK (lanes BETWEEN 1 AND 20),
	set_at        {moment} NOT NULL
){strict};
CREATE TABLE distribution_lane (
	distribution  {uuid} NOT NULL REFERENCES distribution_lanes (distribution),
	lane          {int} NOT NULL CHECK (lane BETWEEN 1 AND 20),
	device        {code},
	taken_at      {moment},
	PRIMARY KEY (distribution, lane)
){strict};
CREATE UNIQUE INDEX distribution_lane_once ON distribution_lane (distribution, device) WHERE device IS NOT NULL;

-- What opens a lane whose phone is gone: its key, wrapped by the leader's PIN. The PIN itself is nowhere.
CREATE TABLE distribution_leader (
	distribution  {uuid} PRIMARY KEY REFERENCES distribution_lanes (distribution),
	salt          {bytes} NOT NULL,
	rounds        {int} NOT NULL CHECK (rounds > 0),
	proof         {code} NOT NULL
){strict};
CREATE TABLE distribution_lane_key (
	distribution  {uuid} NOT NULL,
	lane          {int} NOT NULL,
	key           {bytes} NOT NULL CHECK (length(key) = 32),
	wrapped       {bytes} NOT NULL,
	PRIMARY KEY (distribution, lane),
	FOREIGN KEY (distribution, lane) REFERENCES distribution_lane (distribution, lane)
){strict};
CREATE TABLE lane_opening (
	entry         {uuid} PRIMARY KEY REFERENCES entry (id),
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	lane          {int} NOT NULL,
	device        {code} NOT NULL,
	reason        {text} NOT NULL,
	opened_at     {moment} NOT NULL
){strict};
