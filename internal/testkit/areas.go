package testkit

import (
	"testing"

	"tripol/internal/area"
	"tripol/internal/db"
)

// Areas adds the places of the tests: two blocks of a district, the first with two panchayats, of which one has the name
// of the second block's only one.
func Areas(t *testing.T, s *db.Store) {
	t.Helper()
	PutAreas(
		t, s,
		area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"},
		area.AreaPut{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		area.AreaPut{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
		area.AreaPut{Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303"},
		area.AreaPut{
			Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", NameBN: "আমলানি", Parent: "block:2738",
		},
		area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Rupamari", Parent: "block:2738"},
		area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2739-01", Name: "Rupamari", Parent: "block:2739"},
	)
}

// PutAreas adds areas, from the top down.
func PutAreas(t *testing.T, s *db.Store, all ...area.AreaPut) {
	t.Helper()
	for _, d := range all {
		err := s.Write(t.Context(), Steward(), func(tx *db.Tx) error {
			_, err := area.Put(tx, Entry("area.put"), d)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Letters writes a number as a syllable sequence, so that each sounds different.
func Letters(n int) string {
	var out []byte
	for ; n > 0; n /= 10 {
		out = append(out, "bdgklmnprt"[n%10], "iu"[n%2])
	}
	return string(out)
}
