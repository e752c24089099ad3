package field_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

const golden = "testdata/golden/sync.json"

// exchange is a phone's request, byte for byte, and its response without the nondeterministic fields.
type exchange struct {
	Name    string          `json:"name"`
	Says    string          `json:"says"`
	Request json.RawMessage `json:"request"`
	Answer  json.RawMessage `json:"answer"`
}

func exchanges(t *testing.T) (all []exchange) {
	t.Helper()
	raw, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// goldenPhone is a server with the keys of testdata, one place, and one open distribution.
func goldenPhone(t *testing.T, engine db.Engine) *phone {
	t.Helper()
	p := newPhone(t, engine)
	key, err := os.ReadFile("testdata/golden/keys/phones.age") // of these examples alone
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "phones.age"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if p.door.Keys, err = field.OpenKeys(folder); err != nil {
		t.Fatal(err)
	}
	p.system("area.put", area.AreaPut{Level: area.State, Code: "20", Name: "Jharkhand"})
	p.goldenSite()
	worker := people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: testkit.Organisation, Login: "golden", Name: "Golden", Language: "bn",
		Grants: []people.Grant{{Role: actor.OutreachWorker, AreaPath: "/19/"}, {Role: actor.Distributor, AreaPath: "/19/"}},
	}
	p.system("account.add", worker)
	if err := people.SetPassword(t.Context(), p.door.Store, actor.System(), worker.ID, password); err != nil {
		t.Fatal(err)
	}
	p.Phone = p.again("golden")
	return p
}

func (p *phone) goldenSite() {
	p.Helper()
	const site, item = "019e0000-0000-7000-8000-000000000900", "019e0000-0000-7000-8000-000000000901"
	office, other := testkit.Actor(actor.Roles...), testkit.Other(actor.Roles...)
	store := stock.StoreID(db.NewID())
	p.entered(office, "item.add", stock.ItemAdd{ID: item, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "tarpaulin"})
	p.entered(office, "store.add", stock.StoreAdd{ID: store, Organisation: testkit.Organisation, Name: "School", Kind: "site", Area: "state:19"})
	p.entered(office, "stock.receive", stock.StockReceive{ID: stock.MovementID(db.NewID()), Store: store, Lines: []stock.ItemQuantity{{Item: item, Quantity: 10}}})
	batch := card.BatchID(db.NewID())
	p.entered(office, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "Cards", Cards: 1})
	var code string
	p.read(office, func(tx *db.Tx) error {
		cards, err := card.Cards(tx, batch)
		code = cards[0].Code
		return err
	})
	(&site1{p}).family(office, other, code)
	p.entered(office, "distribution.plan", distribution.DistributionPlan{
		ID: site, Name: "Tarpaulins", Area: "state:19", Store: store, MinimumGrade: 3, Weights: distribution.Current, Quantity: 1,
		Lines: []distribution.PlanItem{{Item: item, PerHousehold: 1}},
	})
	p.entered(other, "distribution.approve", distribution.DistributionApprove{Distribution: site, Number: "352614"})
	p.entered(office, "distribution.open", distribution.DistributionOpen{Distribution: site})
}

type site1 struct{ *phone }

func (s *site1) family(office, other actor.Actor, code string) {
	s.Helper()
	in := registration()
	seen := damage.DamageAssess{ID: damage.ID(db.NewID()), Household: in.ID, Grade: 3, House: household.Kutcha}
	s.entered(office, "household.register", in)
	s.entered(office, "card.bind", card.CardBind{Card: code, Household: in.ID})
	s.entered(office, "damage.assess", seen)
	s.entered(other, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: seen.ID, Grade: 3})
}

// replay sends every request in order, and returns the responses without their nondeterministic fields.
func (p *phone) replay(all []exchange) []json.RawMessage {
	p.Helper()
	answers := make([]json.RawMessage, len(all))
	for i, x := range all {
		answer, err := p.door.Push(p.Context(), p.Phone, x.Request)
		if err != nil {
			p.Fatalf("%s: %v", x.Name, err)
		}
		var said map[string]any
		raw, err := json.Marshal(answer.Reply())
		if err == nil {
			err = json.Unmarshal(raw, &said)
		}
		if err != nil {
			p.Fatal(err)
		}
		delete(said, "now")
		delete(said, "checkpoint") // of this moment, by a key of this test's server
		for _, result := range said["results"].([]any) {
			delete(result.(map[string]any), "seq") // zero until the sealer has run
		}
		if answers[i], err = json.Marshal(said); err != nil {
			p.Fatal(err)
		}
	}
	return answers
}

func same(t *testing.T, a, b json.RawMessage) string {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatal(err)
	}
	return cmp.Diff(x, y)
}

// B22: requests of every released phone version get the responses of the golden file, byte for byte; none is rejected
// for its age. TRIPOL_WRITE_EXAMPLES=1 rewrites the responses, for review before they are committed.
func TestB22_GoldenRequests(t *testing.T) {
	all := exchanges(t)
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		answers := goldenPhone(t, engine).replay(all)
		if os.Getenv("TRIPOL_WRITE_EXAMPLES") != "" {
			for i := range all {
				all[i].Answer = answers[i]
			}
			raw, err := json.MarshalIndent(all, "", " ")
			if err == nil {
				err = os.WriteFile(golden, append(raw, '\n'), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		for i, x := range all {
			if diff := same(t, x.Answer, answers[i]); diff != "" {
				t.Errorf("%s: %s", x.Name, diff)
			}
			if strings.Contains(string(answers[i]), "upgrade") {
				t.Errorf("%s: an upgrade is demanded", x.Name)
			}
		}
	})
}

// The control: a server on which the worker may do nothing any more answers otherwise, and the comparison sees it.
func TestB22_Control(t *testing.T) {
	all := exchanges(t)
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		p := goldenPhone(t, engine)
		p.Actor.Grants = nil
		different := 0
		for i, answer := range p.replay(all) {
			if same(t, all[i].Answer, answer) != "" {
				different++
			}
		}
		if different < len(all)/2 {
			t.Errorf("only %d of %d answers differ", different, len(all))
		}
	})
}
