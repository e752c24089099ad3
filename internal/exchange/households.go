package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Policy says what becomes of rows that resemble a family that is there already.
type Policy string

// Such rows are held until a person has looked, unless all of them are to be registered.
const (
	Hold     Policy = "hold"
	Register Policy = "register"
)

// House is what an import needs of the house: its database, its door for entries, and who acts.
type House struct {
	Store  *db.Store
	Intake *intake.Table
	Actor  actor.Actor
}

// Order is one list to be imported.
type Order struct {
	Kind     string
	File     *os.File
	FileName string // what people call it; the file's kind must be what it says
	Mapping  Mapping
	Scratch  string // folder for what a spreadsheet unpacks to: rows of families, so a guarded one; empty: the system's
	DryRun   bool
	Similar  Policy
	Problem  func(Problem) error     // called for each row that was not kept, in the order of the lines; may be nil
	Result   *ResultWriter           // gets the rows that were not kept; may be nil
	Progress func(Counts) error      // called after each group; its error ends the import; may be nil
	Within   func(total int64) error // called once, when the rows have been counted; may be nil
}

// Counts says how far an import is.
type Counts struct {
	Total     int64 `json:"total"` // rows in the list
	Read      int64 `json:"read"`
	Kept      int64 `json:"kept"`      // registered now; in a dry run, would be
	Unchanged int64 `json:"unchanged"` // registered earlier, from this list
	Held      int64 `json:"held"`      // wait for a person's word
	Refused   int64 `json:"refused"`
	Skipped   int64 `json:"skipped"` // a person has said so in tripol_decision
}

// groupSize is how many rows are handed in together, so few that nobody at a counter waits for them.
const groupSize = 200

// Run imports a list. The whole file is walked once before the first entry, so that a file that breaks off, or is not
// text, changes nothing. The same list again, or the same rows in another file, changes nothing either.
func Run(ctx context.Context, house House, o Order) (counts Counts, err error) {
	if o.Kind != Households && o.Kind != Items {
		return Counts{}, fault.Field("/kind", "not_offered", "A list is of households or of items.")
	}
	if err := o.Mapping.Check(o.Kind); err != nil {
		return Counts{}, err
	}
	if o.Kind == Households && house.Actor.Organisation == "" {
		return Counts{}, fault.New(fault.Forbidden, "organisation_missing", "A household belongs to an organisation.")
	}
	list, err := openTable(o.File, o.FileName, o.Mapping.Sheet, o.Scratch)
	if err != nil {
		return Counts{}, err
	}
	defer func() { err = errors.Join(err, list.close()) }()
	placed, total, err := survey(ctx, list, o.Mapping)
	if err != nil {
		return Counts{}, err
	}
	i := &listImport{House: house, Order: o, layout: placed, counts: Counts{Total: total}, seen: newSeen(!o.DryRun)}
	if err := i.begin(total); err != nil {
		return i.counts, err
	}
	err = list.walk(func(read line) error { return i.one(ctx, read) })
	if err == nil {
		err = i.flush(ctx)
	}
	if o.Result != nil {
		err = errors.Join(err, o.Result.Flush())
	}
	return i.counts, err
}

// survey walks the list to its end, finds the header and counts the rows.
func survey(ctx context.Context, list *table, m Mapping) (placed layout, total int64, err error) {
	var head []line
	found := false
	count := func(read line) {
		if placed.row(read) {
			total++
		}
	}
	settle := func() error {
		if placed, err = findLayout(head, m); err != nil {
			return err
		}
		found = true
		for _, read := range head {
			count(read)
		}
		return nil
	}
	err = list.walk(func(read line) error {
		if found {
			count(read)
			return ctx.Err()
		}
		read.cells = append([]string(nil), read.cells...)
		if head = append(head, read); len(head) < headLines {
			return nil
		}
		return settle()
	})
	if err == nil && !found {
		err = settle()
	}
	return placed, total, err
}

type listImport struct {
	House
	Order
	layout layout
	counts Counts
	reader *reader
	group  []*pending
	seen   *seen
	places places
	items  itemImport
}

func (i *listImport) begin(total int64) error {
	i.reader = newReader(i.Mapping, i.layout)
	i.places = places{rule: i.Mapping.Area, known: map[placeText]placed{}}
	i.items = newItemImport(i.Mapping, i.layout, i.Actor)
	if i.Result != nil {
		if err := i.Result.begin(i.layout.header); err != nil {
			return err
		}
	}
	if i.Within == nil {
		return nil
	}
	return i.Within(total)
}

// pending is a row of the group that is handed in together.
type pending struct {
	row        line
	draft      draft
	column     string
	fault      *fault.Fault
	decision   string
	content    [sha256.Size]byte
	occurrence int
	like       string // what it resembles: a household's id or line:N
	why        string // code of the likeness
	entry      json.RawMessage
	entryID    journal.EntryID
	kind       string
	item       stock.ItemAdd
	outcome    outcomeOf
}

type outcomeOf int

const (
	undecided outcomeOf = iota
	toEnter
	kept
	unchanged
	held
	skipped
)

// one takes a row into the group, and hands the group in when it is full.
func (i *listImport) one(ctx context.Context, read line) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !i.layout.row(read) {
		return nil
	}
	i.counts.Read++
	read.cells = append([]string(nil), read.cells...)
	p := &pending{row: read, occurrence: 1, decision: fold(cellAt(read, i.layout.decision))}
	if n, ok := wholeNumber(cellAt(read, i.layout.occurrence)); ok {
		p.occurrence = max(1, n)
	}
	if i.Kind == Items {
		i.items.read(p)
	} else {
		p.draft, p.column, p.fault = i.reader.read(read)
	}
	if p.decision == "skip" {
		p.outcome, p.fault = skipped, nil
	}
	if i.group = append(i.group, p); len(i.group) < groupSize {
		return nil
	}
	return i.flush(ctx)
}

