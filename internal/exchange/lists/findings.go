package lists

import (
	"slices"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/household"
)

// finding is what is wrong with one cell, or with a row where no column is at fault.
type finding struct {
	column string
	fault  *fault.Fault
}

// findings are what the decoding of a row found: faults, for which it is refused, and values that were left out.
type findings struct {
	faults []finding
	notes  []finding
}

func (f *findings) refuse(column string, reason *fault.Fault) {
	if reason != nil {
		f.faults = append(f.faults, finding{column, reason})
	}
}

func (f *findings) note(column string, reason *fault.Fault) {
	f.notes = append(f.notes, finding{column, reason})
}

// refuseUnless adds a fault unless there is one already.
func (f *findings) refuseUnless(reason *fault.Fault) {
	if len(f.faults) == 0 {
		f.refuse("", reason)
	}
}

// concern reports whether a fault of a field, or of one beside it in the same part of the payload, is known already.
func (f *findings) concern(path string) bool {
	part := partOf(path)
	return slices.ContainsFunc(f.faults, func(one finding) bool { return partOf(one.fault.Path) == part })
}

// partOf returns the first part of a path: people of /people/women and of /people.women.
func partOf(path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/payload"), "/")
	part, _, _ := strings.Cut(strings.ReplaceAll(path, ".", "/"), "/")
	return part
}

// take moves what was found into the row: the first fault refuses it, the others are reported beside it.
func (p *pendingRow) take(f findings) {
	p.notes = append(p.notes, f.notes...)
	for _, one := range f.faults {
		if p.fault == nil {
			p.column, p.fault = one.column, one.fault
		} else {
			p.more = append(p.more, one)
		}
	}
}

// totals are words that begin the row of a sum, folded; the first four are also followed by other words.
var totals = []string{
	"total", "grand total", "মোট", "সর্বমোট", "sub total", "subtotal", "sum", "कुल", "योग", "कुल योग", "महायोग",
}

const totalsWithWords = 4

// notNames are words that lists write where there is no name.
var notNames = []string{"null", "n/a", "nil", "none", "name", "নাম", "नाम"}

// checkName refuses a name that names nobody: the sum of a column, question marks that another encoding left behind,
// or signs without a letter.
func checkName(name string) *fault.Fault {
	plain := strings.TrimRight(strings.ToLower(name), " :.-–=0123456789০১২৩৪৫৬৭৮৯०१२३४५६७८९")
	if slices.Contains(totals, plain) || slices.ContainsFunc(totals[:totalsWithWords], func(word string) bool {
		return strings.HasPrefix(plain, word+" ")
	}) {
		return fault.Field("/name", "row_is_total",
			"This row is a total of the list and no family. Leave it out, or correct the name.")
	}
	if slices.Contains(notNames, plain) || !household.HasLetter(name) || strings.Contains(name, "??") {
		return fault.Field("/name", "not_a_name", "This is no name: it has no letters, or question marks in their place. "+
			"Write the name, or save the list as CSV UTF-8.")
	}
	return nil
}
