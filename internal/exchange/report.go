// Package exchange is the file face: it reads files that people bring, row by row and feature by feature, makes an
// entry of each and says what was read, kept and refused; and it writes the lists that people take out. It does not
// write a table, decide a rule or know Fiber: entries go to the Taker it is given.
package exchange

import (
	"context"

	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Taker hands one entry to the house. The payload is a json.RawMessage, so that its bytes, which the id is derived
// from, are journalled as they are. An outcome answers the entry; an error means that nothing was kept, and ends the
// import. Faults of form (fault.Invalid) are refusals of that row alone.
type Taker func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error)

// Limits bound what an importer takes, so that no file fills memory or disk. The zero value of a field is its default.
type Limits struct {
	File    int64 // bytes of the whole file; 256 MiB
	Record  int64 // bytes of one feature or row, to about a buffer's length; 16 MiB
	Records int   // features or rows; 200,000
}

func (l Limits) orDefault() Limits {
	if l.File == 0 {
		l.File = 256 << 20
	}
	if l.Record == 0 {
		l.Record = 16 << 20
	}
	if l.Records == 0 {
		l.Records = 200_000
	}
	return l
}

// Refusal is one row or feature that was not kept.
type Refusal struct {
	Number  int    `json:"number"`         // of the feature, from 1, or of the line in the file
	Area    string `json:"area,omitempty"` // the code as the file writes it, where there is one
	Code    string `json:"code"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

// Report says what became of a file.
type Report struct {
	Unit      string    `json:"unit"`      // feature or line: what Refusal.Number counts
	Read      int       `json:"read"`      // all that were in the file
	Skipped   int       `json:"skipped"`   // not asked for (where)
	Kept      int       `json:"kept"`      // entered or changed now
	Unchanged int       `json:"unchanged"` // from this very file, and kept earlier
	Refused   []Refusal `json:"refused"`
}

func (r *Report) refuse(number int, code string, f *fault.Fault) {
	r.Refused = append(r.Refused, Refusal{Number: number, Area: code, Code: f.Code, Path: f.Path, Message: f.Message})
}

// record is one feature or row, before anybody has judged it.
type record struct {
	number   int
	values   map[string]string
	geometry []byte       // GeoJSON, or nil
	fault    *fault.Fault // why it could not even be read
}

// value is what the record says under a name; an option that was not given has no name and no value.
func (r record) value(name string) string {
	if name == "" {
		return ""
	}
	return r.values[name]
}
