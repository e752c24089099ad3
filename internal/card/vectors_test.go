package card_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"tripol/internal/card"
	"tripol/internal/fault"
)

// B33: the phone has its own token verifier, in TypeScript with its browser's cryptography. These vectors keep both
// equal: the app's tests read the same file, in Node and in a browser. The expected result of each card follows from
// its construction, not from a verifier. After a change, TRIPOL_WRITE_EXAMPLES=1 writes the file again.
const vectorsFile = "testdata/cards.json"

const vectorDay = 20_000 // the day on which the cards are read

type vectors struct {
	Today card.Day          `json:"today"`
	Keys  map[string]string `json:"keys"` // public, in hex, by key id
	Cards []vector          `json:"cards"`
	Codes []typed           `json:"codes"`
}

// vector is a card's text, its expected result, and the reason.
type vector struct {
	Text    string   `json:"text"`
	Is      string   `json:"is"` // card, expired, unreadable, not_ours or altered
	ID      card.ID  `json:"id,omitempty"`
	Expires card.Day `json:"expires,omitempty"`
	Why     string   `json:"why"`
}

// typed is a typed text and its code; empty when it is not a code.
type typed struct {
	Typed string `json:"typed"`
	Code  string `json:"code"`
}

// readAs is a reader's result for a card.
func readAs(text string, keys map[string]string, today card.Day) (is string, c card.TokenClaim) {
	c, err := card.VerifyToken(text, func(kid uint16) (ed25519.PublicKey, bool) {
		raw, err := hex.DecodeString(keys[kidText(kid)])
		return raw, err == nil && len(raw) > 0
	})
	switch {
	case fault.Is(err, "card_unreadable"):
		return "unreadable", c
	case fault.Is(err, "card_not_ours"):
		return "not_ours", c
	case err != nil:
		return "altered", c
	case today > c.ExpiresOn:
		return "expired", card.TokenClaim{}
	}
	return "card", c
}

func kidText(kid uint16) string { return hex.EncodeToString([]byte{byte(kid >> 8), byte(kid)}) } //nolint:gosec // its bytes

// disagreements reads every card and counts wrong results by the reason of the vector.
func disagreements(v vectors, read func(text string) (string, card.TokenClaim)) map[string]int {
	wrong := map[string]int{}
	for _, one := range v.Cards {
		is, c := read(one.Text)
		if is != one.Is || is == "card" && (c.Card != one.ID || c.ExpiresOn != one.Expires) {
			wrong[one.Why]++
		}
	}
	return wrong
}

