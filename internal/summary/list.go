package summary

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// Sort is an order of a list of households.
type Sort string

// The orders. Each ends with the household's id, so that no two lines are equal and pages never overlap.
const (
	Newest Sort = "newest" // registered last, first
	Oldest Sort = "oldest"
	Worst  Sort = "worst" // the worst damage first
	Size   Sort = "size"  // the most people first
	Placed Sort = "place"
)

// Sorts lists the orders.
var Sorts = []Sort{Newest, Oldest, Worst, Size, Placed}

// sortOrder is a column and its direction; the id goes the same way.
type sortOrder struct {
	column     string
	descending bool
	value      func(householdState) any  // int64 or string
	into       func(*householdState) any // where a row's value goes
}

var orders = map[Sort]sortOrder{
	Newest: {
		"registered_at", true, func(s householdState) any { return s.RegisteredAt.UnixMicro() },
		func(s *householdState) any { return &s.RegisteredAt },
	},
	Oldest: {
		"registered_at", false, func(s householdState) any { return s.RegisteredAt.UnixMicro() },
		func(s *householdState) any { return &s.RegisteredAt },
	},
	Worst: {
		"grade", true, func(s householdState) any { return int64(s.Grade) },
		func(s *householdState) any { return &s.Grade },
	},
	Size: {
		"people", true, func(s householdState) any { return s.People },
		func(s *householdState) any { return &s.People },
	},
	Placed: {
		"area_path", false, func(s householdState) any { return s.AreaPath },
		func(s *householdState) any { return &s.AreaPath },
	},
}

// Filter selects households. Zero fields select all.
type Filter struct {
	AreaPath  string              // at or below this area
	Criterion string              // one of household.Criteria
	House     household.HouseType // one of household.HouseTypes
	Grade     *int                // the newest grade
	Since     db.Instant          // registered then or later
	Verified  *bool               // a second person confirmed the newest grade
	Card      *bool               // the newest card is not withdrawn
	Served    *bool               // something was given at least once
	Reported  *int                // no assessment, and a newest reported grade of at least this
	Sort      Sort                // empty is Newest
	After     string              // the cursor of the previous page
	Limit     int                 // rows on the page; 0 is 50, never more than 200

	blind bool // the actor may be a second person: unconfirmed grades are not told apart
}

// Validate rejects values outside the closed sets, with the name of the query parameter.
func (f Filter) Validate() error {
	notOffered := func(path string) error {
		return fault.Field(path, "not_offered", "This is not one of the choices.")
	}
	switch {
	case f.Criterion != "" && !slices.Contains(household.Criteria, f.Criterion):
		return notOffered("/criterion")
	case f.House != "" && !slices.Contains(household.HouseTypes, f.House):
		return notOffered("/house")
	case f.Grade != nil && (*f.Grade < -1 || *f.Grade >= grades):
		return notOffered("/grade")
	case f.Reported != nil && (*f.Reported < 0 || *f.Reported >= grades):
		return notOffered("/reported")
	}
	if _, known := orders[f.sort()]; !known {
		return notOffered("/sort")
	}
	return nil
}

func (f Filter) sort() Sort { return cmp.Or(f.Sort, Newest) }

// mostCounted bounds the counting of a list's length.
const maxCounted = 10_000

// Length is the number of households that match a filter.
type Length struct {
	N     int64
	More  bool  // N is only a lower bound
	Newer int64 // as in Listing
}

// Count returns the length of a list: exact up to ten thousand, and without any filter but the place always; otherwise
// ten thousand with More.
func Count(tx *db.Tx, f Filter) (out Length, err error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return out, err
	}
	if err := f.Validate(); err != nil {
		return out, err
	}
	if f == (Filter{AreaPath: f.AreaPath, Sort: f.Sort, After: f.After, Limit: f.Limit}) {
		counted, _, err := cells(tx, f.AreaPath)
		for c, counts := range counted {
			if tx.Actor.Reaches(c.AreaPath, household.Readers...) {
				out.N += counts.Households
			}
		}
		return out, err
	}
	f.blind = confirms(tx)
	fresh, err := readUncounted(tx)
	if err != nil {
		return out, err
	}
	some := tx.Model(&householdState{}).Select("1").Scopes(f.where(tx, fresh)).Limit(maxCounted + 1)
	if err := tx.Raw("SELECT COUNT(*) FROM (?) AS few", some).Scan(&out.N).Error; err != nil {
		return out, err
	}
	for _, s := range fresh.now {
		if f.matches(tx, s) {
			out.N++
		}
	}
	return Length{N: min(out.N, maxCounted), More: out.N > maxCounted, Newer: fresh.missed}, nil
}

// Matching returns the households among ids that match a filter in their current state, in the order of the ids.
func Matching(tx *db.Tx, f Filter, ids []household.ID) ([]household.ID, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	f.blind = confirms(tx)
	now, err := currentStates(tx, ids)
	if err != nil {
		return nil, err
	}
	kept := make([]household.ID, 0, len(ids))
	for _, id := range ids {
		if s, is := now[id]; is && f.matches(tx, s) {
			kept = append(kept, id)
		}
	}
	return kept, nil
}

