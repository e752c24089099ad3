package field

import (
	"crypto/ed25519"
	"encoding/json"
	"time"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// checkpointMark stands before what is signed, so that no signature of a checkpoint is one of a manifest.
const checkpointMark = "tripol checkpoint 1\n"

// Statement is what a checkpoint says: at this moment the order had this head.
type Statement struct {
	Epoch journal.Epoch `json:"epoch"`
	Head  journal.Head  `json:"head"`
	At    db.Instant    `json:"at"`
}

// Checkpoint is a statement, its exact bytes, with their Ed25519 signature. Phones keep the newest: a server that shows
// them another order later cannot say that it never signed this one. It is a signed tree head of the hash chain.
type Checkpoint struct {
	Statement []byte `json:"statement" format:"byte"`
	Signature []byte `json:"signature" format:"byte"`
}

// Seen is the head of the newest checkpoint that a phone holds.
type Seen struct {
	Epoch int64  `json:"epoch"`
	Seq   int64  `json:"seq"`
	Hash  string `json:"hash"`
}

// checkpoint signs the head of the order.
func (k *Keys) checkpoint(tx *db.Tx, epoch journal.Epoch) (Checkpoint, error) {
	head, err := journal.NewestHead(tx)
	if err != nil {
		return Checkpoint{}, err
	}
	raw, err := json.Marshal(Statement{Epoch: epoch, Head: head, At: tx.Now})
	return Checkpoint{Statement: raw, Signature: ed25519.Sign(k.Signing, append([]byte(checkpointMark), raw...))}, err
}

// compare reads what this server has where a phone saw a head of this epoch; nil where nothing can be compared. When
// the order never had that head, the office is told, once a day for each phone: the database was put back or changed
// past the program, which opens a new epoch when it restores.
func compare(tx *db.Tx, phone people.Phone, seen *Seen) (*journal.Head, error) {
	if seen == nil || seen.Seq < 1 {
		return nil, nil
	}
	epoch, err := journal.CurrentEpoch(tx)
	if err != nil || seen.Epoch != epoch.Number {
		return nil, err
	}
	there, err := journal.HeadAt(tx, seen.Seq)
	if err == nil && there.Hash != seen.Hash {
		err = notice(tx, phone, orderNotice, tx.Now.Format(time.DateOnly), map[string]any{"seq": seen.Seq})
	}
	return &there, err
}
