package intake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
	"tripol/internal/testkit/fixture"
)

const (
	hasnabad   = "/19/303/2738/"
	amlani     = area.Key("panchayat:wb-gp:2738-01")
	barunhat   = area.Key("panchayat:wb-gp:2738-02")
	hingalganj = area.Key("block:2739") // out of the worker's reach
)

// side is one of two databases that receive the same entries, in batches or one by one.
type side struct {
	*fixture.World
}

func newSide(t *testing.T, engine db.Engine) *side {
	t.Helper()
	return sideOf(t, testkit.Open(t, testkit.Fresh(t, engine)))
}

func sideOf(t *testing.T, store *db.Store) *side {
	t.Helper()
	w := &side{fixture.New(t, store)}
	w.Areas(testkit.WestBengal, testkit.North, testkit.Hasnabad, testkit.Hingalganj, testkit.Amlani, testkit.Barunhat)
	return w
}

func (w *side) together(a actor.Actor, batch []journal.Entry) []string {
	w.Helper()
	verdicts, err := w.Intake.TakeMany(w.Context(), w.Store, a, batch)
	if err != nil || len(verdicts) != len(batch) {
		w.Fatalf("%d verdicts of %d: %v", len(verdicts), len(batch), err)
	}
	said := make([]string, len(batch))
	for i, v := range verdicts {
		said[i] = spell(w.T, v)
	}
	return said
}

func (w *side) oneByOne(a actor.Actor, batch []journal.Entry) (said []string) {
	w.Helper()
	for _, e := range batch {
		said = append(said, w.together(a, []journal.Entry{e})...)
	}
	return said
}

func spell(t *testing.T, v intake.Verdict) string {
	t.Helper()
	if v.Malformed != nil {
		return v.Malformed.Error()
	}
	text, err := json.Marshal(v.Outcome)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// kept is the complete state left by entries, except times, salts and random ids.
var kept = []string{
	"SELECT id, kind, schema, author, organisation, device, device_seq, pack, occurred_at FROM entry WHERE kind <> 'area.put' ORDER BY id",
	"SELECT entry, payload FROM entry_body WHERE entry IN (SELECT id FROM entry WHERE kind <> 'area.put') ORDER BY entry",
	"SELECT entry, kind, subject, organisation FROM entry_subject ORDER BY entry, kind, subject",
	"SELECT entry, n, status, code, path, message, numbers FROM outcome WHERE entry IN (SELECT id FROM entry WHERE kind <> 'area.put') ORDER BY entry, n",
	"SELECT entry FROM unsealed WHERE entry IN (SELECT id FROM entry WHERE kind <> 'area.put') ORDER BY entry",
	"SELECT kind, entry, organisation, area_path, details FROM exception ORDER BY entry, kind, organisation, details",
	"SELECT id, organisation, area, area_path, name, phone, phone_of, women, boys, criteria, house, not_same_as, registered_by, entry FROM household ORDER BY id",
	"SELECT household, purpose, given, how, language, by, entry FROM household_consent ORDER BY household",
	"SELECT household, kind, key, organisation, area_path FROM household_key ORDER BY household, kind, key",
	"SELECT id, household, grade, organisation, area_path, entry FROM assessment ORDER BY id",
	"SELECT id, household, grade, organisation, source, reported_by, entry FROM reported_damage ORDER BY id",
}

func (w *side) rows() (all []string) {
	w.Helper()
	err := w.Store.Read(w.Context(), actor.System(), func(tx *db.Tx) error {
		all = nil
		for _, query := range kept {
			var rows []map[string]any
			if err := tx.Raw(query).Scan(&rows).Error; err != nil {
				return err
			}
			for _, row := range rows {
				all = append(all, fmt.Sprintf("%.25s: %v", query, row))
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return all
}

// b13 returns the differences between the same entries taken in batches and taken one by one.
func b13(together, alone *side, sent []delivery) (broken []string) {
	for _, d := range sent {
		broken = append(broken, differences(together.together(d.who, d.batch), alone.oneByOne(d.who, d.batch))...)
	}
	return append(broken, differences(together.rows(), alone.rows())...)
}

func differences(a, b []string) (different []string) {
	if len(a) != len(b) {
		different = append(different, fmt.Sprintf("%d together, %d one by one", len(a), len(b)))
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			different = append(different, fmt.Sprintf("together %s\none by one %s", a[i], b[i]))
		}
	}
	return different
}

func TestB13_ABatchIsWhatItsRecordsAreOneByOne(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		together, alone := newSide(t, engine), newSide(t, engine)
		sent := newSender(t).deliveries(testkit.Scale(1000))
		for i, broken := range b13(together, alone, sent) {
			if t.Error(broken); i > 5 {
				break
			}
		}
		t.Logf("%d batches", len(sent))
		verified(t, together)
	})
}

func verified(t *testing.T, w *side) {
	t.Helper()
	err := w.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		for _, verify := range []func(*db.Tx) ([]journal.Violation, error){journal.Verify, household.Verify} {
			found, err := verify(tx)
			if err != nil {
				return err
			}
			for _, f := range found {
				t.Errorf("verify: %+v", f)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Faulty bulk functions: each must fail the comparison above.
var wrongBulks = map[string]func(journal.Bulk) journal.Bulk{
	"all or nothing": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) (results []journal.Result, err error) {
			refused, broken := tx.Savepoint(func() error {
				if results, err = right(tx, entries, payloads); err != nil {
					return err
				}
				for _, r := range results {
					if r.Refused != nil {
						return r.Refused
					}
				}
				return nil
			})
			if refused != nil {
				for i := range results {
					results[i].Refused = refused
				}
			}
			return results, broken
		}
	},
	"drops a refusal": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			results, err := right(tx, entries, payloads)
			for i := range results {
				results[i] = journal.Result{Outcome: journal.Applied()}
			}
			return results, err
		}
	},
	"answers in another order": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			results, err := right(tx, entries, payloads)
			if len(results) > 1 {
				results = append(results[1:len(results):len(results)], results[0])
			}
			return results, err
		}
	},
}

