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

// order is a column and its direction; the id goes the same way.
type order struct {
	column     string
	descending bool
	value      func(standing) any // int64 or string
}

var orders = map[Sort]order{
	Newest: {"registered_at", true, func(s standing) any { return s.RegisteredAt.UnixMicro() }},
	Oldest: {"registered_at", false, func(s standing) any { return s.RegisteredAt.UnixMicro() }},
	Worst:  {"grade", true, func(s standing) any { return int64(s.Grade) }},
	Size:   {"people", true, func(s standing) any { return s.People }},
	Placed: {"area_path", false, func(s standing) any { return s.AreaPath }},
}

// Filter chooses households. Zero fields choose all.
type Filter struct {
	AreaPath  string          // at or below this area
	Criterion string          // one of household.Criteria
	House     household.House // one of household.Houses
	Grade     *int            // the newest grade that was seen
	Since     db.Instant      // registered then or later
	Verified  *bool           // a second person confirmed the newest grade
	Card      *bool           // the newest card is not withdrawn
	Served    *bool           // something was given at least once
	Sort      Sort            // empty is Newest
	After     string          // the cursor that the page before ended with
	Limit     int             // rows on the page; 0 is 50, never more than 200
}

// Validate refuses what is not on a closed list, with the name of the query parameter.
func (f Filter) Validate() error {
	notOffered := func(path string) error {
		return fault.Field(path, "not_offered", "This is not one of the choices.")
	}
	switch {
	case f.Criterion != "" && !slices.Contains(household.Criteria, f.Criterion):
		return notOffered("/criterion")
	case f.House != "" && !slices.Contains(household.Houses, f.House):
		return notOffered("/house")
	case f.Grade != nil && (*f.Grade < -1 || *f.Grade >= grades):
		return notOffered("/grade")
	}
	if _, known := orders[f.sort()]; !known {
		return notOffered("/sort")
	}
	return nil
}

func (f Filter) sort() Sort { return cmp.Or(f.Sort, Newest) }

// Households gives a page of the ids of households in scope that the filter keeps, in its order, and the cursor of the
// next page (empty at the end). Households that newer entries touch are judged by what they are now. Only while very
// much is newer, as in the seconds after a long list was approved, the page is as of the last count.
func Households(tx *db.Tx, f Filter) ([]household.ID, string, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return nil, "", err
	}
	if err := f.Validate(); err != nil {
		return nil, "", err
	}
	at, err := f.parse()
	if err != nil {
		return nil, "", err
	}
	fresh, err := fresh(tx)
	if err != nil {
		return nil, "", err
	}
	limit := household.PageSize(f.Limit)
	rows, err := f.stored(tx, at, fresh, limit+1)
	if err != nil {
		return nil, "", err
	}
	for _, s := range fresh.now {
		if f.keeps(tx, s) && f.behind(at, s) {
			rows = append(rows, s)
		}
	}
	slices.SortFunc(rows, f.compare)
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = f.cursor(rows[limit-1])
	}
	ids := make([]household.ID, len(rows))
	for i, s := range rows {
		ids[i] = s.Household
	}
	return ids, next, nil
}

// mostCounted bounds the counting of a list's length.
const mostCounted = 10_000

// Count says how long a list is: exactly up to ten thousand, and without any filter but the place always; otherwise
// it answers ten thousand and that there are more.
func Count(tx *db.Tx, f Filter) (n int64, more bool, err error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return 0, false, err
	}
	if err := f.Validate(); err != nil {
		return 0, false, err
	}
	if f == (Filter{AreaPath: f.AreaPath, Sort: f.Sort, After: f.After, Limit: f.Limit}) {
		counted, _, err := cells(tx, f.AreaPath)
		for c, counts := range counted {
			if tx.Actor.Reaches(c.AreaPath, household.Readers...) {
				n += counts.Households
			}
		}
		return n, false, err
	}
	fresh, err := fresh(tx)
	if err != nil {
		return 0, false, err
	}
	some := tx.Model(&standing{}).Select("1").Scopes(f.where(tx, fresh)).Limit(mostCounted + 1)
	if err := tx.Raw("SELECT COUNT(*) FROM (?) AS few", some).Scan(&n).Error; err != nil {
		return 0, false, err
	}
	for _, s := range fresh.now {
		if f.keeps(tx, s) {
			n++
		}
	}
	return min(n, mostCounted), n > mostCounted, nil
}

