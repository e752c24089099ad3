// Package kinds lists the declarations of all kinds of entries. It knows no payload and decides nothing.
package kinds

import (
	"slices"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/paper"
	"tripol/internal/people"
	"tripol/internal/release"
	"tripol/internal/stock"
	"tripol/internal/voice"
)

// All are the declarations, by the packages that own them.
var All = slices.Concat(people.Kinds, area.Kinds, stock.Kinds, household.Kinds, damage.Kinds, grievance.Kinds,
	card.Kinds, paper.Kinds, voice.Kinds, distribution.Kinds, campaign.Kinds, release.Kinds, journal.Kinds)

// Find returns the declaration of a kind.
func Find(name string) (journal.Kind, bool) {
	i := slices.IndexFunc(All, func(k journal.Kind) bool { return k.Name == name })
	if i < 0 {
		return journal.Kind{}, false
	}
	return All[i], true
}
