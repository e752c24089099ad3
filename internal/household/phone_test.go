package household_test

import (
	"slices"
	"testing"
	"unicode"

	"tripol/internal/household"
)

func TestFoldPhone(t *testing.T) {
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"", "", true},
		{"   ", "", true},
		{"9876543210", "9876543210", true},
		{"98765 43210", "9876543210", true},
		{"+91 98765-43210", "9876543210", true},
		{"919876543210", "9876543210", true},
		{"00919876543210", "9876543210", true},
		{"09876543210", "9876543210", true},
		{"৯৮৭৬৫৪৩২১০", "9876543210", true},
		{"+৯১ ৯৮৭৬৫ ৪৩২১০", "9876543210", true},
		{"९८७६५ ४३२१०", "9876543210", true},
		{"(098765) 43210", "9876543210", true},
		{"9198765432", "9198765432", true}, // ten digits that begin with 91 are a number, not a prefix
		{"5876543210", "", false},
		{"987654321", "", false},
		{"98765432101", "", false},
		{"+1 202 555 0143", "", false},
		{"+9198765432", "", false},
		{"98765x43210", "", false},
		{"+", "", false},
		{"++919876543210", "", false},
		{"98765+43210", "", false},
	} {
		got, ok := household.FoldPhone(c.in)
		if got != c.want || ok != c.ok {
			t.Errorf("FoldPhone(%q) = %q, %v; want %q, %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

// Every decimal digit in Unicode is read by its value: ten phone numbers are written with each set of ten.
func TestFoldPhoneInEveryScript(t *testing.T) {
	var digits []rune
	for r := range rune(unicode.MaxRune) {
		if unicode.Is(unicode.Nd, r) {
			digits = append(digits, r)
		}
	}
	if len(digits)%10 != 0 || len(digits) < 600 {
		t.Fatalf("%d digits", len(digits))
	}
	for set := range slices.Chunk(digits, 10) {
		written := string([]rune{set[9], set[8], set[7], set[6], set[5], set[4], set[3], set[2], set[1], set[0]})
		if phone, ok := household.FoldPhone(written); !ok || phone != "9876543210" {
			t.Errorf("%q is read as %q", written, phone)
		}
	}
}

func FuzzFoldPhone(f *testing.F) {
	for _, seed := range []string{"", "+91 98765 43210", "০৯৮৭৬৫৪৩২১০", "९८७६५४३२१०", "\xff9876543210", "𝟿𝟾𝟽𝟼𝟻𝟺𝟹𝟸𝟷𝟶"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phone, ok := household.FoldPhone(text)
		if !ok && phone != "" {
			t.Fatalf("refused %q and yet gave %q", text, phone)
		}
		if phone == "" {
			return
		}
		if len(phone) != 10 || phone[0] < '6' || phone[0] > '9' {
			t.Fatalf("%q became %q", text, phone)
		}
		if again, ok := household.FoldPhone(phone); !ok || again != phone {
			t.Fatalf("%q folds to %q", phone, again)
		}
		if again, ok := household.FoldPhone("+91" + phone); !ok || again != phone {
			t.Fatalf("+91%s folds to %q", phone, again)
		}
	})
}

// Phones and messengers put characters around numbers that nobody sees.
func TestFoldPhoneWithInvisibleCharacters(t *testing.T) {
	for _, written := range []string{
		"\u202a+91 98765 43210\u202c", "98765\u200c43210", "9876543210\u200b", "98765\u00ad43210", "'9876543210",
		"+91(0)98765-43210", "tel:+919876543210", "\ufeff9876543210",
	} {
		if phone, ok := household.FoldPhone(written); !ok || phone != "9876543210" {
			t.Errorf("%q: %q %v", written, phone, ok)
		}
	}
	for _, written := range []string{"tel:", "+91 0 98765", "+91 (0)0987654321", "tel:12345"} {
		if phone, ok := household.FoldPhone(written); ok && phone != "" {
			t.Errorf("%q was taken for %q", written, phone)
		}
	}
}
