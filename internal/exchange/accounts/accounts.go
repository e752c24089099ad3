// Package accounts imports a list of people: it validates each row with the actor's rights and submits an
// account.add for each new one.
package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// peopleLimits exceed the size of any organisation's list of people.
var peopleLimits = sheet.Limits{File: 1 << 20, Record: 16 << 10, Records: 500}

// PeopleOptions are the defaults of a list of people.
type PeopleOptions struct {
	Organisation actor.OrganisationID
	Area         string                // for rows without one, in the format of the column area
	Language     string                // for rows without one
	Encoding     sheet.Encoding        // of a list as text; UTF-8 by default
	RoleWords    map[string]actor.Role // display names of roles, in lower case; role codes are always accepted
}

// The statuses of a row.
const (
	PersonNew     = "new"   // would be added
	PersonExists  = "there" // added earlier from an identical row
	PersonInvalid = "wrong" // has problems and is not added
	PersonAdded   = "added" // added now
)

// PersonRow is one row of a list of people with its problems.
type PersonRow struct {
	Line       int             `json:"line"`
	State      string          `json:"state"     enum:"new,there,wrong,added"`
	Name       string          `json:"name"`
	Login      string          `json:"login"`
	Generated  bool            `json:"generated"` // the row has no login of its own
	Roles      []actor.Role    `json:"roles"     nullable:"false"`
	AreaName   string          `json:"area_name"` // empty: every area
	AreaNameBN string          `json:"area_name_bn"`
	AreaNameHI string          `json:"area_name_hi"`
	Language   string          `json:"language"`
	Problems   []PersonProblem `json:"problems"  nullable:"false"`
	account    people.AccountAdd
}

// PersonProblem is a problem of one column; an empty column means the whole row.
type PersonProblem struct {
	Column string `json:"column"`
	Code   string `json:"code" set:"fault_code"`
}

// PeopleList is a validated list of people.
type PeopleList struct {
	Rows []PersonRow `json:"rows" nullable:"false"`
}

// ReadPeople reads a list, CSV or XLSX, with the columns name, login, roles, area and language, of which name and roles
// are required, and validates each row with the actor's rights. It writes nothing. A row without a login gets one
// generated from the name. The account's id derives from the row's texts, so an identical row is recognised.
func ReadPeople(ctx context.Context, store *db.Store, a actor.Actor, file []byte, o PeopleOptions) (PeopleList, error) {
	records, err := sheet.ReadFile(ctx, file, o.Encoding, peopleLimits, peopleHeader)
	if err != nil {
		return PeopleList{}, err
	}
	folded := map[string]actor.Role{}
	for word, role := range o.RoleWords {
		folded[sheet.Fold(word)] = role
	}
	o.RoleWords = folded
	list := PeopleList{}
	err = store.Read(ctx, a, func(tx *db.Tx) error {
		if err := people.MayAddTo(tx, o.Organisation); err != nil {
			return err
		}
		j := &peopleValidator{tx: tx, options: o, seen: map[string]int{}, areas: map[string]areaMatch{}}
		list.Rows, err = j.all(records)
		return err
	})
	return list, err
}

var peopleHeader = sheet.Header{Columns: []string{"name", "roles"}, Name: func(cell string) string {
	return headers[sheet.Fold(cell)]
}}

// headers maps the accepted column names to the canonical ones.
var headers = map[string]string{
	"name": "name", "নাম": "name", "नाम": "name",
	"login": "login", "sign-in name": "login", "লগইন": "login", "लॉगिन": "login",
	"role": "roles", "roles": "roles", "ভূমিকা": "roles", "কাজ": "roles", "भूमिका": "roles", "काम": "roles",
	"area": "area", "place": "area", "এলাকা": "area", "इलाका": "area",
	"language": "language", "ভাষা": "language", "भाषा": "language",
}

// AddPeople submits an account.add for each new row and sets each row's status.
func AddPeople(
	ctx context.Context, table *intake.Table, store *db.Store, a actor.Actor, list PeopleList,
) (PeopleList, error) {
	var entries []journal.Entry
	var at []int
	for i, row := range list.Rows {
		if row.State != PersonNew {
			continue
		}
		payload, err := json.Marshal(row.account)
		if err != nil {
			return list, err
		}
		at = append(at, i)
		entries = append(entries, journal.Entry{
			ID: entryOfPerson(a, row.account.ID), Kind: "account.add", Schema: intake.Schema, OccurredAt: store.Now(),
			Payload: payload,
		})
	}
	verdicts, err := table.TakeMany(ctx, store, a, entries)
	for n, v := range verdicts {
		list.Rows[at[n]].settle(v)
	}
	return list, err
}

func (r *PersonRow) settle(v intake.Verdict) {
	decided := v.Outcome.Status
	if decided == journal.StatusDuplicate {
		decided = v.Outcome.Was
	}
	switch {
	case v.Malformed != nil:
		r.problem(v.Malformed)
	case decided == journal.StatusApplied:
		r.State = PersonAdded
	default:
		r.problem(&fault.Fault{Code: v.Outcome.Code, Path: v.Outcome.Path})
	}
}

// problem adds a fault to the column that its path names.
func (r *PersonRow) problem(f *fault.Fault) {
	column := strings.TrimPrefix(strings.TrimPrefix(f.Path, "/payload"), "/")
	switch {
	case column == "grants" && (f.Code == "out_of_scope" || f.Code == "area_unknown"):
		column = "area"
	case column == "grants":
		column = "roles"
	case !slices.Contains([]string{"name", "login", "language", "area", "roles"}, column):
		column = ""
	}
	r.State = PersonInvalid
	r.Problems = append(r.Problems, PersonProblem{Column: column, Code: f.Code})
}

// personID derives an account's id from the row's texts and the number of identical rows before it in the file.
func personID(o actor.OrganisationID, words []string, before int) actor.AccountID {
	sum := sha256.New()
	for _, word := range append([]string{"tripol account", string(o)}, words...) {
		fmt.Fprintf(sum, "%d:%s", len(word), word)
	}
	fmt.Fprint(sum, before)
	return actor.AccountID(intake.DerivedID(sum.Sum(nil)))
}

// entryOfPerson derives the entry's id, which includes the actor: another actor's rejected entry must not block this
// one.
func entryOfPerson(a actor.Actor, id actor.AccountID) journal.EntryID {
	sum := sha256.Sum256([]byte("tripol account.add " + string(a.Account) + " " + string(id)))
	return journal.EntryID(intake.DerivedID(sum[:]))
}
