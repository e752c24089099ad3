package area_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// The database itself holds the paths: even a statement that goes past Put cannot tear a child from its parent's path.
func TestPathsAreHeldByTheDatabase(t *testing.T) {
	statements := []string{
		"UPDATE area SET path = '/19/999/', code = '999', key = 'district:999' WHERE key = 'district:303'",
		"UPDATE area SET path = '/elsewhere/2732/' WHERE key = 'block:2732'",
		"UPDATE area SET parent = NULL WHERE key = 'block:2732'",
		"UPDATE area SET parent = 'district:304' WHERE key = 'block:2732'",
		"UPDATE area SET code = '' WHERE key = 'block:2732'",
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		for _, statement := range statements {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement).Error })
			if f := fault.Of(err); f == nil || f.Kind != fault.Conflict {
				t.Errorf("%s gave %v", statement, err)
			}
		}
		verified(t, s)
	})
}

func TestVerifyControlSeesWhatIsBroken(t *testing.T) {
	breaks := map[string]string{
		"area_outline": "UPDATE area_outline SET shape = %s WHERE area = 'block:2738'",
		"area_name":    "UPDATE area_alias SET source = 'alias' WHERE area = 'block:2732'",
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		bengal(t, s)
		junk := "x'0001'"
		if s.Engine() == db.Postgres {
			junk = `'\x0001'::bytea`
		}
		for check, statement := range breaks {
			statement = strings.ReplaceAll(statement, "%s", junk)
			if err := s.Write(t.Context(), actor.System(),
				func(tx *db.Tx) error { return tx.Exec(statement).Error }); err != nil {
				t.Fatal(err)
			}
			read(t, s, func(tx *db.Tx) error {
				found, err := area.Verify(tx)
				seen := false
				for _, f := range found {
					seen = seen || f.Check == check
				}
				if !seen {
					t.Errorf("verify did not see %s: %v", check, found)
				}
				return err
			})
		}
	})
}

// Concurrent requests: a key becomes exactly one area, in any order, and a concurrent move never detaches a child from
// its parent's path.
func TestManyPutAtOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		must(t, s, area.AreaPut{Level: area.District, Code: "303", Name: "North"},
			area.AreaPut{Level: area.District, Code: "304", Name: "South"})
		var group sync.WaitGroup
		answers := make([]error, 40)
		for i := range answers {
			d := area.AreaPut{Level: area.Block, Code: strconv.Itoa(2700 + i/8), Name: "Block", Parent: "district:303"}
			if i%8 == 7 {
				d.Parent = "district:304"
			}
			if i%8 == 6 {
				d.Level, d.Code, d.Parent = area.Panchayat, strconv.Itoa(9000+i), area.NewKey(area.Block, d.Code)
			}
			group.Go(func() {
				answers[i] = s.Write(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
					_, err := area.Put(tx, testkit.Entry("area.put"), d)
					return err
				})
			})
		}
		group.Wait()
		// Whichever district a block came to first keeps it once a panchayat lies in it, so either side may hear
		// parent_changed; only a panchayat may hear that its block is not there.
		allowed := map[bool]map[string]bool{
			false: {"parent_changed": true},
			true:  {"unknown_parent": true, "unknown_reference": true},
		}
		for i, err := range answers {
			if f := fault.Of(err); err != nil && (f == nil || !allowed[i%8 == 6][f.Code]) {
				t.Errorf("put %d: %v", i, err)
			}
		}
		read(t, s, func(tx *db.Tx) error {
			found, err := area.Search(tx, "", "block", 100)
			if len(found) != 5 {
				t.Errorf("forty puts of five keys made %v", keys(found))
			}
			return err
		})
		verified(t, s)
	})
}