// Keeping gives those of the households that a filter keeps, by what they are now, in the order of the ids.
func Keeping(tx *db.Tx, f Filter, ids []household.ID) ([]household.ID, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	now, err := standings(tx, ids)
	if err != nil {
		return nil, err
	}
	kept := make([]household.ID, 0, len(ids))
	for _, id := range ids {
		if s, is := now[id]; is && f.keeps(tx, s) {
			kept = append(kept, id)
		}
	}
	return kept, nil
}

// freshly holds the households that are not counted yet: what is stored of them does not count, what they are now does.
type freshly struct {
	ids []household.ID
	now map[household.ID]standing
}

func fresh(tx *db.Tx) (freshly, error) {
	entries, err := newer(tx, mostNewer+1)
	if err != nil || len(entries) > mostNewer {
		return freshly{}, err
	}
	ids, err := households(tx, entries)
	if err != nil || len(ids) > mostNewer {
		return freshly{}, err
	}
	now, err := standings(tx, ids)
	return freshly{ids: ids, now: now}, err
}

// stored reads a page of what is stored: ids and what the order compares, which an index holds.
func (f Filter) stored(tx *db.Tx, at *standing, fresh freshly, limit int) ([]standing, error) {
	o := orders[f.sort()]
	direction, beyond := "", ">"
	if o.descending {
		direction, beyond = " DESC", "<"
	}
	q := tx.Model(&standing{}).Select("household", o.column).Scopes(f.where(tx, fresh))
	if at != nil {
		q = q.Where("("+o.column+", household) "+beyond+" (?, ?)", o.value(*at), at.Household)
	}
	var rows []standing
	err := alongIndex(tx, func() error {
		return q.Order(o.column + direction + ", household" + direction).Limit(limit).Find(&rows).Error
	})
	return rows, err
}

// alongIndex runs one query without sorting. On Postgres the row-level policy hides from the planner how many rows
// there are: it read and sorted the whole table where fifty steps along an index give the page.
func alongIndex(tx *db.Tx, query func() error) error {
	if tx.Engine != db.Postgres {
		return query()
	}
	if err := tx.Exec("SET LOCAL enable_sort = off").Error; err != nil {
		return err
	}
	if err := query(); err != nil {
		return err
	}
	return tx.Exec("SET LOCAL enable_sort = on").Error
}

func (f Filter) where(tx *db.Tx, fresh freshly) func(*gorm.DB) *gorm.DB {
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

// keeps says the same as where of one household.
func (f Filter) keeps(tx *db.Tx, s standing) bool {
	mine := tx.Actor.System || s.Organisation == tx.Actor.Organisation
	return mine && tx.Actor.Reaches(s.AreaPath, household.Readers...) && strings.HasPrefix(s.AreaPath, f.AreaPath) &&
		f.means(s)
}

func (f Filter) means(s standing) bool {
	return (f.Criterion == "" || s.Criteria&bitsOf([]string{f.Criterion}) != 0) &&
		(f.House == "" || s.House == f.House) &&
		(f.Grade == nil || s.Grade == *f.Grade) &&
		(f.Since.IsZero() || !s.RegisteredAt.Before(f.Since.Time)) &&
		wanted(f.Verified, s.Verified) && wanted(f.Card, s.Carded) && wanted(f.Served, s.Served)
}

func wanted(want *bool, is bool) bool { return want == nil || *want == is }

// compare orders two lines as the list does.
func (f Filter) compare(a, b standing) int {
	o := orders[f.sort()]
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

func (f Filter) behind(at *standing, s standing) bool { return at == nil || f.compare(s, *at) > 0 }

// cursor is the order, the value in its column and the id of a line.
func (f Filter) cursor(s standing) string {
	value := ""
	switch x := orders[f.sort()].value(s).(type) {
	case int64:
		value = strconv.FormatInt(x, 10)
	case string:
		value = x
	}
	return string(f.sort()) + "~" + value + "~" + string(s.Household)
}

// parse reads what cursor wrote, as a line of which only order and id are known. Nil is the beginning.
func (f Filter) parse() (*standing, error) {
	if f.After == "" {
		return nil, nil //nolint:nilnil // no place in the list is not a fault
	}
	malformed := fault.Field("/after", "malformed", "This is not a place in the list.")
	parts := strings.Split(f.After, "~")
	if len(parts) != 3 || parts[0] != string(f.sort()) || !household.ID(parts[2]).WellFormed() {
		return nil, malformed
	}
	at := &standing{Household: household.ID(parts[2]), AreaPath: parts[1]}
	if f.sort() == Placed {
		return at, nil
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil, malformed
	}
	at.RegisteredAt, at.Grade, at.People = db.At(time.UnixMicro(n)), int(n), n
	return at, nil
}
