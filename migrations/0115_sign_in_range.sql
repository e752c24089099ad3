-- Wrong passwords are counted in memory; only the address ranges of successful sign-ins are stored.
-- +goose Up
DROP TABLE login_attempt;

-- tag is a keyed digest of a sign-in name and an address range (people/ranges.go): the table shows no address.
CREATE TABLE sign_in_range (
	account       {uuid} NOT NULL REFERENCES account (id),
	tag           {bytes} NOT NULL CHECK (length(tag) = 16),
	organisation  {uuid} NOT NULL,
	effort        {uuid},
	last_at       {moment} NOT NULL,
	PRIMARY KEY (account, tag)
){strict};
