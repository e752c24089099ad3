package card

import "tripol/internal/db"

// Resolve reads a scanned token or a typed code. It refuses with
//
//	card_unreadable  neither a token nor a code whose check symbol is right
//	card_altered     the key is ours and the signature is wrong
//	card_not_ours    an unknown key, an unknown card, or a card of another organisation
//
// and never guesses. The card it gives may be withdrawn, expired or blank: see its State.
func Resolve(tx *db.Tx, presented string) (Card, error) {
	if err := tx.Actor.Must(scanners...); err != nil {
		return Card{}, err
	}
	found, err := find(tx, presented)
	if err != nil {
		return Card{}, err
	}
	return found.card(tx.Now), nil
}

// find takes what has a token's length for a token, since no code is nearly as long.
func find(tx *db.Tx, presented string) (*view, error) {
	if len(presented) == tokenLength {
		return findToken(tx, presented)
	}
	code, ok := FoldCode(presented)
	if !ok {
		return nil, errUnreadable()
	}
	found, err := one(views(tx).Where("c.code = ?", code))
	if err == nil && found == nil {
		err = errNotOurs()
	}
	return found, err
}

// findToken takes two statements: the key, and the card with all that its state hangs on.
func findToken(tx *db.Tx, token string) (*view, error) {
	s, err := unwrap(token)
	if err != nil {
		return nil, err
	}
	key, err := keyByID(tx, s.kid())
	if err != nil {
		return nil, err
	}
	if key == nil || (!tx.Actor.System && key.Organisation != tx.Actor.Organisation) {
		return nil, errNotOurs()
	}
	claim, err := s.open(key.PublicKey)
	if err != nil {
		return nil, err
	}
	found, err := one(views(tx).Where("c.id = ?", claim.Card))
	if err != nil {
		return nil, err
	}
	// Signed by us and not as we printed it: the record or the key is not what it was, so nothing on the card can be
	// trusted.
	if found != nil && found.claim() != claim {
		return nil, errAltered()
	}
	if found == nil {
		return nil, errNotOurs()
	}
	return found, nil
}
