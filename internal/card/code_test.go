package card_test

import (
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/testkit"
)

func drawn(t *testing.T) (card.ID, string) {
	t.Helper()
	id, code, err := card.DrawID()
	if err != nil {
		t.Fatal(err)
	}
	return id, code
}

// B36: over many codes, every single wrong symbol and every transposition of neighbours is detected, including in the
// check symbol.
func TestB36_EverySlipIsCaught(t *testing.T) {
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
	tried := 0
	for range testkit.Scale(50_000) {
		_, code := drawn(t)
		for i := range code {
			for _, wrong := range symbols {
				slip := code[:i] + string(wrong) + code[i+1:]
				if tried++; slip == code {
					continue
				}
				if _, ok := card.FoldCode(slip); ok {
					t.Fatalf("%s typed as %s was taken", code, slip)
				}
			}
			if i == 0 || code[i] == code[i-1] {
				continue
			}
			swap := code[:i-1] + string(code[i]) + string(code[i-1]) + code[i+1:]
			if tried++; swap != code {
				if _, ok := card.FoldCode(swap); ok {
					t.Fatalf("%s typed as %s was taken", code, swap)
				}
			}
		}
	}
	t.Logf("%d slips", tried)
}

// The control: without the check symbol a wrong code is as valid as any, so it is the check symbol that detects.
func TestB36_ControlTheCheckSymbolCatches(t *testing.T) {
	_, code := drawn(t)
	good := 0
	for _, check := range card.Crockford {
		if _, ok := card.FoldCode(code[:10] + string(check)); ok {
			good++
		}
	}
	if good != 1 {
		t.Errorf("%d check symbols are taken for one code, want exactly one", good)
	}
}

func TestACodeIsFoldedFromWhatPeopleType(t *testing.T) {
	// 0123456789 in base 32, with its check symbol.
	id := card.ID("00443214c74254000000")
	code, ok := card.CodeOf(id)
	if !ok {
		t.Fatal("this id has no printable check; choose another for the test")
	}
	if code[:10] != "0123456789" {
		t.Fatalf("the code is %s", code)
	}
	check := code[10:]
	for _, typed := range []string{
		code, strings.ToLower(code), "0123 4567 89" + check, " 0123-4567-89" + strings.ToLower(check) + " ",
		"O123456789" + check, "oI23456789" + check, "0l23456789" + check, "0L23456789" + check,
		"০১২৩৪৫৬৭৮৯" + check, "०१२३४५६७८९" + check,
	} {
		if got, ok := card.FoldCode(typed); !ok || got != code {
			t.Errorf("%q is read as %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{
		"", code[:10], code + "0", "0123456789", "U123456789" + check, "0123.456789" + check, strings.Repeat(" ", 300) + code,
	} {
		if got, ok := card.FoldCode(typed); ok {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
	if got := card.GroupCode("7K2M9QXM4TA"); got != "7K2M 9QXM 4TA" {
		t.Errorf("grouped as %q", got)
	}
}

// Only letters and digits are printed, and no two codes are equal.
func TestDrawnCodesArePrintable(t *testing.T) {
	seen := map[string]bool{}
	for range 20_000 {
		id, code := drawn(t)
		if len(id) != 20 || len(code) != 11 || strings.Trim(code, card.Crockford) != "" {
			t.Fatalf("%s has the code %s", id, code)
		}
		if again, ok := card.FoldCode(code); !ok || again != code {
			t.Fatalf("%s is not read as printed", code)
		}
		if seen[code] {
			t.Fatalf("%s was drawn twice", code)
		}
		seen[code] = true
	}
}
