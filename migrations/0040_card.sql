-- Cards: keys (public halves only), batches, cards, whose they are, and which are withdrawn.
-- +goose Up
CREATE TABLE card_key (
	kid           {int} PRIMARY KEY CHECK (kid BETWEEN 1 AND 65535),
	organisation  {uuid} NOT NULL,
	public_key    {bytes} NOT NULL CHECK (length(public_key) = 32),
	created_at    {moment} NOT NULL
){strict};
CREATE INDEX card_key_newest ON card_key (organisation, created_at);

CREATE TABLE card_batch (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	number        {int} NOT NULL CHECK (number BETWEEN 1 AND 65535),
	name          {text} NOT NULL CHECK (name <> ''),
	cards         {int} NOT NULL CHECK (cards BETWEEN 1 AND 5000),
	kid           {int} NOT NULL REFERENCES card_key (kid),
	created_at    {moment} NOT NULL,
	created_by    {uuid} NOT NULL,
	entry         {uuid} NOT NULL UNIQUE,
	UNIQUE (organisation, number)
){strict};

-- Insert-only, like all below. expires_on counts days since 1970-01-01; the card is good to the end of that day (UTC).
CREATE TABLE card (
	id            {code} PRIMARY KEY CHECK (length(id) = 20),
	code          {code} NOT NULL UNIQUE CHECK (length(code) = 11),
	organisation  {uuid} NOT NULL,
	batch         {uuid} NOT NULL REFERENCES card_batch (id),
	place         {int} NOT NULL CHECK (place >= 1),
	generation    {int} NOT NULL CHECK (generation BETWEEN 1 AND 255),
	expires_on    {int} NOT NULL CHECK (expires_on BETWEEN 0 AND 65535),
	created_at    {moment} NOT NULL,
	UNIQUE (batch, place)
){strict};

-- A card belongs to one household for ever. A household's newest card (highest generation) counts, the ones before are replaced.
CREATE TABLE card_binding (
	card        {code} PRIMARY KEY REFERENCES card (id),
	household   {uuid} NOT NULL REFERENCES household (id),
	generation  {int} NOT NULL CHECK (generation BETWEEN 1 AND 255),
	bound_at    {moment} NOT NULL,
	bound_by    {uuid} NOT NULL,
	entry       {uuid} NOT NULL UNIQUE,
	UNIQUE (household, generation)
){strict};

CREATE TABLE card_revocation (
	card        {code} PRIMARY KEY REFERENCES card (id),
	reason      {code} NOT NULL CHECK (reason IN ('lost', 'damaged', 'replaced', 'misused')),
	revoked_at  {moment} NOT NULL,
	revoked_by  {uuid} NOT NULL,
	entry       {uuid} NOT NULL UNIQUE
){strict};
