package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

var (
	planner  = testkit.Steward(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper)
	approver = testkit.Other(actor.Coordinator)
)

// relief is a scene with a village, a store, a list of families with their cards, and an open distribution.
type relief struct {
	*scene
	item         stock.ItemID
	store        stock.StoreID
	households   []household.ID
	cards        []string
	distribution distribution.ID
}

func newID[T ~string]() T { return T(db.NewID()) }

// as hands one entry in as a person, past HTTP.
func (sc *scene) as(a actor.Actor, kind string, payload any) {
	sc.t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		sc.t.Error(err)
	}
	e := journal.Entry{ID: newID[journal.EntryID](), Kind: kind, Schema: 1, OccurredAt: sc.store.Now(), Payload: raw}
	o, err := sc.server.Intake.Take(sc.t.Context(), sc.store, a, e)
	if err != nil || o.Status != journal.StatusApplied {
		sc.t.Errorf("%s: %+v %v", kind, o, err)
	}
}

// relieve furnishes a scene for n families, with so many tarpaulins more in the store than they are due.
func relieve(t *testing.T, s *db.Store, n, spare int) *relief {
	t.Helper()
	r := &relief{
		scene: newScene(t, s, actor.Distributor, actor.Coordinator, actor.OutreachWorker, actor.Storekeeper), item: newID[stock.ItemID](),
		store: newID[stock.StoreID](), distribution: newID[distribution.ID](),
	}
	for _, place := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ", NameHI: "हसनाबाद", Parent: "district:303"},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Patlikhanpur", NameBN: "পাটলিখানপুর", Parent: "block:2738"},
	} {
		r.as(planner, "area.put", place)
	}
	r.as(planner, "item.add", stock.ItemAdd{
		ID: r.item, Code: "tarpaulin", Name: "Tarpaulin", NameBN: "ত্রিপল", NameHI: "तिरपाल", Unit: "sheet", UnitBN: "খানা",
		UnitHI: "नग", Picture: "tarpaulin",
	})
	r.as(planner, "store.add", stock.StoreAdd{
		ID: r.store, Organisation: testkit.Organisation, Name: "Kalinagar School", NameBN: "কালীনগর স্কুল",
		NameHI: "कालीनगर स्कूल", Kind: "site", Area: "block:2738",
	})
	r.as(planner, "stock.receive", stock.StockReceive{
		ID: newID[stock.MovementID](), Store: r.store, Lines: []stock.ItemQuantity{{Item: r.item, Quantity: int64(n + spare)}},
	})
	r.families(n)
	r.as(planner, "distribution.plan", distribution.DistributionPlan{
		ID: r.distribution, Name: "Tarpaulins", Area: "block:2738", Store: r.store, MinimumGrade: 3, Quantity: n, Weights: distribution.Current,
		Lines: []distribution.PlanItem{{Item: r.item, PerHousehold: 1}},
	})
	r.as(approver, "distribution.approve", distribution.DistributionApprove{Distribution: r.distribution, Number: "352614"})
	r.as(planner, "distribution.open", distribution.DistributionOpen{Distribution: r.distribution})
	return r
}

