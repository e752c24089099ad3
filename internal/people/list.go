package people

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
)

// AccountState is the progress of a person from account to first sign-in.
type AccountState string

// The states.
const (
	Waiting  AccountState = "waiting" // no open invitation and no password
	Asked    AccountState = "invited" // an invitation is open
	Expired  AccountState = "expired" // the invitation expired unused
	Come     AccountState = "come"    // has a password or a phone
	HasEnded AccountState = "ended"   // the account has ended
)

var _ = form.Set("person_state", Waiting, Asked, Expired, Come, HasEnded)

const mostRows = 1000

// AccountListed is an account as listed in the office.
type AccountListed struct {
	ID           string
	Login        string
	Name         string
	Language     string
	Organisation string
	Roles        string // those in force, comma-separated, distinct
	Grants       []Grant
	Version      int
	State        AccountState
	ExpiresAt    *db.Instant // of the invitation, while State is invited or expired
	Mine         bool        // the actor may change the account
	Steward      bool        // is a steward of the installation
	SecondFactor bool        // has a second factor
}

// Accounts lists the accounts in the actor's scope by name: those of their organisation with a role within their area,
// and those of organisations they founded in which no administrator has joined yet. Ended ones come last.
func Accounts(tx *db.Tx) ([]AccountListed, error) {
	return asFounder(tx, func() ([]AccountListed, error) { return accounts(tx) })
}

func accounts(tx *db.Tx) ([]AccountListed, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return nil, err
	}
	var rows []accountRow
	err := tx.Scopes(managedAccounts(tx), accountsInScope(tx)).Order("ended_at IS NOT NULL, name, login").
		Limit(mostRows).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	grants, err := grantsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	come, err := joinedAccounts(tx, ids)
	if err != nil {
		return nil, err
	}
	asked, err := lastInvitations(tx, ids)
	if err != nil {
		return nil, err
	}
	stewards, err := stewardsAmong(tx, ids)
	if err != nil {
		return nil, err
	}
	factors, err := withFactor(tx, ids)
	if err != nil {
		return nil, err
	}
	listed := make([]AccountListed, len(rows))
	for i, r := range rows {
		listed[i] = r.listed(grants[r.ID])
		listed[i].Roles = rolesIn(inForceAt(tx.Now, grants[r.ID]))
		listed[i].Mine = string(tx.Actor.Account) != r.ID && MayGrant(tx.Actor, grants[r.ID]) == nil
		listed[i].Steward, listed[i].SecondFactor = stewards[r.ID], factors[r.ID]
		listed[i].setState(r, come[r.ID], asked[r.ID], tx.Now)
	}
	return listed, nil
}

func (r accountRow) listed(grants []Grant) AccountListed {
	return AccountListed{
		ID: r.ID, Login: r.Login, Name: r.Name, Language: r.Language, Organisation: r.Organisation,
		Roles: rolesIn(grants), Grants: grants, Version: r.Version,
	}
}

// rolesIn returns the roles of grants, each once, separated by commas.
func rolesIn(grants []Grant) string {
	var roles []string
	for _, g := range grants {
		if !slices.Contains(roles, string(g.Role)) {
			roles = append(roles, string(g.Role))
		}
	}
	return strings.Join(roles, ",")
}

// setState sets the state of the account.
func (l *AccountListed) setState(r accountRow, come bool, asked *db.Instant, now db.Instant) {
	switch {
	case r.EndedAt != nil:
		l.State = HasEnded
	case come:
		l.State = Come
	case asked == nil:
		l.State = Waiting
	default:
		l.State, l.ExpiresAt = Asked, asked
		if !now.Before(asked.Time) {
			l.State = Expired
		}
	}
}

func grantsOf(tx *db.Tx, accounts []string) (map[string][]Grant, error) {
	var rows []grantRow
	err := tx.Where("account IN ?", accounts).Order("account, role, area_path").Find(&rows).Error
	grants := map[string][]Grant{}
	for _, g := range rows {
		grants[g.Account] = append(grants[g.Account], g.grant())
	}
	return grants, err
}