func TestB33_EveryCardIsReadAsItWasMade(t *testing.T) {
	v := makeVectors(t)
	wanted, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	wanted = append(wanted, '\n')
	if os.Getenv("TRIPOL_WRITE_EXAMPLES") != "" {
		if err := os.WriteFile(vectorsFile, wanted, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if stored, err := os.ReadFile(vectorsFile); err != nil || !bytes.Equal(stored, wanted) {
		t.Errorf("%s is not what is made here (%v)", vectorsFile, err)
	}
	if len(v.Cards) < 2000 {
		t.Errorf("only %d cards", len(v.Cards))
	}
	read := func(text string) (string, card.TokenClaim) { return readAs(text, v.Keys, v.Today) }
	if wrong := disagreements(v, read); len(wrong) > 0 {
		t.Errorf("read otherwise: %v", wrong)
	}
	for _, one := range v.Codes {
		if code, ok := card.FoldCode(one.Typed); ok != (one.Code != "") || ok && code != one.Code {
			t.Errorf("%q reads %q, want %q", one.Typed, code, one.Code)
		}
	}
}

func TestB33_ControlAReaderThatVerifiesNothingDisagrees(t *testing.T) {
	v := makeVectors(t)
	wrong := disagreements(v, func(text string) (string, card.TokenClaim) {
		c, err := card.ReadUnverified(text)
		if err != nil {
			return "unreadable", c
		}
		return "card", c
	})
	for _, why := range []string{"a bit of the claim", "a bit of the signature", "s plus the order", "a forger's key", "expired"} {
		if wrong[why] == 0 {
			t.Errorf("%s: a reader that verifies nothing agrees; the test above proves nothing about it", why)
		}
	}
}

// maker generates cards, the same in every run.
type maker struct {
	t      *testing.T
	dice   *rand.Rand
	key    ed25519.PrivateKey
	forger ed25519.PrivateKey
	cards  []vector
}

const (
	goodKid    = 0x0102
	tornKid    = 0x0203 // a key of order one
	oddKid     = 0x0304 // the same, written otherwise
	eighthKid  = 0x0405 // a key of order eight
	unknownKid = 0x0999
)

// Points that no honest key or signature has, as bytes in hex. See RFC 8032 and "Taming the many EdDSAs" (Chalkias and
// others, 2020).
const (
	identity       = "0100000000000000000000000000000000000000000000000000000000000000"
	identityOddly  = "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" // p + 1
	identitySigned = "0100000000000000000000000000000000000000000000000000000000000080" // minus zero
	orderEight     = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
	noPoint        = "0200000000000000000000000000000000000000000000000000000000000000"
)

var order, _ = new(big.Int).SetString("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16)

func makeVectors(t *testing.T) vectors {
	t.Helper()
	m := &maker{
		t: t, dice: rand.New(rand.NewPCG(33, 1)), //nolint:gosec // it makes examples and no keys
		key:    ed25519.NewKeyFromSeed(bytes.Repeat([]byte{33}, ed25519.SeedSize)),
		forger: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{34}, ed25519.SeedSize)),
	}
	m.good()
	m.changed()
	m.strange()
	return vectors{
		Today: vectorDay,
		Keys: map[string]string{
			kidText(goodKid): hex.EncodeToString(m.key.Public().(ed25519.PublicKey)),
			kidText(tornKid): identity, kidText(oddKid): identityOddly, kidText(eighthKid): orderEight,
		},
		Cards: m.cards, Codes: m.codes(),
	}
}

func (m *maker) claim(kid uint16) card.TokenClaim {
	id := make([]byte, 10)
	for i := range id {
		id[i] = m.byte()
	}
	return card.TokenClaim{
		Kid: kid, Card: card.ID(hex.EncodeToString(id)), Batch: uint16(m.dice.UintN(1 << 16)), //nolint:gosec // bounded
		Generation: m.byte(), ExpiresOn: vectorDay + card.Day(m.dice.UintN(2000)), //nolint:gosec // bounded
	}
}

func (m *maker) byte() byte { return byte(m.dice.UintN(256)) } //nolint:gosec // bounded

// raw is a signed card as bytes.
func (m *maker) raw(c card.TokenClaim) []byte {
	m.t.Helper()
	token, err := card.SignWith(m.key, c)
	raw := make([]byte, 82)
	if err != nil || !card.Decode45(raw, token) {
		m.t.Fatal("a card could not be made", err)
	}
	return raw
}

func (m *maker) add(why, is string, text string) {
	m.cards = append(m.cards, vector{Text: text, Is: is, Why: why})
}

func (m *maker) good() {
	for range 500 {
		c := m.claim(goodKid)
		m.cards = append(m.cards, vector{Text: card.Encode45(m.raw(c)), Is: "card", ID: c.Card, Expires: c.ExpiresOn, Why: "good"})
	}
	for range 100 {
		c := m.claim(goodKid)
		c.ExpiresOn = card.Day(m.dice.UintN(vectorDay)) //nolint:gosec // bounded
		m.add("expired", "expired", card.Encode45(m.raw(c)))
	}
	for _, day := range []card.Day{vectorDay, 1<<16 - 1} {
		c := m.claim(goodKid)
		c.ExpiresOn = day
		m.cards = append(m.cards, vector{Text: card.Encode45(m.raw(c)), Is: "card", ID: c.Card, Expires: day, Why: "on its last day"})
	}
}

// changed are altered cards.
func (m *maker) changed() {
	for range 200 {
		raw := m.raw(m.claim(goodKid))
		raw[3+m.dice.IntN(15)] ^= 1 << m.dice.UintN(8)
		m.add("a bit of the claim", "altered", card.Encode45(raw))

		raw = m.raw(m.claim(goodKid))
		raw[18+m.dice.IntN(64)] ^= 1 << m.dice.UintN(8)
		m.add("a bit of the signature", "altered", card.Encode45(raw))

		raw = m.raw(m.claim(goodKid))
		copy(raw[18:], ed25519.Sign(m.forger, raw[:18]))
		m.add("a forger's key", "altered", card.Encode45(raw))

		raw = m.raw(m.claim(goodKid))
		plus(raw[50:], order)
		m.add("s plus the order", "altered", card.Encode45(raw))

		m.add("an unknown key", "not_ours", card.Encode45(m.raw(m.claim(unknownKid))))
	}
	for range 100 {
		raw := m.raw(m.claim(goodKid))
		text := []byte(card.Encode45(raw))
		m.add("cut", "unreadable", string(text[:12+m.dice.IntN(len(text)-12)]))
		m.add("longer", "unreadable", string(text)+string(card.Base45[m.dice.IntN(45)]))
		raw[0] ^= 1 << m.dice.UintN(8)
		m.add("another version", "unreadable", card.Encode45(raw))
		text[m.dice.IntN(len(text))] = "abcxyz#_!\t\n~"[m.dice.IntN(12)]
		m.add("a symbol of no alphabet", "unreadable", string(text))
		text = []byte(card.Encode45(m.raw(m.claim(goodKid))))
		copy(text[3*m.dice.IntN(41):], ":::")
		m.add("three symbols beyond two bytes", "unreadable", string(text))
	}
}

// strange are cards with points or numbers that no honest signer writes and that some verifiers accept.
func (m *maker) strange() {
	point := func(text string) []byte {
		raw, err := hex.DecodeString(text)
		if err != nil {
			m.t.Fatal(err)
		}
		return raw
	}
	zero := make([]byte, 32)
	for range 20 {
		for _, r := range []struct{ why, point string }{
			{"R of order one", identity}, {"R of order one written otherwise", identityOddly}, {"R of order one, minus zero", identitySigned},
		} {
			raw := m.raw(m.claim(goodKid))
			m.put(r.why, raw, point(r.point), m.answer(point(r.point), raw[:18])) // s = k·a: right in the mathematics, with r = 0
		}
		raw := m.raw(m.claim(goodKid))
		m.put("R that is no point", raw, point(noPoint), raw[50:])
		m.put("an empty signature", m.raw(m.claim(goodKid)), zero, zero)
		m.put("R of order one and s zero", m.raw(m.claim(goodKid)), point(identity), zero)
		m.put("a key of order one", m.raw(m.claim(tornKid)), point(identity), zero)
		m.put("a key of order one written otherwise", m.raw(m.claim(oddKid)), point(identity), zero)
		m.put("a key of order eight", m.eighth(), point(identity), zero)
	}
}

func (m *maker) put(why string, raw, r, s []byte) {
	text := card.Encode45(slices.Concat(raw[:18], r, s))
	m.add(why, "altered", text)
}

// answer is the s that makes the signature valid for an R of order one: k·a.
func (m *maker) answer(r, said []byte) []byte {
	half := sha512.Sum512(m.key.Seed())
	half[0] &= 248
	half[31] = half[31]&127 | 64
	k := challenge(r, m.key.Public().(ed25519.PublicKey), said)
	s := new(big.Int).Mul(k, number(half[:32]))
	return little(s.Mod(s, order))
}

// eighth is a card under the key of order eight with a challenge divisible by eight, so that the key cancels out of the
// equation.
func (m *maker) eighth() []byte {
	r, _ := hex.DecodeString(identity)
	a, _ := hex.DecodeString(orderEight)
	for {
		raw := m.raw(m.claim(eighthKid))
		if new(big.Int).And(challenge(r, a, raw[:18]), big.NewInt(7)).Sign() == 0 {
			return raw
		}
	}
}

func challenge(r, public, said []byte) *big.Int {
	sum := sha512.Sum512(slices.Concat(r, public, said))
	k := number(sum[:])
	return k.Mod(k, order)
}

// number and little decode and encode little-endian numbers.
func number(raw []byte) *big.Int {
	turned := slices.Clone(raw)
	slices.Reverse(turned)
	return new(big.Int).SetBytes(turned)
}

func little(n *big.Int) []byte {
	raw := n.FillBytes(make([]byte, 32))
	slices.Reverse(raw)
	return raw
}

func plus(s []byte, more *big.Int) {
	sum := number(s)
	copy(s, little(sum.Add(sum, more)))
}

// codes are typed codes in usual notations, and errors.
func (m *maker) codes() (all []typed) {
	for len(all) < 500 {
		code, good := card.CodeOf(m.claim(goodKid).Card)
		if !good {
			continue
		}
		grouped := card.GroupCode(code)
		i := m.dice.IntN(10)
		slip := []byte(code)
		slip[i] = card.Crockford[(bytes.IndexByte([]byte(card.Crockford), slip[i])+1+m.dice.IntN(31))%32]
		all = append(all,
			typed{code, code}, typed{grouped, code}, typed{string(bytes.ToLower([]byte(grouped))), code},
			typed{inBengali(code), code}, typed{asSeen(code), code}, typed{code[:4] + "\u2013" + code[4:8] + "\u00a0-" + code[8:], code},
			typed{string(slip), ""}, typed{code[:10], ""}, typed{code + "0", ""}, typed{code[:5] + "U" + code[6:], ""},
			typed{code[:5] + "\u017f" + code[6:], ""}, typed{code[:5] + "\t" + code[5:], ""},
		)
	}
	return append(all, typed{"", ""}, typed{" - ", ""})
}

func inBengali(code string) string {
	var out []rune
	for _, r := range code {
		if r >= '0' && r <= '9' {
			r += '০' - '0'
		}
		out = append(out, r)
	}
	return string(out)
}

// asSeen replaces a zero and a one by the letters that look like them.
func asSeen(code string) string {
	return string(bytes.ReplaceAll(bytes.ReplaceAll([]byte(code), []byte("0"), []byte("o")), []byte("1"), []byte("L")))
}
