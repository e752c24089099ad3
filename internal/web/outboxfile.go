package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
)

// FilePiece is a piece of the file that a phone wrote of its outbox.
type FilePiece struct {
	Envelope string `json:"envelope"` // what the phone would have pushed, as JSON, to the letter
	Proof    string `json:"proof"`    // that this phone wrote it: HMAC-SHA-256 under the hash of its push token, in hex
}

// takeFile takes in records that somebody brought on a file, since their phone sees no network: the same envelope, and
// the same answer for each. Nobody but the phone can have written it; who brought it is kept.
func takeFile(c *call, in FilePiece) (field.Answer, error) {
	raw := []byte(in.Envelope)
	phone, err := c.writer(raw, in.Proof)
	if err != nil {
		return field.Answer{}, err
	}
	if err := c.bring(phone.Credential, raw); err != nil {
		return field.Answer{}, err
	}
	return c.takeIn(phone, raw)
}

// FilePhoto is a photo in that file.
type FilePhoto struct {
	Photo  media.ID `json:"photo" format:"uuid"`
	Sealed string   `json:"sealed"` // the sealed picture, in base64
	Proof  string   `json:"proof"`  // of the photo's id, a space and `sealed` to the letter
}

// takeFilePhoto takes in a photo as if its phone had sent it.
func takeFilePhoto(c *call, in FilePhoto) (k field.Kept, err error) {
	phone, err := c.writer([]byte(string(in.Photo)+" "+in.Sealed), in.Proof)
	if err != nil {
		return k, err
	}
	if phone.Withdrawn {
		return k, fault.New(fault.Forbidden, "device_withdrawn", "This phone was withdrawn.")
	}
	sealed, err := base64.StdEncoding.DecodeString(in.Sealed)
	if err != nil {
		return k, fault.Field("/sealed", "wrong_type", "A photo is written in base64.")
	}
	sum := sha256.Sum256(sealed)
	if k, err = c.server.door().PhotoHave(c.context(), phone, in.Photo); err != nil {
		return k, err
	}
	for err == nil && !k.Done {
		piece := field.Piece{Photo: in.Photo, Offset: k.Have, Size: int64(len(sealed)), SHA256: hex.EncodeToString(sum[:])}
		piece.Body = sealed[min(k.Have, piece.Size):min(k.Have+field.MostPiece, piece.Size)]
		k, err = c.server.door().TakePiece(c.context(), phone, c.server.Photos, piece)
	}
	return k, err
}

// writer is the phone that wrote a piece of a file.
func (c *call) writer(raw []byte, proof string) (phone people.Phone, err error) {
	text, err := c.id("credential")
	if err != nil {
		return phone, err
	}
	id := people.CredentialID(text)
	sum, err := hex.DecodeString(proof)
	if err != nil {
		return phone, fault.Field("/proof", "wrong_type", "A proof is written in hexadecimal.")
	}
	err = c.read(func(tx *db.Tx) error {
		if err := people.RequireManagedPhone(tx, id); err != nil {
			return err
		}
		if err := people.VerifyOutboxProof(tx, id, raw, sum); err != nil {
			return err
		}
		phone, err = people.PhoneByCredential(tx, id)
		return err
	})
	return phone, err
}

// bring keeps who handed in the piece, before anything of it is taken.
func (c *call) bring(id people.CredentialID, raw []byte) error {
	sum := sha256.Sum256(raw)
	payload, err := json.Marshal(people.OutboxBring{Credential: id, SHA256: hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	outcome, err := c.server.Intake.Take(c.context(), c.server.Store, c.session.Actor, journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: "outbox.bring", Schema: intake.Schema, OccurredAt: c.server.Store.Now(),
		Payload: payload,
	})
	if err == nil && outcome.Status != journal.StatusApplied {
		err = fault.New(fault.Forbidden, outcome.Code, outcome.Message)
	}
	return err
}
