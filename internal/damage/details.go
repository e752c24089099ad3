package damage

import (
	"tripol/internal/household"
	"tripol/internal/journal"
)

// TwoHousesDetails are those of a picture that is named for two households.
type TwoHousesDetails struct {
	First  household.ID `json:"first_household"`
	Second household.ID `json:"second_household"`
}

// ElsewhereDetails are those of photos that the author of an assessment must not use.
type ElsewhereDetails struct {
	Household household.ID `json:"second_household"`
	Photos    int          `json:"photos"`
}

var (
	_ = journal.DetailsOf[TwoHousesDetails](twoHouses)
	_ = journal.DetailsOf[ElsewhereDetails](elsewhere)
)
