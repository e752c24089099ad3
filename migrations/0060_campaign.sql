-- Campaigns: pledges, payments, and the homes they pay for.
-- +goose Up
-- next_home allocates home numbers: a transaction that creates homes updates this row, so no number is allocated twice.
CREATE TABLE campaign (
	id                {uuid} PRIMARY KEY,
	organisation      {uuid} NOT NULL,
	slug              {code} NOT NULL UNIQUE CHECK (length(slug) > 0),
	name              {text} NOT NULL,
	name_bn           {text} NOT NULL DEFAULT '',
	home_price_paise  {int} NOT NULL CHECK (home_price_paise > 0),
	goal_homes        {int} NOT NULL CHECK (goal_homes > 0),
	district          {code},
	area_path         {code} NOT NULL,
	next_home         {int} NOT NULL DEFAULT 1 CHECK (next_home > 0),
	added_at          {moment} NOT NULL,
	CHECK ((district IS NULL) = (area_path = '/')),
	FOREIGN KEY (district, area_path) REFERENCES area (key, path) ON UPDATE CASCADE
){strict};

CREATE TABLE pledge (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	organisation  {uuid} NOT NULL,
	campaign      {uuid} NOT NULL REFERENCES campaign (id),
	donor         {text} NOT NULL,
	amount_paise  {int} NOT NULL CHECK (amount_paise > 0),
	currency      {code} NOT NULL CHECK (currency = 'INR'),
	recorded_by   {uuid},
	recorded_at   {moment} NOT NULL,
	UNIQUE (id, campaign)
){strict};
CREATE INDEX pledge_by_campaign ON pledge (campaign, recorded_at);

-- A payment is never without its pledge, and repeats the pledge's campaign so that a bank reference is used once in a campaign.
CREATE TABLE payment (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	pledge        {uuid} NOT NULL,
	campaign      {uuid} NOT NULL,
	amount_paise  {int} NOT NULL CHECK (amount_paise > 0),
	currency      {code} NOT NULL CHECK (currency = 'INR'),
	reference     {code} NOT NULL CHECK (length(reference) > 0),
	received_on   {code} NOT NULL CHECK (length(received_on) = 10),
	recorded_by   {uuid},
	recorded_at   {moment} NOT NULL,
	FOREIGN KEY (pledge, campaign) REFERENCES pledge (id, campaign)
){strict};
CREATE UNIQUE INDEX payment_reference_once ON payment (campaign, reference);
CREATE INDEX payment_by_pledge ON payment (pledge);

-- steps counts the lines of home_step; resumes_at is the step that a paused or stopped home goes back to.
CREATE TABLE home (
	id            {uuid} PRIMARY KEY,
	organisation  {uuid} NOT NULL,
	campaign      {uuid} NOT NULL REFERENCES campaign (id),
	number        {int} NOT NULL CHECK (number > 0),
	area          {code} NOT NULL,
	area_path     {code} NOT NULL,
	step          {code} NOT NULL CHECK (step IN ('promised', 'site_ready', 'plinth', 'walls', 'roof', 'handed_over', 'paused', 'stopped')),
	resumes_at    {code} CHECK (resumes_at IN ('promised', 'site_ready', 'plinth', 'walls', 'roof')),
	steps         {int} NOT NULL CHECK (steps > 0),
	since         {moment} NOT NULL,
	CHECK ((resumes_at IS NOT NULL) = (step IN ('paused', 'stopped'))),
	FOREIGN KEY (area, area_path) REFERENCES area (key, path) ON UPDATE CASCADE
){strict};
CREATE UNIQUE INDEX home_number_once ON home (campaign, number);
CREATE INDEX home_by_area ON home (campaign, area_path, step);

-- Only added to: every step of every home, when and by whom.
CREATE TABLE home_step (
	home         {uuid} NOT NULL REFERENCES home (id),
	n            {int} NOT NULL CHECK (n > 0),
	entry        {uuid} NOT NULL REFERENCES entry (id),
	step         {code} NOT NULL,
	note         {text} NOT NULL DEFAULT '',
	recorded_by  {uuid},
	recorded_at  {moment} NOT NULL,
	PRIMARY KEY (home, n)
){strict};
