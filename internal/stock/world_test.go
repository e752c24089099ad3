package stock_test

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// histories is how many histories a property test draws in one database.
const histories = 20

// TestMain sets how many histories rapid draws, unless the command line says.
func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set(strconv.Itoa(min(histories, testkit.Scale(1000)))); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

var (
	keeper      = testkit.Actor(actor.Storekeeper)
	coordinator = testkit.Other(actor.Coordinator)
	partner     = testkit.Stranger(actor.Storekeeper, actor.Coordinator)
)

// world is two items and three stores: two of the organisation, one of a partner.
type world struct {
	*testing.T
	s                         *db.Store
	options                   db.Options
	tarpaulin, food           stock.ItemID
	hasnabad, gosaba, foreign stock.StoreID
}

const block = "/19/303/2738/"

func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" && !strings.Contains(only, string(engine)) {
				return // a quick run by hand
			}
			options := testkit.Fresh(t, engine)
			w := &world{T: t, s: testkit.Open(t, options), options: options}
			w.furnish()
			test(w)
		})
	}
}

// mostRounds is how many rounds one database sees. Each round proves the whole ledger: in one database a thousand
// rounds would prove half a million.
const mostRounds = 50

// inTurns plays so many rounds on both engines, a new world for each few of them.
func inTurns(t *testing.T, rounds int, test func(w *world, rounds int)) {
	t.Helper()
	for done := 0; done < rounds; done += mostRounds {
		onBoth(t, func(w *world) { test(w, min(mostRounds, rounds-done)) })
	}
}

func (w *world) furnish() {
	w.Helper()
	testkit.Organisations(w.T, w.s)
	for _, place := range []area.AreaPut{testkit.WestBengal, testkit.North, testkit.Hasnabad} {
		w.applied(take(w, testkit.Steward(), place, area.Put))
	}
	w.tarpaulin, w.food = w.item("tarpaulin"), w.item("food")
	w.hasnabad = w.store(coordinator, "Hasnabad", "warehouse")
	w.gosaba = w.store(coordinator, "Gosaba", "partner")
	w.foreign = w.store(partner, "Partner", "partner")
}

func (w *world) item(code string) stock.ItemID {
	w.Helper()
	in := stock.ItemAdd{ID: newID[stock.ItemID](), Code: code, Name: code, Unit: "piece", Picture: "other", Common: true}
	w.applied(take(w, testkit.Steward(), in, stock.AddItem))
	return in.ID
}

func (w *world) store(a actor.Actor, name, kind string) stock.StoreID {
	w.Helper()
	in := stock.StoreAdd{ID: newID[stock.StoreID](), Name: name, Kind: kind, Area: "block:2738"}
	w.applied(take(w, a, in, stock.AddStore))
	return in.ID
}

func newID[T ~string]() T { return T(db.NewID()) }

// take sends one entry through the journal, as every face does.
func take[P interface{ Validate() error }](
	w *world, a actor.Actor, in P, do func(*db.Tx, journal.Entry, P) (journal.Outcome, error),
) journal.Outcome {
	w.Helper()
	return send(w, a, entryOf(w, a, fmt.Sprintf("%T", in), in), func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
		return do(tx, e, in)
	})
}

func entryOf(w *world, a actor.Actor, kind string, in any) journal.Entry {
	w.Helper()
	payload, err := json.Marshal(in)
	if err != nil {
		w.Fatal(err)
	}
	e := testkit.Entry(kind)
	e.Author, e.Organisation, e.Payload = a.Account, a.Organisation, payload
	return e
}

func send(
	w *world, a actor.Actor, e journal.Entry, do func(*db.Tx, journal.Entry) (journal.Outcome, error),
) journal.Outcome {
	w.Helper()
	outcome, err := journal.Take(w.Context(), w.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e) })
	if err != nil {
		w.Errorf("%s: %v", e.Kind, err)
	}
	return outcome
}

