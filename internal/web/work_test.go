package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

const (
	ownPath   = "/19/303/2738/wb-gp:2738-01/" // of the families of relieve
	otherPath = "/19/303/2739/"
)

// monday is an office in which each queue has work, in two blocks.
type monday struct {
	*relief
	now   time.Time
	other household.ID // a family of the other block
	seen  damage.ID    // its assessment
}

func newMonday(t *testing.T, engine db.Engine) *monday {
	t.Helper()
	m := &monday{now: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)}
	o := testkit.Fresh(t, engine)
	o.Clock = func() time.Time { return m.now }
	m.relief = relieve(t, testkit.Open(t, o), 2, 5)
	m.as(planner, "area.put", area.AreaPut{Level: area.Block, Code: "2739", Name: "Gosaba", Parent: "district:303"})
	m.other, m.seen = m.house("block:2739", 3)
	m.house("block:2738", 4)
	_, apart := m.house("block:2738", 0)
	m.as(approver, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: apart, Grade: 4})
	m.as(planner, "grievance.take", grievance.GrievanceTake{
		ID: newID[grievance.ID](), Area: "block:2739", About: "other", Text: "No tarpaulin came.", AnswerBy: "none",
	})
	m.as(planner, "distribution.plan", distribution.DistributionPlan{
		ID: newID[distribution.ID](), Name: "More", Area: "block:2738", Store: m.store, MinimumGrade: 3, Quantity: 1,
		Weights: distribution.Current, Lines: []distribution.PlanItem{{Item: m.item, PerHousehold: 1}},
	})
	m.sends("late")
	m.enrol("sabita")
	gone, _ := m.house("panchayat:wb-gp:2738-01", 2)
	m.as(planner, "consent.record", household.ConsentRecord{
		ID: db.NewID(), Household: gone, Purpose: "relief", How: "in_writing", Language: "bn",
	})
	m.as(planner, "household.register", household.HouseholdRegister{
		ID: newID[household.ID](), Area: "block:2739", Name: "Anima", People: household.People{Women: 1}, WrittenPlace: "Jele para",
		House: household.Hut, Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	})
	m.now = m.now.Add(4 * 24 * time.Hour)
	m.sends("new")
	return m
}

// house registers a family and assesses its house.
func (m *monday) house(at area.Key, grade damage.Grade) (household.ID, damage.ID) {
	m.t.Helper()
	h, a := newID[household.ID](), newID[damage.ID]()
	m.as(planner, "household.register", household.HouseholdRegister{
		ID: h, Area: at, Name: "Rahima Bibi", People: household.People{Women: 1}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	})
	m.as(planner, "damage.assess", damage.DamageAssess{ID: a, Household: h, Grade: grade, House: household.Kutcha})
	return h, a
}

// sends dispatches goods to a new store in the other block.
func (m *monday) sends(number string) {
	m.t.Helper()
	to := newID[stock.StoreID]()
	m.as(planner, "store.add", stock.StoreAdd{
		ID: to, Organisation: testkit.Organisation, Name: "Store " + number, Kind: "site", Area: "block:2739",
	})
	m.as(planner, "stock.dispatch", stock.StockDispatch{
		ID: newID[stock.WaybillID](), From: m.store, To: to, Lines: []stock.ItemQuantity{{Item: m.item, Quantity: 1}},
	})
}

// counts are the numbers of the queues of the signed-in person.
func (m *monday) counts() map[Queue]int64 {
	m.t.Helper()
	a := m.send("GET", "/api/v1/work", "")
	var work WorkView
	if err := json.Unmarshal([]byte(a.body), &work); err != nil || a.status != http.StatusOK {
		m.t.Fatalf("%d %s", a.status, a.body)
	}
	counts := map[Queue]int64{}
	for _, q := range work.Queues {
		counts[q.Queue] = q.Count
	}
	return counts
}

// rows counts the rows of the page of a queue that it offers the reader to decide.
func (m *monday) rows(queue Queue) (n int64) {
	m.t.Helper()
	switch queue {
	case queuePlans:
		return offered(m, "/api/v1/distributions?state=planned", func(d DistributionView) bool { return !d.Mine })
	case queueSecondGrades:
		return offered(m, "/api/v1/assessments", func(AssessmentView) bool { return true })
	case queueExceptions:
		return offered(m, "/api/v1/exceptions?state=open", func(x ExceptionView) bool { return x.MaySettle })
	case queueComplaints:
		return offered(m, "/api/v1/grievances?state=open", func(g GrievanceView) bool { return !g.Mine })
	case queueArrivals:
		return offered(m, "/api/v1/waybills?way=arriving", func(w WaybillView) bool { return w.Incoming })
	case queueLateWaybills:
		return offered(m, "/api/v1/waybills?way=late", func(WaybillView) bool { return true })
	case queueSilentPhones:
		return offered(m, "/api/v1/devices", func(d DeviceView) bool {
			return d.WithdrawnAt == nil && d.LastAt == nil && d.EnrolledAt.Before(m.now.Add(-48*time.Hour))
		})
	case queuePending:
		return offered(m, "/api/v1/pending", func(p PendingView) bool { return p.MayApprove })
	case queueWritten:
		return offered(m, "/api/v1/written-places?state=open", func(WrittenPlaceView) bool { return true })
	case queueWithdrawals:
		return offered(m, "/api/v1/withdrawals", func(w WithdrawalView) bool { return !w.Mine })
	}
	m.t.Fatalf("the queue %s has no page", queue)
	return 0
}

