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
	"tripol/internal/phonedata/reply"
)

// FilePiece is a piece of a phone's exported outbox file.
type FilePiece struct {
	Envelope string `json:"envelope" maxLength:"1048576"` // the push body as JSON, verbatim
	Proof    string `json:"proof" maxLength:"200"`        // HMAC-SHA-256 of the envelope under the hash of the push token, in hex
}

// takeFile accepts records from a phone without a network that another person brought as a file: the same envelope
// and the same response per record as a push. The proof authenticates the phone; the person who brought the file is
// recorded.
func takeFile(c *call, in FilePiece) (reply.Push, error) {
	raw := []byte(in.Envelope)
	phone, err := c.writer(raw, in.Proof)
	if err != nil {
		return reply.Push{}, err
	}
	if err := c.recordBringer(phone.Credential, raw); err != nil {
		return reply.Push{}, err
	}
	return c.takeIn(phone, raw)
}

// FilePhoto is a photo in that file.
type FilePhoto struct {
	Photo  media.ID `json:"photo" format:"uuid"`
	Sealed string   `json:"sealed" maxLength:"1048576"` // the encrypted picture, in base64
	Proof  string   `json:"proof" maxLength:"200"`      // over the photo's id, a space and the text of `sealed`
}

// takeFilePhoto accepts a photo as if its phone had sent it.
func takeFilePhoto(c *call, in FilePhoto) (k field.UploadProgress, err error) {
	phone, err := c.writer([]byte(string(in.Photo)+" "+in.Sealed), in.Proof)
	if err != nil {
		return k, err
	}
	if phone.Withdrawn {
		return k, fault.New(fault.Forbidden, "device_withdrawn", "This phone has been blocked.")
	}
	sealed, err := base64.StdEncoding.DecodeString(in.Sealed)
	if err != nil {
		return k, fault.Field("/sealed", "wrong_type", "The photo must be base64-encoded.")
	}
	sum := sha256.Sum256(sealed)
	if k, err = c.server.door().PhotoHave(c.context(), phone, in.Photo); err != nil {
		return k, err
	}
	for err == nil && !k.Done {
		piece := field.PhotoPiece{
			Photo: in.Photo, Offset: k.Have, Size: int64(len(sealed)),
			SHA256: hex.EncodeToString(sum[:]),
		}
		piece.Body = sealed[min(k.Have, piece.Size):min(k.Have+field.MostPiece, piece.Size)]
		k, err = c.server.door().AddPiece(c.context(), phone, c.server.Photos, piece)
	}
	return k, err
}

// writer returns the phone that wrote a piece of a file.
func (c *call) writer(raw []byte, proof string) (phone people.Phone, err error) {
	text, err := c.id("credential")
	if err != nil {
		return phone, err
	}
	id := people.CredentialID(text)
	sum, err := hex.DecodeString(proof)
	if err != nil {
		return phone, fault.Field("/proof", "wrong_type", "The proof must be hex-encoded.")
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

// recordBringer records the person who submitted the piece, before its records are processed.
func (c *call) recordBringer(id people.CredentialID, raw []byte) error {
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
