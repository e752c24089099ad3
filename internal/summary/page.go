package summary

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/words"
)

// ListRow is a household as a row of a list, with the data of four packages. Fields that no list shows are empty.
type ListRow struct {
	household.Household
	Place    words.Names
	Grade    int // the newest assessed grade; -1: none, or withheld
	Verified bool
	Reported int    // the newest reported grade, while there is no assessment; -1: none
	Withheld bool   // there is a grade, which the actor may still confirm
	Card     string // the code of its newest card, as printed; empty when there is none, or it is withdrawn or expired
	Written  string // the place that was written for it, while nobody has decided which it is
}

// ofLine selects the columns of a row of household h, with its card where the stored state s has one.
const ofLine = `h.id, h.organisation, h.area, h.area_path, h.name, h.also_called, h.phone, h.women, h.men, h.girls,
	h.boys, h.infants, h.elderly, h.unstated, h.mark, h.criteria, h.house, h.registered_at, h.erased_at IS NOT NULL,
	p.name, p.name_bn, p.name_hi, COALESCE(w.name, ''),
	CASE WHEN s.carded THEN COALESCE((SELECT CASE WHEN c.expires_on < ? OR c.organisation <> h.organisation
		OR EXISTS (SELECT 1 FROM card_revocation r WHERE r.card = c.id) THEN '' ELSE c.code END
		FROM card_binding b JOIN card c ON c.id = b.card WHERE b.household = h.id
		ORDER BY b.generation DESC LIMIT 1), '') ELSE '' END`

const besideLine = ` AS s JOIN household h ON h.id = s.household JOIN area p ON p.key = h.area
	LEFT JOIN written_place w ON w.record = h.id AND w.area IS NULL`

// lineReader scans rows and applies the actor's scope.
type lineReader struct {
	mine  func(actor.OrganisationID) bool
	paths []string
}

func readsFor(a actor.Actor) lineReader {
	return lineReader{
		mine:  func(o actor.OrganisationID) bool { return a.System || o == a.Organisation },
		paths: a.Paths(household.Readers...),
	}
}

// read scans the columns of ofLine and any that follow, and reports whether the row is in scope.
func (r lineReader) read(row db.Row, also ...any) (l ListRow, shown bool, err error) {
	var criteria string
	var erased bool
	err = row.Scan(append([]any{
		&l.ID, &l.Organisation, &l.Area, &l.AreaPath, &l.Name, &l.AlsoCalled, &l.Phone, &l.People.Women, &l.People.Men,
		&l.People.Girls, &l.People.Boys, &l.People.Infants, &l.People.Elderly, &l.People.Unstated, &l.Mark,
		&criteria, &l.House, &l.RegisteredAt, &erased,
		&l.Place.Name, &l.Place.NameBN, &l.Place.NameHI, &l.Written, &l.Card,
	}, also...)...)
	if err != nil {
		return l, false, err
	}
	l.Criteria = []string{}
	if criteria != "[]" {
		err = json.Unmarshal([]byte(criteria), &l.Criteria)
	}
	within := slices.ContainsFunc(r.paths, func(path string) bool { return strings.HasPrefix(l.AreaPath, path) })
	return l, !erased && within && r.mine(l.Organisation), err
}

// Lines returns the current rows of the households in scope, in the order of the ids.
func Lines(tx *db.Tx, ids []household.ID) ([]ListRow, error) {
	found := make(map[household.ID]ListRow, len(ids))
	reads := readsFor(tx.Actor)
	ids = slices.DeleteFunc(slices.Clone(ids), func(id household.ID) bool { return !id.WellFormed() })
	for part := range slices.Chunk(ids, chunk) {
		err := tx.Each(func(row db.Row) error {
			l, shown, err := reads.read(row)
			if err == nil && shown {
				found[l.ID] = l
			}
			return err
		}, "SELECT "+ofLine+" FROM (SELECT id AS household, TRUE AS carded FROM household WHERE id IN ?)"+besideLine,
			card.DayOf(tx.Now.Time), part)
		if err != nil {
			return nil, err
		}
	}
	return graded(tx, ids, found)
}

// graded returns rows in the order of the ids, with their current grades.
func graded(tx *db.Tx, ids []household.ID, found map[household.ID]ListRow) ([]ListRow, error) {
	lines := make([]ListRow, 0, len(ids))
	if len(found) == 0 {
		return lines, nil
	}
	now, err := currentStates(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		l, is := found[id]
		if !is {
			continue
		}
		l.Grade, l.Verified, l.Reported = now[id].Grade, now[id].Verified, now[id].Reported
		l.withhold(tx)
		lines = append(lines, l)
	}
	return lines, nil
}

