package distribution_test

import (
	"regexp"
	"slices"
	"sync"
	"testing"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// written matches the first table of a statement; for the card that is the table of its inner query.
var written = regexp.MustCompile("(?i)set_config|(?:insert into|update|from) [\"`]?([a-z_]+)")

// The queue waits for each handover: its transaction has a fixed list of statements, and on Postgres four of them need a
// round trip (the claim, the card, the entitlement, the rest) before COMMIT. The control: one read more is noticed.
func TestAHandoverHasNoStatementTooMany(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 5)
		first, second := w.family(4), w.family(4)
		id := w.opened(w.proposal(5))
		want := []string{
			"set_config", "entry", "card_binding", "distribution", "handover", "movement", "leg", "balance", "balance", "outcome",
		}
		if w.s.Engine() == db.SQLite {
			want = []string{
				"entry", "entry_body", "unsealed", "card_binding", "distribution", "handover", "movement", "leg", "balance", "balance", "outcome",
			}
		}
		if got := w.statementsOf(first, id, distribution.Give); !slices.Equal(got, want) {
			w.Errorf("a handover has the statements\n%v, want\n%v", got, want)
		}
		slower := func(tx *db.Tx, e journal.Entry, in distribution.HandoverGive) (journal.Outcome, error) {
			var n int
			if err := tx.Raw("SELECT COUNT(*) FROM entitlement").Scan(&n).Error; err != nil {
				return journal.Outcome{}, err
			}
			return distribution.Give(tx, e, in)
		}
		if got := w.statementsOf(second, id, slower); len(got) != len(want)+1 {
			w.Errorf("with one read more: %v", got)
		}
	})
}

// statementsOf hands over to a family and returns the first table of each statement.
func (w *world) statementsOf(
	family household.ID, id distribution.ID, give func(*db.Tx, journal.Entry, distribution.HandoverGive) (journal.Outcome, error),
) (tables []string) {
	w.Helper()
	var mu sync.Mutex
	counting := w.options
	counting.Statements = func(sql string, _ int64) {
		mu.Lock()
		defer mu.Unlock()
		found := written.FindStringSubmatch(sql)
		switch {
		case found == nil:
			tables = append(tables, sql)
		case found[1] == "":
			tables = append(tables, found[0])
		default:
			tables = append(tables, found[1])
		}
	}
	before := w.s
	w.s = testkit.Open(w.T, counting)
	defer func() { w.s = before }()
	applied(w, take(w, distributor, as("handover.give", give), w.giving(id, family)))
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(tables)
}
