package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"tripol/internal/card"
)

const scanned = 5_000 // cards verified per run of T12

// scans is T12: a scanned card verified and decoded, as a phone's list does, against the raw verification of as many
// signatures. Nothing is written.
func (b *bench) scans(pairs int) error {
	p, err := b.newCardPrinter(scanned)
	if err != nil {
		return err
	}
	public := ed25519.PublicKey(p.key[ed25519.SeedSize:])
	said := make([]byte, 18) // a claim's length
	signature := ed25519.Sign(p.key, said)
	v := verdict{
		name: fmt.Sprintf("T12 scan verified, %d cards", scanned), limit: "raw ed25519 verify",
		bounds: bounds{floor: 0.3, target: 0.5}, busy: b.busyness(),
	}
	v, err = interleaved(pairs, v, func(int) (sample, error) {
		began := time.Now()
		for i, token := range p.tokens {
			claim, err := card.VerifyToken(token, func(uint16) (ed25519.PublicKey, bool) { return public, true })
			if err != nil {
				return sample{}, err
			}
			if claim.Card != p.claims[i].Card {
				return sample{}, errors.New("a token says another card")
			}
		}
		return sample{done: len(p.tokens), took: time.Since(began)}, nil
	}, func(int) (sample, error) {
		began := time.Now()
		for range p.tokens {
			if !ed25519.Verify(public, said, signature) {
				return sample{}, errors.New("a good signature was refused")
			}
		}
		return sample{done: len(p.tokens), took: time.Since(began)}, nil
	})
	if err != nil {
		return err
	}
	b.say("%s", v.line())
	return nil
}
