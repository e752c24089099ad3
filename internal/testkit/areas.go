package testkit

import (
	"testing"

	"tripol/internal/area"
	"tripol/internal/db"
)

// The places of the tests: a district with blocks and panchayats, and another district. A test adds those that it needs,
// from the top down.
var (
	WestBengal = area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"}
	North      = area.AreaPut{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"}
	South      = area.AreaPut{Level: area.District, Code: "304", Name: "South 24 Parganas", Parent: "state:19"}
	Hasnabad   = area.AreaPut{
		Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ", NameHI: "हसनाबाद", Parent: "district:303",
	}
	Hingalganj = area.AreaPut{Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303"}
	Minakhan   = area.AreaPut{Level: area.Block, Code: "2740", Name: "Minakhan", Parent: "district:303"}
	Gosaba     = area.AreaPut{Level: area.Block, Code: "2800", Name: "Gosaba", Parent: "district:304"}
	Amlani     = area.AreaPut{
		Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", NameBN: "আমলানি", Parent: "block:2738",
	}
	Barunhat = area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Barunhat", Parent: "block:2738"}
	Bishpur  = area.AreaPut{Level: area.Panchayat, Code: "wb-gp:2739-01", Name: "Bishpur", Parent: "block:2739"}
	Ghuni    = area.AreaPut{Level: area.Village, Code: "007", Name: "Ghuni", Parent: "panchayat:wb-gp:2738-01"}
)

// TwoBlocks are two blocks of a district, with two panchayats and one.
var TwoBlocks = []area.AreaPut{WestBengal, North, Hasnabad, Hingalganj, Amlani, Barunhat, Bishpur}

// Areas adds places without their entries, for tests of packages below the journal's kinds.
func Areas(t *testing.T, s *db.Store, all ...area.AreaPut) {
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
