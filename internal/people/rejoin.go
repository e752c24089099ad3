package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// A protection officer who lost the passphrase generates a new key of their own and requests to be admitted with it.
// Only another officer who can open notes can admit it: the private half of the organisation's key exists nowhere else,
// and a password reset discloses no note. Without such an officer the notes are lost.

type (
	protectionRejoinRow struct {
		Entry        string `gorm:"primaryKey"`
		Account      string
		Organisation string
		Recipient    string
		Secret       []byte
		AskedAt      db.Instant
	}
	protectionReadmissionRow struct {
		Rejoin       string `gorm:"primaryKey"`
		Account      string
		Organisation string
		Wrapped      []byte
		Entry        string
		AdmittedBy   string
		AdmittedAt   db.Instant
	}
)

// TableName names the table of a row type.
func (protectionRejoinRow) TableName() string      { return "protection_rejoin" }
func (protectionReadmissionRow) TableName() string { return "protection_readmission" }

// ProtectionRejoin is the payload of protection.rejoin: a new key pair, as in protection.join.
type ProtectionRejoin struct {
	Recipient string `json:"recipient" shape:"age" format:"age-recipient" fault:"malformed_key"`
	Secret    []byte `json:"secret" format:"byte" minBytes:"1" maxBytes:"4096" fault:"malformed_key"` // an age file (scrypt) around the private half
}

// Validate checks the form.
func (in ProtectionRejoin) Validate() error { return form.Check(in) }

// RejoinProtection stores an officer's request to be admitted with a new key: kind protection.rejoin. The earlier key
// stays usable until then. `no_other_officer` where nobody else can open notes. It raises an exception, since the
// request may come from somebody who only has the officer's password.
func RejoinProtection(tx *db.Tx, e journal.Entry, in ProtectionRejoin) (journal.Outcome, error) {
	if err := joined(tx, tx.Actor.Account, "/recipient"); err != nil {
		return journal.Outcome{}, err
	}
	officers, err := protectionOfficers(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !anotherOpens(officers, tx.Actor.Account) {
		return journal.Outcome{}, fault.New(fault.Conflict, "no_other_officer",
			"No other protection officer can open the notes, so nobody can admit you.")
	}
	err = tx.Create(&protectionRejoinRow{
		Entry: string(e.ID), Account: string(tx.Actor.Account), Organisation: string(tx.Actor.Organisation),
		Recipient: in.Recipient, Secret: in.Secret, AskedAt: tx.Now,
	}).Error
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), journal.Raise(tx, journal.Exception{
		Kind: officerRejoin, Entry: e.ID, Organisation: tx.Actor.Organisation, Audience: journal.ForProtection,
		Details: RejoinDetails{Account: tx.Actor.Account},
	})
}

// anotherOpens reports whether another officer can open notes, as far as the server knows: one with an open request
// cannot.
func anotherOpens(officers []ProtectionOfficer, than actor.AccountID) bool {
	for _, o := range officers {
		if o.Admitted && o.Rejoin == "" && o.Account != than {
			return true
		}
	}
	return false
}

// readmit admits the newest request of an officer. The two-person rule decides who may: an administrator who reset the
// officer's password and is an officer too may not.
func readmit(tx *db.Tx, e journal.Entry, in ProtectionAdmit) (journal.Outcome, error) {
	o, err := RequireSecond(tx, e, SecondRule{
		First: FirstStep{Account: in.Account, Entry: in.Rejoin}, NoWaiting: true, // nobody else has the key
		Own: fault.New(fault.Conflict, "second_person_needed", "Another officer than you must admit you.").At("/account"),
	})
	if err != nil || o.Status != "" {
		return o, err
	}
	officers, err := protectionOfficers(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	for _, o := range officers {
		if o.Account == in.Account && o.Rejoin == in.Rejoin {
			return keptOnce(tx, &protectionReadmissionRow{
				Rejoin: string(in.Rejoin), Account: string(in.Account), Organisation: string(tx.Actor.Organisation),
				Wrapped: in.Wrapped, Entry: string(e.ID), AdmittedBy: string(tx.Actor.Account), AdmittedAt: tx.Now,
			}, "already_admitted", "This person can already open notes.")
		}
	}
	return journal.Outcome{}, fault.New(fault.Conflict, "rejoin_changed",
		"This is not the officer's newest request, or it has already been admitted.").At("/rejoin")
}

// ownedKey is an officer's own key in force: the newest admitted one.
type ownedKey struct {
	Recipient string
	Secret    []byte
	Wrapped   []byte // the organisation's private half; nil until the officer is admitted
}

func ownKey(tx *db.Tx, account actor.AccountID) (k ownedKey, err error) {
	again := tx.Raw(`SELECT r.recipient, r.secret, m.wrapped FROM protection_readmission m
		JOIN protection_rejoin r ON r.entry = m.rejoin WHERE m.account = ?
		ORDER BY m.admitted_at DESC, m.rejoin DESC LIMIT 1`,
		string(account)).Scan(&k)
	if again.Error != nil || again.RowsAffected > 0 {
		return k, again.Error
	}
	return k, tx.Raw(`SELECT o.recipient, o.secret, w.wrapped FROM protection_officer o
		LEFT JOIN protection_wrap w ON w.account = o.account WHERE o.account = ?`, string(account)).Scan(&k).Error
}

// canOpen reports whether an account has been admitted to the organisation's key.
func canOpen(tx *db.Tx, account actor.AccountID) (bool, error) {
	k, err := ownKey(tx, account)
	return len(k.Wrapped) > 0, err
}

// protectionOfficers lists the officers of the actor's organisation who have a key of their own and may still act, with
// their open requests: those newer than everything admitted.
func protectionOfficers(tx *db.Tx) (officers []ProtectionOfficer, err error) {
	err = tx.Raw(`SELECT o.account, a.name, o.recipient, (w.account IS NOT NULL OR EXISTS (
				SELECT 1 FROM protection_readmission m WHERE m.account = o.account)) AS admitted
		FROM protection_officer o JOIN account a ON a.id = o.account LEFT JOIN protection_wrap w ON w.account = o.account
		WHERE o.organisation = ? AND a.ended_at IS NULL
			AND EXISTS (SELECT 1 FROM account_grant g WHERE g.account = o.account AND g.role = ? AND `+inForce+`)
		ORDER BY o.joined_at, o.account`,
		string(tx.Actor.Organisation), string(actor.ProtectionOfficer), tx.Now).Scan(&officers).Error
	if err != nil {
		return nil, err
	}
	asked, err := openRejoins(tx)
	for i, o := range officers {
		if r, asks := asked[o.Account]; asks {
			officers[i].Recipient, officers[i].Rejoin = r.Recipient, journal.EntryID(r.Entry)
		}
	}
	return officers, err
}

// openRejoins returns each officer's newest request, where it is newer than the last admission.
func openRejoins(tx *db.Tx) (map[actor.AccountID]protectionRejoinRow, error) {
	var rows []protectionRejoinRow
	err := tx.Raw(`SELECT r.entry, r.account, r.recipient FROM protection_rejoin r WHERE r.organisation = ?
		AND NOT EXISTS (SELECT 1 FROM protection_readmission m JOIN protection_rejoin admitted ON admitted.entry = m.rejoin
			WHERE m.account = r.account AND admitted.asked_at >= r.asked_at)
		ORDER BY r.asked_at, r.entry`, string(tx.Actor.Organisation)).Scan(&rows).Error
	newest := make(map[actor.AccountID]protectionRejoinRow, len(rows))
	for _, r := range rows {
		newest[actor.AccountID(r.Account)] = r
	}
	return newest, err
}
