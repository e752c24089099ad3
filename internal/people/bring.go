package people

import (
	"crypto/hmac"
	"crypto/sha256"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// OutboxBring is the payload of outbox.bring: a person hands in the exported outbox of a phone without a network.
type OutboxBring struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	// SHA256 is the digest of the chunk of the file, in hex. Its digits may look like an identity number.
	SHA256 string `json:"sha256" shape:"sha256" pattern:"^[0-9a-fA-F]{64}$" fault:"not_offered"`
}

// Validate checks the form.
func (in OutboxBring) Validate() error { return form.Check(in) }

// BringOutbox applies outbox.bring: it records the person who hands in a phone's outbox. Its entries are processed as
// if the phone had synced.
func BringOutbox(tx *db.Tx, _ journal.Entry, in OutboxBring) (journal.Outcome, error) {
	return journal.Applied(), RequireManagedPhone(tx, in.Credential)
}

// VerifyOutboxProof verifies that the phone with this credential wrote the bytes, otherwise `not_from_this_phone`. The
// proof is their HMAC-SHA-256 under the SHA-256 of the phone's push token, which the phone has and the carrier of its
// file has not.
func VerifyOutboxProof(tx *db.Tx, id CredentialID, raw, proof []byte) error {
	var key []byte
	err := tx.Raw("SELECT push_hash FROM device_token WHERE credential = ?", string(id)).Row().Scan(&key)
	if err != nil {
		return err
	}
	sum := hmac.New(sha256.New, key)
	sum.Write(raw)
	if !hmac.Equal(sum.Sum(nil), proof) {
		return fault.New(fault.Forbidden, "not_from_this_phone",
			"The file is damaged, or another phone wrote it. Export it again on the phone.").At("/proof")
	}
	return nil
}
