package card_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/card"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

const testKid = 0x1234

// chance is the seeded generator of mutations; it generates no ids and no keys.
var chance = rand.New(rand.NewPCG(29, 5)) //nolint:gosec // see above

func randomClaim(t *testing.T) card.TokenClaim {
	t.Helper()
	id, _, err := card.DrawID()
	if err != nil {
		t.Fatal(err)
	}
	return card.TokenClaim{
		Kid: testKid, Card: id,
		Batch:      uint16(chance.UintN(1 << 16)),   //nolint:gosec // bounded
		Generation: uint8(1 + chance.UintN(255)),    //nolint:gosec // bounded
		ExpiresOn:  card.Day(chance.UintN(1 << 16)), //nolint:gosec // bounded
	}
}

func trusted(kid uint16) (ed25519.PublicKey, bool) {
	return testKey.Public().(ed25519.PublicKey), kid == testKid
}

func signed(t *testing.T, c card.TokenClaim) string {
	t.Helper()
	token, err := card.SignWith(testKey, c)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestBase45IsThatOfTheStandard(t *testing.T) {
	for raw, text := range map[string]string{"AB": "BB8", "ietf": "QED8WE", "\xff\xff": "FGW", "\x00\x00": "000", "": ""} {
		if got := card.Encode45([]byte(raw)); got != text {
			t.Errorf("%q is written %q, want %q", raw, got, text)
		}
		back := make([]byte, len(raw))
		if !card.Decode45(back, text) || string(back) != raw {
			t.Errorf("%q does not read back as %q", text, raw)
		}
	}
}

// Each value has one encoding, and each text at most one value: of all triples, exactly those up to 65535 decode.
func TestBase45IsCanonical(t *testing.T) {
	raw := make([]byte, 2)
	good := 0
	for _, a := range card.Base45 {
		for _, b := range card.Base45 {
			for _, c := range card.Base45 {
				text := string([]rune{a, b, c})
				if !card.Decode45(raw, text) {
					continue
				}
				good++
				if card.Encode45(raw) != text {
					t.Fatalf("%q decodes and is written otherwise", text)
				}
			}
		}
	}
	if good != 65536 {
		t.Errorf("%d triples decode, want 65536", good)
	}
}

func TestATokenSaysWhatWasSigned(t *testing.T) {
	for range 200 {
		want := randomClaim(t)
		token := signed(t, want)
		if len(token) != 123 {
			t.Fatalf("a token has %d symbols, want 123", len(token))
		}
		got, err := card.VerifyToken(token, trusted)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-signed +read):\n%s", diff)
		}
		if again := signed(t, want); again != token {
			t.Fatal("signing again gives another token")
		}
	}
}

// B35: a token consists of its claim and its signature, so a card discloses only five random or public numbers.
func TestB35_ACardSaysNothing(t *testing.T) {
	c := card.TokenClaim{Kid: 0x0102, Card: "0a0b0c0d0e0f10111213", Batch: 0x0304, Generation: 5, ExpiresOn: 0x0607}
	raw := make([]byte, 82)
	if !card.Decode45(raw, signed(t, c)) {
		t.Fatal("a token does not decode")
	}
	const want = "01" + "0102" + "0a0b0c0d0e0f10111213" + "0304" + "05" + "0607"
	if diff := cmp.Diff(want, hex.EncodeToString(raw[:18])); diff != "" {
		t.Errorf("version, key, id, batch, generation, last day (-want +got):\n%s", diff)
	}
	if !ed25519.Verify(testKey.Public().(ed25519.PublicKey), raw[:18], raw[18:]) {
		t.Error("the rest of the token is not the signature of these bytes")
	}
}

