package web

import (
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/fault"
)

// cardNotOurs is the code of an unknown card.
const cardNotOurs = "card_not_ours"

// typed looks up a card. Look-ups of typed codes are rate-limited per credential; failed ones count.
func (c *call) typed(presented string, look func() (found bool, err error)) error {
	if !card.IsTyped(presented) {
		_, err := look()
		return err
	}
	who, now := c.guesser(), c.server.Store.Now().Time
	if err := c.server.guesses.Reserve(c.context(), who, now); err != nil {
		return err
	}
	missed := true // a look-up that panics counts
	defer func() { c.server.guesses.Settle(who, now, missed) }()
	found, err := look()
	missed = !found || fault.Is(err, cardNotOurs)
	return err
}

// guesser returns the credential that typed the code: a phone's, or a session's account.
func (c *call) guesser() string {
	if device := c.session.Actor.Credential; device != "" {
		return device
	}
	return string(c.session.Actor.Account)
}

// typedKinds are the kinds of entries that look up a typed card code and can be repeated without a loss. Facts pushed
// by a phone are never refused for it: a wrong code raises an exception.
var typedKinds = map[string]bool{
	"handover.give": true, "card.bind": true, "paper.enter": true, "paper.settle": true,
}

// shownCard returns the card that an entry looks up; empty where there is none.
func (in EntryIn) shownCard() string {
	var said CardShown
	if !typedKinds[in.Kind] || json.Unmarshal(in.Payload, &said) != nil {
		return "" // a malformed payload is rejected with its path when it is decoded
	}
	return said.Card
}
