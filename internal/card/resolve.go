package card

import "tripol/internal/db"

// Resolve looks up a scanned token or a typed code in the actor's organisation. Its faults:
//
//	practice_card    a card of practice mode
//	card_unreadable  neither a token nor a code with a correct check symbol
//	card_altered     the key is known and the signature is invalid
//	card_not_ours    an unknown key, an unknown card, or a card of another organisation
//
// The card that it returns may be withdrawn, expired or blank: see its State.
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

// find distinguishes tokens by their length, since no typed code is nearly as long.
func find(tx *db.Tx, presented string) (*view, error) {
	if IsPractice(presented) {
		return nil, errPractice()
	}
	if len(presented) == tokenLength {
		return findToken(tx, presented)
	}
	code, ok := FoldCode(presented)
	if !ok {
		return nil, errUnreadable()
	}
	found, err := firstView(views(tx).Where("c.code = ?", code))
	if err == nil && found == nil {
		err = errNotOurs()
	}
	return found, err
}

// findToken needs two statements: the key, and the card with the inputs of its state.
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
	found, err := firstView(views(tx).Where("c.id = ?", claim.Card))
	if err != nil {
		return nil, err
	}
	// Validly signed, but different from the database: the record or the key was altered, so the card cannot be trusted.
	if found != nil && found.claim() != claim {
		return nil, errAltered()
	}
	if found == nil {
		return nil, errNotOurs()
	}
	return found, nil
}
