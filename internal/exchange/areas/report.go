package areas

import (
	"tripol/internal/fault"
)

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
	Elsewhere int       `json:"elsewhere"` // stored below another parent, where they stay
	Refused   []Refusal `json:"refused" nullable:"false"`
}

func (r *Report) refuse(number int, code string, f *fault.Fault) {
	r.Refused = append(r.Refused, Refusal{
		Number: number, Area: code, Code: f.Code, Path: f.Path, Message: f.Message, Numbers: f.Numbers,
	})
}