func (r *relief) families(n int) {
	r.t.Helper()
	batch := newID[card.BatchID]()
	r.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "batch", Cards: n})
	err := r.scene.store.Read(r.t.Context(), planner, func(tx *db.Tx) error {
		cards, err := card.Cards(tx, batch)
		for _, c := range cards {
			r.cards = append(r.cards, c.Code)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.households = make([]household.ID, n)
	each(n, 8, func(i int) {
		h, a := newID[household.ID](), newID[damage.ID]()
		r.as(planner, "household.register", household.HouseholdRegister{
			ID: h, Area: "panchayat:wb-gp:2738-01", Name: "Rahima Bibi", People: household.People{Women: 1, Girls: 2},
			House: household.Kutcha, Mark: "fish", Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		})
		r.as(planner, "damage.assess", damage.DamageAssess{ID: a, Household: h, Grade: 4, House: household.Kutcha})
		r.as(approver, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: a, Grade: 4})
		r.as(planner, "card.bind", card.CardBind{Card: r.cards[i], Household: h})
		r.households[i] = h
	})
}

// each runs do(0) … do(n-1) on so many goroutines.
func each(n, goroutines int, do func(i int)) {
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

// serve listens on loopback and returns the address.
func (r *relief) serve() string {
	r.t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(r.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		r.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.server.App().Listener(listener) }()
	r.t.Cleanup(func() {
		if err := r.server.Shutdown(5 * time.Second); err != nil {
			r.t.Error(err)
		}
		if err := <-ended; err != nil {
			r.t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

// givings makes ten posts of handover.give for each family, two of them resent, in random order.
func (r *relief) givings() (posts []string) {
	for i := range r.households {
		for n := range 8 {
			body := fmt.Sprintf(`{"id":%q,"kind":"handover.give","schema":1,"occurred_at":"2020-06-05T09:00:00Z","payload":`+
				`{"id":%q,"distribution":%q,"card":%q,"collector":"self"}}`, db.NewID(), db.NewID(), r.distribution, r.cards[i])
			posts = append(posts, body)
			if n < 2 {
				posts = append(posts, body)
			}
		}
	}
	rand.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
	return posts
}

// post sends every body over 64 kept connections and counts the answers.
func (r *relief) post(address string, posts []string) map[string]int {
	r.t.Helper()
	dialled := 0
	var mu sync.Mutex
	transport := &http.Transport{MaxConnsPerHost: 64, MaxIdleConnsPerHost: 64, MaxIdleConns: 64}
	transport.DialContext = func(ctx context.Context, network, to string) (net.Conn, error) {
		mu.Lock()
		dialled++
		mu.Unlock()
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	counts := map[string]int{}
	each(len(posts), 64, func(i int) {
		key := r.postOne(client, address, posts[i])
		mu.Lock()
		counts[key]++
		mu.Unlock()
	})
	if dialled > 64 {
		r.t.Errorf("%d connections were made", dialled)
	}
	return counts
}

func (r *relief) postOne(client *http.Client, address, body string) string {
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, address+"/api/v1/entries", strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", sessionCookie+"="+r.cookie)
	req.Header.Set("X-CSRF-Token", r.csrf)
	res, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	var got struct {
		Status, Was   any
		Code, Outcome string
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		return err.Error()
	}
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode == http.StatusOK {
		return fmt.Sprintf("200 %v", got.Status)
	}
	return fmt.Sprintf("%d %s %s", res.StatusCode, got.Outcome, got.Code)
}

// b27 returns the violations when n families are each served once from a store with a limited surplus; B26 with it.
func (r *relief) b27(n, spare int, counts map[string]int) (broken []string) {
	r.t.Helper()
	say := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	var accepted, refused int
	for key, times := range counts {
		switch key {
		case "200 applied":
			accepted += times
		case "200 duplicate", "409 duplicate already_served", "409 conflict already_served":
			refused += times
		default:
			say("%d answers %s", times, key)
		}
	}
	if accepted != n || refused != 9*n {
		say("%d accepted and %d not", accepted, refused)
	}
	err := r.scene.store.Read(r.t.Context(), actor.System(), func(tx *db.Tx) error {
		held, err := stock.Held(tx, r.store)
		if err != nil {
			return err
		}
		if held[r.item] != int64(spare) {
			say("%d are left in the store", held[r.item])
		}
		photos := func(tx *db.Tx) ([]journal.Violation, error) { return media.Verify(tx, r.server.Photos) }
		for _, prove := range []func(*db.Tx) ([]journal.Violation, error){
			journal.Verify, area.Verify, stock.Verify, household.Verify, damage.Verify, photos, card.Verify, distribution.Verify,
		} {
			found, err := prove(tx)
			if err != nil {
				return err
			}
			for _, f := range found {
				say("verify: %s", f.Check)
			}
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	slices.Sort(broken)
	return slices.Compact(broken)
}

func TestB27_ThroughHTTPEachFamilyIsServedOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		n := testkit.Scale(1000)
		r := relieve(t, s, n, 7)
		posts := r.givings()
		address := r.serve()
		started := time.Now()
		counts := r.post(address, posts)
		took := time.Since(started)
		for _, broken := range r.b27(n, 7, counts) {
			t.Error(broken)
		}
		if counts["409 conflict already_served"] != 7*n {
			t.Errorf("answers %v", counts)
		}
		t.Logf("%d posts in %v, %.0f a second: %v", len(posts), took.Round(time.Millisecond), float64(len(posts))/took.Seconds(), counts)
		if took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

// Control: without the index handover_once the same program serves families repeatedly, and the check detects it.
func TestB27_ThroughHTTPControlWithoutTheIndex(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		r := relieve(t, testkit.Open(t, o), 2, 50)
		testkit.AsOwner(t, o, "DROP INDEX handover_once")
		broken := strings.Join(r.b27(2, 50, r.post(r.serve(), r.givings())), "\n")
		for _, complaint := range []string{"16 accepted", "36 are left in the store", "verify: served_twice"} {
			if !strings.Contains(broken, complaint) {
				t.Errorf("the check does not say %q but:\n%s", complaint, broken)
			}
		}
	})
}

// keepsPhoto keeps a photo of the first organisation.
func (r *relief) keepsPhoto() string {
	r.t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 16, 16)), nil); err != nil {
		r.t.Fatal(err)
	}
	a := r.send("POST", "/api/v1/photos", picture.String(), "Content-Type", "image/jpeg")
	var kept PhotoKept
	if err := json.Unmarshal([]byte(a.body), &kept); err != nil || a.status != http.StatusCreated {
		r.t.Fatalf("%d %s", a.status, a.body)
	}
	return string(kept.ID)
}

// stranger signs a coordinator of another organisation in.
func (r *relief) stranger(roles ...actor.Role) {
	r.t.Helper()
	r.take("organisation.add", people.OrganisationAdd{ID: testkit.OtherOrganisation, Name: "Other Organisation"})
	account := people.AccountAdd{
		ID: newID[actor.AccountID](), Organisation: testkit.OtherOrganisation, Login: "stranger", Name: "Stranger", Language: "en",
	}
	for _, role := range roles {
		account.Grants = append(account.Grants, people.Grant{Role: role, AreaPath: "/"})
	}
	r.take("account.add", account)
	if err := people.SetPassword(r.t.Context(), r.scene.store, actor.System(), account.ID, testPassword); err != nil {
		r.t.Fatal(err)
	}
	if a := r.signIn("stranger", testPassword); a.status != http.StatusOK {
		r.t.Fatal(a.body)
	}
}

// Records of another organisation get the same response as missing ones, for reads and writes.
func TestAnotherOrganisationsThingsLookLikeNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 1, 1)
		photo := r.keepsPhoto()
		paths := map[string]string{
			"/api/v1/households/%s": string(r.households[0]), "/api/v1/households/%s/history": string(r.households[0]),
			"/api/v1/distributions/%s":      string(r.distribution),
			"/api/v1/distributions/%s/list": string(r.distribution), "/api/v1/stores/%s/ledger": string(r.store), "/api/v1/photos/%s": photo,
		}
		for path, id := range paths { // the control: its own people see each
			if a := r.send("GET", fmt.Sprintf(path, id), ""); a.status != http.StatusOK {
				t.Errorf("%s for its own: %d %s", path, a.status, a.body)
			}
		}
		r.stranger(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper, actor.Distributor, actor.Auditor)
		for path, id := range paths {
			foreign, none := r.send("GET", fmt.Sprintf(path, id), ""), r.send("GET", fmt.Sprintf(path, db.NewID()), "")
			if foreign.status != http.StatusNotFound || foreign.body != none.body || none.status != foreign.status ||
				fmt.Sprint(headersOf(foreign)) != fmt.Sprint(headersOf(none)) {
				t.Errorf("%s: %d %s, and of nothing %d %s", path, foreign.status, foreign.body, none.status, none.body)
			}
		}
		for _, list := range []string{"households", "distributions", "waybills", "assessments?state=waiting", "card-batches", "exceptions", "households?search=Rahima"} {
			if a := r.send("GET", "/api/v1/"+list, ""); a.status != http.StatusOK || strings.Contains(a.body, "Rahima") || strings.Contains(a.body, `"id"`) {
				t.Errorf("%s: %d %s", list, a.status, a.body)
			}
		}
		for kind, payload := range map[string]string{
			"damage.assess":          `{"id":"NEW","household":"HOUSEHOLD","grade":4,"house":"kutcha"}`,
			"card.bind":              `{"card":"` + r.cards[0] + `","household":"HOUSEHOLD"}`,
			"distribution.open":      `{"distribution":"DISTRIBUTION"}`,
			"distribution.close":     `{"distribution":"DISTRIBUTION"}`,
			"stock.receive":          `{"id":"NEW","store":"STORE","lines":[{"item":"` + string(r.item) + `","quantity":1}]}`,
			"handover.give":          `{"id":"NEW","distribution":"DISTRIBUTION","card":"` + r.cards[0] + `","collector":"self"}`,
			"distribution.approve":   `{"distribution":"DISTRIBUTION","number":"352614"}`,
			"verdict (not an entry)": "",
		} {
			if payload == "" {
				body := `{"card":"` + r.cards[0] + `"}`
				foreign := r.send("POST", "/api/v1/distributions/"+string(r.distribution)+"/verdict", body)
				none := r.send("POST", "/api/v1/distributions/"+db.NewID()+"/verdict", body)
				if foreign.status != none.status || foreign.body != none.body || foreign.status < 400 {
					t.Errorf("verdict: %d %s, and of nothing %d %s", foreign.status, foreign.body, none.status, none.body)
				}
				continue
			}
			foreign := r.handIn(kind, payload, string(r.households[0]), string(r.distribution), string(r.store))
			none := r.handIn(kind, payload, db.NewID(), db.NewID(), db.NewID())
			if foreign.status != none.status || foreign.status < 400 || unnumbered(foreign.body) != unnumbered(none.body) {
				t.Errorf("%s: %d %s, and of nothing %d %s", kind, foreign.status, foreign.body, none.status, none.body)
			}
		}
	})
}

// handIn posts an entry whose payload names these things.
func (r *relief) handIn(kind, payload, ofHousehold, ofDistribution, ofStore string) answer {
	r.t.Helper()
	payload = strings.NewReplacer("NEW", db.NewID(), "HOUSEHOLD", ofHousehold, "DISTRIBUTION", ofDistribution, "STORE", ofStore).Replace(payload)
	return r.send("POST", "/api/v1/entries", strings.Replace(entryOf(payload), "item.add", kind, 1))
}

// unnumbered is a problem without the id of its own entry.
func unnumbered(body string) string {
	before, after, found := strings.Cut(body, `"entry":"`)
	if !found {
		return body
	}
	return before + after[36:]
}

func headersOf(a answer) http.Header {
	h := a.header.Clone()
	h.Del("Date")
	return h
}
