-- Households: identity, consents, and the search keys.
-- +goose Up
CREATE TABLE household (
	id             {uuid} PRIMARY KEY,
	organisation   {uuid} NOT NULL,
	area           {code} NOT NULL,
	area_path      {code} NOT NULL CHECK (area_path LIKE '/%/'),
	name           {text} NOT NULL CHECK (name <> ''),
	also_called    {text} NOT NULL DEFAULT '',
	phone          {code} NOT NULL DEFAULT '' CHECK (phone = '' OR length(phone) = 10),
	phone_of       {code} NOT NULL DEFAULT '' CHECK (phone_of IN ('', 'self', 'family', 'neighbour')),
	women          {int} NOT NULL CHECK (women BETWEEN 0 AND 99),
	men            {int} NOT NULL CHECK (men BETWEEN 0 AND 99),
	girls          {int} NOT NULL CHECK (girls BETWEEN 0 AND 99),
	boys           {int} NOT NULL CHECK (boys BETWEEN 0 AND 99),
	infants        {int} NOT NULL CHECK (infants BETWEEN 0 AND 99),
	elderly        {int} NOT NULL CHECK (elderly BETWEEN 0 AND 99),
	criteria       {text} NOT NULL,
	house          {code} NOT NULL CHECK (house IN ('kutcha', 'semi_pucca', 'pucca', 'hut')),
	landmark       {text} NOT NULL DEFAULT '',
	mark           {code} NOT NULL DEFAULT '',
	not_same_as    {text} NOT NULL,
	registered_by  {uuid} NOT NULL,
	occurred_at    {moment} NOT NULL,
	registered_at  {moment} NOT NULL,
	entry          {uuid} NOT NULL UNIQUE,
	CHECK (women + men + girls + boys + infants + elderly >= 1),
	CHECK (occurred_at <= registered_at),
	UNIQUE (id, organisation), -- what others hold of a household refers to both
	-- The path is what scopes compare: it can never differ from the area's own.
	FOREIGN KEY (area, area_path) REFERENCES area (key, path)
){strict};
CREATE INDEX household_newest ON household (organisation, registered_at, id);
CREATE INDEX household_by_area ON household (organisation, area_path, registered_at, id);

-- Insert-only: a later answer is a new row.
CREATE TABLE household_consent (
	id         {uuid} PRIMARY KEY,
	household  {uuid} NOT NULL REFERENCES household (id),
	purpose    {code} NOT NULL,
	given      {bool} NOT NULL,
	how        {code} NOT NULL CHECK (how IN ('read_by_me', 'played')),
	language   {code} NOT NULL CHECK (language IN ('en', 'bn', 'hi')),
	at         {moment} NOT NULL,
	by         {uuid} NOT NULL,
	entry      {uuid} NOT NULL
){strict};
CREATE INDEX household_consent_of ON household_consent (household, at);

-- Derived from household; organisation and path are repeated so that every search is scoped in its own index.
CREATE TABLE household_key (
	household     {uuid} NOT NULL,
	kind          {code} NOT NULL CHECK (kind IN ('phone', 'last4', 'sound', 'word')),
	key           {code} NOT NULL CHECK (key <> ''),
	organisation  {uuid} NOT NULL,
	area_path     {code} NOT NULL,
	PRIMARY KEY (household, kind, key),
	FOREIGN KEY (household, organisation) REFERENCES household (id, organisation)
){strict};
CREATE INDEX household_key_lookup ON household_key (organisation, kind, key, area_path);
