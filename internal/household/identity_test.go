package household_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// checked appends the Verhoeff check digit to eleven digits; it tries all ten.
func checked(t interface{ Fatal(...any) }, eleven string) string {
	for d := range 10 {
		if twelve := eleven + strconv.Itoa(d); household.HoldsIdentityNumber(twelve) {
			return twelve
		}
	}
	t.Fatal("no check digit fits " + eleven)
	return ""
}

// An example from the literature on Verhoeff's method: 236 has the check digit 3, also with leading zeros. And a
// published Aadhaar specimen.
func TestIdentityNumberKnown(t *testing.T) {
	for text, want := range map[string]bool{
		"999941057058":                       true, // UIDAI's own test number
		"999933119405":                       true, // another of them
		"999941057059":                       false,
		"099941057058":                       false,
		"Aadhaar 9999 4105 7058 of the wife": true,
		"9999-4105-7058":                     true,
		"৯৯৯৯ ৪১০৫ ৭০৫৮":                     true,
		"९९९९-४१०५-७०५८":                     true,
		"9999 ৪১০৫ ७०५८":                     true,
		"9999\u200b4105\u200c7058":           true,
		"9999\u00a04105\u20117058":           true,
		"999941057058X":                      true,
		"999941 x 057058":                    true,
		"999941x057058":                      true,
		"9999o4105o7058":                     true,
		"৯৯৯৯ ও ৪১০৫ ও ৭০৫৮":                 true,
		"999941 and 057058":                  false, // two numbers with a word between them
		"1999941057058":                      false, // thirteen digits are another kind of number
		"9999410570581":                      false,
		"house 12, 98765 43210":              false,
		"":                                   false,
	} {
		if got := household.HoldsIdentityNumber(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Ids, digests and encrypted texts do not match: of many random ones none does. The control is the same numbers with a
// letter in the middle.
func TestIdentityNumberIsNoID(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 12)) //nolint:gosec // a test's own repeatable numbers
	for range 20_000 {
		raw := make([]byte, 64)
		for i := range raw {
			raw[i] = byte(random.Uint32())
		}
		for _, text := range []string{
			hex.EncodeToString(raw[:32]), base64.StdEncoding.EncodeToString(raw),
			fmt.Sprintf(`{"id":"%x-%x-7%x-8%x-%x","seq":9007199254740991}`, raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:16]),
		} {
			if household.HoldsIdentityNumber(text) && longestDigits(text) < 12 {
				t.Fatalf("%s is taken for an identity number", text)
			}
		}
	}
	number := checked(t, "23456789012")
	for _, text := range []string{number[:6] + "x" + number[6:], number[:6] + " a " + number[6:]} {
		if !household.HoldsIdentityNumber(text) {
			t.Errorf("%s is not seen", text)
		}
	}
}

// longestDigits returns the length of the longest part of digits and dashes: twelve of these may match by chance.
func longestDigits(text string) (longest int) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r != '-' && (r < '0' || r > '9') }) {
		longest = max(longest, len(strings.ReplaceAll(part, "-", "")))
	}
	return longest
}

// The Verhoeff checksum detects every single wrong digit and every transposition of neighbours: such a number does not
// match.
func TestIdentityNumberProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := checked(t, rapid.StringMatching(`[2-9][0-9]{10}`).Draw(t, "number"))
		at := rapid.IntRange(0, 10).Draw(t, "at")
		if number[at] != number[at+1] {
			swapped := number[:at] + string(number[at+1]) + string(number[at]) + number[at+2:]
			if household.HoldsIdentityNumber(swapped) {
				t.Fatalf("%s with a swap is taken", number)
			}
		}
		text := rapid.StringMatching(`[A-Za-zক-হ ]{0,10}`).Draw(t, "before") + disguise(number,
			rapid.IntRange(0, 9).Draw(t, "how"))
		if !household.HoldsIdentityNumber(text) {
			t.Fatalf("%q is not seen", text)
		}
	})
}

// disguise writes a number in one of the usual ways.
func disguise(number string, how int) string {
	groups := []string{number[:4], number[4:8], number[8:]}
	switch how % 5 {
	case 1:
		number = strings.Join(groups, " ")
	case 2:
		number = strings.Join(groups, " - ")
	case 3:
		number = strings.Join(strings.Split(number, ""), " ")
	case 4:
		number = number[:6] + " x " + number[6:]
	}
	if how >= 5 {
		zero := []rune{'০', '०'}[how%2]
		number = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return zero + r - '0'
			}
			return r
		}, number)
	}
	return number
}

// None of the numbers is stored, in any free-text field and any notation; phone numbers with the prefix 91 are all
// accepted.
func TestB54_NoIdentityNumberIsStored(t *testing.T) {
	random := rand.New(rand.NewPCG(54, 54)) //nolint:gosec // a test's own repeatable numbers
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		tries := testkit.Scale(10_000)
		for i := range tries {
			number := disguise(checked(t, fmt.Sprintf("%d%010d", 2+random.IntN(8), random.Int64N(1e10))), i)
			for path, change := range map[string]func(*household.HouseholdRegister){
				"/name":        func(r *household.HouseholdRegister) { r.Name = "Rahima " + number },
				"/also_called": func(r *household.HouseholdRegister) { r.AlsoCalled = number },
				"/landmark":    func(r *household.HouseholdRegister) { r.Landmark = number + " near the tube well" },
			} {
				err := register(t, s, worker, registration(change))
				f := fault.Of(err)
				if f == nil || f.Code != "identity_number_refused" || f.Path != path {
					t.Fatalf("%s: %v", path, err)
				}
				if strings.Contains(err.Error(), number) {
					t.Fatal("the refusal repeats the number")
				}
			}
		}
		for range tries {
			phone := fmt.Sprintf("91%d%09d", 6+random.IntN(4), random.IntN(1e9))
			if err := register(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Phone = phone })); err != nil {
				t.Fatalf("a phone with 91 was refused: %v", err)
			}
		}
		read(t, s, worker, func(tx *db.Tx) error {
			rows, err := household.InArea(tx, "/")
			if len(rows) != tries {
				t.Errorf("%d households are kept, not %d", len(rows), tries)
			}
			return err
		})
	})
}

// The control: a number written past Register is detected by Verify.
func TestB54_ControlNumberWrittenPastTheForm(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		checks := findings(t, s)
		if len(checks) != 0 {
			t.Fatalf("findings before: %v", checks)
		}
		write(t, s, worker, func(tx *db.Tx) error {
			return tx.Exec("UPDATE household SET landmark = '9999 4105 7058' WHERE id = ?", id).Error
		})
		if checks := findings(t, s); len(checks) != 1 || checks[0] != "household_identity_number" {
			t.Errorf("findings after: %v", checks)
		}
	})
}
