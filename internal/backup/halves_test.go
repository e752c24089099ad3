package backup

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"filippo.io/age"

	"tripol/internal/fault"
)

func typed(h Half) string { return strings.Join(h.Groups, " ") }

func TestTwoHalvesMakeTheKeyInEitherOrderAsPeopleTypeThem(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	halves, err := split(key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{
		{typed(halves[0]), typed(halves[1])},
		{typed(halves[1]), typed(halves[0])},
		{strings.ToLower(typed(halves[0])), strings.ReplaceAll(typed(halves[1]), " ", "-")},
		{strings.NewReplacer("0", "o", "1", "l").Replace(typed(halves[0])), strings.ReplaceAll(typed(halves[1]), "2", "২")},
	} {
		joined, recipient, err := Join(pair[0], pair[1])
		if err != nil || joined.(*age.X25519Identity).String() != key.String() || recipient != key.Recipient().String() {
			t.Errorf("%q: %v", pair, err)
		}
	}
}

// A wrong symbol, wherever it is, and two exchanged symbols are found, and the fault names their group.
func TestAMistypedGroupIsNamed(t *testing.T) {
	_, halves, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for at, group := range halves[0].Groups {
		for symbol := range group {
			for _, other := range paper {
				wrong := []string(nil)
				wrong = append(wrong, halves[0].Groups...)
				wrong[at] = group[:symbol] + string(other) + group[symbol+1:]
				if wrong[at] != group {
					mustName(t, wrong, at+1)
				}
			}
			if symbol+1 < GroupLength && group[symbol] != group[symbol+1] {
				wrong := append([]string(nil), halves[0].Groups...)
				swapped := []byte(group)
				swapped[symbol], swapped[symbol+1] = swapped[symbol+1], swapped[symbol]
				wrong[at] = string(swapped)
				mustName(t, wrong, at+1)
			}
		}
	}
}

func mustName(t *testing.T, groups []string, number int) {
	t.Helper()
	_, err := readHalf(strings.Join(groups, " "), "/first")
	f := fault.Of(err)
	if f == nil || f.Code != "backup_half_group" || f.Path != "/first" || f.Numbers["group"] != number {
		t.Fatalf("group %d: %v", number, err)
	}
}

func TestWrongPairsOfPagesAreToldApart(t *testing.T) {
	_, one, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	_, two, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	short := strings.Join(one[1].Groups[:15], " ")
	for _, c := range []struct{ first, second, code string }{
		{typed(one[0]), typed(one[0]), "backup_half_twice"},
		{typed(one[0]), typed(two[1]), "backup_halves_differ"},
		{typed(one[0]), short, "backup_half_length"},
		{"", typed(one[1]), "backup_half_length"},
		{typed(one[0]), typed(one[1]) + " 7", "backup_half_length"},
		{strings.Repeat("7", 2000), typed(one[1]), "too_long"},
		{"ক" + typed(one[0]), typed(one[1]), "backup_half_group"},
	} {
		if _, _, err := Join(c.first, c.second); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}

// One half tells nothing: for a fixed half, every key has exactly one other half, so that each is equally likely. The
// control is a half that is not drawn at random: then the other one shows the key.
func TestOneHalfTellsNothing(t *testing.T) {
	fixed := bytes.Repeat([]byte{7}, secretLength)
	seen := map[string]bool{}
	for range 20 {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		halves, err := split(key, bytes.NewReader(fixed))
		if err != nil {
			t.Fatal(err)
		}
		seen[strings.Join(halves[0].Groups[2:], "")] = true
	}
	if len(seen) != 1 {
		t.Errorf("the first half depends on the key: %d", len(seen))
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	one, err := split(key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	two, err := split(key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if typed(one[1]) == typed(two[1]) {
		t.Error("the second half is the same at every printing: it depends on the key alone")
	}
	control, err := split(key, bytes.NewReader(make([]byte, secretLength)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := split(key, bytes.NewReader(make([]byte, secretLength)))
	if err != nil || typed(control[1]) != typed(again[1]) {
		t.Error("the control: without random symbols the second half is the key")
	}
}