// placed is a row with its sort key; shown is false where only the key is known.
type placed struct {
	householdState
	line  ListRow
	shown bool
}

// Listing is one page of a list of households.
type Listing struct {
	Lines []ListRow
	Next  string // cursor of the page after; empty at the end
	// Newer is 0 when the page is exact at this instant. Otherwise the read model lags by that many changes, which may
	// be missing here: the caller has to show it and read again.
	Newer int64
}

// IDs lists the households of the page.
func (l Listing) IDs() []household.ID {
	ids := make([]household.ID, len(l.Lines))
	for i, line := range l.Lines {
		ids[i] = line.ID
	}
	return ids
}

// Page returns a page of the households in scope that match the filter, in its order. Households of newer entries are
// matched by their current state. While more than maxNewer changes are newer, as in the seconds after a long import or
// the approval of a long list, the page is as of the last count, and Newer is their number.
func Page(tx *db.Tx, f Filter) (Listing, error) {
	if err := tx.Actor.Must(household.Readers...); err != nil {
		return Listing{}, err
	}
	if err := f.Validate(); err != nil {
		return Listing{}, err
	}
	f.blind = confirms(tx)
	at, err := f.parse()
	if err != nil {
		return Listing{}, err
	}
	fresh, err := readUncounted(tx)
	if err != nil {
		return Listing{}, err
	}
	limit := household.PageSize(f.Limit)
	rows, err := f.stored(tx, at, fresh, limit+1)
	if err != nil {
		return Listing{}, err
	}
	for _, s := range fresh.now {
		if f.matches(tx, s) && f.behind(at, s) {
			rows = append(rows, placed{householdState: s})
		}
	}
	slices.SortFunc(rows, func(a, b placed) int { return f.compare(a.householdState, b.householdState) })
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = f.cursor(rows[limit-1].householdState)
	}
	lines, err := linesOf(tx, rows, fresh)
	return Listing{Lines: lines, Next: next, Newer: fresh.missed}, err
}

// linesOf returns the rows of a page. Rows of households with newer changes are read again; all rows are where the
// changes are too many to be read.
func linesOf(tx *db.Tx, rows []placed, fresh uncountedChanges) ([]ListRow, error) {
	var asked []household.ID
	for _, row := range rows {
		if _, is := fresh.now[row.Household]; is || fresh.missed > 0 {
			asked = append(asked, row.Household)
		}
	}
	read, err := Lines(tx, asked)
	if err != nil {
		return nil, err
	}
	now := make(map[household.ID]ListRow, len(read))
	for _, l := range read {
		now[l.ID] = l
	}
	lines := make([]ListRow, 0, len(rows))
	for _, row := range rows {
		if l, is := now[row.Household]; is {
			lines = append(lines, l)
		} else if row.shown && fresh.missed == 0 {
			lines = append(lines, row.line)
		}
	}
	return lines, nil
}

// stored reads a page of the read model: an index covers id and sort key, and only the rows on the page are fetched.
// The limit is a literal, since Postgres caches one generic plan for all values of a parameter.
func (f Filter) stored(tx *db.Tx, at *householdState, fresh uncountedChanges, limit int) ([]placed, error) {
	o := f.order()
	direction, beyond := "", ">"
	if o.descending {
		direction, beyond = " DESC", "<"
	}
	q := tx.Model(&householdState{}).Select("household, carded, grade, verified, reported, " + o.column + " AS place").
		Scopes(f.where(tx, fresh))
	if at != nil {
		q = q.Where("("+o.column+", household) "+beyond+" (?, ?)", o.value(*at), at.Household)
	}
	rows := make([]placed, 0, limit)
	reads := readsFor(tx.Actor)
	statement := fmt.Sprintf(`SELECT %s, s.household, s.grade, s.verified, s.reported, s.place
		FROM (? ORDER BY %s%s, household%[3]s LIMIT %d)%s`, ofLine, o.column, direction, limit, besideLine)
	err := tx.Each(func(row db.Row) (err error) {
		p := placed{}
		p.line, p.shown, err = reads.read(row, &p.Household, &p.Grade, &p.Verified, &p.Reported,
			o.into(&p.householdState))
		p.line.Grade, p.line.Verified, p.line.Reported = p.Grade, p.Verified, p.Reported
		p.line.withhold(tx)
		rows = append(rows, p)
		return err
	}, statement, card.DayOf(tx.Now.Time), q)
	return rows, err
}
