package paper_test

import (
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// withoutKey takes the primary key of paper_use away, as its owner.
func withoutKey(t *testing.T, engine db.Engine) db.Options {
	t.Helper()
	o := testkit.Fresh(t, engine)
	owner := testkit.Owner(t, o)
	run := func(statement string) {
		if _, err := owner.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if engine == db.Postgres {
		run("ALTER TABLE paper_use DROP CONSTRAINT paper_use_pkey")
		return o
	}
	var text string
	const query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'paper_use'"
	if err := owner.QueryRowContext(t.Context(), query).Scan(&text); err != nil {
		t.Fatal(err)
	}
	without := strings.Replace(text, "PRIMARY KEY (organisation, number),", "", 1)
	if without == text {
		t.Fatal("the key is not in the table's text: " + text)
	}
	run("DROP TABLE paper_use")
	run(without)
	return o
}

// The control: without the key, the race for a number has several winners.
func TestControlWithoutTheKeyTheRaceHasSeveralWinners(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := opened(t, testkit.Open(t, withoutKey(t, engine)))
		if n := o.race(3); n < 2 {
			t.Errorf("%d were entered", n)
		}
	})
}
