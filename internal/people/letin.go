package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// WithheldLetIn is the payload of withheld.let_in: the entries pushed by a blocked phone are to be processed.
type WithheldLetIn struct {
	Credential CredentialID `json:"credential" format:"uuid"`
	Reason     string       `json:"reason" minLength:"1" maxLength:"1000" fault:"required"`
}

// Validate checks the form.
func (in WithheldLetIn) Validate() error { return form.Check(in) }

// LetIn applies withheld.let_in: a person confirms, with a reason, that a blocked phone was in good hands. This
// resolves its exception.
func LetIn(tx *db.Tx, e journal.Entry, in WithheldLetIn) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator, actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	if err := RequireManagedPhone(tx, in.Credential); err != nil {
		return journal.Outcome{}, err
	}
	phone, err := PhoneByCredential(tx, in.Credential)
	if err != nil {
		return journal.Outcome{}, err
	}
	asked := journal.Exception{Entry: journal.EntryID(phone.Entry), Kind: "device_withdrawn"}
	return journal.Applied(), journal.SettleKind(tx, e, asked, "let_in", in.Reason)
}
