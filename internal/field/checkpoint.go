package field

import (
	"crypto/ed25519"
	"encoding/json"
	"time"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/reply"
)

// checkpointMark prefixes the signed bytes (domain separation): a checkpoint's signature is never valid for a manifest.
const checkpointMark = "tripol checkpoint 1\n"

// Checkpoint is a statement, its exact bytes, with their Ed25519 signature. Phones keep the newest: a server that later
// presents a different chain cannot deny that it signed this one. It is a signed tree head of the hash chain.
type Checkpoint struct {
	Statement []byte
	Signature []byte
}

// Seen is the head of the newest checkpoint that a phone holds.
type Seen struct {
	Epoch int64  `json:"epoch"`
	Seq   int64  `json:"seq"`
	Hash  string `json:"hash"`
}

// checkpoint signs the head of the hash chain.
func (k *Keys) checkpoint(tx *db.Tx, epoch journal.Epoch) (Checkpoint, error) {
	head, err := journal.NewestHead(tx)
	if err != nil {
		return Checkpoint{}, err
	}
	raw, err := json.Marshal(reply.Statement{Epoch: reply.Epoch(epoch), Head: reply.Head(head), At: tx.Now.Time})
	return Checkpoint{Statement: raw, Signature: ed25519.Sign(k.Signing, append([]byte(checkpointMark), raw...))}, err
}

// compareHeads reads this server's head at the position where a phone saw one in this epoch; nil without a common
// position. If the chain never had the phone's head, the office is notified, once a day per phone: the database was
// restored or changed without the program, which begins a new epoch with each restore.
func compareHeads(tx *db.Tx, phone people.Phone, seen *Seen) (*journal.Head, error) {
	if seen == nil || seen.Seq < 1 {
		return nil, nil
	}
	epoch, err := journal.CurrentEpoch(tx)
	if err != nil || seen.Epoch != epoch.Number {
		return nil, err
	}
	there, err := journal.HeadAt(tx, seen.Seq)
	if err == nil && there.Hash != seen.Hash {
		details := OrderDetails{PhoneDetails{phone.Credential}, seen.Seq}
		err = notice(tx, phone, orderNotice, tx.Now.Format(time.DateOnly), details)
	}
	return &there, err
}
