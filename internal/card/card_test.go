package card_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

const (
	north area.Key = "panchayat:wb-gp:2738-01"
	south area.Key = "panchayat:wb-gp:2738-02"

	northPath = "/19/wb-gp:2738-01/"
	southPath = "/19/wb-gp:2738-02/"
)

var (
	coordinator = testkit.Actor(actor.Coordinator)
	worker      = testkit.Other(actor.OutreachWorker)
)

// stage is a database with two panchayats, a folder of keys and a first batch.
type stage struct {
	*testing.T
	store *db.Store
	keys  *card.Keys
	cards []card.Card
	print []card.Printable
}

func onStage(t *testing.T, cards int, test func(*stage)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) { test(newStage(t, s, cards)) })
}

func newStage(t *testing.T, s *db.Store, cards int) *stage {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	g := &stage{T: t, store: s, keys: keys}
	for _, d := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "state:19"},
		{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Barunhat", Parent: "state:19"},
	} {
		g.write(testkit.Steward(), func(tx *db.Tx) error {
			_, err := area.Put(tx, testkit.Entry("area.put"), d)
			return err
		})
	}
	batch := g.printBatch(cards)
	g.read(coordinator, func(tx *db.Tx) (err error) {
		if g.cards, err = card.Cards(tx, batch); err != nil {
			return err
		}
		g.print, err = keys.Printables(tx, batch)
		return err
	})
	return g
}

func (g *stage) write(a actor.Actor, fn func(*db.Tx) error) {
	g.Helper()
	if err := g.store.Write(g.Context(), a, fn); err != nil {
		g.Fatal(err)
	}
}

func (g *stage) read(a actor.Actor, fn func(*db.Tx) error) {
	g.Helper()
	if err := g.store.Read(g.Context(), a, fn); err != nil {
		g.Fatal(err)
	}
}

func (g *stage) printBatch(cards int) card.BatchID {
	g.Helper()
	id := card.BatchID(db.NewID())
	g.write(coordinator, func(tx *db.Tx) error {
		_, err := g.keys.PrintBatch(tx, testkit.Entry("card.print_batch"), card.CardPrintBatch{ID: id, Name: "June", Cards: cards})
		return err
	})
	return id
}

func (g *stage) household(place area.Key) household.ID {
	g.Helper()
	id := household.ID(db.NewID())
	g.write(worker, func(tx *db.Tx) error {
		_, err := household.Register(tx, testkit.Entry("household.register"), household.HouseholdRegister{
			ID: id, Area: place, Name: "Rahima Bibi", People: household.People{Women: 1, Girls: 2}, Criteria: []string{"widow"},
			House: household.Kutcha, Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		})
		return err
	})
	return id
}

func (g *stage) bind(a actor.Actor, presented string, family household.ID) (journal.Outcome, error) {
	var outcome journal.Outcome
	err := g.store.Write(g.Context(), a, func(tx *db.Tx) (err error) {
		outcome, err = card.Bind(tx, testkit.Entry("card.bind"), card.CardBind{Card: presented, Household: family})
		return err
	})
	return outcome, err
}

func (g *stage) mustBind(presented string, family household.ID) journal.Outcome {
	g.Helper()
	outcome, err := g.bind(worker, presented, family)
	if err != nil {
		g.Fatal(err)
	}
	return outcome
}

func (g *stage) revoke(a actor.Actor, id card.ID) error {
	return g.store.Write(g.Context(), a, func(tx *db.Tx) error {
		_, err := card.Revoke(tx, testkit.Entry("card.revoke"), card.CardRevoke{Card: id, Reason: card.Lost})
		return err
	})
}

func (g *stage) resolve(a actor.Actor, presented string) (card.Card, error) {
	var found card.Card
	err := g.store.Read(g.Context(), a, func(tx *db.Tx) (err error) {
		found, err = card.Resolve(tx, presented)
		return err
	})
	return found, err
}

func (g *stage) state(presented string) card.Card {
	g.Helper()
	found, err := g.resolve(worker, presented)
	if err != nil {
		g.Fatal(err)
	}
	return found
}

func (g *stage) refused(err error, code, path string) {
	g.Helper()
	f := fault.Of(err)
	if f == nil || f.Code != code || f.Path != path {
		g.Errorf("got %v, want %s at %q", err, code, path)
	}
}

