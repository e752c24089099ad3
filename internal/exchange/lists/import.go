// Package lists is the bulk import of families and items: it decodes each row by the column mapping, holds the rows
// that resemble a registered family, submits an entry for each other row, and reports the held and the refused ones.
// It writes no domain table and decides no rule: entries go to intake.
package lists

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Deps are the dependencies of an import: database, intake, and the acting account.
type Deps struct {
	Store  *db.Store
	Intake *intake.Table
	Actor  actor.Actor
}

// Options are the input and the callbacks of one import.
type Options struct {
	Kind     string
	File     *os.File
	FileName string // its extension must match the file's content
	Mapping  columns.Mapping
	Scratch  string // folder for unpacked spreadsheets: personal data, so access-restricted; empty: the system's
	DryRun   bool
	Similar  Policy
	Problem  func(Problem) error     // called for each held or refused row, in file order; may be nil
	Result   *ResultWriter           // receives the held and refused rows; may be nil
	Progress func(Counts) error      // called after each group; its error ends the import; may be nil
	Within   func(total int64) error // called once with the number of rows; may be nil
	Unread   func(sheets []string)   // called once with the sheets of the workbook that are not imported; may be nil
}

// Counts is the progress of an import, in rows.
type Counts struct {
	Total     int64 `json:"total"` // rows in the list
	Read      int64 `json:"read"`
	Kept      int64 `json:"kept"`      // registered now; in a dry run, would be
	Unchanged int64 `json:"unchanged"` // registered earlier, from this list
	Held      int64 `json:"held"`      // wait for a person's decision
	Refused   int64 `json:"refused"`
	Skipped   int64 `json:"skipped"` // marked skip in tripol_decision
	Noted     int64 `json:"noted"`   // of those kept or unchanged: a value of the row was left out
}

// batchSize is the number of rows submitted in one batch: few enough that interactive requests are not delayed.
const batchSize = 200

// Run imports a list. The file is read to its end before the first entry, so a truncated file, or one that is not text,
// changes nothing. An import is idempotent: the same list, or the same rows in another file, changes nothing.
func Run(ctx context.Context, deps Deps, o Options) (counts Counts, err error) {
	if err := o.check(deps); err != nil {
		return Counts{}, err
	}
	tables, err := sheet.OpenAll(o.File, o.FileName, o.Mapping.Settings(o.Scratch))
	if err != nil {
		return Counts{}, err
	}
	defer func() {
		for _, table := range tables {
			err = errors.Join(err, table.Close())
		}
	}()
	if o.Unread != nil && len(tables[0].Unread) > 0 {
		o.Unread(tables[0].Unread)
	}
	i := &listImport{Deps: deps, Options: o, seen: newDuplicateIndex(!o.DryRun), several: len(tables) > 1}
	i.mac = tables[0].Date1904
	for _, table := range tables {
		if err := i.surveySheet(ctx, table); err != nil {
			return Counts{}, err
		}
	}
	if err := i.begin(); err != nil {
		return i.counts, err
	}
	for n, table := range tables {
		if err := i.importSheet(ctx, n, table); err != nil {
			return i.counts, errors.Join(err, i.flushResult())
		}
	}
	return i.counts, i.flushResult()
}

// check validates what is asked for, before the file is opened.
func (o Options) check(deps Deps) error {
	if o.Kind != columns.Households && o.Kind != columns.Items {
		return fault.Field("/kind", "not_offered", "A list is of households or of items.")
	}
	if err := o.Mapping.Check(o.Kind); err != nil {
		return err
	}
	if o.Kind == columns.Households && deps.Actor.Organisation == "" {
		return fault.New(fault.Forbidden, "organisation_missing", "A household belongs to an organisation.")
	}
	return nil
}

// surveySheet reads one sheet to its end before anything is written.
func (i *listImport) surveySheet(ctx context.Context, table *sheet.Table) error {
	placed, total, err := survey(ctx, table, i.Mapping)
	if err != nil {
		return err
	}
	i.sheets = append(i.sheets, sheetPart{name: table.Sheet, layout: placed})
	i.counts.Total += total
	return nil
}

// importSheet imports the rows of one sheet.
func (i *listImport) importSheet(ctx context.Context, n int, table *sheet.Table) error {
	i.sheet, i.layout = n, i.sheets[n].layout
	i.reader = newDecoder(i.Mapping, i.layout)
	i.reader.mac = i.mac
	i.items.layout = i.layout
	if err := table.Walk(func(read sheet.Row) error { return i.addRow(ctx, read) }); err != nil {
		return err
	}
	return i.flush(ctx)
}

func (i *listImport) flushResult() error {
	if i.Result == nil {
		return nil
	}
	return i.Result.Flush()
}

// survey reads the list to its end, finds the header and counts the rows.
func survey(ctx context.Context, list *sheet.Table, m columns.Mapping) (placed columns.Layout, total int64, err error) {
	var head []sheet.Row
	found := false
	count := func(read sheet.Row) {
		if placed.Row(read) {
			total++
		}
	}
	settle := func() error {
		if placed, err = columns.FindLayout(head, m); err != nil {
			return err
		}
		found = true
		for _, read := range head {
			count(read)
		}
		return nil
	}
	err = list.Walk(func(read sheet.Row) error {
		if found {
			count(read)
			return ctx.Err()
		}
		read.Cells = append([]string(nil), read.Cells...)
		if head = append(head, read); len(head) < sheet.HeadLines {
			return nil
		}
		return settle()
	})
	if err == nil && len(head) == 0 {
		return placed, 0, emptySheet(list)
	}
	if err == nil && !found {
		err = settle()
	}
	return placed, total, err
}

