// Package fault defines refusals: a kind, a stable code, the field's path and a message; it depends on no transport
// and no table.
//
// A fault may be shown to the caller. Any other error is internal: it is logged and never shown.
package fault

import (
	"errors"
	"fmt"
)

// Kind is the category of a refusal; web maps it to an HTTP status in one place.
type Kind int

// The kinds, in the order of their statuses.
const (
	Invalid         Kind = iota + 1 // the input is malformed or violates a rule of form (422)
	Unauthenticated                 // no sign-in, or an unknown credential (401)
	Forbidden                       // the actor lacks the right for this action (403)
	Missing                         // missing, or not visible to the actor: the two are indistinguishable (404)
	Conflict                        // well-formed, but in conflict with the current state (409)
	Gone                            // it existed, and has been erased or has ended (410)
	TooLarge                        // over a stated limit (413)
	Unsupported                     // an unsupported media type or encoding (415)
	Throttled                       // too many attempts; retry later (429)
	Busy                            // temporarily unavailable; retry later (503)
	StorageFull                     // no disk space; nothing was written (507)
)

// Kinds lists every kind, so that tests loop over it and a new one fails until it is handled.
var Kinds = []Kind{
	Invalid,
	Unauthenticated,
	Forbidden,
	Missing,
	Conflict,
	Gone,
	TooLarge,
	Unsupported,
	Throttled,
	Busy,
	StorageFull,
}

// Fault is one refusal.
type Fault struct {
	Kind    Kind
	Code    string         // stable, snake_case, never reused for something else
	Path    string         // JSON pointer of the field, such as /people/women; empty when the refusal concerns no field
	Message string         // one English sentence without personal data; screens translate the code
	Numbers map[string]any // values that a person needs to act on it: requested, left, time, place
	cause   error
}

// New returns a fault of a kind.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Message: message}
}

// At sets the field, as a JSON pointer.
func (f *Fault) At(path string) *Fault { f.Path = path; return f }

// With adds a number (or a name that is not personal) for the reader.
func (f *Fault) With(name string, value any) *Fault {
	if f.Numbers == nil {
		f.Numbers = map[string]any{}
	}
	f.Numbers[name] = value
	return f
}

// Because sets the cause, for the log only.
func (f *Fault) Because(cause error) *Fault { f.cause = cause; return f }

// Error returns code and message, without the cause.
func (f *Fault) Error() string {
	if f.Path != "" {
		return fmt.Sprintf("%s at %s: %s", f.Code, f.Path, f.Message)
	}
	return f.Code + ": " + f.Message
}

// Unwrap returns the cause, for the log and for errors.Is.
func (f *Fault) Unwrap() error { return f.cause }

// Of returns the fault inside an error, or nil when the error is not a refusal.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return nil
}

// Is reports whether an error is a fault with this code.
func Is(err error, code string) bool {
	f := Of(err)
	return f != nil && f.Code == code
}

// Field returns the most common fault: an invalid field.
func Field(path, code, message string) *Fault { return New(Invalid, code, message).At(path) }

// NotFound returns the same fault for missing ids and for ids of other organisations.
func NotFound(what string) *Fault { return New(Missing, "not_found", "The "+what+" does not exist.") }
