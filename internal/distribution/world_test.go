package distribution_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

var (
	administrator = testkit.Steward()
	planner       = testkit.Actor(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper)
	approver      = testkit.Other(actor.Coordinator, actor.OutreachWorker)
	distributor   = testkit.Only(testkit.Other(actor.Distributor), blockPath)
	stranger      = testkit.Stranger(actor.Coordinator, actor.Distributor, actor.OutreachWorker)
)

const (
	block     = area.Key("block:2738")
	blockPath = "/19/303/2738/"
	village   = area.Key("panchayat:wb-gp:2738-01")
)

// world is a block with a panchayat, a store, two items and as many families as a test asks for.
type world struct {
	*testing.T
	s              *db.Store
	options        db.Options
	keys           *card.Keys
	store          stock.StoreID
	tarpaulin, kit stock.ItemID
	cards          map[household.ID]string // typed codes
}

// onBoth runs a test on both engines, keeping the options so that a control can work as the owner of the tables.
func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" && only != string(engine) {
			continue
		}
		t.Run(string(engine), func(t *testing.T) {
			options := testkit.Fresh(t, engine)
			w := &world{T: t, s: testkit.Open(t, options), options: options, cards: map[household.ID]string{}}
			w.furnish()
			test(w)
		})
	}
}

func (w *world) furnish() {
	w.Helper()
	testkit.Organisations(w.T, w.s)
	for _, place := range []area.AreaPut{
		testkit.WestBengal, testkit.North, testkit.Hasnabad, testkit.Minakhan, testkit.Amlani,
	} {
		applied(w, take(w, administrator, as("area.put", area.Put), place))
	}
	w.tarpaulin, w.kit = w.item("tarpaulin"), w.item("kit")
	w.store = w.newStore(planner, "Kalinagar School")
	keys, err := card.OpenKeys(filepath.Join(w.TempDir(), "keys"))
	if err != nil {
		w.Fatal(err)
	}
	w.keys = keys
}

func (w *world) item(code string) stock.ItemID {
	w.Helper()
	in := stock.ItemAdd{ID: newID[stock.ItemID](), Code: code, Name: code, Unit: "piece", Picture: "other"}
	applied(w, take(w, planner, as("item.add", stock.AddItem), in))
	return in.ID
}

func (w *world) newStore(a actor.Actor, name string) stock.StoreID {
	w.Helper()
	in := stock.StoreAdd{ID: newID[stock.StoreID](), Organisation: a.Organisation, Name: name, Kind: "site", Area: block}
	applied(w, take(w, a, as("store.add", stock.AddStore), in))
	return in.ID
}

func (w *world) receive(item stock.ItemID, quantity int64) {
	w.Helper()
	lines := []stock.ItemQuantity{{Item: item, Quantity: quantity}}
	in := stock.StockReceive{ID: newID[stock.MovementID](), Store: w.store, Lines: lines}
	applied(w, take(w, planner, as("stock.receive", stock.Receive), in))
}

// family registers a household, grades it by two people (a grade below 0 is not graded at all), and gives it a card.
func (w *world) family(grade int, criteria ...string) household.ID {
	w.Helper()
	h := w.uncarded(grade, criteria...)
	w.bind(h, w.print(1)[0])
	return h
}