// flush decides the group: what is malformed, what is there already, what resembles another; then the rest goes in.
func (i *listImport) flush(ctx context.Context) error {
	if len(i.group) == 0 {
		return nil
	}
	decide := i.decideHouseholds
	if i.Kind == Items {
		decide = i.decideItems
	}
	if err := decide(ctx); err != nil {
		return err
	}
	if err := i.enter(ctx, 0); err != nil {
		return err
	}
	for _, p := range i.group {
		if err := i.report(p); err != nil {
			return err
		}
	}
	i.group = i.group[:0]
	i.seen.nextGroup()
	if i.Progress == nil {
		return nil
	}
	return i.Progress(i.counts)
}

// enter hands in what is to be entered. A row that was refused in an earlier run (its place was not there yet) has used
// its id up and is offered again under the next one.
func (i *listImport) enter(ctx context.Context, try int) error {
	var rows []*pending
	var entries []journal.Entry
	now := i.Store.Now()
	for _, p := range i.group {
		if p.outcome != toEnter || p.fault != nil {
			continue
		}
		if i.DryRun {
			p.outcome = kept
			continue
		}
		occurred := now
		if !p.draft.on.IsZero() {
			occurred = db.At(p.draft.on)
		}
		rows = append(rows, p)
		entries = append(entries, journal.Entry{
			ID: entryIDOf(i.Actor, p.entryID, p.entry, try), Kind: p.kind, Schema: intake.Schema,
			OccurredAt: occurred, Payload: p.entry,
		})
	}
	if len(entries) == 0 {
		return nil
	}
	verdicts, err := i.Intake.TakeMany(ctx, i.Store, i.Actor, entries)
	if err != nil {
		return err
	}
	again := false
	for n, v := range verdicts {
		again = rows[n].settle(v, try) || again
	}
	if again {
		return i.enter(ctx, try+1)
	}
	return nil
}

// settle notes what became of a row, and says whether it is to be offered again.
func (p *pending) settle(v intake.Verdict, try int) (again bool) {
	switch {
	case v.Malformed != nil:
		p.fault = v.Malformed
	case v.Outcome.Status == journal.StatusApplied:
		p.outcome = kept
	case v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Was == journal.StatusApplied:
		p.outcome = unchanged
	case v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Code != "id_reuse_mismatch" && try < maxTries:
		return true
	default:
		p.fault = fault.Of(refusalOf(v.Outcome))
	}
	return false
}

// report counts a row and says what was wrong with it.
func (i *listImport) report(p *pending) error {
	problem := Problem{Line: p.row.number, Status: Held, Code: p.why, Resembles: p.like, Occurrence: p.occurrence}
	switch {
	case p.fault != nil:
		i.counts.Refused++
		column := p.column
		if column == "" {
			column = i.reader.columnOf(p.fault.Path)
		}
		problem = problemOf(p.row.number, column, p.fault)
		problem.Occurrence = p.occurrence
	case p.outcome == held:
		i.counts.Held++
		problem.Message = heldMessages[p.why]
	case p.outcome == kept:
		i.counts.Kept++
		return nil
	case p.outcome == unchanged:
		i.counts.Unchanged++
		return nil
	default:
		i.counts.Skipped++
		return nil
	}
	if i.Result != nil {
		if err := i.Result.write(p.row, problem); err != nil {
			return err
		}
	}
	if i.Problem == nil {
		return nil
	}
	return i.Problem(problem)
}

// entryIDOf derives an entry's id from what is entered, by whom, and how often it was refused before.
func entryIDOf(who actor.Actor, about journal.EntryID, payload []byte, try int) journal.EntryID {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(try)) //nolint:gosec // tries count from 0
	return journal.EntryID(derived("entry", string(who.Account), string(about), string(payload), string(number[:])))
}

// derived makes a UUIDv8 of texts: the same texts, the same id.
func derived(texts ...string) string {
	sum := sha256.New()
	sum.Write([]byte("tripol import list\x00"))
	for _, text := range texts {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(text))))
		sum.Write([]byte(text))
	}
	return uuid8(sum.Sum(nil))
}

// householdIDOf derives a household's id from the list's own id of it, or else from what the row says.
func (i *listImport) householdIDOf(p *pending) household.ID {
	organisation := string(i.Actor.Organisation)
	if p.draft.external != "" {
		return household.ID(derived("external", organisation, i.Mapping.List, p.draft.external))
	}
	return household.ID(derived("content", organisation, string(p.content[:]), itoa(p.occurrence)))
}

// contentOf is what makes two rows the same: everything that describes the family, in its one spelling. How and when it
// agreed does not, nor where in the file it stands.
func contentOf(r household.HouseholdRegister) ([sha256.Size]byte, error) {
	r.ID, r.Consent, r.NotSameAs = "", household.ConsentGiven{}, nil
	text, err := json.Marshal(r)
	return sha256.Sum256(text), err
}

// notAfter keeps a list's date from lying in the future.
func notAfter(date time.Time, now db.Instant) time.Time {
	if date.After(now.Time) {
		return time.Time{}
	}
	return date
}
