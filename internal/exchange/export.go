package exchange

import (
	"bytes"
	"context"
	"io"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

// Wish is which list a person takes out, and how it is written.
type Wish = people.ListExport

// Exporter takes lists out of the house for one person, within that person's rights: the rooms force organisation,
// area and role into every query, and leave out the columns that the person may not see.
type Exporter struct {
	Store *db.Store
	Who   actor.Actor
	Take  Taker // journals the export
	// Reserve lets the record of an export be written on a full disk; nil: it is refused there.
	Reserve *disk.Reserve
	Zone    *time.Location // of the moments in the list; nil: words.DefaultZone
}

func (x Exporter) zone() *time.Location {
	if x.Zone == nil {
		return words.DefaultZone
	}
	return x.Zone
}

// Export is a list that may go out now: it is journalled.
type Export struct {
	exporter Exporter
	wish     Wish
	areaPath string
	since    db.Instant
	until    db.Instant        // what is recorded later is not in this list
	harmed   func(string) bool // says which text a spreadsheet would run; the test of B57 switches it off
}

// How many rows are read at once. The first piece is small, so that something comes soon.
const (
	firstPiece = 200
	piece      = 1000
)

// Open refuses what cannot be taken out, and journals what can. Only then is there an Export, and only then may a byte
// of the list leave.
func (x Exporter) Open(ctx context.Context, wish Wish) (*Export, error) {
	if err := wish.Validate(); err != nil {
		return nil, err
	}
	e := &Export{exporter: x, wish: wish, harmed: executable}
	if wish.Since != "" {
		day, err := time.ParseInLocation(time.DateOnly, wish.Since, x.zone())
		if err != nil {
			return nil, err
		}
		e.since = db.At(day)
	}
	err := x.Store.Read(ctx, x.Who, func(tx *db.Tx) error {
		e.until = tx.Now
		if wish.Area == "" {
			return nil
		}
		found, err := area.Get(tx, area.Key(wish.Area))
		e.areaPath = found.Path
		return err
	})
	if err != nil {
		return nil, err
	}
	var outcome journal.Outcome
	id := journal.EntryID(db.NewID())
	err = people.WithReserve(x.Reserve, func() (err error) {
		outcome, err = x.Take(ctx, "list.export", id, wish)
		return err
	})
	if err != nil {
		return nil, err
	}
	if outcome.Status != journal.StatusApplied {
		return nil, refused(outcome)
	}
	return e, nil
}

// refused turns the refusal that the journal kept into the fault it was.
func refused(o journal.Outcome) error {
	kind := fault.Forbidden
	if o.Status == journal.StatusConflict {
		kind = fault.Conflict
	}
	return fault.New(kind, o.Code, o.Message).At(o.Path)
}

// FileName is what the file may be called: the list and the day, nothing about whose it is.
func (e *Export) FileName() string {
	return e.wish.List + "-" + e.until.In(e.exporter.zone()).Format(time.DateOnly) + "." + e.wish.Format
}

// MediaType says what kind of file it is.
func (e *Export) MediaType() string {
	if e.wish.Format == "xlsx" {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// sheet is a file being written, row by row.
type sheet interface {
	row(cells []cell) error
	end() error // without it a spreadsheet is broken, and says so when it is opened
}

// list is what can be taken out.
type list interface {
	columns() []column
	// rows gives the sheet the next piece, of at most limit rows of the database, and says whether there was one.
	rows(tx *db.Tx, to sheet, limit int) (more bool, err error)
}

// Write writes the whole list. It reads piece by piece, each in a transaction of its own, and hands a piece on when
// that transaction has ended: however slowly the file is taken, no snapshot is held for it. When something fails in
// between, what has been written is no complete file, and the error says that it is to be thrown away.
func (e *Export) Write(ctx context.Context, w io.Writer) error {
	l, err := e.list()
	if err != nil {
		return err
	}
	var ready bytes.Buffer
	to := e.sheet(&ready)
	if err := e.head(l, to); err != nil {
		return err
	}
	for limit, more := firstPiece, true; more; limit = piece {
		if _, err := ready.WriteTo(w); err != nil {
			return err
		}
		err := e.exporter.Store.Read(ctx, e.exporter.Who, func(tx *db.Tx) (err error) {
			more, err = l.rows(tx, to, limit)
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := to.end(); err != nil {
		return err
	}
	_, err = ready.WriteTo(w)
	return err
}

func (e *Export) sheet(w *bytes.Buffer) sheet {
	zone := e.exporter.zone()
	if e.wish.Format == "xlsx" {
		return zoned{newXLSX(w, e.harmed), zone}
	}
	return zoned{newCSV(w, e.harmed), zone}
}

// head writes the names of the columns and, when they are wished for, the HXL tags under them.
func (e *Export) head(l list, to sheet) error {
	names, tags := []cell{}, []cell{}
	for _, c := range l.columns() {
		names, tags = append(names, text(c.name)), append(tags, text(c.tag))
	}
	if err := to.row(names); err != nil || !e.wish.Tags {
		return err
	}
	return to.row(tags)
}

// column is one column: its name, and the HXL tag of what stands in it; empty where HXL has no word for it.
type column struct{ name, tag string }

// cell is what stands in a row's column: a text, or a whole number, which stays one in every program.
type cell struct {
	text   string
	number int64
	isText bool
	moment db.Instant // text is its layout then
}

func text(s string) cell    { return cell{text: s, isText: true} }
func amount(n int64) cell   { return cell{number: n} }
func count(n int) cell      { return cell{number: int64(n)} }
func blank() cell           { return cell{isText: true} }
func day(i db.Instant) cell { return moment(i, time.DateOnly) }

// moment is a moment, written in the zone of the installation; none is blank.
func moment(i db.Instant, layout string) cell {
	if i.IsZero() {
		return blank()
	}
	return cell{text: layout, isText: true, moment: i}
}

// zoned is a sheet whose moments are written in a time zone.
type zoned struct {
	sheet
	zone *time.Location
}

func (z zoned) row(cells []cell) error {
	for i, c := range cells {
		if !c.moment.IsZero() {
			cells[i] = text(c.moment.In(z.zone).Format(c.text))
		}
	}
	return z.sheet.row(cells)
}

func yes(is bool) cell {
	if is {
		return text("yes")
	}
	return text("no")
}
