package web

import (
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/fault"
)

// cardNotOurs is the code of a card that is unknown here.
const cardNotOurs = "card_not_ours"

// typed runs a lookup of a card. One by a typed code is rate-limited per credential, and counts where it finds none.
func (c *call) typed(presented string, look func() (found bool, err error)) error {
	if !card.IsTyped(presented) {
		_, err := look()
		return err
	}
	who, now := c.guesser(), c.server.Store.Now().Time
	if err := c.server.guesses.Reserve(c.context(), who, now); err != nil {
		return err
	}
	missed := true // a lookup that panics counts
	defer func() { c.server.guesses.Settle(who, now, missed) }()
	found, err := look()
	missed = !found || fault.Is(err, cardNotOurs)
	return err
}

// guesser is the credential that types: a phone's, or the account of a session.
func (c *call) guesser() string {
	if device := c.session.Actor.Credential; device != "" {
		return device
	}
	return string(c.session.Actor.Account)
}

// typedKinds are the kinds of entries that look a card up by what was typed and may be sent again without a loss. A
// fact that a phone pushes is never refused for it: there a wrong code is an exception.
var typedKinds = map[string]bool{"handover.give": true, "card.bind": true}

// shownCard is the card that an entry looks up; empty where it looks up none.
func (in EntryIn) shownCard() string {
	var said CardShown
	if !typedKinds[in.Kind] || json.Unmarshal(in.Payload, &said) != nil {
		return "" // what is malformed is refused with its path when it is decoded
	}
	return said.Card
}