func TestAPrintedBatchReadsBack(t *testing.T) {
	onStage(t, 600, func(g *stage) {
		if len(g.cards) != 600 || len(g.print) != 600 {
			t.Fatalf("%d cards and %d to print", len(g.cards), len(g.print))
		}
		for i, c := range g.cards {
			if c.Place != i+1 || c.State != card.Blank || c.Generation != 1 || c.BatchName != "June" || c.Household != "" {
				t.Fatalf("card %d is %+v", i+1, c)
			}
		}
		last := g.print[599]
		for _, presented := range []string{last.Token, last.Code, strings.ToLower(card.GroupCode(last.Code))} {
			if diff := cmp.Diff(g.cards[599], g.state(presented)); diff != "" {
				t.Errorf("%q (-listed +read):\n%s", presented, diff)
			}
		}
		if days := int(g.cards[0].ExpiresOn) - int(card.DayOf(g.store.Now().Time)); days != 730 {
			t.Errorf("good for %d days, want 730", days)
		}
	})
}

// Resolve never reports an uncertain result.
func TestResolveNeverGuesses(t *testing.T) {
	onStage(t, 2, func(g *stage) {
		raw := make([]byte, 82)
		card.Decode45(raw, g.print[0].Token)
		raw[30] ^= 4
		altered := card.Encode45(raw)
		_, unknown := drawn(t)
		for name, c := range map[string]struct {
			who             actor.Actor
			presented, code string
		}{
			"noise":                      {worker, "hello", "card_unreadable"},
			"a token cut short":          {worker, g.print[0].Token[:100], "card_unreadable"},
			"a code with a slip":         {worker, "0" + g.print[0].Code[1:10] + "*", "card_unreadable"},
			"a signature changed":        {worker, altered, "card_altered"},
			"a key of nobody's":          {worker, signed(t, randomClaimWith(t, g, altered)), "card_not_ours"},
			"a code nobody printed":      {worker, unknown, "card_not_ours"},
			"another organisation's":     {testkit.Stranger(actor.Distributor), g.print[0].Token, "card_not_ours"},
			"another's, altered":         {testkit.Stranger(actor.Distributor), altered, "card_not_ours"},
			"another organisation, code": {testkit.Stranger(actor.Distributor), g.print[0].Code, "card_not_ours"},
			"by somebody without a role": {testkit.Actor(actor.Treasurer), g.print[0].Token, "role_missing"},
		} {
			if got, err := g.resolve(c.who, c.presented); !fault.Is(err, c.code) || got != (card.Card{}) {
				t.Errorf("%s: %v %+v, want %s", name, err, got, c.code)
			}
		}
	})
}

// randomClaimWith is a claim with an unknown key id: the token's own with one bit changed.
func randomClaimWith(t *testing.T, g *stage, token string) card.TokenClaim {
	t.Helper()
	claim, err := card.ReadUnverified(token)
	if err != nil {
		g.Fatal(err)
	}
	claim.Kid ^= 1
	return claim
}

// A validly signed token of a card that was never printed is not ours either.
func TestASignedButUnprintedCardIsRefused(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		claim, err := card.ReadUnverified(g.print[0].Token)
		if err != nil {
			t.Fatal(err)
		}
		id, _ := drawn(t)
		unprinted, longer := claim, claim
		unprinted.Card, longer.ExpiresOn = id, claim.ExpiresOn+1
		for code, c := range map[string]card.TokenClaim{"card_not_ours": unprinted, "card_altered": longer} {
			token, err := g.keys.Sign(c)
			if err != nil {
				t.Fatal(err)
			}
			_, err = g.resolve(worker, token)
			g.refused(err, code, "")
		}
	})
}

func TestACardExpires(t *testing.T) {
	onStage(t, 2, func(g *stage) {
		family := g.household(north)
		g.mustBind(g.print[0].Token, family)
		states := map[int]card.State{0: card.Bound, 730: card.Bound, 731: card.Expired}
		for days, want := range states {
			g.read(worker, func(tx *db.Tx) error {
				tx.Now = db.At(tx.Now.AddDate(0, 0, days))
				c, err := card.Resolve(tx, g.print[0].Token)
				if c.State != want {
					t.Errorf("after %d days: %s, want %s", days, c.State, want)
				}
				return err
			})
		}
		err := g.store.Write(g.Context(), worker, func(tx *db.Tx) error {
			tx.Now = db.At(tx.Now.AddDate(0, 0, 731))
			_, err := card.Bind(tx, testkit.Entry("card.bind"), card.CardBind{Card: g.print[1].Token, Household: family})
			return err
		})
		g.refused(err, "card_expired", "/card")
	})
}

// The database itself rejects changes and deletions of a card's history.
func TestHistoryIsOnlyAddedTo(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		g.mustBind(g.print[0].Token, g.household(north))
		for _, statement := range []string{
			"UPDATE card SET expires_on = 65535", "DELETE FROM card_binding", "UPDATE card_binding SET generation = 9",
		} {
			err := g.store.Write(g.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement).Error })
			if err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}
