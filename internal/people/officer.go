package people

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// A protection officer can open every sealed note of their organisation. Appointing or reinstating one, and resetting
// one's password, therefore require two persons, and each raises an exception for protection officers and
// administrators.

// officerApprovers may be the second person for an officer's appointment or reset.
var officerApprovers = []actor.Role{actor.Administrator, actor.ProtectionOfficer}

func isOfficer(grants []Grant) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool { return g.Role == actor.ProtectionOfficer })
}

// moreOfficer reports whether an account is a protection officer somewhere it was not before.
func moreOfficer(before, after []Grant) bool {
	return slices.ContainsFunc(after, func(g Grant) bool {
		return g.Role == actor.ProtectionOfficer && !held(before, g)
	})
}

// officerOperation is an operation on a protection officer's account.
type officerOperation struct {
	raises       string // kind of exception; empty: none
	account      string
	login        string
	organisation string
}

func deedOn(h lockedAccount, raises string) officerOperation {
	return officerOperation{raises: raises, account: h.ID, login: h.Login, organisation: h.Organisation}
}

// secondFor returns the zero outcome once a second person approved the operation, or the wait is over, and raises its
// exception. The first officer of an organisation without other members needs no second person: there is nobody to
// deceive.
func (d officerOperation) secondFor(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	first, err := d.firstSetup(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !first && !tx.Actor.System && d.organisation != string(tx.Actor.Organisation) {
		return journal.Outcome{}, fault.New(fault.Conflict, "second_person_needed",
			"Further protection officers are appointed by people of that organisation.").At("/grants")
	}
	if !first {
		o, err := AskSecond(tx, e, SecondRule{
			Organisation: actor.OrganisationID(d.organisation), Roles: officerApprovers, AreaPath: "/", Subject: d.login,
		})
		if err != nil || o.Status != "" {
			return o, err
		}
	}
	if d.raises == "" {
		return journal.Outcome{}, nil
	}
	by, err := ApprovedBy(tx, e.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Outcome{}, journal.Raise(tx, journal.Exception{
		Kind: d.raises, Entry: e.ID, Organisation: actor.OrganisationID(d.organisation), Audience: journal.ForProtection,
		Details: OfficerDetails{Account: actor.AccountID(d.account), AskedBy: e.Author, ApprovedBy: by},
	})
}

// firstSetup reports whether the organisation has no protection officer and no member besides the actor who has joined.
// The command line also appoints the first officer where nobody may be the second person.
func (d officerOperation) firstSetup(tx *db.Tx) (bool, error) {
	if tx.Actor.System {
		return d.firstByProgram(tx)
	}
	var others int64
	err := tx.Raw(`SELECT COUNT(*) FROM account a WHERE a.organisation = ? AND a.id <> ? AND a.id <> ? AND (
			EXISTS (SELECT 1 FROM credential c WHERE c.account = a.id)
			OR EXISTS (SELECT 1 FROM device_credential p WHERE p.account = a.id)
			OR EXISTS (SELECT 1 FROM account_grant g WHERE g.account = a.id AND g.role = ?))`,
		d.organisation, d.account, zeroAccount(tx.Actor.Account), string(actor.ProtectionOfficer)).Scan(&others).Error
	return others == 0, err
}

func (d officerOperation) firstByProgram(tx *db.Tx) (bool, error) {
	var officers int64
	err := tx.Raw(`SELECT COUNT(*) FROM account_grant g JOIN account a ON a.id = g.account
		WHERE a.organisation = ? AND a.id <> ? AND g.role = ?`,
		d.organisation, d.account, string(actor.ProtectionOfficer)).Scan(&officers).Error
	if err != nil || officers > 0 {
		return false, err
	}
	someone, err := someoneMay(tx, SecondRule{
		Organisation: actor.OrganisationID(d.organisation), Roles: officerApprovers, AreaPath: "/",
	})
	return !someone, err
}

func zeroAccount(id actor.AccountID) string {
	if id == "" {
		return "00000000-0000-0000-0000-000000000000"
	}
	return string(id)
}

// NeedsSecond reports whether appointing a protection officer requires a second person, and whether somebody in the
// organisation may be that person when the program asks: for a prompt of the command line.
func NeedsSecond(tx *db.Tx, organisation actor.OrganisationID) (needed, someone bool, err error) {
	first, err := officerOperation{account: zeroAccount(""), organisation: string(organisation)}.firstSetup(tx)
	if err != nil || first {
		return false, false, err
	}
	someone, err = someoneMay(tx, SecondRule{Organisation: organisation, Roles: officerApprovers, AreaPath: "/"})
	return true, someone, err
}

// resetTrusted requires the second person for resetting the password of a protection officer or steward.
func (h lockedAccount) resetTrusted(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	deed := deedOn(h, officerReset)
	if !isOfficer(h.grants) {
		steward, err := isSteward(tx, h.ID)
		if err != nil || !steward {
			return journal.Outcome{}, err
		}
		deed.raises = ""
	}
	var has int64
	err := tx.Model(&credentialRow{}).Where("account = ?", h.ID).Count(&has).Error
	if err != nil || has == 0 {
		return journal.Outcome{}, err
	}
	return deed.secondFor(tx, e)
}
