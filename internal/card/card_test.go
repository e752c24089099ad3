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
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		g := &stage{T: t, store: s, keys: keys}
		for _, d := range []area.Description{
			{Level: area.State, Code: "19", Name: "West Bengal"},
			{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "state:19"},
			{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Barunhat", Parent: "state:19"},
		} {
			g.write(testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
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
		test(g)
	})
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
		_, err := g.keys.PrintBatch(tx, testkit.Entry("card.print_batch"), card.Printing{ID: id, Name: "June", Cards: cards})
		return err
	})
	return id
}

func (g *stage) household(place area.Key) household.ID {
	g.Helper()
	id := household.ID(db.NewID())
	g.write(worker, func(tx *db.Tx) error {
		_, err := household.Register(tx, testkit.Entry("household.register"), household.Registration{
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
		outcome, err = card.Bind(tx, testkit.Entry("card.bind"), card.Binding{Card: presented, Household: family})
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
		_, err := card.Revoke(tx, testkit.Entry("card.revoke"), card.Revoking{Card: id, Reason: card.Lost})
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
		for _, presented := range []string{g.print[599].Token, g.print[599].Code, strings.ToLower(card.GroupCode(g.print[599].Code))} {
			if diff := cmp.Diff(g.cards[599], g.state(presented)); diff != "" {
				t.Errorf("%q (-listed +read):\n%s", presented, diff)
			}
		}
		if days := int(g.cards[0].ExpiresOn) - int(card.DayOf(g.store.Now().Time)); days != 730 {
			t.Errorf("good for %d days, want 730", days)
		}
	})
}

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
		if len(batches) != 2 || batches[0].Number != 2 || batches[1].Number != 1 || batches[1].Cards != 12 || batches[0].PrintedAt.IsZero() {
			t.Errorf("batches: %+v", batches)
		}
		var sheet bytes.Buffer
		if err := card.Sheet(&sheet, again, options); err != nil {
			t.Error(err)
		}
	})
}

// The private half of a key is a file that only the program's user can read; nothing of it is in the database.
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
		err = g.store.Read(g.Context(), coordinator, func(tx *db.Tx) error {
			_, err := elsewhere.Printables(tx, g.cards[0].Batch)
			return err
		})
		g.refused(err, "card_key_elsewhere", "")
	})
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the wrong mode is the point
		t.Fatal(err)
	}
	if _, err := card.OpenKeys(dir); err == nil {
		t.Error("a folder that others can read was opened")
	}
}

func TestBindingACard(t *testing.T) {
	onStage(t, 4, func(g *stage) {
		first, second := g.household(north), g.household(south)
		outcome := g.mustBind(g.print[0].Token, first)
		if outcome.Status != journal.StatusApplied || outcome.Numbers["generation"] != 1 {
			t.Errorf("%+v", outcome)
		}
		if again := g.mustBind(g.print[0].Code, first); again.Numbers["generation"] != 1 {
			t.Errorf("the same pair again: %+v", again)
		}
		if c := g.state(g.print[0].Token); c.State != card.Bound || c.Household != string(first) {
			t.Errorf("%+v", c)
		}
		_, err := g.bind(worker, g.print[0].Token, second)
		g.refused(err, "card_already_bound", "/card")
		if strings.Contains(err.Error(), string(first)) {
			t.Error("the refusal says whose the card is")
		}
		if err := g.revoke(coordinator, g.cards[1].ID); err != nil {
			t.Fatal(err)
		}
		_, err = g.bind(worker, g.print[1].Token, second)
		g.refused(err, "card_withdrawn", "/card")
		_, err = g.bind(worker, "nonsense", second)
		g.refused(err, "card_unreadable", "/card")
		_, err = g.bind(worker, g.print[2].Token, household.ID(db.NewID()))
		g.refused(err, "not_found", "/household")
		_, err = g.bind(testkit.Only(worker, northPath), g.print[2].Token, second)
		g.refused(err, "not_found", "/household")
		_, err = g.bind(testkit.Actor(actor.Distributor), g.print[2].Token, second)
		g.refused(err, "role_missing", "")
		_, err = g.bind(testkit.Stranger(actor.OutreachWorker), g.print[2].Token, second)
		g.refused(err, "not_found", "/household")
		if c := g.state(g.print[2].Token); c.State != card.Blank {
			t.Errorf("a refused binding left %+v", c)
		}
	})
}

