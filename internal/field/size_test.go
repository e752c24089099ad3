package field_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/phonedata/protocol2"
)

// A list of 2,000 families arrives in 30 s at 400 kbit/s with at most 700 bytes for each.
const mostBytesOfFamily = 700

// The families of a pack are small on the wire: names, numbers and ids vary as real ones do.
func TestTheFamiliesOfAPackAreSmall(t *testing.T) {
	onBoth(t, func(p *phone) {
		const families = 200
		given := strings.Fields("Rahima Kamala Jhumpa Anima Bimala Sabitri Fatema Nasima Putul Shefali Malati Rekha Amina Karim Sukumar")
		surnames := strings.Fields("Bibi Mondal Sardar Pramanik Das Khatun Mridha Gayen Halder Molla Sheikh Naskar Baidya Lohar Munda")
		draw := rand.New(rand.NewPCG(1, 2))
		for range families {
			in := registration()
			in.Name = given[draw.IntN(len(given))] + " " + surnames[draw.IntN(len(surnames))]
			in.AlsoCalled = given[draw.IntN(len(given))]
			in.Phone, in.PhoneOf = "98310"+randomDigits(draw, 5), "self"
			in.People = household.People{Women: 1 + draw.IntN(3), Men: draw.IntN(3), Girls: draw.IntN(4)}
			p.push(envelope(p.recordOf("household.register", in)))
		}
		issued, err := p.door.Issue(t.Context(), p.Phone, field.Version2)
		if err != nil {
			t.Fatal(err)
		}
		var m protocol2.Manifest
		if err := json.Unmarshal(issued.Manifest, &m); err != nil {
			t.Fatal(err)
		}
		packed, err := p.door.PackedPart(t.Context(), p.Phone, m.Pack, "families")
		plain, err2 := p.door.PackPart(t.Context(), p.Phone, m.Pack, "families")
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		each := len(packed) / families
		t.Logf("%d bytes for each family, %d uncompressed", each, len(plain)/families)
		if each > mostBytesOfFamily || each == 0 {
			t.Errorf("%d bytes for each family, at most %d", each, mostBytesOfFamily)
		}
	})
}

func randomDigits(draw *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + draw.IntN(10)))
	}
	return b.String()
}