// joinedAccounts returns the accounts with a password or a phone.
func joinedAccounts(tx *db.Tx, accounts []string) (map[string]bool, error) {
	come := map[string]bool{}
	for _, kept := range []any{&credentialRow{}, &deviceCredentialRow{}} {
		var ids []string
		if err := tx.Model(kept).Where("account IN ?", accounts).Distinct().Pluck("account", &ids).Error; err != nil {
			return nil, err
		}
		for _, id := range ids {
			come[id] = true
		}
	}
	return come, nil
}

// lastInvitations returns the expiry of each account's last invitation that has no other end.
func lastInvitations(tx *db.Tx, accounts []string) (map[string]*db.Instant, error) {
	var rows []invitationRow
	ended := tx.Model(&invitationEndRow{}).Select("invitation")
	err := tx.Where("account IN ? AND id NOT IN (?)", accounts, ended).Find(&rows).Error
	open := make(map[string]*db.Instant, len(rows))
	for _, r := range rows {
		open[r.Account] = &r.ExpiresAt
	}
	return open, err
}

// OrganisationListed is an organisation as listed for its people.
type OrganisationListed struct {
	ID   actor.OrganisationID
	Name string
	Own  bool
	// LoginSuffix is the suffix of new logins, without its @; empty while there is no other organisation.
	LoginSuffix string
}

// Organisations lists the actor's own organisation, and those they founded in which no administrator has joined yet.
func Organisations(tx *db.Tx) ([]OrganisationListed, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return nil, err
	}
	var rows []organisationRow
	err := tx.Where("id = ? OR founder = ?", optional(string(tx.Actor.Organisation)), optional(string(tx.Actor.Account))).
		Order("name, id").Find(&rows).Error
	listed := make([]OrganisationListed, len(rows))
	for i, r := range rows {
		id := actor.OrganisationID(r.ID)
		suffix, _, err := suffixOf(tx, id)
		if err != nil {
			return nil, err
		}
		listed[i] = OrganisationListed{ID: id, Name: r.Name, Own: id == tx.Actor.Organisation, LoginSuffix: suffix}
	}
	return listed, err
}

// loginsLike returns the logins of an organisation that begin with one of the prefixes, for generating a unique one.
func loginsLike(tx *db.Tx, organisation actor.OrganisationID, beginnings []string) ([]string, error) {
	var all []string
	for some := range slices.Chunk(beginnings, mostRows/10) {
		var logins []string
		q := tx.Model(&accountRow{}).Where("organisation = ?", string(organisation)).Scopes(beginWith(some))
		if err := q.Pluck("login", &logins).Error; err != nil {
			return nil, err
		}
		all = append(all, logins...)
	}
	return all, nil
}

// beginWith uses range conditions, which an index supports; '~' sorts after every character of a login.
func beginWith(texts []string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		parts := make([]string, len(texts))
		args := make([]any, 0, 2*len(texts))
		for i, text := range texts {
			parts[i] = "(login >= ? AND login < ?)"
			args = append(args, text, text+"~")
		}
		return q.Where("("+strings.Join(parts, " OR ")+")", args...)
	}
}

// ExistingAccounts returns the existing accounts among ids, of any organisation. An empty id never exists.
func ExistingAccounts(tx *db.Tx, ids []actor.AccountID) (map[actor.AccountID]AccountListed, error) {
	there := map[actor.AccountID]AccountListed{}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id actor.AccountID) bool { return id == "" })
	for some := range slices.Chunk(ids, mostRows/2) {
		var rows []accountRow
		err := tx.AsProgram(func() error { return tx.Where("id IN ?", some).Find(&rows).Error })
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			there[actor.AccountID(r.ID)] = r.listed(nil)
		}
	}
	return there, nil
}

// CountActive returns the number of active accounts of the actor's organisation.
func CountActive(tx *db.Tx) (n int64, err error) {
	err = tx.Model(&accountRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where("ended_at IS NULL").Count(&n).Error
	return n, err
}
