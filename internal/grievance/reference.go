package grievance

import (
	"strings"

	"tripol/internal/fault"
)

// A reference is the ticket number that a family is told of its complaint: eight symbols in two groups, 7K2M 9QXC. The
// phone draws it, also without a network. Seven symbols of Crockford's Base32 are 35 bits; the eighth is the remainder
// modulo 37, which detects every single wrong symbol and every transposition of neighbours. A number with one of the
// five remainders that no letter or digit stands for is drawn again.
const (
	referenceAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	referencePayload  = 7
	referenceSymbols  = referencePayload + 1
	referencePrime    = 37
)

// referenceFolds replaces what people write: separators, similar letters, and digits of two scripts.
var referenceFolds = strings.NewReplacer(
	" ", "", "-", "", "\u00a0", "", "\u2010", "", "\u2011", "", "\u2013", "", "O", "0", "I", "1", "L", "1",
	"০", "0", "১", "1", "২", "2", "৩", "3", "৪", "4", "৫", "5", "৬", "6", "৭", "7", "৮", "8", "৯", "9",
	"०", "0", "१", "1", "२", "2", "३", "3", "४", "4", "५", "5", "६", "6", "७", "7", "८", "8", "९", "9",
)

// FoldReference normalises a typed reference. It returns false for a wrong number of symbols or check symbol.
func FoldReference(typed string) (string, bool) {
	const longest = 100
	if len(typed) > longest {
		return "", false
	}
	folded := referenceFolds.Replace(strings.ToUpper(typed))
	if len(folded) != referenceSymbols {
		return "", false
	}
	number := 0
	for i := range referencePayload {
		value := strings.IndexByte(referenceAlphabet, folded[i])
		if value < 0 {
			return "", false
		}
		number = number<<5 | value
	}
	check := number % referencePrime
	return folded, check < len(referenceAlphabet) && referenceAlphabet[check] == folded[referencePayload]
}

// checkReference accepts a reference in its stored form, or none.
func checkReference(reference string) error {
	if reference == "" {
		return nil
	}
	if folded, is := FoldReference(reference); !is || folded != reference {
		return fault.Field("/reference", "malformed", "This is not a reference.")
	}
	return nil
}
