// Package people knows organisations, accounts, their roles and sessions, and turns a session into an actor; it does
// not know what an actor does with it.
package people

import (
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/migrations"
)

// Languages are the languages of the screens; the first is the one to fall back to.
var Languages = []string{"en", "bn", "hi"}

// mostGrants is more than anyone needs, and far fewer than one statement may carry.
const mostGrants = 100

// OrganisationAdd is the payload of organisation.add.
type OrganisationAdd struct {
	ID   actor.OrganisationID `json:"id" format:"uuid"`
	Name string               `json:"name"`
}

// Validate checks the form.
func (o OrganisationAdd) Validate() error {
	if o.ID == "" {
		return fault.Field("/id", "required", "An organisation needs an id.")
	}
	if strings.TrimSpace(o.Name) == "" || len(o.Name) > 200 {
		return fault.Field("/name", "required", "An organisation needs a name of at most 200 bytes.")
	}
	return nil
}

// AccountAdd is the payload of account.add. The password is never part of an entry; SetPassword keeps it apart.
type AccountAdd struct {
	ID           actor.AccountID      `json:"id" format:"uuid"`
	Organisation actor.OrganisationID `json:"organisation" format:"uuid"`
	Login        string               `json:"login"`
	Name         string               `json:"name"`
	Language     string               `json:"language" enum:"en,bn,hi"`
	Grants       []Grant              `json:"grants" nullable:"false"`
	Demo         bool                 `json:"demo,omitempty"`
}

// Grant is a role over an area and all below it; the path "/" is everywhere.
type Grant struct {
	Role     actor.Role `json:"role"`
	AreaPath string     `json:"area_path"`
}

// Validate checks the form.
func (a AccountAdd) Validate() error {
	switch {
	case a.ID == "":
		return fault.Field("/id", "required", "An account needs an id.")
	case a.Organisation == "":
		return fault.Field("/organisation", "required", "An account belongs to an organisation.")
	case !loginShape.MatchString(a.Login):
		return fault.Field(
			"/login",
			"login_shape",
			"A login is 2 to 40 of a-z, 0-9, dot, dash and underscore, and begins with a letter or digit.",
		)
	case strings.TrimSpace(a.Name) == "" || len(a.Name) > 200:
		return fault.Field("/name", "required", "An account needs a name of at most 200 bytes.")
	case !slices.Contains(Languages, a.Language):
		return fault.Field("/language", "unknown_language", "The language is en, bn or hi.")
	case len(a.Grants) == 0:
		return fault.Field("/grants", "required", "An account needs at least one role.")
	}
	return checkGrants(a.Grants)
}

func checkGrants(grants []Grant) error {
	if len(grants) > mostGrants {
		return fault.Field("/grants", "too_many", "These are too many roles.").With("most", mostGrants)
	}
	for _, g := range grants {
		if !slices.Contains(actor.Roles, g.Role) {
			return fault.Field("/grants", "unknown_role", "One of the roles does not exist.")
		}
		if !strings.HasPrefix(g.AreaPath, "/") || !strings.HasSuffix(g.AreaPath, "/") {
			return fault.Field("/grants", "area_path", "A role's area is a path that begins and ends with a slash.")
		}
	}
	return nil
}

type (
	organisationRow struct {
		ID        string `gorm:"primaryKey"`
		Name      string
		Founder   *string
		Entry     string
		CreatedAt db.Instant
	}
	accountRow struct {
		ID           string `gorm:"primaryKey"`
		Organisation string
		Login        string
		Name         string
		Language     string
		Demo         bool
		Entry        string
		CreatedAt    db.Instant
		EndedAt      *db.Instant
		Version      int
	}
	grantRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Role         string `gorm:"primaryKey"`
		AreaPath     string `gorm:"primaryKey"`
	}
	credentialRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Hash         string
		SetAt        db.Instant
	}
)

// TableName names the table of a row type.
func (organisationRow) TableName() string { return "organisation" }
func (accountRow) TableName() string      { return "account" }
func (grantRow) TableName() string        { return "account_grant" }
func (credentialRow) TableName() string   { return "credential" }

// AddOrganisation lets an organisation in. Who does so looks after its people until the first of them has come.
func AddOrganisation(tx *db.Tx, e journal.Entry, in OrganisationAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	row := organisationRow{
		ID: string(in.ID), Name: strings.TrimSpace(in.Name), Founder: optional(string(tx.Actor.Account)),
		Entry: string(e.ID), CreatedAt: tx.Now,
	}
	added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if added.Error == nil && added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate", "This organisation is already there.").
			At("/id")
	}
	if added.Error != nil {
		return journal.Outcome{}, added.Error
	}
	return journal.Applied(), beginEffort(tx)
}

// effortRow is one disaster's relief.
type effortRow struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	CreatedAt db.Instant
}

// TableName names the table of a row type.
func (effortRow) TableName() string { return "effort" }

// beginEffort opens the effort that every row belongs to by default, with the first organisation: a database that
// nobody has used yet stays empty, so that a backup can be restored into it.
func beginEffort(tx *db.Tx) error {
	return tx.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&effortRow{ID: migrations.DefaultEffort, CreatedAt: tx.Now}).Error
}

