package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	qrcode "github.com/skip2/go-qrcode"

	"tripol/internal/card"
)

const (
	sheetCards  = 10_000
	sheetMemory = 64 // MB
)

// cardPrinter is a signing key in a folder, as the program stores it, and cards to print.
type cardPrinter struct {
	keys   *card.Keys
	key    ed25519.PrivateKey
	claims []card.TokenClaim
	codes  []string // typed codes; printing them takes the time, not their values
	tokens []string // for the limit, which signs as many and encodes these
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCardPrinter generates a key and draws cards.
func (b *bench) newCardPrinter(n int) (*cardPrinter, error) {
	folder := filepath.Join(b.folder, "card-keys")
	keys, err := card.OpenKeys(folder)
	if err != nil {
		return nil, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return nil, err
	}
	p := &cardPrinter{keys: keys, key: ed25519.NewKeyFromSeed(seed)}
	if err := os.WriteFile(filepath.Join(folder, "0001.seed"), []byte(hex.EncodeToString(seed)), 0o600); err != nil {
		return nil, err
	}
	for len(p.claims) < n {
		id := make([]byte, 10)
		if _, err := rand.Read(id); err != nil {
			return nil, err
		}
		p.claims = append(p.claims, card.TokenClaim{
			Kid: 1, Card: card.ID(hex.EncodeToString(id)), Batch: 1, Generation: 1, ExpiresOn: 20_000,
		})
		code := make([]byte, 11)
		for i := range code {
			code[i] = crockford[int(id[i%len(id)]+byte(i))%len(crockford)]
		}
		p.codes = append(p.codes, string(code))
		token, err := keys.Sign(p.claims[len(p.claims)-1])
		if err != nil {
			return nil, err
		}
		p.tokens = append(p.tokens, token)
	}
	return p, nil
}

// cardSheets is T11: signing cards and rendering them as A4 sheets, against signing and encoding the QR codes alone,
// sequentially.
func (b *bench) cardSheets(pairs int) error {
	for _, n := range []int{sheetCards / 10, sheetCards} {
		p, err := b.newCardPrinter(n)
		if err != nil {
			return err
		}
		v := verdict{
			name: fmt.Sprintf("T11 sheets, %d cards", n), limit: "raw sign + QR on one core", bounds: bounds{floor: 0.5, target: 0.9},
			busy: b.busyness(),
		}
		var took []float64
		var most uint64
		v, err = interleaved(pairs, v, func(int) (sample, error) {
			got, peak, err := p.sheets()
			took, most = append(took, got.took.Seconds()), max(most, peak)
			return got, err
		}, func(int) (sample, error) { return p.raw() })
		if err != nil {
			return err
		}
		b.say("%s", v.line())
		b.say("%s: %.1f s, target 10 s, %s", v.name, median(took), judgeBelow(took, 10, v.busy))
		b.say("%s, memory: + %d MB, target + %d MB, %s", v.name, most>>20, sheetMemory, judgeBelow([]float64{float64(most >> 20)}, sheetMemory, v.busy))
		b.reportGrowth("T11%.0d", 0, n, v.ours/float64(n))
	}
	return nil
}

// sheets signs and prints all cards, and returns the peak of allocated memory above the level before.
func (p *cardPrinter) sheets() (sample, uint64, error) {
	runtime.GC()
	out := &heapWatch{}
	out.look()
	out.before = out.most
	began := time.Now()
	printables := make([]card.Printable, len(p.claims))
	for i, claim := range p.claims {
		token, err := p.keys.Sign(claim)
		if err != nil {
			return sample{}, 0, err
		}
		printables[i] = card.Printable{Token: token, Code: p.codes[i], Place: i + 1}
	}
	err := card.Sheet(out, printables, card.SheetOptions{Batch: 1, Help: "033 2555 0123", Printed: began.Format(time.DateTime)})
	return sample{done: len(p.claims), took: time.Since(began)}, out.most - out.before, err
}

// raw signs the same claims, encodes their codes and discards the result.
func (p *cardPrinter) raw() (sample, error) {
	began := time.Now()
	said := make([]byte, 18) // a claim's length
	for _, token := range p.tokens {
		if len(ed25519.Sign(p.key, said)) == 0 {
			return sample{}, io.ErrShortWrite
		}
		code, err := qrcode.New(token, qrcode.High)
		if err != nil {
			return sample{}, err
		}
		if len(code.Bitmap()) == 0 {
			return sample{}, io.ErrShortWrite
		}
	}
	return sample{done: len(p.claims), took: time.Since(began)}, nil
}

// heapWatch is a writer that discards its input and samples the heap.
type heapWatch struct {
	writes       int
	before, most uint64
}

// Write counts the bytes.
func (w *heapWatch) Write(b []byte) (int, error) {
	if w.writes++; w.writes%256 == 0 {
		w.look()
	}
	return len(b), nil
}

func (w *heapWatch) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.most = max(w.most, m.HeapAlloc)
}
