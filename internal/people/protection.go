package people

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/seal"
)

// The protection key of an organisation is generated in the browser of its first protection officer. Phones encrypt to
// its public half. Its private half is stored encrypted to each officer's own key, and each officer's own key under a
// passphrase that never leaves their browser: this server cannot decrypt a note.

var _ = form.Format("age-recipient", "^age1[a-z0-9]{58}$", func(text string) error {
	if !seal.Recipient(text) {
		return fault.New(fault.Invalid, "malformed_key", "This is not a public key.")
	}
	return nil
})

type (
	protectionKeyRow struct {
		Organisation string `gorm:"primaryKey"`
		Recipient    string
		Entry        string
		MadeAt       db.Instant
	}
	protectionOfficerRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Recipient    string
		Secret       []byte
		Entry        string
		JoinedAt     db.Instant
	}
	protectionWrapRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Wrapped      []byte
		Entry        string
		AdmittedAt   db.Instant
	}
)

// TableName names the table of a row type.
func (protectionKeyRow) TableName() string     { return "protection_key" }
func (protectionOfficerRow) TableName() string { return "protection_officer" }
func (protectionWrapRow) TableName() string    { return "protection_wrap" }

// ProtectionJoin is the payload of protection.join: an officer's own public key, and its private half under their
// passphrase.
type ProtectionJoin struct {
	Recipient string `json:"recipient" shape:"age" format:"age-recipient" fault:"malformed_key"`
	Secret    []byte `json:"secret" format:"byte" minBytes:"1" maxBytes:"4096" fault:"malformed_key"` // an age file (scrypt) around the private half
}

// Validate checks the form.
func (in ProtectionJoin) Validate() error { return form.Check(in) }

// JoinProtection stores an officer's own key, once: kind protection.join. It decrypts nothing until the organisation's
// key is wrapped to it, by another officer or by the creator of that key.
func JoinProtection(tx *db.Tx, e journal.Entry, in ProtectionJoin) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	return keptOnce(tx, &protectionOfficerRow{
		Account: string(tx.Actor.Account), Organisation: string(tx.Actor.Organisation), Recipient: in.Recipient,
		Secret: in.Secret, Entry: string(e.ID), JoinedAt: tx.Now,
	}, "already_joined", "You already have a protection key.")
}

// ProtectionFound is the payload of protection.found: the organisation's public key, and its private half wrapped to
// the officer who generated it.
type ProtectionFound struct {
	Recipient string `json:"recipient" shape:"age" format:"age-recipient" fault:"malformed_key"`
	Wrapped   []byte `json:"wrapped" format:"byte" minBytes:"1" maxBytes:"4096" fault:"malformed_key"`
}

// Validate checks the form.
func (in ProtectionFound) Validate() error { return form.Check(in) }

// FoundProtection sets the protection key of the actor's organisation, once: kind protection.found. Of two concurrent
// officers one receives protection_founded.
func FoundProtection(tx *db.Tx, e journal.Entry, in ProtectionFound) (journal.Outcome, error) {
	if err := joined(tx, tx.Actor.Account, "/recipient"); err != nil {
		return journal.Outcome{}, err
	}
	o, err := keptOnce(tx, &protectionKeyRow{
		Organisation: string(tx.Actor.Organisation), Recipient: in.Recipient, Entry: string(e.ID), MadeAt: tx.Now,
	}, "protection_founded", "Your organisation already has a protection key.")
	if err != nil {
		return o, err
	}
	return o, tx.Create(&protectionWrapRow{
		Account: string(tx.Actor.Account), Organisation: string(tx.Actor.Organisation), Wrapped: in.Wrapped,
		Entry: string(e.ID), AdmittedAt: tx.Now,
	}).Error
}

// ProtectionAdmit is the payload of protection.admit: the organisation's private key, wrapped to another officer.
type ProtectionAdmit struct {
	Account actor.AccountID `json:"account" format:"uuid"`
	Wrapped []byte          `json:"wrapped" format:"byte" minBytes:"1" maxBytes:"4096" fault:"malformed_key"`
	// The request whose key it is wrapped to; empty for the officer's first key.
	Rejoin journal.EntryID `json:"rejoin,omitempty" format:"uuid"`
}

// Validate checks the form.
func (in ProtectionAdmit) Validate() error { return form.Check(in) }

// AdmitProtection admits another officer to the notes: kind protection.admit, by an admitted officer.
func AdmitProtection(tx *db.Tx, e journal.Entry, in ProtectionAdmit) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	may, err := canOpen(tx, tx.Actor.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !may {
		return journal.Outcome{}, fault.New(fault.Forbidden, "not_admitted", "You cannot open notes yourself yet.")
	}
	if err := joined(tx, in.Account, "/account"); err != nil {
		return journal.Outcome{}, err
	}
	if in.Rejoin != "" {
		return readmit(tx, e, in)
	}
	return keptOnce(tx, &protectionWrapRow{
		Account: string(in.Account), Organisation: string(tx.Actor.Organisation), Wrapped: in.Wrapped, Entry: string(e.ID),
		AdmittedAt: tx.Now,
	}, "already_admitted", "This person can already open notes.")
}

// joined checks that an officer of the actor's organisation has submitted a key.
func joined(tx *db.Tx, account actor.AccountID, path string) error {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return err
	}
	var n int64
	err := tx.Model(&protectionOfficerRow{}).
		Where("account = ? AND organisation = ?", string(account), string(tx.Actor.Organisation)).Count(&n).Error
	if err == nil && n == 0 {
		return fault.New(fault.Missing, "officer_key_missing", "This officer has no key of their own yet.").At(path)
	}
	return err
}

func keptOnce(tx *db.Tx, row any, code, message string) (journal.Outcome, error) {
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(row)
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, code, message)
	}
	return journal.Applied(), made.Error
}

// ProtectionKey returns the public key for the notes of an organisation; empty while it has none.
func ProtectionKey(tx *db.Tx, organisation actor.OrganisationID) (recipient string, err error) {
	err = tx.Model(&protectionKeyRow{}).Where("organisation = ?", string(organisation)).Limit(1).
		Pluck("recipient", &recipient).Error
	return recipient, err
}

// Protection is the data with which an officer's browser opens notes and admits others.
type Protection struct {
	Recipient string
	Mine      string // the actor's own public key; empty where there is none
	Secret    []byte // its private half, encrypted with their passphrase
	Wrapped   []byte // the organisation's private half, encrypted to the actor; nil until admitted
	Asked     bool   // the actor's request to be admitted with a new key is open
	Officers  []ProtectionOfficer
}

// ProtectionOfficer is an officer who has a key of their own.
type ProtectionOfficer struct {
	Account   actor.AccountID
	Name      string
	Recipient string          // public key to be admitted, if any
	Admitted  bool            // can open notes, as far as the server knows
	Rejoin    journal.EntryID // their open request to be admitted with a new key; empty: none
}

// ProtectionOf returns the state of note protection in the actor's organisation.
func ProtectionOf(tx *db.Tx) (p Protection, err error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return p, err
	}
	if p.Recipient, err = ProtectionKey(tx, tx.Actor.Organisation); err != nil {
		return p, err
	}
	own, err := ownKey(tx, tx.Actor.Account)
	if err != nil {
		return p, err
	}
	p.Mine, p.Secret, p.Wrapped = own.Recipient, own.Secret, own.Wrapped
	if p.Officers, err = protectionOfficers(tx); err != nil {
		return p, err
	}
	for _, o := range p.Officers {
		p.Asked = p.Asked || o.Rejoin != "" && o.Account == tx.Actor.Account
	}
	return p, nil
}
