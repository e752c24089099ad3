-- The two-person rule: who brought whom in, which accounts used one browser, and actions that need a second person.
-- +goose Up
-- Insert-only: a deed of one account on another of the same organisation that keeps the two from being each other's second person.
CREATE TABLE account_link (
	entry         {uuid} NOT NULL REFERENCES entry (id),
	account       {uuid} NOT NULL REFERENCES account (id),
	made_by       {uuid} NOT NULL,
	deed          {code} NOT NULL CHECK (deed IN ('created', 'invited', 'reset', 'role_given', 'reinstated')),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	made_at       {moment} NOT NULL,
	PRIMARY KEY (entry, account, deed),
	CHECK (account <> made_by)
){strict};
CREATE INDEX account_link_by_account ON account_link (account, made_at);
CREATE INDEX account_link_by_maker ON account_link (made_by, made_at);
INSERT INTO account_link (entry, account, made_by, deed, organisation, made_at)
	SELECT a.entry, a.id, m.id, 'created', a.organisation, a.created_at
	FROM account a JOIN entry e ON e.id = a.entry JOIN account m ON m.id = e.author AND m.organisation = a.organisation
	WHERE m.id <> a.id;
INSERT INTO account_link (entry, account, made_by, deed, organisation, made_at)
	SELECT i.entry, a.id, m.id, 'invited', a.organisation, i.created_at
	FROM invitation i JOIN account a ON a.id = i.account JOIN entry e ON e.id = i.entry
	JOIN account m ON m.id = e.author AND m.organisation = a.organisation WHERE m.id <> a.id;

-- A browser is known by the SHA-256 of a cookie that it keeps when people sign out.
ALTER TABLE session ADD COLUMN browser {bytes};
CREATE INDEX session_by_browser ON session (browser) WHERE browser IS NOT NULL;
CREATE TABLE browser_use (
	browser       {bytes} NOT NULL CHECK (length(browser) = 32),
	account       {uuid} NOT NULL REFERENCES account (id),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	last_at       {moment} NOT NULL,
	PRIMARY KEY (browser, account)
){strict};

-- An action that needs a second person and has none yet. effect_at is set where nobody in the organisation may be the second.
CREATE TABLE pending_action (
	entry         {uuid} PRIMARY KEY REFERENCES entry (id),
	kind          {code} NOT NULL,
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	area_path     {code} NOT NULL,
	roles         {code} NOT NULL CHECK (roles <> ''),
	first         {uuid},
	asked_by      {uuid},
	subject       {text} NOT NULL,
	asked_at      {moment} NOT NULL,
	effect_at     {moment} CHECK (effect_at > asked_at),
	UNIQUE (entry, organisation)
){strict};
CREATE INDEX pending_action_by_organisation ON pending_action (organisation, asked_at);

-- The primary key decides between an approval, an objection and the end of the wait.
CREATE TABLE pending_action_end (
	entry         {uuid} PRIMARY KEY,
	how           {code} NOT NULL CHECK (how IN ('approved', 'waited', 'objected', 'withdrawn', 'refused')),
	cause         {uuid},
	ended_by      {uuid},
	reason        {text} NOT NULL DEFAULT '',
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	ended_at      {moment} NOT NULL,
	FOREIGN KEY (entry, organisation) REFERENCES pending_action (entry, organisation),
	CHECK ((how IN ('approved', 'objected', 'withdrawn')) = (cause IS NOT NULL))
){strict};

-- Empty: coordinators, storekeepers and auditors; protection: protection officers and administrators.
ALTER TABLE exception ADD COLUMN audience {code} NOT NULL DEFAULT '' CHECK (audience IN ('', 'protection'));
