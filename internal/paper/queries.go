package paper

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Run is a run of printed forms, with what became of its numbers.
type Run struct {
	ID          RunID
	First, Last Number
	Layout      Layout
	Language    string
	IssuedBy    actor.AccountID
	IssuedAt    db.Instant
	Entered     int
	Cancelled   int
}

// Forms returns the number of forms of the run.
func (r Run) Forms() int { return int(r.Last-r.First) + 1 }

// Readers are the roles that see which forms were printed and entered.
var Readers = slices.Concat(household.Recorders, []actor.Role{actor.Administrator})

// Runs returns the organisation's runs, newest first.
func Runs(tx *db.Tx) (runs []Run, err error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	uses := func(deed string) *gorm.DB {
		return tx.Table("paper_use AS u").Select("COUNT(*)").
			Where("u.organisation = r.organisation AND u.number BETWEEN r.first AND r.last AND u.deed = ?", deed)
	}
	err = tx.Table("paper_run AS r").Where("r.organisation = ?", tx.Actor.Organisation).
		Select(`r.id, r.first, r.last, r.layout, r.language, r.issued_by, r.issued_at, (?) AS entered, (?) AS cancelled`,
			uses(entered), uses(cancelled)).Order("r.first DESC").Scan(&runs).Error
	return runs, err
}

// RunByID returns one of the organisation's runs, for printing.
func RunByID(tx *db.Tx, id RunID) (Run, error) {
	runs, err := Runs(tx)
	if err != nil {
		return Run{}, err
	}
	at := slices.IndexFunc(runs, func(r Run) bool { return r.ID == id })
	if at < 0 {
		return Run{}, fault.NotFound("run of forms")
	}
	return runs[at], nil
}

// State is what is known of one number.
type State struct {
	Number   Number
	Layout   Layout
	Language string
	IssuedAt db.Instant
	Use      *Use
	Second   *Second
	Settled  bool
}

// Find returns what is known of a number. It shows nothing that was typed.
func Find(tx *db.Tx, n Number) (State, error) {
	if err := tx.Actor.Must(typists...); err != nil {
		return State{}, err
	}
	run, err := runOf(tx, n)
	if err != nil {
		return State{}, err
	}
	s := State{Number: n, Layout: run.Layout, Language: run.Language, IssuedAt: run.IssuedAt}
	number := func() *gorm.DB { return tx.Where("organisation = ? AND number = ?", tx.Actor.Organisation, n).Limit(1) }
	var uses []Use
	if err := number().Find(&uses).Error; err != nil || len(uses) == 0 {
		return s, err
	}
	s.Use = &uses[0]
	var seconds []Second
	if err := number().Find(&seconds).Error; err != nil || len(seconds) == 0 {
		return s, err
	}
	s.Second = &seconds[0]
	var settled int64
	err = number().Model(&Settlement{}).Count(&settled).Error
	s.Settled = settled > 0
	return s, err
}

// Progress is the state of the stack of forms.
type Progress struct {
	EnteredToday, EnteredByMe int
	// Waiting are the forms that wait for their second typing, and Differing those whose two typings differ and nobody
	// has decided.
	Waiting, Differing int
	// Compared and Agreed are the fields of all forms that were typed twice, and those of them that agreed.
	Compared, Agreed int
}

// ProgressSince returns the progress, of which today's part begins at an instant.
func ProgressSince(tx *db.Tx, today db.Instant) (p Progress, err error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return p, err
	}
	org := tx.Actor.Organisation
	err = tx.Raw(`SELECT
		(SELECT COUNT(*) FROM paper_use WHERE organisation = ? AND deed = 'entered' AND done_at >= ?) AS entered_today,
		(SELECT COUNT(*) FROM paper_use WHERE organisation = ? AND deed = 'entered' AND done_at >= ? AND done_by = ?)
			AS entered_by_me,
		(SELECT COUNT(*) FROM paper_use u WHERE u.organisation = ? AND u.deed = 'entered' AND u.number % 10 = 0
			AND NOT EXISTS (SELECT 1 FROM paper_second s WHERE s.organisation = u.organisation AND s.number = u.number))
			AS waiting,
		(SELECT COUNT(*) FROM paper_second s WHERE s.organisation = ? AND s.differ > 0
			AND NOT EXISTS (SELECT 1 FROM paper_settlement d WHERE d.organisation = s.organisation AND d.number = s.number))
			AS differing,
		(SELECT COALESCE(SUM(fields), 0) FROM paper_second WHERE organisation = ?) AS compared,
		(SELECT COALESCE(SUM(fields - differ), 0) FROM paper_second WHERE organisation = ?) AS agreed`,
		org, today, org, today, tx.Actor.Account, org, org, org, org).Scan(&p).Error
	return p, err
}

// mostListed bounds the lists of forms.
const mostListed = 200

// ToRetype returns the numbers that wait for their second typing, oldest first, without those that the actor typed.
func ToRetype(tx *db.Tx) (numbers []Number, err error) {
	if err := tx.Actor.Must(typists...); err != nil {
		return nil, err
	}
	err = tx.Table("paper_use AS u").Where("u.organisation = ? AND u.deed = ? AND u.number % ? = 0 AND u.done_by <> ?",
		tx.Actor.Organisation, entered, secondEvery, tx.Actor.Account).
		Where("NOT EXISTS (SELECT 1 FROM paper_second s WHERE s.organisation = u.organisation AND s.number = u.number)").
		Where("u.household NOT IN (?)", household.ErasedIDs(tx)).
		Order("u.done_at, u.number").Limit(mostListed).Pluck("u.number", &numbers).Error
	return numbers, err
}

// Undecided returns the second typings that differ from the first and that nobody has decided, oldest first.
func Undecided(tx *db.Tx) (all []Second, err error) {
	if err := tx.Actor.Must(settlers...); err != nil {
		return nil, err
	}
	err = tx.Where("organisation = ? AND differ > 0", tx.Actor.Organisation).
		Where(`NOT EXISTS (SELECT 1 FROM paper_settlement d WHERE d.organisation = paper_second.organisation
			AND d.number = paper_second.number)`).
		Order("typed_at, number").Limit(mostListed).Find(&all).Error
	return all, err
}

// Both is a form whose two typings are to be decided, with what differs.
type Both struct {
	Number      Number
	Household   household.ID
	Version     int // of the family
	Differences []Difference
}

// BothTypings returns what differs between the two typings of a form, for a person who decides.
func BothTypings(tx *db.Tx, n Number) (b Both, err error) {
	if err := tx.Actor.Must(settlers...); err != nil {
		return b, err
	}
	use, first, err := firstTyping(tx, n)
	if err != nil {
		return b, err
	}
	var entries []journal.EntryID
	err = tx.Model(&Second{}).Where("organisation = ? AND number = ?", tx.Actor.Organisation, n).
		Pluck("entry", &entries).Error
	if err != nil {
		return b, err
	}
	if len(entries) == 0 {
		return b, fault.New(fault.Conflict, "nothing_differs", "Nothing of this form is to be decided.").At("/number")
	}
	second, err := typed(tx, entries[0])
	if err != nil {
		return b, err
	}
	home, err := household.Get(tx, *use.Household)
	return Both{n, home.ID, home.Version, Differences(first, second)}, err
}
