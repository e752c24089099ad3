// Package exchange imports and exports files. It reads GeoJSON, CSV and XLSX record by record, submits an entry for
// each record and reports the counts of read, kept and refused ones; and it writes lists as CSV and XLSX. It writes no
// domain table, decides no rule and does not depend on Fiber: entries go to a SubmitFunc.
package exchange

import (
	"context"

	"tripol/internal/fault"
	"tripol/internal/journal"
)

// SubmitFunc submits one entry. The payload is a json.RawMessage, so that the bytes from which the id derives are
// journalled unchanged. An error other than fault.Invalid means that nothing was stored, and ends the import;
// fault.Invalid rejects that record alone.
type SubmitFunc func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error)

// Limits bound the size of an import, so that no file fills memory or disk. A zero field means its default.
type Limits struct {
	File    int64 // bytes of the whole file; 256 MiB
	Record  int64 // bytes of one feature or row, give or take one buffer; 16 MiB
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

// Refusal is one rejected row or feature. Screens write the message of its code in the reader's language; Message is
// English.
type Refusal struct {
	Number  int            `json:"number"`         // of the feature, from 1, or of the line
	Area    string         `json:"area,omitempty"` // the area's code in the file, if any
	Code    string         `json:"code" set:"fault_code"`
	Path    string         `json:"path,omitempty"`
	Message string         `json:"message"`
	Numbers map[string]any `json:"numbers,omitempty"` // parameters of the message, and the text that was not understood
}

// Report is the result of an area import.
type Report struct {
	Unit      string    `json:"unit"`      // feature or line: the unit of Refusal.Number
	Read      int       `json:"read"`      // records in the file
	Skipped   int       `json:"skipped"`   // excluded by the condition Where
	Kept      int       `json:"kept"`      // entered or changed now
	Unchanged int       `json:"unchanged"` // kept by an earlier import of this file
	Refused   []Refusal `json:"refused" nullable:"false"`
}

func (r *Report) refuse(number int, code string, f *fault.Fault) {
	r.Refused = append(r.Refused, Refusal{
		Number: number, Area: code, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers,
	})
}

// record is one feature or row before validation.
type record struct {
	number   int
	values   map[string]string
	geometry []byte       // GeoJSON, or nil
	fault    *fault.Fault // set if it could not be decoded
}

// value returns the record's value for a name; empty for an option that is not set.
func (r record) value(name string) string {
	if name == "" {
		return ""
	}
	return r.values[name]
}
