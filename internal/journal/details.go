package journal

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// detailsOf is the struct of the details of each kind of exception.
var detailsOf = map[string]reflect.Type{}

// DetailsOf declares kinds of exceptions with the struct of their details: values and ids, no personal data. It is for
// variables of packages; a kind that is declared twice is an error of the program. A field that exceptions of earlier
// versions lack is tagged required:"false".
func DetailsOf[D any](kinds ...string) []string {
	for _, kind := range kinds {
		if detailsOf[kind] != nil {
			panic("journal: the details of " + kind + " are declared twice")
		}
		detailsOf[kind] = reflect.TypeFor[D]()
	}
	return kinds
}

// ExceptionKinds returns the kinds of exceptions, sorted.
func ExceptionKinds() []string { return slices.Sorted(maps.Keys(detailsOf)) }

// DetailsType returns the struct of the details of a kind of exception; nil for an unknown kind.
func DetailsType(kind string) reflect.Type { return detailsOf[kind] }

// check reports an exception whose details are not those of its kind: an error of the program.
func (x Exception) check() error {
	if declared := detailsOf[x.Kind]; declared == nil || reflect.TypeOf(x.Details) != declared {
		return fmt.Errorf("journal: an exception %s with details %T, not %v", x.Kind, x.Details, declared)
	}
	return nil
}

// RefusedDetails are those of a fact that could not be applied.
type RefusedDetails struct {
	Code string `json:"code" set:"fault_code"`
	Kind string `json:"kind"`
}

// ReuseDetails are those of an entry that reuses the id of another one.
type ReuseDetails struct {
	Kind string `json:"kind"`
}

// WaitDetails are those of an entry that has waited too long for others.
type WaitDetails struct {
	Kind   string `json:"kind"`
	Keys   string `json:"keys"` // of the records it waits for, separated by spaces
	Device string `json:"device"`
}

// The kinds of exceptions of the journal itself.
const (
	FactRefused = "fact_refused"
	idReuse     = "id_reuse"
)

var (
	_ = DetailsOf[RefusedDetails](FactRefused)
	_ = DetailsOf[ReuseDetails](idReuse)
	_ = DetailsOf[WaitDetails](waitedTooLong)
)