func (w *world) uncarded(grade int, criteria ...string) household.ID {
	w.Helper()
	in := household.HouseholdRegister{
		ID: newID[household.ID](), Area: village, Name: "Rahima Bibi", People: household.People{Women: 1, Girls: 2},
		Criteria: criteria, House: household.Kutcha, Mark: "fish",
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
	applied(w, take(w, planner, as("household.register", household.Register), in))
	if grade >= 0 {
		w.verify(w.assess(in.ID, grade), grade)
	}
	return in.ID
}

func (w *world) assess(h household.ID, grade int) damage.ID {
	w.Helper()
	in := damage.DamageAssess{ID: newID[damage.ID](), Household: h, Grade: damage.Grade(grade), House: household.Kutcha}
	applied(w, take(w, planner, as("damage.assess", damage.Assess), in))
	return in.ID
}

func (w *world) verify(assessment damage.ID, grade int) {
	w.Helper()
	in := damage.DamageVerify{ID: db.NewID(), Assessment: assessment, Grade: damage.Grade(grade)}
	applied(w, take(w, approver, as("damage.verify", damage.VerifyAssessment), in))
}

// families makes n alike households, several at a time, and binds a card to each.
func (w *world) families(n, grade int) []household.ID {
	w.Helper()
	codes := w.print(n)
	made := make([]household.ID, n)
	w.atOnce(n, 16, func(i int) { made[i] = w.uncarded(grade) })
	for i, h := range made {
		w.bind(h, codes[i])
	}
	return made
}

// atOnce runs do(0) … do(n-1) on so many goroutines.
func (w *world) atOnce(n, goroutines int, do func(i int)) {
	w.Helper()
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	var wait sync.WaitGroup
	for range goroutines {
		wait.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	wait.Wait()
}

// print makes a batch of cards and gives their typed codes.
func (w *world) print(n int) []string {
	w.Helper()
	in := card.CardPrintBatch{ID: newID[card.BatchID](), Name: "batch", Cards: n}
	applied(w, take(w, planner, as("card.print_batch", w.keys.PrintBatch), in))
	var codes []string
	w.read(planner, func(tx *db.Tx) error {
		cards, err := card.Cards(tx, in.ID)
		for _, c := range cards {
			codes = append(codes, c.Code)
		}
		return err
	})
	return codes
}

func (w *world) bind(h household.ID, code string) {
	w.Helper()
	applied(w, take(w, planner, as("card.bind", card.Bind), card.CardBind{Card: code, Household: h}))
	w.cards[h] = code
}

func (w *world) revoke(h household.ID) {
	w.Helper()
	var id card.ID
	w.read(planner, func(tx *db.Tx) error {
		c, err := card.Resolve(tx, w.cards[h])
		id = c.ID
		return err
	})
	applied(w, take(w, planner, as("card.revoke", card.Revoke), card.CardRevoke{Card: id, Reason: card.Lost}))
}

// proposal is one tarpaulin for each household whose house is at least severely damaged.
func (w *world) proposal(quantity int) distribution.DistributionPlan {
	return distribution.DistributionPlan{
		ID: newID[distribution.ID](), Name: "Tarpaulins after the cyclone", Area: block, Store: w.store, MinimumGrade: 3,
		Lines: []distribution.PlanItem{{Item: w.tarpaulin, PerHousehold: 1}}, Quantity: quantity, Weights: distribution.Current,
	}
}

func (w *world) plan(in distribution.DistributionPlan) distribution.ID {
	w.Helper()
	applied(w, w.planning(planner, in))
	return in.ID
}

func (w *world) approve(id distribution.ID) {
	w.Helper()
	applied(w, w.approval(approver, id))
}

func (w *world) approval(a actor.Actor, id distribution.ID) journal.Outcome {
	w.Helper()
	in := distribution.DistributionApprove{Distribution: id, Number: "352614"}
	return take(w, a, as("distribution.approve", distribution.Approve), in)
}

func (w *world) opening(id distribution.ID) journal.Outcome {
	w.Helper()
	return take(w, planner, as("distribution.open", distribution.Open), distribution.DistributionOpen{Distribution: id})
}

func (w *world) closing(id distribution.ID) journal.Outcome {
	w.Helper()
	return take(w, planner, as("distribution.close", distribution.Close), distribution.DistributionClose{Distribution: id})
}

func (w *world) planning(a actor.Actor, in distribution.DistributionPlan) journal.Outcome {
	w.Helper()
	return take(w, a, as("distribution.plan", distribution.Plan), in)
}

func (w *world) opened(in distribution.DistributionPlan) distribution.ID {
	w.Helper()
	w.approve(w.plan(in))
	applied(w, w.opening(in.ID))
	return in.ID
}

func (w *world) giving(id distribution.ID, h household.ID) distribution.HandoverGive {
	return distribution.HandoverGive{
		ID: newID[distribution.HandoverID](), Distribution: id, Card: w.cards[h], Collector: distribution.Self,
	}
}

func (w *world) give(id distribution.ID, h household.ID) journal.Outcome {
	w.Helper()
	return take(w, distributor, as("handover.give", distribution.Give), w.giving(id, h))
}

func (w *world) list(id distribution.ID) []distribution.ListedHousehold {
	w.Helper()
	var all []distribution.ListedHousehold
	after := ""
	for {
		w.read(planner, func(tx *db.Tx) error {
			page, next, err := distribution.ListOf(tx, id, after, 3)
			all, after = append(all, page...), next
			return err
		})
		if after == "" {
			return all
		}
	}
}

// included gives the households of a list that are in, in order.
func (w *world) included(id distribution.ID) (in, out []household.ID) {
	w.Helper()
	for _, p := range w.list(id) {
		if p.Included == distribution.Yes {
			in = append(in, p.Household)
		} else {
			out = append(out, p.Household)
		}
	}
	return in, out
}

// left returns the store's balance of an item.
func (w *world) left(item stock.ItemID) int64 {
	w.Helper()
	var held map[stock.ItemID]int64
	w.read(planner, func(tx *db.Tx) (err error) {
		held, err = stock.Held(tx, w.store)
		return err
	})
	return held[item]
}

// findings returns the violations that the Verify functions of all packages report, in one snapshot.
func (w *world) findings() []journal.Violation {
	w.Helper()
	var all []journal.Violation
	w.read(actor.System(), func(tx *db.Tx) error {
		all = nil
		for _, verify := range []func(*db.Tx) ([]journal.Violation, error){
			journal.Verify, stock.Verify, household.Verify, damage.Verify, distribution.Verify,
		} {
			found, err := verify(tx)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		return nil
	})
	return all
}

func (w *world) clean() {
	w.Helper()
	if found := w.findings(); len(found) > 0 {
		w.Errorf("the record does not close: %+v", found)
	}
}

// finds demands that Verify reports a check by name.
func (w *world) finds(check string) {
	w.Helper()
	found := w.findings()
	for _, f := range found {
		if f.Check == check {
			return
		}
	}
	w.Errorf("verify did not report %s: %+v", check, found)
}

// asOwner runs statements as the owner of the tables, past the program's own door; only controls do that.
func (w *world) asOwner(statements ...string) {
	w.Helper()
	driver, target := "sqlite", "file:"+w.options.Path+"?_pragma=busy_timeout(10000)&_pragma=ignore_check_constraints(1)"
	if w.s.Engine() == db.Postgres {
		driver, target = "pgx", w.options.MigrateURL
	}
	pool, err := sql.Open(driver, target)
	if err != nil {
		w.Fatal(err)
	}
	defer func() {
		if err := pool.Close(); err != nil {
			w.Error(err)
		}
	}()
	for _, statement := range statements {
		if _, err := pool.ExecContext(w.Context(), statement); err != nil {
			w.Fatal(fmt.Errorf("%s: %w", statement, err))
		}
	}
}