// B38: a newer card of the household makes the older one worthless, though its signature stays good.
func TestB38_ANewCardReplacesTheOld(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family, other := g.household(north), g.household(north)
		g.mustBind(g.print[0].Token, family)
		if outcome := g.mustBind(g.print[1].Code, family); outcome.Numbers["generation"] != 2 {
			t.Errorf("%+v", outcome)
		}
		g.mustBind(g.print[2].Code, other)
		old, now := g.state(g.print[0].Token), g.state(g.print[1].Token)
		if old.State != card.Withdrawn || old.Reason != card.Replaced || now.State != card.Bound || now.Generation != 2 {
			t.Errorf("old %+v\nnew %+v", old, now)
		}
		_, err := g.bind(worker, g.print[0].Token, family)
		g.refused(err, "card_withdrawn", "/card")
		g.read(worker, func(tx *db.Tx) error {
			all, err := card.Of(tx, []string{string(family), string(other), db.NewID(), "no id"})
			if len(all) != 2 || all[string(family)].Code != g.print[1].Code || all[string(other)].Code != g.print[2].Code {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}

func TestWithdrawingACard(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family := g.household(south)
		g.mustBind(g.print[0].Token, family)
		g.refused(g.revoke(worker, g.cards[0].ID), "role_missing", "")
		g.refused(g.revoke(testkit.Stranger(actor.Coordinator), g.cards[0].ID), "not_found", "/card")
		g.refused(g.revoke(testkit.Only(coordinator, northPath), g.cards[0].ID), "not_found", "/card")
		g.refused(g.revoke(coordinator, "00000000000000000000"), "not_found", "/card")
		if c := g.state(g.print[0].Token); c.State != card.Bound {
			t.Fatalf("a refused withdrawal left %+v", c)
		}
		if err := g.revoke(testkit.Only(coordinator, southPath), g.cards[0].ID); err != nil {
			t.Fatal(err)
		}
		if c := g.state(g.print[0].Token); c.State != card.Withdrawn || c.Reason != card.Lost || c.Household != string(family) {
			t.Errorf("%+v", c)
		}
		g.refused(g.revoke(coordinator, g.cards[0].ID), "card_already_withdrawn", "/card")
		g.mustBind(g.print[1].Token, family)
		if c := g.state(g.print[1].Token); c.State != card.Bound || c.Generation != 2 {
			t.Errorf("the card after a lost one: %+v", c)
		}
	})
}

// What Resolve cannot be certain of it does not tell.
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

// randomClaimWith is a claim under a key id that no key has: the token's own with one bit changed.
func randomClaimWith(t *testing.T, g *stage, token string) card.Claim {
	t.Helper()
	claim, err := card.ReadUnverified(token)
	if err != nil {
		g.Fatal(err)
	}
	claim.Kid ^= 1
	return claim
}

// A token signed with our key for a card that was never printed is not ours either.
func TestASignedButUnprintedCardIsRefused(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		claim, err := card.ReadUnverified(g.print[0].Token)
		if err != nil {
			t.Fatal(err)
		}
		id, _ := drawn(t)
		unprinted, longer := claim, claim
		unprinted.Card, longer.ExpiresOn = id, claim.ExpiresOn+1
		for code, c := range map[string]card.Claim{"card_not_ours": unprinted, "card_altered": longer} {
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
			_, err := card.Bind(tx, testkit.Entry("card.bind"), card.Binding{Card: g.print[1].Token, Household: family})
			return err
		})
		g.refused(err, "card_expired", "/card")
	})
}

// Eight phones bind one card to eight households at once: one wins, and the others are told.
func TestOneCardBoundByManyAtOnce(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		const phones = 8
		families := make([]household.ID, phones)
		for i := range families {
			families[i] = g.household(north)
		}
		errs := make([]error, phones)
		var wait sync.WaitGroup
		for i := range phones {
			wait.Go(func() { _, errs[i] = g.bind(worker, g.print[0].Token, families[i]) })
		}
		wait.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				if c := g.state(g.print[0].Code); c.Household != string(families[i]) {
					t.Errorf("the winner's answer and the record differ")
				}
			} else if !fault.Is(err, "card_already_bound") {
				t.Errorf("a loser is told %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d bindings were accepted, want 1", won)
		}
	})
}