func TestB13_ControlAWrongBulkFunctionIsSeen(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for name, wrong := range wrongBulks {
			together, alone := newSide(t, engine), newSide(t, engine)
			together.Intake.Spoil("household.register", wrong)
			if broken := b13(together, alone, newSender(t).mixed()); len(broken) == 0 {
				t.Errorf("a bulk function that %s went unnoticed", name)
			}
			together, alone = newSide(t, engine), newSide(t, engine)
			together.Intake.Spoil("damage.report", wrong)
			if broken := b13(together, alone, newSender(t).reported()); len(broken) == 0 {
				t.Errorf("of damage.report: a bulk function that %s went unnoticed", name)
			}
		}
	})
}

// Failing bulk functions: their writes are rolled back, each entry is decided separately, and no difference is visible.
var failingBulks = map[string]func(right journal.Bulk) journal.Bulk{
	"says too little": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			results, err := right(tx, entries, payloads)
			return results[1:], err
		}
	},
	"breaks a rule": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			results, err := right(tx, entries, payloads)
			if err != nil {
				return nil, err
			}
			return results, tx.Exec("UPDATE household SET women = 100 WHERE entry = ?", string(entries[0].ID)).Error
		}
	},
	"breaks a rule and looks away": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			results, err := right(tx, entries, payloads)
			tx.Exec("UPDATE household SET women = 100 WHERE entry = ?", string(entries[0].ID))
			return results, err
		}
	},
	"panics": func(right journal.Bulk) journal.Bulk {
		return func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
			if _, err := right(tx, entries, payloads); err != nil {
				return nil, err
			}
			panic("a bug")
		}
	},
}

func TestAFailingBulkFunctionCostsTimeAndNothingElse(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for name, failing := range failingBulks {
			together, alone := newSide(t, engine), newSide(t, engine)
			together.Intake.Spoil("household.register", failing)
			for _, broken := range b13(together, alone, newSender(t).mixed()) {
				t.Fatalf("a bulk function that %s: %s", name, broken)
			}
			verified(t, together)
		}
	})
}

// A batch sent again adds no row and returns the first outcomes (idempotency).
func TestABatchSentAgainChangesNothing(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w, s := newSide(t, engine), newSender(t)
		var batch []journal.Entry
		for range 300 {
			batch = append(batch, s.good())
		}
		batch = append(batch, s.entry("household.register", s.registration(hingalganj))) // refused, and kept so
		first, rows := w.together(worker, batch), w.rows()
		for range 3 {
			again := w.together(worker, batch)
			for i := range again {
				var now, was journal.Outcome
				if json.Unmarshal([]byte(again[i]), &now) != nil || json.Unmarshal([]byte(first[i]), &was) != nil ||
					now.Status != journal.StatusDuplicate || now.Was != was.Status || now.Code != was.Code {
					t.Fatalf("%s, and first %s", again[i], first[i])
				}
			}
		}
		if different := differences(rows, w.rows()); len(different) > 0 {
			t.Errorf("sent again it left %s", different[0])
		}
		if first[len(first)-1] == first[0] || !strings.Contains(first[len(first)-1], "out_of_scope") {
			t.Errorf("the refused one was answered %s", first[len(first)-1])
		}
	})
}
