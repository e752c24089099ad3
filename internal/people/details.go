package people

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// OfficerDetails are those of an operation on a protection officer's account.
type OfficerDetails struct {
	Account    actor.AccountID `json:"account"`
	AskedBy    actor.AccountID `json:"asked_by" empty:"true"`    // empty for the command line
	ApprovedBy actor.AccountID `json:"approved_by" empty:"true"` // empty where nobody could
}

// RejoinDetails are those of an officer who asks to be admitted with a new key.
type RejoinDetails struct {
	Account actor.AccountID `json:"account"`
}

// The kinds of exceptions about protection officers.
const (
	officerAppointed = "officer_appointed"
	officerReset     = "officer_reset"
	officerRejoin    = "officer_rejoin"
)

var (
	_ = journal.DetailsOf[OfficerDetails](officerAppointed, officerReset)
	_ = journal.DetailsOf[RejoinDetails](officerRejoin)
)