// Four phones give one household four cards at once: all are kept, and exactly one of them counts.
func TestOneHouseholdGivenManyCardsAtOnce(t *testing.T) {
	onStage(t, 4, func(g *stage) {
		family := g.household(north)
		errs := make([]error, len(g.print))
		var wait sync.WaitGroup
		for i, c := range g.print {
			wait.Go(func() { _, errs[i] = g.bind(worker, c.Token, family) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		count := map[card.State]int{}
		for _, c := range g.print {
			count[g.state(c.Token).State]++
		}
		if diff := cmp.Diff(map[card.State]int{card.Bound: 1, card.Withdrawn: 3}, count); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Four coordinators print at once: the batches get different numbers.
func TestBatchesPrintedAtOnce(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		errs := make([]error, 4)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() {
				errs[i] = g.store.Write(g.Context(), coordinator, func(tx *db.Tx) error {
					in := card.Printing{ID: card.BatchID(db.NewID()), Name: "At once", Cards: 3}
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
		for name, c := range map[string]struct {
			who        actor.Actor
			in         card.Printing
			code, path string
		}{
			"a worker":    {worker, card.Printing{ID: card.BatchID(db.NewID()), Name: "x", Cards: 1}, "role_missing", ""},
			"the same id": {coordinator, card.Printing{ID: g.cards[0].Batch, Name: "x", Cards: 1}, "batch_exists", "/id"},
			"no cards":    {coordinator, card.Printing{ID: card.BatchID(db.NewID()), Name: "x"}, "out_of_range", "/cards"},
			"nobody":      {actor.System(), card.Printing{ID: card.BatchID(db.NewID()), Name: "x", Cards: 1}, "organisation_missing", ""},
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
	for name, c := range map[string]struct {
		in         interface{ Validate() error }
		code, path string
	}{
		"a batch":              {card.Printing{ID: card.BatchID(id), Name: "June", Cards: 5000}, "", ""},
		"no batch id":          {card.Printing{Name: "June", Cards: 1}, "not_an_id", "/id"},
		"a nameless batch":     {card.Printing{ID: card.BatchID(id), Name: " ", Cards: 1}, "required", "/name"},
		"a long name":          {card.Printing{ID: card.BatchID(id), Name: strings.Repeat("x", 81), Cards: 1}, "too_long", "/name"},
		"an identity number":   {card.Printing{ID: card.BatchID(id), Name: "2341 2341 2346", Cards: 1}, "identity_number_refused", "/name"},
		"too many cards":       {card.Printing{ID: card.BatchID(id), Name: "June", Cards: 5001}, "out_of_range", "/cards"},
		"a binding":            {card.Binding{Card: "7K2M9QXM4TA", Household: household.ID(id)}, "", ""},
		"no card":              {card.Binding{Household: household.ID(id)}, "card_unreadable", "/card"},
		"a card too long":      {card.Binding{Card: strings.Repeat("7", 201), Household: household.ID(id)}, "card_unreadable", "/card"},
		"no household":         {card.Binding{Card: "7K2M9QXM4TA", Household: "x"}, "not_an_id", "/household"},
		"a withdrawal":         {card.Revoking{Card: "0a0b0c0d0e0f10111213", Reason: card.Misused}, "", ""},
		"a wrong card id":      {card.Revoking{Card: "0a0b", Reason: card.Lost}, "not_an_id", "/card"},
		"an id in upper case":  {card.Revoking{Card: "0A0B0C0D0E0F10111213", Reason: card.Lost}, "not_an_id", "/card"},
		"an unheard-of reason": {card.Revoking{Card: "0a0b0c0d0e0f10111213", Reason: "angry"}, "unknown_value", "/reason"},
	} {
		err := c.in.Validate()
		if c.code == "" && err != nil || c.code != "" && (!fault.Is(err, c.code) || fault.Of(err).Path != c.path) {
			t.Errorf("%s: %v, want %q at %q", name, err, c.code, c.path)
		}
	}
}

// A slip of the database is caught by the database: nothing of a card's history is changed or taken away.
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
