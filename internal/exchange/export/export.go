// Package export writes lists as CSV and XLSX files, within the rights of the person who asks. The export is journalled
// before its first byte. It reads the lists from the domain packages and decides no rule.
package export

import (
	"bytes"
	"context"
	"io"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

// Request selects a list and its file format.
type Request = people.ListExport

// Exporter exports lists within one person's rights: the domain packages restrict every query by organisation, area and
// role, and omit the columns that the person may not read.
type Exporter struct {
	Store  *db.Store
	Who    actor.Actor
	Submit intake.SubmitFunc // submits the export's journal entry
	// Reserve lets the journal entry of an export be written on a full disk; nil: the export is rejected then.
	Reserve *disk.Reserve
	Zone    *time.Location // of the times in the list; nil: words.DefaultZone
}

func (x Exporter) zone() *time.Location {
	if x.Zone == nil {
		return words.DefaultZone
	}
	return x.Zone
}

// Export is an authorised export: its journal entry is committed.
type Export struct {
	exporter  Exporter
	wish      Request
	areaPath  string
	since     db.Instant
	until     db.Instant        // later records are not in this list
	isFormula func(string) bool // detects formula injection; the control of B57 disables it
}

// Rows read at once. The first chunk is small, so that the response begins soon.
const (
	firstPiece = 200
	piece      = 1000
)

// Open authorises and journals an export. No byte of a list may be sent without an Export, so none is sent before its
// journal entry is committed.
func (x Exporter) Open(ctx context.Context, wish Request) (*Export, error) {
	if err := wish.Validate(); err != nil {
		return nil, err
	}
	e := &Export{exporter: x, wish: wish, isFormula: sheet.Executable}
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
		outcome, err = x.Submit(ctx, "list.export", id, wish)
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

// refused converts a rejected outcome of the journal into its fault.
func refused(o journal.Outcome) error {
	kind := fault.Forbidden
	if o.Status == journal.StatusConflict {
		kind = fault.Conflict
	}
	return fault.New(kind, o.Code, o.Message).At(o.Path)
}

// FileName returns the list's name and the day; it identifies neither the organisation nor the person.
func (e *Export) FileName() string {
	return e.wish.List + "-" + e.until.In(e.exporter.zone()).Format(time.DateOnly) + "." + e.wish.Format
}

// MediaType returns the file's media type.
func (e *Export) MediaType() string {
	if e.wish.Format == "xlsx" {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// rowWriter is a file that is written row by row.
type rowWriter interface {
	row(cells []cell) error
	end() error // without it a spreadsheet is detectably incomplete
}

// exportList is a list that can be exported.
type exportList interface {
	columns() []column
	// rows writes the next chunk, at most limit rows of the database, and reports whether there was one.
	rows(tx *db.Tx, to rowWriter, limit int) (more bool, err error)
}

// Write writes the whole list. It reads chunk by chunk, each in a transaction of its own, and sends a chunk after that
// transaction has ended: a slow client holds no snapshot open. On an error the file is incomplete, and the returned
// error requires the client to discard it.
func (e *Export) Write(ctx context.Context, w io.Writer) error {
	l, err := e.list()
	if err != nil {
		return err
	}
	var ready bytes.Buffer
	to := e.writer(&ready)
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

func (e *Export) writer(w *bytes.Buffer) rowWriter {
	zone := e.exporter.zone()
	if e.wish.Format == "xlsx" {
		return zoned{newXLSX(w, e.isFormula), zone}
	}
	return zoned{newCSV(w, e.isFormula), zone}
}

// head writes the column names and, on request, the HXL tags below them.
func (e *Export) head(l exportList, to rowWriter) error {
	names, tags := []cell{}, []cell{}
	for _, c := range l.columns() {
		names, tags = append(names, text(c.name)), append(tags, text(c.tag))
	}
	if err := to.row(names); err != nil || !e.wish.Tags {
		return err
	}
	return to.row(tags)
}

// column is a column's name and the HXL tag of its values; empty if HXL has none.
type column struct{ name, tag string }

// cell is a text or a whole number; numbers are written as numbers.
type cell struct {
	text   string
	number int64
	isText bool
	moment db.Instant // if set, text is its time layout
}

func text(s string) cell    { return cell{text: s, isText: true} }
func amount(n int64) cell   { return cell{number: n} }
func count(n int) cell      { return cell{number: int64(n)} }
func blank() cell           { return cell{isText: true} }
func day(i db.Instant) cell { return moment(i, time.DateOnly) }

// moment is a time in the installation's time zone; the zero time is blank.
func moment(i db.Instant, layout string) cell {
	if i.IsZero() {
		return blank()
	}
	return cell{text: layout, isText: true, moment: i}
}

// zoned is a rowWriter that writes times in a time zone.
type zoned struct {
	rowWriter
	zone *time.Location
}

func (z zoned) row(cells []cell) error {
	for i, c := range cells {
		if !c.moment.IsZero() {
			cells[i] = text(c.moment.In(z.zone).Format(c.text))
		}
	}
	return z.rowWriter.row(cells)
}

func yes(is bool) cell {
	if is {
		return text("yes")
	}
	return text("no")
}
