package migrations_test

import (
	"fmt"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// The language of a consent is no closed set: a language is a folder of messages. Control: what is no code is refused.
func TestTheLanguageOfAConsentIsAnyCode(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, engine))}
		unbound := map[db.Engine]string{
			db.SQLite: "PRAGMA foreign_keys = 0", db.Postgres: "SET session_replication_role = replica", // the family is not there
		}
		f.run(unbound[engine])
		given := map[db.Engine]string{db.SQLite: "1", db.Postgres: "TRUE"}
		save := func(n int, language string) error {
			id := fmt.Sprintf("'018f0000-0000-7000-8000-%012d'", n)
			_, err := f.owner.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO household_consent
				(id, household, organisation, purpose, given, how, language, at, by, entry)
				VALUES (%s, %s, %s, 'registration', %s, 'read_by_me', '%s', 1, %s, %s)`,
				id, id, id, given[engine], language, id, id))
			return err
		}
		for i, language := range []string{"en", "bn", "ne", "sat"} {
			if err := save(i, language); err != nil {
				t.Errorf("%s: %v", language, err)
			}
		}
		for i, language := range []string{"", "n", "NE", "n1", "nepali", "ne "} {
			if save(10+i, language) == nil {
				t.Errorf("%q was saved", language)
			}
		}
	})
}