func (w *world) receive(store stock.StoreID, lines ...stock.ItemQuantity) stock.MovementID {
	w.Helper()
	in := stock.StockReceive{
		ID: newID[stock.MovementID](), Store: store, Supplier: "Maker", Document: "invoice 7", Lines: lines,
	}
	w.applied(take(w, keeperOf(w, store), in, stock.Receive))
	return in.ID
}

func keeperOf(w *world, store stock.StoreID) actor.Actor {
	if store == w.foreign {
		return partner
	}
	return keeper
}

func (w *world) consignment(from, to stock.StoreID, lines ...stock.ItemQuantity) stock.StockDispatch {
	return stock.StockDispatch{ID: newID[stock.WaybillID](), From: from, To: to, Lines: lines}
}

func (w *world) dispatch(from, to stock.StoreID, lines ...stock.ItemQuantity) stock.WaybillID {
	w.Helper()
	in := w.consignment(from, to, lines...)
	w.applied(take(w, keeperOf(w, from), in, stock.Dispatch))
	return in.ID
}

func (w *world) accept(
	a actor.Actor, waybill stock.WaybillID, lines ...stock.Arrival,
) (stock.MovementID, journal.Outcome) {
	w.Helper()
	in := stock.StockAccept{ID: newID[stock.MovementID](), Waybill: waybill, Lines: lines}
	return in.ID, take(w, a, in, stock.Accept)
}

func (w *world) reverse(a actor.Actor, movement stock.MovementID) (stock.MovementID, journal.Outcome) {
	w.Helper()
	in := stock.StockReverse{ID: newID[stock.MovementID](), Movement: movement, Reason: "counted wrong"}
	return in.ID, take(w, a, in, stock.Reverse)
}

func (w *world) applied(o journal.Outcome) {
	w.Helper()
	if o.Status != journal.StatusApplied {
		w.Fatalf("not applied: %+v", o)
	}
}

func (w *world) refused(o journal.Outcome, status journal.Status, code string) {
	w.Helper()
	if o.Status != status || o.Code != code {
		w.Fatalf("want %s %s, got %+v", status, code, o)
	}
}

// holds demands the exact balance of an account.
func (w *world) holds(account stock.Account, item stock.ItemID, want int64) {
	w.Helper()
	var got int64
	w.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT COALESCE(SUM(quantity), 0) FROM balance WHERE account = ? AND item = ?",
			string(account), string(item)).Scan(&got).Error
	})
	if got != want {
		w.Fatalf("%s holds %d of %s, want %d", account, got, item, want)
	}
}

func (w *world) read(a actor.Actor, fn func(*db.Tx) error) {
	w.Helper()
	if err := w.s.Read(w.Context(), a, fn); err != nil {
		w.Fatal(err)
	}
}

// findings returns the violations that Verify reports for the whole ledger.
func (w *world) findings() []journal.Violation {
	w.Helper()
	var found []journal.Violation
	w.read(actor.System(), func(tx *db.Tx) (err error) {
		found, err = stock.Verify(tx)
		return err
	})
	return found
}

func (w *world) clean() {
	w.Helper()
	if found := w.findings(); len(found) > 0 {
		w.Fatalf("the ledger does not close: %+v", found)
	}
}

// finds demands that Verify reports a check by name.
func (w *world) finds(check string) {
	w.Helper()
	for _, f := range w.findings() {
		if f.Check == check {
			return
		}
	}
	w.Fatalf("verify did not report %s: %+v", check, w.findings())
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
			w.Fatalf("%s: %v", statement, err)
		}
	}
}

func line(item stock.ItemID, quantity int64) stock.ItemQuantity {
	return stock.ItemQuantity{Item: item, Quantity: quantity}
}

func arrival(item stock.ItemID, received int64) stock.Arrival {
	return stock.Arrival{Item: item, Received: received, Reason: "counted"}
}
