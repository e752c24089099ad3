package summary

import (
	"tripol/internal/db"
	"tripol/internal/household"
)

// A grade that is not confirmed yet is withheld from everybody who may still be its second person: the rows of lists do
// not contain it, and neither a filter nor an order tells two such families apart. Whose grade it is does not matter
// here: the read model does not have the assessor, and a worker knows their own.

// confirmedGrade is the grade that lists of possible second persons are sorted by: -1 until it is confirmed.
const confirmedGrade = "CASE WHEN verified THEN grade ELSE -1 END"

// worstConfirmed is Worst for possible second persons.
var worstConfirmed = sortOrder{
	confirmedGrade, true, func(s householdState) any { return int64(s.confirmed()) },
	func(s *householdState) any { return &s.unread },
}

func (s householdState) confirmed() int {
	if s.Verified {
		return s.Grade
	}
	return -1
}

// confirms reports whether the actor may be the second person of an assessment anywhere.
func confirms(tx *db.Tx) bool { return !tx.Actor.System && tx.Actor.Has(household.Recorders...) }

// order returns the order of the list, as the actor may see it.
func (f Filter) order() sortOrder {
	if f.blind && f.sort() == Worst {
		return worstConfirmed
	}
	return orders[f.sort()]
}

// hasGrade reports whether a household is one of the filter's grade, as the actor may know it.
func (f Filter) hasGrade(s householdState) bool {
	if f.Grade == nil {
		return true
	}
	return s.Grade == *f.Grade && (!f.blind || s.Verified || s.Grade < 0)
}

// withhold removes the grade of a row that the actor may still confirm.
func (l *ListRow) withhold(tx *db.Tx) {
	if l.Grade >= 0 && !l.Verified && !tx.Actor.System && tx.Actor.Reaches(l.AreaPath, household.Recorders...) {
		l.Grade, l.Withheld = -1, true
	}
}
