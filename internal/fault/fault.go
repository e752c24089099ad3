// Package fault gives every refusal a kind, a stable code, the path of the field and a sentence; it knows no
// transport and no table.
//
// A fault is what a caller may be told. Whatever is not a fault is internal: it is logged and never shown.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal this is; the web face turns it into a status in one place.
type Kind int

// The kinds, in the order of the statuses they become.
const (
	Invalid         Kind = iota + 1 // the input is malformed or breaks a rule of form (422)
	Unauthenticated                 // nobody is signed in, or the credential is not ours (401)
	Forbidden                       // the actor may not do this kind of thing at all (403)
	Missing                         // not there, or not the actor's to see: the two look alike (404)
	Conflict                        // well-formed, but the state of things says no (409)
	Gone                            // it was here and has been erased (410)
	TooLarge                        // over a stated limit (413)
	Unsupported                     // a media type or encoding we do not read (415)
	Throttled                       // too many tries; come back later (429)
	Busy                            // the server cannot just now; come back later (503)
	StorageFull                     // no room on the disk; nothing was written (507)
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
	Path    string         // JSON pointer of the field, such as /people/women; empty when no field is at fault
	Message string         // one English sentence without personal data; screens translate the code
	Numbers map[string]any // what a person needs to act on it: asked, left, when, where
	cause   error
}

// New makes a fault of a kind.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Message: message}
}

// At names the field at fault, as a JSON pointer.
func (f *Fault) At(path string) *Fault { f.Path = path; return f }

// With adds a number (or name that is not personal) that the reader needs.
func (f *Fault) With(name string, value any) *Fault {
	if f.Numbers == nil {
		f.Numbers = map[string]any{}
	}
	f.Numbers[name] = value
	return f
}

// Because keeps the cause for the log; it is never shown.
func (f *Fault) Because(cause error) *Fault { f.cause = cause; return f }

// Error gives code and sentence, without the cause.
func (f *Fault) Error() string {
	if f.Path != "" {
		return fmt.Sprintf("%s at %s: %s", f.Code, f.Path, f.Message)
	}
	return f.Code + ": " + f.Message
}

// Unwrap gives the cause, for the log and for errors.Is.
func (f *Fault) Unwrap() error { return f.cause }

// Of finds the fault inside an error, or nil when the error is not a refusal but a failure.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return nil
}

// Is says whether an error is a fault with this code.
func Is(err error, code string) bool {
	f := Of(err)
	return f != nil && f.Code == code
}

// Field is the commonest fault: a field that breaks its rule.
func Field(path, code, message string) *Fault { return New(Invalid, code, message).At(path) }

// NotFound is the one answer to ids that do not exist and to ids of others.
func NotFound(what string) *Fault { return New(Missing, "not_found", "There is no such "+what+".") }
