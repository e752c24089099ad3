package summary_test

import (
	"slices"
	"testing"

	"tripol/internal/journal"
	"tripol/internal/kinds"
	"tripol/internal/summary"
)

// unknownEvents lists the kinds with an event that Happening does not have.
func unknownEvents(all []journal.Kind) (names []string) {
	known := []string{
		summary.WasServed, summary.WasUndone, summary.WasRevoked, summary.WasErased, summary.FamilyChanged, summary.ListChanged,
		summary.ComplaintChanged, summary.WaybillChanged,
	}
	for _, k := range all {
		for _, event := range k.Feed {
			if !slices.Contains(known, event.Type) {
				names = append(names, k.Name)
			}
		}
	}
	return names
}

func TestDeclaredEventsAreKnown(t *testing.T) {
	if names := unknownEvents(kinds.All); len(names) > 0 {
		t.Errorf("events that no phone knows: %v", names)
	}
	planted := append(slices.Clone(kinds.All), journal.Kind{Name: "levy.take", Feed: journal.Feed{{Type: "levied"}}}) // the control
	if names := unknownEvents(planted); !slices.Equal(names, []string{"levy.take"}) {
		t.Errorf("%v", names)
	}
}
