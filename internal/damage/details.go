package damage

import (
	"tripol/internal/actor"
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

// GradesDetails are those of two grades of one house that are far apart.
type GradesDetails struct {
	Household  household.ID    `json:"household"`
	Assessment ID              `json:"assessment"`
	First      Grade           `json:"first"`
	Second     Grade           `json:"second"` // in force
	FirstBy    actor.AccountID `json:"first_by"`
	SecondBy   actor.AccountID `json:"second_by"`
}

const gradesDiffer = "grades_differ"

var (
	_ = journal.DetailsOf[GradesDetails](gradesDiffer)
	_ = journal.DetailsOf[TwoHousesDetails](twoHouses)
	_ = journal.DetailsOf[ElsewhereDetails](elsewhere)
)
