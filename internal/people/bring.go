package people

import (
	"crypto/hmac"
	"crypto/sha256"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// OutboxBring is the payload of outbox.bring: somebody hands in the file of a phone that sees no network.
type OutboxBring struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	SHA256     string       `json:"sha256"` // of the piece of the file that was handed in, in hex
}

// Validate checks the form.
func (in OutboxBring) Validate() error {
	if in.Credential == "" {
		return fault.Field("/credential", "required", "Say which credential.")
	}
	if len(in.SHA256) != 2*sha256.Size {
		return fault.Field("/sha256", "not_offered", "This is no sum of a file.")
	}
	return nil
}

// BringOutbox keeps who handed in a phone's file: kind outbox.bring. Its records are taken as if the phone had come.
func BringOutbox(tx *db.Tx, _ journal.Entry, in OutboxBring) (journal.Outcome, error) {
	return journal.Applied(), MayLookAfter(tx, in.Credential)
}

// WroteIt refuses bytes that the phone with this credential did not write: `not_from_this_phone`. The proof is their
// HMAC-SHA-256 under the SHA-256 of the phone's push token, which the phone has and whoever carries its file has not.
func WroteIt(tx *db.Tx, id CredentialID, raw, proof []byte) error {
	var key []byte
	err := tx.Raw("SELECT push_hash FROM device_token WHERE credential = ?", string(id)).Row().Scan(&key)
	if err != nil {
		return err
	}
	sum := hmac.New(sha256.New, key)
	sum.Write(raw)
	if !hmac.Equal(sum.Sum(nil), proof) {
		return fault.New(fault.Forbidden, "not_from_this_phone",
			"This file is damaged, or the phone that it names did not write it. Make it again on the phone.").At("/proof")
	}
	return nil
}