// Roles are those the payload gives.
func (a AccountAdd) Roles() []Grant { return a.Grants }

// Roles are those the payload gives.
func (b OrganisationFound) Roles() []Grant { return b.Account.Grants }

// AddAccount makes an account with its roles. It cannot sign in until it has a password: by an invitation, or by
// SetPassword. People are added to one's own organisation, or to one that the actor let in and where nobody has come
// yet, with roles that the actor may give; the program itself adds to any. The outcome carries the login, which may end
// with the organisation's suffix.
func AddAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return addAccount(tx, e, in) })
}

func addAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (journal.Outcome, error) {
	if err := tx.Actor.Must(managers...); err != nil {
		return journal.Outcome{}, err
	}
	if err := mayAddTo(tx, in); err != nil {
		return journal.Outcome{}, err
	}
	if err := MayGive(tx.Actor, in.Grants); err != nil {
		return journal.Outcome{}, err
	}
	if isOfficer(in.Grants) && !in.Demo {
		deed := officerDeed{"officer_appointed", string(in.ID), in.Login, string(in.Organisation)}
		if o, err := deed.secondFor(tx, e); err != nil || o.Status != "" {
			return o, err
		}
	}
	row, err := keepAccount(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := giveRoles(tx, row, in.Grants); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("login", row.Login), firstSteward(tx, e, in)
}

// keepAccount stores an account under its completed login: `login_taken` when one of the organisation's people has it.
func keepAccount(tx *db.Tx, e journal.Entry, in AccountAdd) (accountRow, error) {
	login, err := completeLogin(tx, in)
	if err != nil {
		return accountRow{}, err
	}
	row := accountRow{
		ID: string(in.ID), Organisation: string(in.Organisation), Login: login, Name: strings.TrimSpace(in.Name),
		Language: in.Language, Demo: in.Demo, Entry: string(e.ID), CreatedAt: tx.Now, Version: 1,
	}
	added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if added.Error != nil {
		return accountRow{}, added.Error
	}
	if added.RowsAffected == 0 {
		return accountRow{}, fault.New(fault.Conflict, "login_taken", "This login is taken; choose another.").At("/login")
	}
	return row, link(tx, e, row.ID, row.Organisation, linkCreated)
}

func mayAddTo(tx *db.Tx, in AccountAdd) error {
	if tx.Actor.System {
		return nil
	}
	foreign := fault.NotFound("organisation").At("/organisation")
	if in.Demo {
		return foreign
	}
	if in.Organisation == tx.Actor.Organisation {
		return nil
	}
	founded := tx.Model(&organisationRow{}).
		Where("id = ? AND founder = ?", string(in.Organisation), string(tx.Actor.Account)).
		UpdateColumn("name", gorm.Expr("name"))
	if founded.Error == nil && founded.RowsAffected == 0 {
		return foreign
	}
	return founded.Error
}

// LooksAfter refuses an organisation that the actor adds no people to, as if it were not there.
func LooksAfter(tx *db.Tx, id actor.OrganisationID) error {
	if tx.Actor.System || id == tx.Actor.Organisation {
		return nil
	}
	var founded int64
	err := tx.Model(&organisationRow{}).
		Where("id = ? AND founder = ?", string(id), optional(string(tx.Actor.Account))).Count(&founded).Error
	if err == nil && founded == 0 {
		return fault.NotFound("organisation").At("/organisation")
	}
	return err
}

// Names returns the names of accounts by their ids, of any organisation: a store's ledger or an exception also names
// people of the other organisation. The caller has read the ids from rows in the actor's scope.
func Names(tx *db.Tx, ids []string) (map[string]string, error) {
	var rows []accountRow
	err := tx.AsProgram(func() error { return tx.Select("id, name").Where("id IN ?", ids).Find(&rows).Error })
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// OrganisationNames gives the names of organisations; they are not personal.
func OrganisationNames(tx *db.Tx) (map[string]string, error) {
	var rows []organisationRow
	err := tx.Find(&rows).Error
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// HasDemo says whether the database was made by `tripol demo`.
func HasDemo(tx *db.Tx) (bool, error) {
	var n int64
	err := tx.Model(&accountRow{}).Where("demo = ?", true).Limit(1).Count(&n).Error
	return n > 0, err
}

// ByLogin gives an account's id and organisation, for the command line.
func ByLogin(tx *db.Tx, login string) (actor.AccountID, actor.OrganisationID, error) {
	var row accountRow
	found := tx.Where("login = ?", login).Limit(1).Find(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		return "", "", fault.NotFound("account")
	}
	return actor.AccountID(row.ID), actor.OrganisationID(row.Organisation), found.Error
}

// OrganisationByName finds an organisation by its exact name; not found is an empty id, not an error.
func OrganisationByName(tx *db.Tx, name string) (actor.OrganisationID, error) {
	var row organisationRow
	err := tx.Where("name = ?", name).Limit(1).Find(&row).Error
	return actor.OrganisationID(row.ID), err
}
