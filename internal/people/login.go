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

// Logins are unique in the whole installation. Where it has several organisations, each login that one of them adds
// ends with the organisation's own suffix (rahima@gosaba): a login can be taken by one's own people only, and nobody
// learns the logins of others. Logins of before keep their form.

var loginShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}(@[a-z0-9]{2,24})?$`)

// mostSuffixes is more than organisations of one name can be.
const mostSuffixes = 10_000

type loginSuffixRow struct {
	Suffix       string `gorm:"primaryKey"`
	Organisation string
}

// TableName names the table of a row type.
func (loginSuffixRow) TableName() string { return "login_suffix" }

// Logins is what an organisation's logins look like, and which of them are taken.
type Logins struct {
	Suffix string // without its @; empty while the installation has no other organisation
	taken  map[string]bool
}

// LoginsIn reads what the logins of an organisation end with, and which of those that begin with one of the texts are
// taken. Other organisations' logins are not read.
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

// Complete gives a login with the organisation's suffix: `login_suffix` for one with another suffix, whether anybody
// has it or not.
func (l Logins) Complete(login string) (string, error) {
	local, ending, has := strings.Cut(login, "@")
	if has && ending != l.Suffix {
		return "", fault.New(fault.Invalid, "login_suffix",
			"A login ends with the suffix of its own organisation, or with none.").
			At("/login").With("suffix", l.Suffix)
	}
	if l.Suffix == "" {
		return login, nil
	}
	return local + "@" + l.Suffix, nil
}

// Take reports whether a login is free, and takes it.
func (l Logins) Take(login string) bool {
	local, _, _ := strings.Cut(login, "@")
	free := !l.taken[local]
	l.taken[local] = true
	return free
}

// Free gives the login, or the first of login2, login3 … that is free.
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

// completeLogin gives the login that an account of an organisation gets. The program itself, which is the command line,
// is not bound to suffixes: whoever runs it reads every login anyway.
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
		"Somebody has changed this meanwhile; try again.").At("/login")
}

// suffixOf gives the suffix of an organisation's logins, and whether it is kept yet; otherwise the first one that is
// free. It is empty while there is no other organisation.
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

// suffixOfName is the first word of a name that has Latin letters, in small ones.
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
