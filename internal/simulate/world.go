package simulate

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// World is the phones' environment: an open distribution of one item, and the families on its list.
type World struct {
	Distribution distribution.ID `json:"distribution"`
	Item         stock.ItemID    `json:"item"`
	Store        stock.StoreID   `json:"store"`
	Area         area.Key        `json:"area"`
	Families     []Family        `json:"families"`
	Logins       []string        `json:"logins"`
	Password     string          `json:"-"`
}

// Family is a family on the list with its card: the QR code's text and the typed code.
type Family struct {
	Household household.ID `json:"household"`
	Name      string       `json:"name"`
	Size      int          `json:"size"`
	Token     string       `json:"token"`
	Code      string       `json:"code"`
}

// Size is the size of a world.
type Size struct {
	Families int
	Others   int // families that are only registered
	Workers  int // accounts, to which phones are enrolled in turn
	Lanes    int // parts of the list; 0: every phone holds the whole list
}

const officeLogin = "sim-office" // with every role of the office

// builder builds a world.
type builder struct {
	store         *db.Store
	table         *intake.Table
	keys          *card.Keys
	office, other actor.Actor
	organisation  actor.OrganisationID
	world         World
}

// Build builds a world in an empty database with the entries of an office.
func Build(ctx context.Context, store *db.Store, table *intake.Table, keys *card.Keys, size Size) (World, error) {
	b := &builder{store: store, table: table, keys: keys, organisation: actor.OrganisationID(db.NewID())}
	b.world = World{
		Distribution: distribution.ID(db.NewID()), Item: stock.ItemID(db.NewID()), Store: stock.StoreID(db.NewID()),
		Area: "state:19", Password: db.NewID(),
	}
	for _, step := range []func(context.Context, Size) error{b.people, b.goods, b.families, b.list} {
		if err := step(ctx, size); err != nil {
			return World{}, fmt.Errorf("the simulated world: %w", err)
		}
	}
	return b.world, nil
}

func (b *builder) submit(ctx context.Context, a actor.Actor, kind string, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return applied(b.table.Take(ctx, b.store, a, b.entry(kind, raw)))
}

func (b *builder) entry(kind string, payload []byte) journal.Entry {
	return journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: kind, Schema: intake.Schema, OccurredAt: b.store.Now(), Payload: payload,
	}
}

func applied(o journal.Outcome, err error) error {
	if err == nil && o.Status != journal.StatusApplied {
		return fault.New(fault.Conflict, o.Code, o.Message).At(o.Path)
	}
	return err
}

func (b *builder) people(ctx context.Context, size Size) (err error) {
	if err = b.submit(ctx, actor.System(), "area.put", area.AreaPut{
		Level: area.State, Code: "19", Name: "West Bengal", Quality: area.Approximate,
	}); err != nil {
		return err
	}
	if err = b.submit(ctx, actor.System(), "organisation.add", people.OrganisationAdd{
		ID: b.organisation, Name: "Simulation",
	}); err != nil {
		return err
	}
	everything := []actor.Role{actor.Coordinator, actor.Storekeeper, actor.OutreachWorker}
	if b.office, err = b.person(ctx, officeLogin, everything); err != nil {
		return err
	}
	if b.other, err = b.person(ctx, "sim-other", everything); err != nil {
		return err
	}
	for i := range size.Workers {
		login := fmt.Sprintf("sim-%d", i)
		if _, err = b.person(ctx, login, []actor.Role{actor.OutreachWorker, actor.Distributor}); err != nil {
			return err
		}
		b.world.Logins = append(b.world.Logins, login)
	}
	return nil
}

func (b *builder) person(ctx context.Context, login string, roles []actor.Role) (actor.Actor, error) {
	account := people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: b.organisation, Login: login, Name: login, Language: "en",
	}
	who := actor.Actor{Account: account.ID, Organisation: b.organisation, Name: login}
	for _, role := range roles {
		account.Grants = append(account.Grants, people.Grant{Role: role, AreaPath: "/"})
		who.Grants = append(who.Grants, actor.Grant{Role: role, Path: "/"})
	}
	if err := b.submit(ctx, actor.System(), "account.add", account); err != nil {
		return who, err
	}
	return who, people.SetPassword(ctx, b.store, actor.System(), account.ID, b.world.Password)
}

func (b *builder) goods(ctx context.Context, size Size) error {
	w := b.world
	if err := b.submit(ctx, b.office, "item.add", stock.ItemAdd{
		ID: w.Item, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "tarpaulin",
	}); err != nil {
		return err
	}
	if err := b.submit(ctx, b.office, "store.add", stock.StoreAdd{
		ID: w.Store, Organisation: b.organisation, Name: "School", Kind: "site", Area: w.Area,
	}); err != nil {
		return err
	}
	return b.submit(ctx, b.office, "stock.receive", stock.StockReceive{ // less than is handed out: doubles take goods too
		ID: stock.MovementID(db.NewID()), Store: w.Store,
		Lines: []stock.ItemQuantity{{Item: w.Item, Quantity: int64(size.Families)}},
	})
}

// list plans, approves, splits and opens the distribution.
func (b *builder) list(ctx context.Context, size Size) error {
	id := b.world.Distribution
	plan := distribution.DistributionPlan{
		ID: id, Name: "Simulated", Area: b.world.Area, Store: b.world.Store, MinimumGrade: 3, Weights: distribution.Current,
		Quantity: size.Families, Lines: []distribution.PlanItem{{Item: b.world.Item, PerHousehold: 1}},
	}
	if err := b.submit(ctx, b.office, "distribution.plan", plan); err != nil {
		return err
	}
	if err := b.submit(ctx, b.other, "distribution.approve", distribution.DistributionApprove{
		Distribution: id, Number: "352614",
	}); err != nil {
		return err
	}
	if size.Lanes > 0 {
		raw, err := json.Marshal(distribution.DistributionLanes{Distribution: id, Lanes: size.Lanes})
		if err != nil {
			return err
		}
		leader := distribution.Leader{Distribution: id, Lanes: size.Lanes, PIN: "246802"}
		err = applied(b.table.TakeWith(ctx, b.store, b.office, b.entry("distribution.lanes", raw), leader.Keep))
		if err != nil {
			return err
		}
	}
	return b.submit(ctx, b.office, "distribution.open", distribution.DistributionOpen{Distribution: id})
}

const worldFile = "world.json"

// store stores the world beside the logs, for the check.
func (w World) store(folder string) error {
	raw, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, worldFile), raw, 0o600)
}

func readWorld(folder string) (w World, err error) {
	raw, err := os.ReadFile(filepath.Join(folder, worldFile)) //nolint:gosec // a folder of our own
	if err == nil {
		err = json.Unmarshal(raw, &w)
	}
	return w, err
}
