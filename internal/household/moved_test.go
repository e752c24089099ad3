package household_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// An area with registered families keeps its parent, with an explanatory fault; its name can change. The control is its
// neighbour without families, which can be moved.
func TestAnAreaWithFamiliesStaysWhereItIs(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, named("Kamala Das", "", north))
		put := func(d area.AreaPut) error {
			return s.Write(t.Context(), testkit.Steward(actor.Administrator), func(tx *db.Tx) error {
				_, err := area.Put(tx, testkit.Entry("area.put"), d)
				return err
			})
		}
		moved := area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "block:2739"}
		if f := fault.Of(put(moved)); f == nil || f.Code != "area_in_use" || f.Path != "/parent" || f.Kind != fault.Conflict {
			t.Errorf("moved: %v", f)
		}
		named := moved
		named.Name, named.Parent = "Amlani (old)", "block:2738"
		if err := put(named); err != nil {
			t.Errorf("named: %v", err)
		}
		empty := area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Barunhat", Parent: "block:2739"}
		if err := put(empty); err != nil {
			t.Errorf("an empty one: %v", err)
		}
		var path string
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT area_path FROM household WHERE id = ?", string(id)).Scan(&path).Error
		})
		if err != nil || path != "/19/303/2738/wb-gp:2738-01/" {
			t.Errorf("the family is at %s, %v", path, err)
		}
	})
}
