package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// SearchedBy are the ways to search a phone's list for a family without its card.
var SearchedBy = form.Set("searched_by", "phone", "name")

// ListSearched is the payload of list.searched: somebody looked through a list for a family without its card. What was
// typed is not said.
type ListSearched struct {
	Distribution ID     `json:"distribution" format:"uuid" fault:"malformed_id"`
	By           string `json:"by" set:"searched_by"`
	Answers      int    `json:"answers" required:"true" minimum:"0" maximum:"100000"`
}

// Validate checks the form.
func (in ListSearched) Validate() error { return form.Check(in) }

// Searched records that a list was searched: kind list.searched. Nothing but the entry is stored.
func Searched(tx *db.Tx, _ journal.Entry, in ListSearched) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	_, err := findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator)
	return journal.Applied(), err
}