// mutations are the ways to alter a token: on paper, in the alphabet, in the bytes, in the mathematics of the
// signature.
var mutations = map[string]func(token string, raw []byte) string{
	"a bit": func(_ string, raw []byte) string {
		raw[chance.IntN(len(raw))] ^= 1 << chance.UintN(8)
		return card.Encode45(raw)
	},
	"a symbol": func(token string, _ []byte) string {
		i := chance.IntN(len(token))
		return token[:i] + string(card.Base45[chance.IntN(45)]) + token[i+1:]
	},
	"a byte": func(token string, _ []byte) string {
		i := chance.IntN(len(token))
		return token[:i] + string([]byte{byte(chance.UintN(256))}) + token[i+1:]
	},
	"cut":      func(token string, _ []byte) string { return token[:chance.IntN(len(token))] },
	"appended": func(token string, _ []byte) string { return token + string(card.Base45[chance.IntN(45)]) },
	"in lower case": func(token string, _ []byte) string {
		return strings.ToLower(token)
	},
	"swapped": func(token string, _ []byte) string {
		i, j := chance.IntN(len(token)), chance.IntN(len(token))
		text := []byte(token)
		text[i], text[j] = text[j], text[i]
		return string(text)
	},
	"two fields changed places": func(_ string, raw []byte) string {
		raw[13], raw[14], raw[16], raw[17] = raw[16], raw[17], raw[13], raw[14]
		return card.Encode45(raw)
	},
	"another key id": func(_ string, raw []byte) string {
		raw[1], raw[2] = byte(chance.UintN(256)), byte(chance.UintN(256))
		return card.Encode45(raw)
	},
	"another version": func(_ string, raw []byte) string {
		raw[0] = byte(chance.UintN(256))
		return card.Encode45(raw)
	},
	"s plus the group's order": func(_ string, raw []byte) string {
		order, _ := hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
		carry := 0
		for i := range 32 {
			sum := int(raw[50+i]) + int(order[i]) + carry
			raw[50+i], carry = byte(sum&0xff), sum>>8
		}
		return card.Encode45(raw)
	},
	"an empty signature": func(_ string, raw []byte) string {
		clear(raw[18:])
		return card.Encode45(raw)
	},
	"a forger's key": func(_ string, raw []byte) string {
		forger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))
		copy(raw[18:], ed25519.Sign(forger, raw[:18]))
		return card.Encode45(raw)
	},
}

// accepted returns how many of n mutated tokens a reader accepts.
func accepted(t *testing.T, n int, read func(string) (card.TokenClaim, error)) map[string]int {
	t.Helper()
	taken := map[string]int{}
	for i := 0; i < n; {
		token := signed(t, randomClaim(t))
		for name, mutate := range mutations {
			raw := make([]byte, 82)
			card.Decode45(raw, token)
			forged := mutate(token, raw)
			if i++; forged == token {
				continue
			}
			if _, err := read(forged); err == nil {
				taken[name]++
			} else if fault.Of(err) == nil {
				t.Fatalf("%s: refused with something that is no fault: %v", name, err)
			}
		}
	}
	return taken
}

func TestB32_NoForgedTokenIsAccepted(t *testing.T) {
	read := func(token string) (card.TokenClaim, error) { return card.VerifyToken(token, trusted) }
	taken := accepted(t, testkit.Scale(1_000_000), read)
	if len(taken) != 0 {
		t.Errorf("accepted: %v", taken)
	}
}

func TestB32_ControlWithoutVerificationForgeriesPass(t *testing.T) {
	taken := accepted(t, 1000, card.ReadUnverified)
	for _, name := range []string{"a bit", "a forger's key", "an empty signature", "two fields changed places"} {
		if taken[name] == 0 {
			t.Errorf("%s: not accepted though nothing is verified; the test above proves nothing about it", name)
		}
	}
}

func TestATokenIsRefusedForTheRightReason(t *testing.T) {
	token := signed(t, randomClaim(t))
	raw := make([]byte, 82)
	card.Decode45(raw, token)
	raw[20] ^= 1
	foreign := randomClaim(t)
	foreign.Kid++
	for name, c := range map[string]struct{ token, code string }{
		"nothing":          {"", "card_unreadable"},
		"a space too much": {token + " ", "card_unreadable"},
		"altered":          {card.Encode45(raw), "card_altered"},
		"an unknown key":   {signed(t, foreign), "card_not_ours"},
	} {
		if _, err := card.VerifyToken(c.token, trusted); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	claim := card.TokenClaim{Kid: testKid, Card: "0a0b0c0d0e0f10111213", Batch: 3, Generation: 1, ExpiresOn: 20000}
	token, err := card.SignWith(testKey, claim)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add(token[:122])
	f.Add("7K2M 9QXM 4TA")
	f.Add("৭K২M ৯QXM ৪TA")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := card.VerifyToken(text, trusted); err == nil && text != token {
			t.Errorf("accepted %q", text)
		}
		if code, ok := card.FoldCode(text); ok {
			if again, ok := card.FoldCode(code); !ok || again != code {
				t.Errorf("%q folds to %q, which folds otherwise", text, code)
			}
		}
	})
}
