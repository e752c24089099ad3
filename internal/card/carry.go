package card

import (
	"crypto/sha256"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// carriers are the roles whose phones store public keys and hashes of withdrawn cards: all roles that use a phone.
var carriers = append(slices.Clone(scanners), actor.Storekeeper)

// PublicKey is the public half of a signing key.
type PublicKey struct {
	Kid uint16 `json:"kid"`
	Key []byte `json:"public_key" format:"byte"`
}

// PublicKeys returns the public halves of the signing keys of the actor's organisation.
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

// prefix is the number of bytes of a withdrawn card's hash on a phone: with ten thousand withdrawn cards a valid card
// is taken for a withdrawn one with a probability of 1 in 7 × 10^12, and the compressed list stays below 100 kB.
const prefix = 7

// RevocationList returns the revocation list for phones: the first seven bytes of the SHA-256 of each withdrawn card's
// id in hex, sorted and concatenated; n is their number. It includes cards replaced by a newer one of the household.
func RevocationList(tx *db.Tx) (packed []byte, n int, err error) {
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
