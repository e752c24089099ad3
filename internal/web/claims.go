package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// ClaimsView are the fields of a household with two answers, of which the office chooses one by household.correct.
type ClaimsView struct {
	ID      household.ID `json:"id"`
	Version int          `json:"version"` // the base_version for the decision
	Claims  []ClaimView  `json:"claims" nullable:"false"`
}

// ClaimView is one field with its two answers.
type ClaimView struct {
	Claim journal.EntryID `json:"claim"` // what the decision names as `settles`
	Field string          `json:"field"`
	// Present is the answer that counts now; Claimed is the later one, empty where its entry was erased.
	Present AnswerView `json:"present"`
	Claimed AnswerView `json:"claimed"`
}

// AnswerView is an answer with who gave it to the server, and when by the phone's clock.
type AnswerView struct {
	Value   []string    `json:"value" nullable:"false"`
	ValueBN string      `json:"value_bn"` // of a place
	ValueHI string      `json:"value_hi"`
	Area    area.Key    `json:"area" empty:"true"` // of a place
	By      string      `json:"by"`
	At      *db.Instant `json:"at"`
}

func showClaims(c *call) (out ClaimsView, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		h, claims, err := household.Claims(tx, household.ID(id))
		if err != nil {
			return err
		}
		var places []area.Key
		var lines []event
		for _, claim := range claims {
			for _, value := range []any{claim.Present, claim.Claimed} {
				if key, is := value.(area.Key); is {
					places = append(places, key)
				}
			}
			lines = append(lines, event{entry: claim.Now}, event{entry: claim.Entry})
		}
		named, err := areaNames(tx, places)
		if err != nil {
			return err
		}
		who, err := authors(tx, lines)
		if err != nil {
			return err
		}
		out = ClaimsView{ID: h.ID, Version: h.Version, Claims: make([]ClaimView, len(claims))}
		for i, claim := range claims {
			out.Claims[i] = ClaimView{
				Claim: claim.Entry, Field: claim.Field,
				Present: answerView(claim.Present, named, who[claim.Now]),
				Claimed: answerView(claim.Claimed, named, who[claim.Entry]),
			}
		}
		return nil
	})
}

func answerView(value any, named map[area.Key]AreaNames, by EventView) AnswerView {
	key, _ := value.(area.Key)
	place := named[key]
	view := AnswerView{
		Value: texts(value, place), ValueBN: place.AreaNameBN, ValueHI: place.AreaNameHI, Area: key, By: by.By,
	}
	if !by.OccurredAt.IsZero() {
		view.At = &by.OccurredAt
	}
	return view
}
