package accounts

import (
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/words"
)

// peopleValidator validates the rows of a list of people on one snapshot.
type peopleValidator struct {
	tx      *db.Tx
	options PeopleOptions
	seen    map[string]int // texts of a row → number of occurrences
	logins  people.Logins  // of the organisation; taken by an account or by a row above
	areas   map[string]areaMatch
}

// areaMatch is the result of resolving an area's name.
type areaMatch struct {
	path  string
	names words.Names
	fault *fault.Fault
}

func (j *peopleValidator) all(records []sheet.Record) ([]PersonRow, error) {
	rows := make([]PersonRow, len(records))
	var ids []actor.AccountID
	var beginnings []string
	for i, r := range records {
		row, err := j.read(r)
		if err != nil {
			return nil, err
		}
		rows[i] = row
		ids = append(ids, row.account.ID)
		if row.Login != "" {
			local, _, _ := strings.Cut(row.Login, "@")
			beginnings = append(beginnings, local)
		}
	}
	there, err := people.ExistingAccounts(j.tx, ids)
	if err != nil {
		return nil, err
	}
	if j.logins, err = people.LoginsIn(j.tx, j.options.Organisation, beginnings); err != nil {
		return nil, err
	}
	for i := range rows {
		if known, is := there[rows[i].account.ID]; is && rows[i].State != PersonInvalid {
			rows[i].State, rows[i].Login = PersonExists, known.Login
		}
	}
	j.judgeNew(rows)
	return rows, nil
}

// judgeNew validates the rows with a login of their own first, so that no generated login takes the login of a row
// below.
func (j *peopleValidator) judgeNew(rows []PersonRow) {
	for _, generated := range []bool{false, true} {
		for i := range rows {
			if rows[i].State == PersonNew && rows[i].Generated == generated {
				j.judge(&rows[i])
			}
		}
	}
}

// read decodes a row; an invalid value becomes a problem of its column.
func (j *peopleValidator) read(r sheet.Record) (PersonRow, error) {
	row := PersonRow{
		Line: r.Number, State: PersonNew, Name: sheet.NameText(r.Values["name"]),
		Login: strings.ToLower(sheet.WithoutInvisible(r.Values["login"])),
		Roles: []actor.Role{}, Problems: []PersonProblem{},
	}
	if r.Fault != nil {
		row.problem(r.Fault)
		return row, nil //nolint:nilerr // the row is at fault, not the list
	}
	row.Generated = row.Login == ""
	if row.Generated {
		row.Login = loginOf(row.Name)
	}
	row.readRoles(r.Values["roles"], j.options.RoleWords)
	row.readLanguage(r.Values["language"], j.options.Language)
	place, err := j.place(r.Values["area"])
	if err != nil {
		return row, err
	}
	if place.fault != nil {
		row.problem(place.fault)
	}
	row.AreaName, row.AreaNameBN, row.AreaNameHI = place.names.Name, place.names.NameBN, place.names.NameHI
	row.account = people.AccountAdd{
		Organisation: j.options.Organisation, Login: row.Login, Name: row.Name, Language: row.Language,
	}
	said := []string{row.Name, strings.ToLower(sheet.WithoutInvisible(r.Values["login"])), place.path, row.Language}
	for _, role := range row.Roles {
		row.account.Grants = append(row.account.Grants, people.Grant{Role: role, AreaPath: place.path})
		said = append(said, string(role))
	}
	key := strings.Join(said, "\x00")
	row.account.ID = personID(j.options.Organisation, said, j.seen[key])
	j.seen[key]++
	return row, nil
}

// judge validates a row like its account.add, and generates a missing login.
func (j *peopleValidator) judge(row *PersonRow) {
	if row.Generated {
		row.Login = j.logins.Free(row.Login)
	}
	login, err := j.logins.Complete(row.Login)
	if f := fault.Of(err); f != nil {
		row.problem(f)
		return
	}
	row.Login, row.account.Login = login, login
	if err := row.account.Validate(); err != nil {
		if f := fault.Of(err); f != nil {
			row.problem(f)
			return
		}
	}
	if err := people.MayGrant(j.tx.Actor, row.account.Grants); err != nil {
		if f := fault.Of(err); f != nil {
			row.problem(f)
		}
	}
	if !j.logins.Take(row.Login) {
		row.problem(fault.Field("/login", "login_taken", "This login is taken."))
	}
}

// loginOf generates a login from a name: first and last word, in Latin letters.
func loginOf(name string) string {
	var words []string
	for _, word := range household.LatinWords(name) {
		kept := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, word)
		if kept != "" {
			words = append(words, kept[:min(len(kept), 16)])
		}
	}
	switch {
	case len(words) == 0 || len(words) == 1 && len(words[0]) < 2:
		return "person"
	case len(words) == 1:
		return words[0]
	}
	return words[0] + "." + words[len(words)-1]
}

func (r *PersonRow) readRoles(text string, words map[string]actor.Role) {
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;|/+", c) })
	for _, part := range parts {
		word := sheet.Fold(part)
		role, known := words[word]
		if !known {
			role = actor.Role(strings.ReplaceAll(word, " ", "_"))
		}
		if !slices.Contains(actor.Roles, role) {
			r.problem(fault.Field("/roles", "unknown_role", "There is no such role."))
			continue
		}
		if !slices.Contains(r.Roles, role) {
			r.Roles = append(r.Roles, role)
		}
	}
	slices.Sort(r.Roles)
	if len(parts) == 0 {
		r.problem(fault.Field("/roles", "required", "A person needs a role."))
	}
}

func (r *PersonRow) readLanguage(text, otherwise string) {
	if text == "" {
		text = otherwise
	}
	text = strings.ToLower(strings.TrimSpace(sheet.WithoutInvisible(text)))
	language, known := words.ByName()[text]
	if !known {
		r.problem(fault.Field("/language", "unknown_language", "The language is one of "+words.Listed()+"."))
	}
	r.Language = string(language)
}

// place resolves the area of a row or of the options: by key, by path, or by a unique name.
func (j *peopleValidator) place(text string) (areaMatch, error) {
	if text == "" {
		text = j.options.Area
	}
	if known, is := j.areas[text]; is {
		return known, nil
	}
	place, err := j.find(text)
	if err == nil {
		j.areas[text] = place
	}
	return place, err
}

func (j *peopleValidator) find(text string) (areaMatch, error) {
	if text == "" {
		return areaMatch{fault: fault.Field("/area", "required", "The area is required.")}, nil
	}
	if text == "/" {
		return areaMatch{path: "/"}, nil
	}
	areas, err := area.Named(j.tx, text)
	switch {
	case err != nil:
		return areaMatch{}, err
	case len(areas) == 0:
		return areaMatch{fault: fault.Field("/area", "area_unknown", "There is no such area.")}, nil
	case len(areas) > 1:
		return areaMatch{fault: fault.Field("/area", "area_ambiguous", "Several areas have this name.")}, nil
	}
	return areaMatch{path: areas[0].Path, names: areas[0].Names()}, nil
}
