package card

import (
	"crypto/sha256"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// carriers are the roles whose phones carry public keys and hashes of withdrawn cards: all that work with a phone.
var carriers = append(slices.Clone(scanners), actor.Storekeeper)

// PublicKey is the public half of a key that cards are signed with.
type PublicKey struct {
	Kid uint16 `json:"kid"`
	Key []byte `json:"public_key" format:"byte"`
}

// PublicKeys gives the public halves that the actor's organisation signs with.
func PublicKeys(tx *db.Tx) ([]PublicKey, error) {
	if err := tx.Actor.Must(carriers...); err != nil {
		return nil, err
	}
	var rows []keyRow
	err := tx.Where("organisation = ?", tx.Actor.Organisation).Order("kid").Find(&rows).Error
	keys := make([]PublicKey, len(rows))
	for i, row := range rows {
		keys[i] = PublicKey{Kid: row.Kid, Key: row.PublicKey}
	}
	return keys, err
}

// prefix is how much of a withdrawn card's hash a phone carries: among ten thousand withdrawn cards one in seven
// million million others would look withdrawn, and the list of them stays under a hundred kB as it travels.
const prefix = 7

// Withdrawals is the list of withdrawn cards that phones carry: the first seven bytes of the SHA-256 of each card's id
// in hex, in order, one after another. A card that was replaced by a newer one of its household is among them.
func Withdrawals(tx *db.Tx) (packed []byte, n int, err error) {
	if err := tx.Actor.Must(carriers...); err != nil {
		return nil, 0, err
	}
	var ids []string
	err = tx.Raw(`SELECT c.id FROM card c JOIN card_revocation r ON r.card = c.id WHERE c.organisation = ?
		UNION SELECT c.id FROM card c JOIN card_binding b ON b.card = c.id WHERE c.organisation = ?
			AND b.generation < (SELECT MAX(m.generation) FROM card_binding m WHERE m.household = b.household)`,
		string(tx.Actor.Organisation), string(tx.Actor.Organisation)).Scan(&ids).Error
	all := make([]string, len(ids))
	for i, id := range ids {
		sum := sha256.Sum256([]byte(id))
		all[i] = string(sum[:prefix])
	}
	slices.Sort(all)
	for _, p := range all {
		packed = append(packed, p...)
	}
	return packed, len(all), err
}
