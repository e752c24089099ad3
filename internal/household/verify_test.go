package household_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// findings returns the names of the violated checks.
func findings(t *testing.T, s *db.Store) []string {
	t.Helper()
	var checks []string
	if _, err := household.PruneWords(t.Context(), s); err != nil { // as the program's own verification does
		t.Fatal(err)
	}
	read(t, s, actor.System(), func(tx *db.Tx) error {
		found, err := household.Verify(tx)
		checks = nil
		for _, f := range found {
			checks = append(checks, f.Check)
		}
		return err
	})
	slices.Sort(checks)
	return checks
}

// Verify reports nothing for regular data, and each check reports its own violation.
func TestVerifyFindsWhatIsBroken(t *testing.T) {
	for check, breakIt := range map[string]func(tx *db.Tx, id household.ID) error{
		"household_keys": func(tx *db.Tx, id household.ID) error {
			return tx.Exec("DELETE FROM household_key WHERE household = ? AND kind = 'sound'", id).Error
		},
		"household_consent": func(tx *db.Tx, id household.ID) error {
			silent, err := household.Get(tx, id)
			if err != nil {
				return err
			}
			silent.ID, silent.Entry = household.ID(db.NewID()), testkit.Entry("").ID
			silent.Name, silent.Phone, silent.PhoneOf, silent.WithdrawnAt = "王", "", "", &tx.Now
			if err := tx.Create(&silent).Error; err != nil {
				return err
			}
			return tx.Exec(`INSERT INTO household_entry (household, n, organisation, entry, deed, version)
				VALUES (?, 1, ?, ?, 'registered', 1)`, silent.ID, silent.Organisation, silent.Entry).Error
		},
		"household_erased": func(tx *db.Tx, id household.ID) error {
			return tx.Exec("UPDATE household SET erased_at = 1 WHERE id = ?", id).Error
		},
		"household_steps": func(tx *db.Tx, id household.ID) error {
			return tx.Exec("UPDATE household SET entry = ? WHERE id = ?", db.NewID(), id).Error
		},
		"household_withdrawn": func(tx *db.Tx, id household.ID) error {
			refused := household.Consent{
				ID: db.NewID(), Household: id, Organisation: tx.Actor.Organisation, Purpose: household.PurposeRelief,
				How: "played", Language: "bn", At: tx.Now, By: tx.Actor.Account, Entry: testkit.Entry("").ID,
			}
			return tx.Create(&refused).Error
		},
	} {
		t.Run(check, func(t *testing.T) {
			testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
				places(t, s)
				mustRegister(t, s, worker, registration(nil))
				mustRegister(t, s, testkit.Stranger(actor.OutreachWorker), registration(nil))
				id := mustRegister(t, s, worker, named("王", "", north)) // no sound, no phone: no keys
				if found := findings(t, s); len(found) != 0 {
					t.Fatalf("found %v before", found)
				}
				id = mustRegister(t, s, worker, registration(nil))
				write(t, s, worker, func(tx *db.Tx) error { return breakIt(tx, id) })
				want := []string{check}
				if check == "household_erased" {
					want = append(want, "household_erasure") // nor did an entry erase it
				}
				if found := findings(t, s); !slices.Equal(found, want) {
					t.Errorf("found %v", found)
				}
			})
		})
	}
}
