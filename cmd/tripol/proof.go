package main

// What verify checks and what it does not: both are printed with every result, so that nobody mistakes one for the
// other. README.md and ARCHITECTURE.md state the same.
const (
	checked = `Checked: the sealed sequence of entries with their first outcomes; every payload against its commitment;
every erasure against the entry that caused it, and that two persons made it; that no row refers to a missing entry;
stock movements and balances; one accepted handover per entitlement; ranks, grades, households and their search keys;
steps of homes; photo files; releases; counts.`
	unchecked = `Not checked: whether payments, pledges, exceptions and their settlements, complaints, received quantities
on waybills, roles, passwords, withdrawals of phones, and who approved, verified or handed over equal what their entries
state. Changes that bypass the triggers of the database are not found there. Neither is a sequence that was rewritten as
a whole, or truncated together with every row that it made: compare the checkpoint of a phone (--seen).`
)

// proved prints a result without violations, and the coverage of the check.
func (t *terminal) proved(result string) error {
	return t.say("%s\n%s\n%s", result, checked, unchecked)
}
