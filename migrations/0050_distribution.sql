-- Distribution under shortage: a plan, its frozen list, the entitlements, and the handovers.
-- +goose Up
CREATE TABLE distribution (
	id               {uuid} PRIMARY KEY,
	entry            {uuid} NOT NULL REFERENCES entry (id),
	organisation     {uuid} NOT NULL,
	name             {text} NOT NULL CHECK (name <> ''),
	area             {code} NOT NULL,
	area_path        {code} NOT NULL,
	area_name        {text} NOT NULL,
	store            {uuid} NOT NULL REFERENCES store (id),
	store_name       {text} NOT NULL,
	minimum_grade    {int} NOT NULL CHECK (minimum_grade BETWEEN 1 AND 4),
	not_served_days  {int} NOT NULL CHECK (not_served_days >= 0),
	quantity         {int} NOT NULL CHECK (quantity > 0),
	listed           {int} NOT NULL CHECK (listed > 0),
	weights          {code} NOT NULL,
	digest           {code} NOT NULL CHECK (length(digest) = 64),
	state            {code} NOT NULL CHECK (state IN ('planned', 'approved', 'open', 'closed')),
	planner          {uuid} NOT NULL,
	planned_at       {moment} NOT NULL,
	approver         {uuid},
	number           {code} NOT NULL DEFAULT '',
	approved_at      {moment},
	opened_at        {moment},
	closed_at        {moment},
	CHECK (approver <> planner),
	CHECK ((state = 'planned') = (approver IS NULL)),
	CHECK ((state = 'planned') = (number = ''))
){strict};
CREATE INDEX distribution_by_organisation ON distribution (organisation, planned_at);

CREATE TABLE distribution_line (
	distribution   {uuid} NOT NULL REFERENCES distribution (id),
	item           {uuid} NOT NULL REFERENCES item (id),
	line           {int} NOT NULL,
	per_household  {int} NOT NULL CHECK (per_household > 0),
	PRIMARY KEY (distribution, item)
){strict};

-- The list. A grade below 1 is no damage, and no damage is no entitlement.
CREATE TABLE candidate (
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	household     {uuid} NOT NULL REFERENCES household (id),
	reference     {code} NOT NULL,
	grade         {int} NOT NULL CHECK (grade BETWEEN 1 AND 4),
	size          {int} NOT NULL,
	points        {int} NOT NULL,
	reasons       {text} NOT NULL,
	rank          {int} NOT NULL CHECK (rank > 0),
	included      {code} NOT NULL CHECK (included IN ('yes', 'draw', 'no')),
	PRIMARY KEY (distribution, household),
	UNIQUE (distribution, reference)
){strict};
CREATE INDEX candidate_by_rank ON candidate (distribution, rank, reference);

-- Only a household of the list can be entitled, once a distribution.
CREATE TABLE entitlement (
	id            {uuid} PRIMARY KEY,
	distribution  {uuid} NOT NULL,
	household     {uuid} NOT NULL,
	UNIQUE (distribution, household),
	FOREIGN KEY (distribution, household) REFERENCES candidate (distribution, household)
){strict};

CREATE TABLE entitlement_item (
	entitlement  {uuid} NOT NULL REFERENCES entitlement (id),
	item         {uuid} NOT NULL REFERENCES item (id),
	quantity     {int} NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (entitlement, item)
){strict};

-- What was given. handover_once is where a household is served once and not twice: see internal/distribution/give.go.
CREATE TABLE handover (
	id            {uuid} PRIMARY KEY,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	entitlement   {uuid} NOT NULL REFERENCES entitlement (id),
	distribution  {uuid} NOT NULL REFERENCES distribution (id),
	household     {uuid} NOT NULL REFERENCES household (id),
	card          {code} NOT NULL REFERENCES card (id),
	collector     {code} NOT NULL CHECK (collector IN ('self', 'family', 'other')),
	status        {code} NOT NULL CHECK (status IN ('accepted')),
	given_by      {uuid} NOT NULL,
	given_at      {moment} NOT NULL
){strict};
CREATE UNIQUE INDEX handover_once ON handover (entitlement) WHERE status = 'accepted';
CREATE INDEX handover_by_distribution ON handover (distribution);
CREATE INDEX handover_by_household ON handover (household, given_at);
