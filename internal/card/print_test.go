package card_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

func TestPrintingAgainGivesTheSameCards(t *testing.T) {
	onStage(t, 12, func(g *stage) {
		second := g.printBatch(3)
		var again []card.Printable
		var batches []card.Batch
		g.read(coordinator, func(tx *db.Tx) (err error) {
			if again, err = g.keys.Printables(tx, g.cards[0].Batch); err != nil {
				return err
			}
			if _, err = g.keys.Printables(tx, second); err != nil {
				return err
			}
			batches, err = card.Batches(tx)
			return err
		})
		if diff := cmp.Diff(g.print, again); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
		if len(batches) != 2 || batches[0].Number != 2 || batches[1].Number != 1 || batches[1].Cards != 12 ||
			batches[0].PrintedAt.IsZero() {
			t.Errorf("batches: %+v", batches)
		}
		var sheet bytes.Buffer
		if err := card.Sheet(&sheet, again, options); err != nil {
			t.Error(err)
		}
	})
}

// The private half of a key is a file that only the program's user can read; it is not in the database.
func TestKeysStayInTheirFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := card.OpenKeys(dir); err != nil {
		t.Fatal(err)
	}
	onStage(t, 1, func(g *stage) {
		files, err := filepath.Glob(filepath.Join(g.keys.Dir(), "*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("key files: %v %v", files, err)
		}
		info, err := os.Stat(files[0])
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		elsewhere, err := card.OpenKeys(dir)
		if err != nil {
			t.Fatal(err)
		}
		sheet := func(tx *db.Tx) error {
			_, err := elsewhere.Printables(tx, g.cards[0].Batch)
			return err
		}
		g.refused(g.store.Read(g.Context(), coordinator, sheet), "card_key_elsewhere", "")
		// A key with the same id and another seed would sign cards that every scanner reports as forged.
		other := filepath.Join(dir, filepath.Base(files[0]))
		if err := os.WriteFile(other, []byte(strings.Repeat("0f", 32)), 0o600); err != nil {
			t.Fatal(err)
		}
		g.refused(g.store.Read(g.Context(), coordinator, sheet), "card_key_elsewhere", "")
		if err := os.Remove(other); err != nil {
			t.Fatal(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the wrong mode is the point
		t.Fatal(err)
	}
	if _, err := card.OpenKeys(dir); err == nil {
		t.Error("a folder that others can read was opened")
	}
}

// Four coordinators print concurrently: the batches have different numbers.
func TestBatchesPrintedAtOnce(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		errs := make([]error, 4)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() {
				errs[i] = g.store.Write(g.Context(), coordinator, func(tx *db.Tx) error {
					in := card.CardPrintBatch{ID: card.BatchID(db.NewID()), Name: "At once", Cards: 3}
					_, err := g.keys.PrintBatch(tx, testkit.Entry("card.print_batch"), in)
					return err
				})
			})
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		numbers := map[int]bool{}
		g.read(coordinator, func(tx *db.Tx) error {
			batches, err := card.Batches(tx)
			for _, b := range batches {
				numbers[b.Number] = true
			}
			return err
		})
		if len(numbers) != 5 || !numbers[5] {
			t.Errorf("numbers: %v", numbers)
		}
	})
}

func TestPrintingIsRefused(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		fresh := card.BatchID(db.NewID())
		for name, c := range map[string]struct {
			who        actor.Actor
			in         card.CardPrintBatch
			code, path string
		}{
			"a worker":    {worker, card.CardPrintBatch{ID: fresh, Name: "x", Cards: 1}, "role_missing", ""},
			"the same id": {coordinator, card.CardPrintBatch{ID: g.cards[0].Batch, Name: "x", Cards: 1}, "batch_exists", "/id"},
			"no cards":    {coordinator, card.CardPrintBatch{ID: fresh, Name: "x"}, "out_of_range", "/cards"},
			"nobody":      {actor.System(), card.CardPrintBatch{ID: fresh, Name: "x", Cards: 1}, "organisation_missing", ""},
		} {
			err := g.store.Write(g.Context(), c.who, func(tx *db.Tx) error {
				_, err := g.keys.PrintBatch(tx, testkit.Entry("card.print_batch"), c.in)
				return err
			})
			t.Run(name, func(*testing.T) { g.refused(err, c.code, c.path) })
		}
		for name, who := range map[string]actor.Actor{"a stranger": testkit.Stranger(actor.Coordinator)} {
			err := g.store.Read(g.Context(), who, func(tx *db.Tx) error {
				_, err := g.keys.Printables(tx, g.cards[0].Batch)
				return err
			})
			t.Run(name, func(*testing.T) { g.refused(err, "not_found", "") })
		}
	})
}

func TestPayloadsAreJudgedByForm(t *testing.T) {
	id := db.NewID()
	batch, family := card.BatchID(id), household.ID(id)
	for name, c := range map[string]struct {
		in         interface{ Validate() error }
		code, path string
	}{
		"a batch":          {card.CardPrintBatch{ID: batch, Name: "June", Cards: 5000}, "", ""},
		"no batch id":      {card.CardPrintBatch{Name: "June", Cards: 1}, "not_an_id", "/id"},
		"a nameless batch": {card.CardPrintBatch{ID: batch, Name: " ", Cards: 1}, "required", "/name"},
		"a long name":      {card.CardPrintBatch{ID: batch, Name: strings.Repeat("x", 81), Cards: 1}, "too_long", "/name"},
		"an identity number": {
			card.CardPrintBatch{ID: batch, Name: "2341 2341 2346", Cards: 1}, "identity_number_refused", "/name",
		},
		"too many cards":       {card.CardPrintBatch{ID: batch, Name: "June", Cards: 5001}, "out_of_range", "/cards"},
		"a binding":            {card.CardBind{Card: "7K2M9QXM4TA", Household: family}, "", ""},
		"no card":              {card.CardBind{Household: family}, "card_unreadable", "/card"},
		"a card too long":      {card.CardBind{Card: strings.Repeat("7", 201), Household: family}, "card_unreadable", "/card"},
		"no household":         {card.CardBind{Card: "7K2M9QXM4TA", Household: "x"}, "not_an_id", "/household"},
		"a withdrawal":         {card.CardRevoke{Card: "0a0b0c0d0e0f10111213", Reason: card.Misused}, "", ""},
		"a wrong card id":      {card.CardRevoke{Card: "0a0b", Reason: card.Lost}, "not_an_id", "/card"},
		"an id in upper case":  {card.CardRevoke{Card: "0A0B0C0D0E0F10111213", Reason: card.Lost}, "not_an_id", "/card"},
		"an unheard-of reason": {card.CardRevoke{Card: "0a0b0c0d0e0f10111213", Reason: "angry"}, "unknown_value", "/reason"},
	} {
		err := c.in.Validate()
		if c.code == "" && err != nil || c.code != "" && (!fault.Is(err, c.code) || fault.Of(err).Path != c.path) {
			t.Errorf("%s: %v, want %q at %q", name, err, c.code, c.path)
		}
	}
}
