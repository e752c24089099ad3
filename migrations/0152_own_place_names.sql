-- Names of places that one organisation uses, beside those that all share.
-- +goose Up
CREATE TABLE area_own_alias (
	organisation  {uuid} NOT NULL,
	area          {code} NOT NULL REFERENCES area (key),
	folded        {code} NOT NULL CHECK (folded <> ''),
	name          {text} NOT NULL,
	entry         {uuid} NOT NULL REFERENCES entry (id),
	effort        {uuid} DEFAULT '00000000-0000-7000-8000-000000000001',
	PRIMARY KEY (organisation, area, folded),
	FOREIGN KEY (organisation) REFERENCES organisation (id)
){strict};
CREATE INDEX area_own_alias_folded ON area_own_alias (organisation, folded);

-- What ends the logins of an organisation where the installation has several, so that nobody learns the logins of others.
CREATE TABLE login_suffix (
	suffix        {code} PRIMARY KEY CHECK (suffix <> ''),
	organisation  {uuid} NOT NULL UNIQUE REFERENCES organisation (id)
){strict};
