package people

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// The two-person rule. MayBeSecond is the only decision on who may be the second person; RequireSecond and AskSecond
// apply it. No other code compares the actor with the person of an earlier step: internal/second_test.go enforces that.

const (
	// LinkLength is the period in which an act of one account on another excludes both as each other's second person.
	LinkLength = 30 * 24 * time.Hour
	// SharedLength is the period in which a browser or phone counts as the first person's after their use of it.
	SharedLength = time.Hour
	// WaitLength replaces the second person where nobody in the organisation may be it.
	WaitLength = 72 * time.Hour
)

// FirstStep is the first step of a two-person act: who did it, and by which entry. The zero account is the program.
type FirstStep struct {
	Account actor.AccountID
	Entry   journal.EntryID // empty where it cannot be an entry of a phone
}

// SecondRule is one two-person act.
type SecondRule struct {
	First        FirstStep
	Also         []FirstStep          // further first steps, such as of who typed what another person wrote on paper
	Own          *fault.Fault         // fault for the first person
	Organisation actor.OrganisationID // whose members decide; empty: the actor's
	Roles        []actor.Role         // required of the second person, over AreaPath
	AreaPath     string
	Subject      string // shown to everyone in the organisation: a plan's or an account's name, nothing of a family
	NoWaiting    bool   // no wait replaces the second person
}

// Links are the acts of one account on another that the two-person rule considers.
const (
	linkCreated    = "created"
	linkInvited    = "invited"
	linkReset      = "reset"
	linkRole       = "role_given"
	linkReinstated = "reinstated"
)

type accountLinkRow struct {
	Entry        string `gorm:"primaryKey"`
	Account      string `gorm:"primaryKey"`
	MadeBy       string
	Deed         string `gorm:"primaryKey"`
	Organisation string
	MadeAt       db.Instant
}

// TableName names the table of a row type.
func (accountLinkRow) TableName() string { return "account_link" }

// link stores an act of the actor on an account of their organisation. Accounts of different organisations are never
// each other's second person, and the program is nobody's.
func link(tx *db.Tx, e journal.Entry, account, organisation, deed string) error {
	a := tx.Actor
	if a.System || string(a.Account) == account || string(a.Organisation) != organisation {
		return nil
	}
	return tx.Create(&accountLinkRow{
		Entry: string(e.ID), Account: account, MadeBy: string(a.Account), Deed: deed, Organisation: organisation,
		MadeAt: tx.Now,
	}).Error
}

// MayBeSecond rejects the actor as the second person after any of the first steps: the same person (own), an account
// that the first person created, invited, reset, reinstated or granted a role within LinkLength, or the reverse
// (`second_person_linked`), and the same browser or phone within SharedLength (`second_person_same_device`). The
// program itself is never rejected.
func MayBeSecond(tx *db.Tx, e journal.Entry, own *fault.Fault, firsts ...FirstStep) error {
	if tx.Actor.System {
		return nil
	}
	for _, first := range firsts {
		if first.Account == "" {
			continue
		}
		if first.Account == tx.Actor.Account {
			return own
		}
		linked, err := linkedTo(tx, first.Account)
		if err != nil {
			return err
		}
		if linked[string(tx.Actor.Account)] {
			return fault.New(fault.Conflict, "second_person_linked",
				"One of you two gave the other their account, password or role within 30 days: another person must do this.").
				With("days", int(LinkLength/(24*time.Hour)))
		}
		shared, err := sharesDevice(tx, e, first)
		if err != nil {
			return err
		}
		if shared {
			return fault.New(fault.Conflict, "second_person_same_device",
				"The first person used this browser or phone within the hour: use another one.")
		}
	}
	return nil
}

// NotOwn leaves out the rows of a query whose first step, by the account in a column, is the actor's own: they do not
// wait for the actor as second person.
func NotOwn(tx *db.Tx, column string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB { return q.Where(column+" <> ?", string(tx.Actor.Account)) }
}

// MayConfirm leaves out the rows whose first step the actor may not confirm: the actor's own, and those of accounts
// linked with the actor's. A browser or phone shared within the hour is checked on the second step only.
func MayConfirm(tx *db.Tx, columns ...string) (func(*gorm.DB) *gorm.DB, error) {
	linked, err := linkedTo(tx, tx.Actor.Account)
	excluded := append(slices.Sorted(maps.Keys(linked)), string(tx.Actor.Account))
	return func(q *gorm.DB) *gorm.DB {
		for _, column := range columns {
			q = q.Where("("+column+" IS NULL OR "+column+" NOT IN ?)", excluded)
		}
		return q
	}, err
}

// MayEverConfirm reports whether the actor may be the second person after first steps, now or when the link of two
// accounts has ended.
func MayEverConfirm(tx *db.Tx, firsts ...actor.AccountID) bool {
	return !tx.Actor.System && !slices.Contains(firsts, tx.Actor.Account)
}

// linkedTo returns the accounts linked with first by an act within LinkLength. The program is linked with nobody.
func linkedTo(tx *db.Tx, first actor.AccountID) (map[string]bool, error) {
	if first == "" {
		return map[string]bool{}, nil
	}
	var ids []string
	since, id := db.At(tx.Now.Add(-LinkLength)), string(first)
	err := tx.Raw(`SELECT account FROM account_link WHERE made_by = ? AND made_at > ?
		UNION SELECT made_by FROM account_link WHERE account = ? AND made_at > ?`, id, since, id, since).Scan(&ids).Error
	linked := make(map[string]bool, len(ids))
	for _, id := range ids {
		linked[id] = true
	}
	return linked, err
}

