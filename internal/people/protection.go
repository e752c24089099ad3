package people

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/seal"
)

// The protection key of an organisation is drawn in the browser of its first protection officer. Phones seal to its
// public half. Its private half is kept wrapped to each officer's own key, and each officer's own key under a
// passphrase that is typed into their browser and sent nowhere: this program cannot open a note.

// mostWrapped is more than an age file around one key takes.
const mostWrapped = 4096

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
	Recipient string `json:"recipient" shape:"age"`
	Secret    []byte `json:"secret" format:"byte"` // an age file (scrypt) around the private half
}

// Validate checks the form.
func (in ProtectionJoin) Validate() error {
	if !seal.Recipient(in.Recipient) {
		return fault.Field("/recipient", "malformed_key", "This is no public half of a key.")
	}
	return wrappedWell("/secret", in.Secret)
}

// JoinProtection keeps an officer's own key, once: kind protection.join. It opens nothing before another officer, or
// who makes the organisation's key, wraps that one to it.
func JoinProtection(tx *db.Tx, e journal.Entry, in ProtectionJoin) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return journal.Outcome{}, err
	}
	return keptOnce(tx, &protectionOfficerRow{
		Account: string(tx.Actor.Account), Organisation: string(tx.Actor.Organisation), Recipient: in.Recipient,
		Secret: in.Secret, Entry: string(e.ID), JoinedAt: tx.Now,
	}, "already_joined", "You have a protection key already.")
}

// ProtectionFound is the payload of protection.found: the organisation's public key, and its private half wrapped to
// the officer who drew it.
type ProtectionFound struct {
	Recipient string `json:"recipient" shape:"age"`
	Wrapped   []byte `json:"wrapped" format:"byte"`
}

// Validate checks the form.
func (in ProtectionFound) Validate() error {
	if !seal.Recipient(in.Recipient) {
		return fault.Field("/recipient", "malformed_key", "This is no public half of a key.")
	}
	return wrappedWell("/wrapped", in.Wrapped)
}

// FoundProtection gives the actor's organisation its protection key, once: kind protection.found. Of two officers who
// do it at the same moment one is told protection_founded.
func FoundProtection(tx *db.Tx, e journal.Entry, in ProtectionFound) (journal.Outcome, error) {
	if err := joined(tx, tx.Actor.Account, "/recipient"); err != nil {
		return journal.Outcome{}, err
	}
	o, err := keptOnce(tx, &protectionKeyRow{
		Organisation: string(tx.Actor.Organisation), Recipient: in.Recipient, Entry: string(e.ID), MadeAt: tx.Now,
	}, "protection_founded", "Your organisation has a protection key already.")
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
	Wrapped []byte          `json:"wrapped" format:"byte"`
	// The request whose key it is wrapped to; empty: the officer's first key.
	Rejoin journal.EntryID `json:"rejoin,omitempty" format:"uuid"`
}

// Validate checks the form.
func (in ProtectionAdmit) Validate() error {
	if in.Account == "" {
		return fault.Field("/account", "required", "Say whom.")
	}
	return wrappedWell("/wrapped", in.Wrapped)
}

// AdmitProtection lets another officer open notes: kind protection.admit, by one who can.
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
	}, "already_admitted", "This person can open notes already.")
}

// joined says whether an officer of the actor's organisation has handed in a key.
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

func wrappedWell(path string, file []byte) error {
	if len(file) == 0 || len(file) > mostWrapped {
		return fault.Field(path, "malformed_key", "This is no wrapped key.").With("most_bytes", mostWrapped)
	}
	return nil
}

// ProtectionKey is the public half that notes of an organisation are sealed to; empty while it has none.
func ProtectionKey(tx *db.Tx, organisation actor.OrganisationID) (recipient string, err error) {
	err = tx.Model(&protectionKeyRow{}).Where("organisation = ?", string(organisation)).Limit(1).
		Pluck("recipient", &recipient).Error
	return recipient, err
}

// Protection is what an officer's browser needs to open notes and to let others open them.
type Protection struct {
	Recipient string
	Mine      string // the actor's own public key; empty while they have none
	Secret    []byte // its private half under their passphrase
	Wrapped   []byte // the organisation's private half for the actor; nil while nobody has let them in
	Asked     bool   // the actor asked to be admitted with a new key, and nobody has admitted it yet
	Officers  []ProtectionOfficer
}

// ProtectionOfficer is an officer who has a key of their own.
type ProtectionOfficer struct {
	Account   actor.AccountID
	Name      string
	Recipient string          // of the key to be admitted, where there is one
	Admitted  bool            // can open notes, as far as is known here
	Rejoin    journal.EntryID // their request to be admitted with a new key; empty: none
}

// ProtectionOf reads how the actor's organisation protects notes.
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
