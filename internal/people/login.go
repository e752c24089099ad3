package people

import (
	"regexp"
	"strconv"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Logins are unique per installation. With several organisations each new login ends with the organisation's own suffix
// (rahima@gosaba), so a conflict is possible within the organisation only and discloses no login of another. Existing
// logins are unchanged.

var loginShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}(@[a-z0-9]{2,24})?$`)

// mostSuffixes exceeds the number of organisations that can share a name.
const mostSuffixes = 10_000

type loginSuffixRow struct {
	Suffix       string `gorm:"primaryKey"`
	Organisation string
}

// TableName names the table of a row type.
func (loginSuffixRow) TableName() string { return "login_suffix" }

// Logins is the login namespace of an organisation: its suffix and the logins in use.
type Logins struct {
	Suffix string // without its @; empty while there is no other organisation
	taken  map[string]bool
}

// LoginsIn reads the suffix of an organisation and its logins with one of the prefixes. Logins of other organisations
// are not read.
func LoginsIn(tx *db.Tx, organisation actor.OrganisationID, beginnings []string) (Logins, error) {
	suffix, _, err := suffixOf(tx, organisation)
	l := Logins{Suffix: suffix, taken: map[string]bool{}}
	if err != nil {
		return l, err
	}
	own, err := asFounder(tx, func() ([]string, error) { return loginsLike(tx, organisation, beginnings) })
	for _, login := range own {
		if local, ending, _ := strings.Cut(login, "@"); ending == suffix {
			l.taken[local] = true
		}
	}
	return l, err
}

// Complete appends the organisation's suffix to a login; `login_suffix` for another suffix, whether such a login exists
// or not.
func (l Logins) Complete(login string) (string, error) {
	local, ending, has := strings.Cut(login, "@")
	if has && ending != l.Suffix {
		return "", fault.New(fault.Invalid, "login_suffix",
			"A login ends with the suffix of its own organisation, or has none.").
			At("/login").With("suffix", l.Suffix)
	}
	if l.Suffix == "" {
		return login, nil
	}
	return local + "@" + l.Suffix, nil
}

// Take reserves a login and reports whether it was free.
func (l Logins) Take(login string) bool {
	local, _, _ := strings.Cut(login, "@")
	free := !l.taken[local]
	l.taken[local] = true
	return free
}

// Free returns the login, or the first free one of login2, login3 …
func (l Logins) Free(login string) string {
	if !l.taken[login] {
		return login
	}
	for n := 2; ; n++ {
		if next := login + strconv.Itoa(n); !l.taken[next] {
			return next
		}
	}
}

// completeLogin returns the login for a new account of an organisation. The program itself (the command line) is not
// bound to suffixes: its operator can read all logins anyway.
func completeLogin(tx *db.Tx, in AccountAdd) (string, error) {
	if tx.Actor.System {
		return in.Login, nil
	}
	for range mostSuffixes {
		suffix, kept, err := suffixOf(tx, in.Organisation)
		if err != nil {
			return "", err
		}
		if suffix == "" || kept {
			return Logins{Suffix: suffix}.Complete(in.Login)
		}
		row := loginSuffixRow{Suffix: suffix, Organisation: string(in.Organisation)}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return "", err
		}
	}
	return "", fault.New(fault.Conflict, "changed_meanwhile",
		"This was changed meanwhile. Try again.").At("/login")
}

// suffixOf returns the login suffix of an organisation and whether it is stored; if not, the first free one. It is
// empty while there is no other organisation.
func suffixOf(tx *db.Tx, organisation actor.OrganisationID) (suffix string, kept bool, err error) {
	var others int64
	err = tx.Model(&organisationRow{}).Where("id <> ?", string(organisation)).Limit(1).Count(&others).Error
	if err != nil || others == 0 {
		return "", false, err
	}
	var rows []loginSuffixRow
	if err := tx.Find(&rows).Error; err != nil {
		return "", false, err
	}
	taken := map[string]bool{}
	for _, r := range rows {
		if r.Organisation == string(organisation) {
			return r.Suffix, true, nil
		}
		taken[r.Suffix] = true
	}
	var names []string
	err = tx.Model(&organisationRow{}).Where("id = ?", string(organisation)).Pluck("name", &names).Error
	first := suffixOfName(strings.Join(names, " "))
	for n := 1; n < mostSuffixes; n++ {
		suffix = first
		if n > 1 {
			suffix += strconv.Itoa(n)
		}
		if !taken[suffix] {
			break
		}
	}
	return suffix, false, err
}

// suffixOfName derives a suffix from a name: its first word with Latin letters, in lower case.
func suffixOfName(name string) string {
	const longest = 16
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		kept := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, word)
		if len(kept) > 1 {
			return kept[:min(len(kept), longest)]
		}
	}
	return "org"
}
