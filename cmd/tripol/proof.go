package main

// What verify proves, and what it does not: both are printed with every result, so that nobody takes the one for the
// other. README.md and ARCHITECTURE.md say the same.
const (
	checked = `Checked: the sealed sequence of entries with their first outcomes; every payload against its commitment;
every erasure against the entry that caused it, and that two persons made it; that no row refers to an entry that is
gone; stock movements and balances; one accepted handover for each entitlement; ranks, grades, households and their
search keys; steps of homes; files of photos; releases; counts.`
	unchecked = `Not checked: whether payments, pledges, exceptions and their settlements, complaints, received quantities
on waybills, roles, passwords, withdrawals of phones, and who approved, verified or handed over are what their entries
state. Changed past the triggers of the database, they are not found. Nor is a sequence that was rewritten as a whole,
or whose end was cut off with every row that it made: compare a mark that a phone shows for a place (--seen).`
)

// proved prints a result without findings, and how far it reaches.
func (t *terminal) proved(result string) error {
	return t.say("%s\n%s\n%s", result, checked, unchecked)
}