// emptySheet refuses a list without a single row, and names the sheets where one may be.
func emptySheet(list *sheet.Table) error {
	refused := sheet.FileEmpty()
	if len(list.Unread) > 0 {
		refused.Message = fmt.Sprintf("The sheet %.60q is empty. Choose another one: %.200s.", list.Sheet,
			strings.Join(list.Unread, ", "))
		refused = refused.With("sheets", strings.Join(list.Unread, ", "))
	}
	return refused
}

// sheetPart is one of the sheets that are imported together, or the only list of a text file.
type sheetPart struct {
	name   string
	layout columns.Layout
}

type listImport struct {
	Deps
	Options
	sheets  []sheetPart
	several bool // sheets
	mac     bool // dates count from 1904
	sheet   int  // the index of the one that is being read
	layout  columns.Layout
	counts  Counts
	reader  *decoder
	batch   []*pendingRow
	seen    *duplicateIndex
	places  placeResolver
	cards   map[string]int // code → line
	items   itemImport
}

func (i *listImport) begin() error {
	i.layout = i.sheets[0].layout
	i.reader = newDecoder(i.Mapping, i.layout)
	i.reader.mac = i.mac
	i.places = placeResolver{rule: i.Mapping.Area, known: map[placeText]resolvedPlace{}}
	i.items, i.cards = newItemImport(i.Mapping, i.layout, i.Actor), map[string]int{}
	if i.Result != nil {
		i.Result.begin(i.sheets, i.Mapping.List)
	}
	if i.Within == nil {
		return nil
	}
	return i.Within(i.counts.Total)
}

// pendingRow is a row of the batch that is submitted together.
type pendingRow struct {
	row        sheet.Row
	draft      draft
	column     string
	fault      *fault.Fault
	more       []finding // other faults
	notes      []finding // values that were left out
	list       string    // the list's name
	decision   string
	content    [sha256.Size]byte
	occurrence int
	like       string               // the id of the household it resembles, or line:N and the sheet
	why        string               // code of the resemblance
	corrects   *household.Household // the registered family that the row corrects, as a person decided
	entry      json.RawMessage
	entryID    journal.EntryID
	kind       string
	item       stock.ItemAdd
	outcome    rowOutcome
}

type rowOutcome int

const (
	undecided rowOutcome = iota
	toEnter
	kept
	unchanged
	held
	skipped
)

// addRow adds a row to the batch and flushes a full batch.
func (i *listImport) addRow(ctx context.Context, read sheet.Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !i.layout.Row(read) {
		return nil
	}
	i.counts.Read++
	read.Cells = append([]string(nil), read.Cells...)
	p := &pendingRow{
		row: read, occurrence: 1, decision: sheet.Fold(columns.CellAt(read, i.layout.Decision)), list: i.listOf(read),
	}
	if n, ok := sheet.WholeNumber(columns.CellAt(read, i.layout.Occurrence)); ok {
		p.occurrence = max(1, n)
	}
	if i.Kind == columns.Items {
		i.items.read(p)
	} else {
		i.decode(p)
	}
	if p.decision == skip {
		p.outcome, p.fault, p.notes = skipped, nil, nil
	}
	if i.batch = append(i.batch, p); len(i.batch) < batchSize {
		return nil
	}
	return i.flush(ctx)
}

// decode reads the cells of a row.
func (i *listImport) decode(p *pendingRow) {
	var found findings
	p.draft, found = i.reader.read(p.row)
	p.take(found)
}

// listOf returns the name of the row's list: of the mapping, or that which a result file has kept.
func (i *listImport) listOf(read sheet.Row) string {
	if name := columns.CellAt(read, i.layout.List); name != "" {
		return name
	}
	return i.Mapping.List
}

// flush decides the rows of the batch (malformed, registered, resembling), submits the accepted ones and reports each
// row.
func (i *listImport) flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	decide := i.decideHouseholds
	if i.Kind == columns.Items {
		decide = i.decideItems
	}
	if err := decide(ctx); err != nil {
		return err
	}
	if err := i.submitBatch(ctx, 0); err != nil {
		return err
	}
	if err := i.submitFollowUps(ctx); err != nil {
		return err
	}
	for _, p := range i.batch {
		if err := i.report(p); err != nil {
			return err
		}
	}
	i.batch = i.batch[:0]
	i.seen.nextBatch()
	if i.Progress == nil {
		return nil
	}
	return i.Progress(i.counts)
}

// submitBatch submits the accepted rows. If an earlier run's entry was rejected (its place was missing then), its id is
// used up, so the row is resubmitted under the id of the next attempt.
func (i *listImport) submitBatch(ctx context.Context, try int) error {
	var rows []*pendingRow
	var entries []journal.Entry
	now := i.Store.Now()
	for _, p := range i.batch {
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
		again = rows[n].applyVerdict(v, try) || again
	}
	if again {
		return i.submitBatch(ctx, try+1)
	}
	return nil
}

// applyVerdict sets the row's outcome and reports whether the row must be resubmitted.
func (p *pendingRow) applyVerdict(v intake.Verdict, try int) (again bool) {
	switch {
	case v.Malformed != nil:
		p.fault = v.Malformed
	case v.Outcome.Status == journal.StatusApplied:
		p.outcome = kept
	case v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Was == journal.StatusApplied:
		p.outcome = unchanged
	case v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Code != "id_reuse_mismatch" && try < intake.MaxTries:
		return true
	default:
		p.fault = fault.Of(intake.RefusalOf(v.Outcome))
	}
	return false
}