// sharesDevice reports whether the first person used the browser of this session within SharedLength, or performed the
// first step on this phone within SharedLength, by the phone's clock.
func sharesDevice(tx *db.Tx, e journal.Entry, first FirstStep) (bool, error) {
	if tx.Actor.Credential != "" {
		return samePhone(tx, e, first.Entry)
	}
	browser, err := hex.DecodeString(tx.Actor.Browser)
	if err != nil || len(browser) == 0 {
		return false, err
	}
	var n int64
	since := db.At(tx.Now.Add(-SharedLength))
	err = tx.Raw(`SELECT (SELECT COUNT(*) FROM browser_use WHERE browser = ? AND account = ? AND last_at > ?)
		+ (SELECT COUNT(*) FROM session WHERE browser = ? AND account = ? AND expires_at > ?)`,
		browser, string(first.Account), since, browser, string(first.Account), tx.Now).Scan(&n).Error
	return n > 0, err
}

func samePhone(tx *db.Tx, e journal.Entry, first journal.EntryID) (bool, error) {
	credential, at, err := journal.SentBy(tx, first)
	if err != nil || credential == "" {
		return false, err
	}
	apart := at.Sub(e.OccurredAt.Time).Abs()
	if apart >= SharedLength {
		return false, nil
	}
	var n int64
	err = tx.Model(&deviceCredentialRow{}).Where("id IN ?", []string{credential, tx.Actor.Credential}).
		Distinct("device").Count(&n).Error
	return n == 1, err
}

// RequireSecond checks that the actor may perform the second step of a two-person act. Where nobody in the organisation
// may, the act becomes a pending action that takes effect after WaitLength: then the outcome is deferred, and the
// caller must return it unchanged. With the zero outcome the act may proceed.
func RequireSecond(tx *db.Tx, e journal.Entry, rule SecondRule) (journal.Outcome, error) {
	released, err := released(tx, e.ID)
	if err != nil || released {
		return journal.Outcome{}, err
	}
	refused := MayBeSecond(tx, e, rule.Own, rule.firsts()...)
	if fault.Of(refused) == nil || rule.NoWaiting {
		return journal.Outcome{}, refused
	}
	someone, err := someoneMay(tx, rule)
	if err != nil || someone {
		return journal.Outcome{}, firstOf(err, refused)
	}
	return await(tx, e, rule, WaitLength)
}

// AskSecond makes an act of the actor a pending action that another person approves, or that takes effect after
// WaitLength where nobody may. With the zero outcome the act is released and may proceed.
func AskSecond(tx *db.Tx, e journal.Entry, rule SecondRule) (journal.Outcome, error) {
	released, err := released(tx, e.ID)
	if err != nil || released {
		return journal.Outcome{}, err
	}
	rule.First, rule.Also = FirstStep{Account: tx.Actor.Account, Entry: e.ID}, nil
	someone, err := someoneMay(tx, rule)
	if err != nil {
		return journal.Outcome{}, err
	}
	if someone {
		return await(tx, e, rule, 0)
	}
	return await(tx, e, rule, WaitLength)
}

// someoneMay reports whether an account of the organisation may be the second person: with one of the roles, with a
// password or phone, and neither a first person nor linked with one. A shared browser or phone is ignored, since it
// ends within the hour.
func someoneMay(tx *db.Tx, rule SecondRule) (bool, error) {
	excluded, err := rule.excluded(tx)
	if err != nil {
		return false, err
	}
	var rows []grantRow
	err = tx.Raw(`SELECT g.account, g.role, g.area_path FROM account_grant g JOIN account a ON a.id = g.account
		WHERE a.organisation = ? AND a.ended_at IS NULL AND g.role IN ? AND `+inForce+`
			AND (EXISTS (SELECT 1 FROM credential c WHERE c.account = a.id)
				OR EXISTS (SELECT 1 FROM device_credential d WHERE d.account = a.id
					AND NOT EXISTS (SELECT 1 FROM device_withdrawal w WHERE w.credential = d.id)))`,
		string(rule.organisation(tx)), rule.Roles, tx.Now).Scan(&rows).Error
	for _, g := range rows {
		if !excluded[g.Account] && strings.HasPrefix(rule.AreaPath, g.AreaPath) {
			return true, err
		}
	}
	return false, err
}

// firsts are all first steps of the act.
func (rule SecondRule) firsts() []FirstStep { return append([]FirstStep{rule.First}, rule.Also...) }

// excluded are the first persons and the accounts linked with them.
func (rule SecondRule) excluded(tx *db.Tx) (map[string]bool, error) {
	all := map[string]bool{}
	for _, first := range rule.firsts() {
		linked, err := linkedTo(tx, first.Account)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, linked)
		all[string(first.Account)] = true
	}
	return all, nil
}

func (rule SecondRule) organisation(tx *db.Tx) actor.OrganisationID {
	if rule.Organisation != "" {
		return rule.Organisation
	}
	return tx.Actor.Organisation
}
