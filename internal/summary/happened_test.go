package summary_test

import (
	"testing"

	"tripol/internal/intake"
	"tripol/internal/summary"
)

// A kind that nobody decided about would keep phones from learning of it.
func TestEveryKindIsToldOrSilent(t *testing.T) {
	for _, kind := range intake.New(nil).Kinds() {
		if !summary.Tells(kind.Name) {
			t.Errorf("%s is neither told to phones nor silent", kind.Name)
		}
	}
	if summary.Tells("household.adopt") { // the control
		t.Error("a kind that is not there is on the list")
	}
}