// uncountedChanges are the households with changes that the read model does not include: their current state replaces
// the stored one.
type uncountedChanges struct {
	ids    []household.ID
	now    map[household.ID]householdState
	missed int64 // number of uncounted changes where they are too many to be read per request; ids is then empty
}

func readUncounted(tx *db.Tx) (uncountedChanges, error) {
	entries, err := newer(tx, maxNewer+1)
	if err != nil {
		return uncountedChanges{}, err
	}
	if len(entries) > maxNewer {
		n, err := Lag(tx)
		return uncountedChanges{missed: max(n, maxNewer+1)}, err
	}
	ids, err := households(tx, entries)
	if err != nil {
		return uncountedChanges{}, err
	}
	if len(ids) > maxNewer {
		return uncountedChanges{missed: int64(len(ids))}, nil
	}
	now, err := currentStates(tx, ids)
	return uncountedChanges{ids: ids, now: now}, err
}

func (f Filter) where(tx *db.Tx, fresh uncountedChanges) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		q = q.Scopes(household.Scope(tx))
		if f.AreaPath != "" {
			q = q.Scopes(db.Within("area_path", []string{f.AreaPath}))
		}
		if len(fresh.ids) > 0 {
			q = q.Where("household NOT IN ?", fresh.ids)
		}
		if f.Criterion != "" {
			q = q.Where("criteria & ? <> 0", bitsOf([]string{f.Criterion}))
		}
		if f.House != "" {
			q = q.Where("house = ?", f.House)
		}
		if f.Grade != nil {
			q = q.Where("grade = ?", *f.Grade)
		}
		if f.Reported != nil { // the first condition is that of the index
			q = q.Where("reported >= 0 AND reported >= ?", *f.Reported)
		}
		if f.Grade != nil && f.blind {
			q = q.Where("(verified OR grade < 0)")
		}
		if !f.Since.IsZero() {
			q = q.Where("registered_at >= ?", f.Since)
		}
		for column, want := range map[string]*bool{"verified": f.Verified, "carded": f.Card, "served": f.Served} {
			if want != nil {
				q = q.Where(column+" = ?", *want)
			}
		}
		return q
	}
}

// matches applies the conditions of where to one household.
func (f Filter) matches(tx *db.Tx, s householdState) bool {
	mine := tx.Actor.System || s.Organisation == tx.Actor.Organisation
	return mine && tx.Actor.Reaches(s.AreaPath, household.Readers...) && strings.HasPrefix(s.AreaPath, f.AreaPath) &&
		f.matchesFields(s)
}

func (f Filter) matchesFields(s householdState) bool {
	return (f.Criterion == "" || s.Criteria&bitsOf([]string{f.Criterion}) != 0) &&
		(f.House == "" || s.House == f.House) &&
		f.hasGrade(s) && f.matchesReported(s) &&
		(f.Since.IsZero() || !s.RegisteredAt.Before(f.Since.Time)) &&
		wanted(f.Verified, s.Verified) && wanted(f.Card, s.Carded) && wanted(f.Served, s.Served)
}

func (f Filter) matchesReported(s householdState) bool {
	return f.Reported == nil || s.Reported >= 0 && s.Reported >= *f.Reported
}

func wanted(want *bool, is bool) bool { return want == nil || *want == is }

// compare orders two rows as the list does.
func (f Filter) compare(a, b householdState) int {
	o := f.order()
	result := 0
	switch x := o.value(a).(type) {
	case int64:
		result = cmp.Compare(x, o.value(b).(int64)) //nolint:forcetypeassert // one order gives one type
	case string:
		result = strings.Compare(x, o.value(b).(string)) //nolint:forcetypeassert // one order gives one type
	}
	result = cmp.Or(result, strings.Compare(string(a.Household), string(b.Household)))
	if o.descending {
		return -result
	}
	return result
}

func (f Filter) behind(at *householdState, s householdState) bool {
	return at == nil || f.compare(s, *at) > 0
}

// cursor is the order, the value in its column and the id of a line.
func (f Filter) cursor(s householdState) string {
	value := ""
	switch x := f.order().value(s).(type) {
	case int64:
		value = strconv.FormatInt(x, 10)
	case string:
		value = x
	}
	return string(f.sort()) + "~" + value + "~" + string(s.Household)
}

// parse reads what cursor wrote, as a line of which only order and id are known. Nil is the beginning.
func (f Filter) parse() (*householdState, error) {
	if f.After == "" {
		return nil, nil //nolint:nilnil // no place in the list is not a fault
	}
	malformed := fault.Field("/after", "malformed", "This is not a place in the list.")
	parts := strings.Split(f.After, "~")
	if len(parts) != 3 || parts[0] != string(f.sort()) || !household.ID(parts[2]).WellFormed() {
		return nil, malformed
	}
	at := &householdState{Household: household.ID(parts[2]), AreaPath: parts[1]}
	if f.sort() == Placed {
		return at, nil
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil, malformed
	}
	at.RegisteredAt, at.Grade, at.People = db.At(time.UnixMicro(n)), int(n), n
	at.Verified = true // so that its grade is the one of the order
	return at, nil
}
