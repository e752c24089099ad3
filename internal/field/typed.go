package field

import (
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// beginTyped reserves rate-limited lookups for the typed codes of a push's requests. A request beyond the limit is
// deferred and not stored. Facts are not limited: they have happened, and a wrong code in one raises an exception.
func (d Service) beginTyped(
	b *batch, offered []intake.Offered, places []int,
) (within []intake.Offered, at []int, typed []int) {
	if d.Guesses == nil {
		return offered, places, nil
	}
	for i, o := range offered {
		if !looksUp(o) {
			within, at = append(within, o), append(at, places[i])
			continue
		}
		err := d.Guesses.ReserveNow(string(b.phone.Credential), d.Store.Now().Time)
		if f := fault.Of(err); f != nil {
			b.results[places[i]] = deferredByLimit(o.ID, f)
			b.records[places[i]].digest = nil
			continue
		}
		within, at, typed = append(within, o), append(at, places[i]), append(typed, places[i])
	}
	return within, at, typed
}

// endTyped settles the reservations by the outcomes of the records.
func (d Service) endTyped(b *batch, typed []int) {
	for _, at := range typed {
		o := b.results[at]
		d.Guesses.Settle(string(b.phone.Credential), d.Store.Now().Time,
			o.Code == "card_not_ours" && o.Status != journal.StatusDuplicate)
	}
}

// looksUp reports whether a record is a request that looks up a card by a typed code.
func looksUp(o intake.Offered) bool {
	var said struct {
		Card string `json:"card"`
	}
	return o.Kind == "handover.give" && json.Unmarshal(o.Payload, &said) == nil && card.IsTyped(said.Card)
}
