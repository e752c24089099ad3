-- The journal: every write once, its payload, its outcomes, and its position in the sealed sequence.
-- +goose Up
CREATE TABLE entry (
	id            {uuid} PRIMARY KEY,
	kind          {code} NOT NULL,
	schema        {int} NOT NULL CHECK (schema > 0),
	author        {uuid},
	organisation  {uuid},
	device        {text} NOT NULL DEFAULT '',
	device_seq    {int} NOT NULL DEFAULT 0,
	pack          {text} NOT NULL DEFAULT '',
	occurred_at   {moment} NOT NULL,
	recorded_at   {moment} NOT NULL,
	commitment    {bytes} NOT NULL CHECK (length(commitment) = 32)
){strict};

-- The payload as received and the salt of its commitment. Erasing a person's data removes rows here and nowhere else.
CREATE TABLE entry_body (
	entry    {uuid} PRIMARY KEY REFERENCES entry (id),
	payload  {bytes} NOT NULL,
	salt     {bytes} NOT NULL CHECK (length(salt) = 32)
){strict};

CREATE TABLE outcome (
	entry        {uuid} NOT NULL REFERENCES entry (id),
	n            {int} NOT NULL CHECK (n > 0),
	status       {code} NOT NULL CHECK (status IN ('applied', 'conflict', 'rejected', 'deferred')),
	code         {code} NOT NULL DEFAULT '',
	path         {text} NOT NULL DEFAULT '',
	message      {text} NOT NULL DEFAULT '',
	numbers      {text} NOT NULL DEFAULT '',
	recorded_at  {moment} NOT NULL,
	PRIMARY KEY (entry, n)
){strict};

-- A queue: entries that are committed and not yet sealed.
CREATE TABLE unsealed (
	entry  {uuid} PRIMARY KEY REFERENCES entry (id)
){strict};

CREATE TABLE seal (
	seq        {int} PRIMARY KEY CHECK (seq > 0),
	entry      {uuid} NOT NULL UNIQUE REFERENCES entry (id),
	hash       {bytes} NOT NULL CHECK (length(hash) = 32),
	sealed_at  {moment} NOT NULL
){strict};

CREATE TABLE exception (
	id            {uuid} PRIMARY KEY,
	kind          {code} NOT NULL,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	organisation  {uuid},
	area_path     {code} NOT NULL DEFAULT '/',
	details       {text} NOT NULL DEFAULT '',
	opened_at     {moment} NOT NULL
){strict};
CREATE INDEX exception_by_organisation ON exception (organisation, opened_at);

CREATE TABLE exception_settlement (
	exception   {uuid} PRIMARY KEY REFERENCES exception (id),
	entry       {uuid} NOT NULL REFERENCES entry (id),
	settled_by  {uuid} NOT NULL,
	decision    {code} NOT NULL,
	reason      {text} NOT NULL,
	settled_at  {moment} NOT NULL
){strict};
