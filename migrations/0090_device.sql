-- Devices: phones, the workers' credentials on them, and the status that phones reported at their last sync.
-- +goose Up
CREATE TABLE device (
	id             {uuid} PRIMARY KEY,
	name           {text} NOT NULL DEFAULT '',
	first_seen_at  {moment} NOT NULL
){strict};

-- One worker on one phone. Whatever a phone sends names its credential, and is counted under it.
CREATE TABLE device_credential (
	id            {uuid} PRIMARY KEY,
	device        {uuid} NOT NULL REFERENCES device (id),
	account       {uuid} NOT NULL REFERENCES account (id),
	organisation  {uuid} NOT NULL,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	enrolled_at   {moment} NOT NULL
){strict};
CREATE INDEX device_credential_by_organisation ON device_credential (organisation, enrolled_at);
CREATE INDEX device_credential_by_account ON device_credential (account);

-- Hashes of the two tokens. The push token hands in and does nothing else.
CREATE TABLE device_token (
	credential  {uuid} PRIMARY KEY REFERENCES device_credential (id),
	push_hash   {bytes} NOT NULL UNIQUE CHECK (length(push_hash) = 32),
	full_hash   {bytes} NOT NULL UNIQUE CHECK (length(full_hash) = 32)
){strict};

CREATE TABLE device_withdrawal (
	credential    {uuid} PRIMARY KEY REFERENCES device_credential (id),
	entry         {uuid} NOT NULL REFERENCES entry (id),
	reason        {code} NOT NULL CHECK (reason IN ('lost', 'stolen', 'returned', 'other')),
	withdrawn_by  {uuid} NOT NULL,
	withdrawn_at  {moment} NOT NULL
){strict};

-- The status that a phone reported at its last sync; skew is its clock minus the server's, in seconds.
CREATE TABLE device_contact (
	credential  {uuid} PRIMARY KEY REFERENCES device_credential (id),
	last_at     {moment} NOT NULL,
	app         {text} NOT NULL DEFAULT '',
	waiting     {int} NOT NULL DEFAULT 0,
	bytes       {int} NOT NULL DEFAULT 0,
	photos      {int} NOT NULL DEFAULT 0,
	oldest_at   {moment},
	next_seq    {int} NOT NULL DEFAULT 0,
	pack        {text} NOT NULL DEFAULT '',
	skew        {int} NOT NULL DEFAULT 0,
	missing     {int} NOT NULL DEFAULT 0
){strict};

-- Each number of a credential's count, with the record that bore it: a missing one is seen, and so is a second one.
CREATE TABLE device_record (
	credential  {uuid} NOT NULL,
	device_seq  {int} NOT NULL CHECK (device_seq > 0),
	entry       {uuid} NOT NULL,
	digest      {bytes} NOT NULL,
	said_at     {moment},
	PRIMARY KEY (credential, device_seq)
){strict};

-- What the office was told of a phone, once each, while it is not settled.
CREATE TABLE device_notice (
	credential  {uuid} NOT NULL,
	kind        {code} NOT NULL,
	subject     {code} NOT NULL DEFAULT '',
	noticed_at  {moment} NOT NULL,
	PRIMARY KEY (credential, kind, subject)
){strict};

-- Records that are kept as they came: of a withdrawn phone until a person lets them in, of a newer app until the server knows them.
CREATE TABLE withheld (
	id           {uuid} PRIMARY KEY,
	credential   {uuid} NOT NULL,
	device_seq   {int} NOT NULL,
	reason       {code} NOT NULL CHECK (reason IN ('device_withdrawn', 'newer_app')),
	record       {bytes} NOT NULL,
	let_in       {bool} NOT NULL DEFAULT FALSE,
	received_at  {moment} NOT NULL
){strict};
CREATE INDEX withheld_by_credential ON withheld (credential, device_seq);

-- What a phone was given to work with, and the roles its worker had at that moment: facts are judged by them.
CREATE TABLE pack (
	id          {uuid} PRIMARY KEY,
	credential  {uuid} NOT NULL REFERENCES device_credential (id),
	epoch       {int} NOT NULL,
	seq         {int} NOT NULL,
	grants      {text} NOT NULL,
	issued_at   {moment} NOT NULL
){strict};
CREATE INDEX pack_by_credential ON pack (credential, issued_at);