func offered[V any](m *monday, path string, mine func(V) bool) (n int64) {
	m.t.Helper()
	for _, row := range rowsAt[V](m.scene, path) {
		if mine(row) {
			n++
		}
	}
	return n
}

// The number of each queue is that of the rows of its page, for each role over everything and over one block, and no
// queue is empty for everybody.
func TestACountIsTheRowsOfItsPage(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		m := newMonday(t, engine)
		most := map[Queue]int64{}
		for _, role := range actor.Roles {
			for _, path := range []string{"/", otherPath} {
				login := fmt.Sprintf("%s.%d", strings.ReplaceAll(string(role), "_", ""), len(path))
				if role == actor.ProtectionOfficer {
					m.personAt(login, path, actor.Auditor)
					m.becomesOfficer(login, path)
				} else {
					m.personAt(login, path, role)
				}
				m.signIn(login, testPassword)
				for queue, n := range m.counts() {
					if rows := m.rows(queue); n != rows {
						t.Errorf("%s at %s: %s counts %d of %d rows", role, path, queue, n, rows)
					}
					most[queue] = max(most[queue], n)
				}
			}
		}
		for _, queue := range workQueues {
			if most[queue.name] == 0 && queue.name != queuePending {
				t.Errorf("nothing waits in %s: the test shows nothing", queue.name)
			}
		}
	})
}

// A coordinator of one block is not told of the work of another, nor is another organisation; the control is the
// coordinator of everything.
func TestAQueueEndsAtTheScope(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		m := newMonday(t, engine)
		numbers := map[string]map[Queue]int64{}
		for login, path := range map[string]string{"all": "/", "gosaba": otherPath, "village": ownPath} {
			m.personAt(login, path, actor.Coordinator)
			m.signIn(login, testPassword)
			numbers[login] = m.counts()
		}
		m.stranger(actor.Coordinator, actor.Administrator, actor.Storekeeper)
		numbers["stranger"] = m.counts()
		for queue, want := range map[Queue]map[string]int64{
			queueSecondGrades: {"all": 3, "gosaba": 1, "village": 1, "stranger": 0},
			queueExceptions:   {"all": 1, "gosaba": 0, "village": 0, "stranger": 0},
			queueComplaints:   {"all": 1, "gosaba": 1, "village": 0, "stranger": 0},
			queuePlans:        {"all": 1, "gosaba": 0, "village": 0, "stranger": 0},
			queueArrivals:     {"all": 1, "gosaba": 1, "village": 0, "stranger": 0},
			queueLateWaybills: {"all": 1, "gosaba": 1, "village": 0, "stranger": 0},
			queueWritten:      {"all": 1, "gosaba": 1, "village": 0, "stranger": 0},
			queueSilentPhones: {"all": 1, "stranger": 0},
		} {
			for who, n := range want {
				if numbers[who][queue] != n {
					t.Errorf("%s: %s is told %d, not %d", queue, who, numbers[who][queue], n)
				}
			}
		}
	})
}

// Nobody learns a first grade who may still give the second one, by no route: the control is its own author, and everybody
// once it is confirmed.
func TestTheFirstGradeIsWithheldFromTheSecondPerson(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		m := newMonday(t, engine)
		family := "/api/v1/households/" + string(m.other)
		paths := map[string]string{
			"/api/v1/assessments": `"grade":3`, family: `"grade":3`, family + "/history": `"grade":3`,
			"/api/v1/households": `"grade":3`, "/api/v1/households?grade=3": string(m.other),
			"/api/v1/exports/households.csv": ",3,", "/api/v1/exports/assessments.csv": ",3,",
		}
		m.personAt("second", otherPath, actor.Coordinator)
		m.signIn("second", testPassword)
		for path, grade := range paths {
			if a := m.send("GET", path, ""); a.status != http.StatusOK || strings.Contains(a.body, grade) {
				t.Errorf("%s: %d gives it away: %s", path, a.status, a.body)
			}
		}
		entry := entryOfKind("damage.verify", `{"id":"`+db.NewID()+`","assessment":"`+string(m.seen)+`","grade":3}`)
		if a := m.send("POST", "/api/v1/entries", entry); a.status != http.StatusOK || !strings.Contains(a.body, `"was":3`) {
			t.Fatalf("the second grade: %d %s", a.status, a.body)
		}
		delete(paths, "/api/v1/assessments") // it is no longer on the list
		for path, grade := range paths {
			if a := m.send("GET", path, ""); !strings.Contains(a.body, grade) {
				t.Errorf("%s: once confirmed: %d %s", path, a.status, a.body)
			}
		}
	})
}
