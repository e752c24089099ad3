package accounts_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/accounts"
	"tripol/internal/testkit"
)

func TestTheEntryOfAPersonIsItsAuthorsOwn(t *testing.T) {
	mine, theirs := testkit.Actor(actor.Administrator), testkit.Other(actor.Administrator)
	id := actor.AccountID(db.NewID())
	if accounts.EntryOfPerson(mine, id) == accounts.EntryOfPerson(theirs, id) {
		t.Error("one person's refusal takes another's entry")
	}
}
