package household

import (
	"strings"

	"tripol/internal/fault"
	"tripol/internal/form"
)

// A family that refuses to have its details recorded still receives relief (the lawful basis is its consent to relief,
// and personal data that is not needed is not stored): place at the level of the panchayat, number of members, mark,
// card and grade. The refusal itself is in the body of its registration only; no table, list or view has it, so that
// its row equals that of a family that left out its name (docs/decisions/2026-11-30-families-without-a-name.md).

// The answers to the recording of a family's details.
const (
	DetailsGiven   = "given"
	DetailsRefused = "refused"
)

var _ = form.Set("consent_details", DetailsGiven, DetailsRefused)

// checkDetails rejects details of a family that refused them, at the first such field.
func (r HouseholdRegister) checkDetails() error {
	if r.Consent.Details != DetailsRefused {
		return nil
	}
	if strings.HasPrefix(string(r.Area), "village:") {
		return fault.New(fault.Invalid, "place_too_fine",
			"Of a family that gives no details the place is the panchayat, not the village.").At("/area")
	}
	counted := r.People
	counted.Unstated = 0
	for _, detail := range []struct {
		path  string
		given bool
	}{
		{"/name", r.Name != ""},
		{"/also_called", r.AlsoCalled != ""},
		{"/landmark", r.Landmark != ""},
		{"/phone", r.Phone != ""},
		{"/phone_of", r.PhoneOf != ""},
		{"/people", counted != (People{})},
		{"/criteria", len(r.Criteria) > 0},
		{"/private_reason", r.PrivateReason != 0},
	} {
		if detail.given {
			return fault.New(fault.Invalid, "details_refused", "The family gave no details: leave this field empty.").
				At(detail.path)
		}
	}
	return nil
}
