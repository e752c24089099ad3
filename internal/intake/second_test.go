package intake_test

import (
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// agency is an organisation with its people, and a clock controlled by the test.
type agency struct {
	*testing.T
	s     *db.Store
	kinds *intake.Table
	now   time.Time
}

func onAgency(t *testing.T, test func(g *agency)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		g := &agency{T: t, kinds: intake.New(keys), now: time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)}
		o := testkit.Fresh(t, engine)
		o.Clock = func() time.Time { return g.now }
		g.s = testkit.Open(t, o)
		test(g)
	})
}

func (g *agency) hand(a actor.Actor, kind string, payload any) journal.Outcome {
	g.Helper()
	o, err := g.try(a, kind, payload)
	if err != nil {
		g.Fatalf("%s: %v", kind, err)
	}
	return o
}

func (g *agency) try(a actor.Actor, kind string, payload any) (journal.Outcome, error) {
	s := &sender{}
	return g.kinds.Take(g.Context(), g.s, a, s.entry(kind, payload))
}

// sweep runs the sweep and returns how many pending actions took effect.
func (g *agency) sweep() int {
	g.Helper()
	n, err := g.kinds.ReleaseDue(g.Context(), g.s)
	if err != nil {
		g.Fatal(err)
	}
	return n
}

func (g *agency) count(query string, args ...any) (n int) {
	g.Helper()
	err := g.s.Read(g.Context(), actor.System(), func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error })
	if err != nil {
		g.Fatal(err)
	}
	return n
}

func person(n string, roles ...actor.Role) actor.Actor {
	a := testkit.Actor(roles...)
	a.Account = actor.AccountID("018f0000-0000-7000-8000-0000000001" + n)
	return a
}

const officersOf = `SELECT COUNT(*) FROM account_grant g JOIN account a ON a.id = g.account WHERE a.login = ?`

func officer(login string) people.AccountAdd {
	return people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: testkit.Organisation, Login: login, Name: "Mukti Naskar", Language: "bn",
		Grants: []people.Grant{{Role: actor.ProtectionOfficer, AreaPath: "/"}},
	}
}

// Audit finding A4: an administrator can neither appoint a protection officer alone nor become one by a reset; a second
// person approves it, and both roles receive an exception.
func TestAnOfficerIsAppointedByTwo(t *testing.T) {
	onAgency(t, func(g *agency) {
		admin, other := person("01", actor.Administrator), person("02", actor.Administrator)
		old, clerk := person("03", actor.ProtectionOfficer), person("04", actor.Coordinator)
		testkit.Staff(t, g.s, admin, other, old, clerk)
		mukti := officer("mukti")
		asked := g.hand(admin, "account.add", mukti)
		if asked.Status != journal.StatusDeferred || asked.Code != people.CodeNeedsSecond || g.count(officersOf, "mukti") != 0 {
			g.Fatalf("asked alone: %+v", asked)
		}
		g.now = g.now.Add(100 * time.Hour) // no wait replaces a person who is there
		if g.sweep() != 0 || g.count(officersOf, "mukti") != 0 {
			g.Error("it took effect by waiting")
		}
		for name, c := range map[string]struct {
			who  actor.Actor
			code string
		}{
			"who asked": {admin, "second_person_needed"}, "without the role": {clerk, "role_missing"},
			"a stranger": {testkit.Stranger(actor.Administrator), "not_found"},
		} {
			if o := g.hand(c.who, "pending.approve", people.PendingApprove{Entry: asked.Entry}); o.Code != c.code {
				g.Errorf("%s: %+v", name, o)
			}
		}
		if o := g.hand(other, "pending.approve", people.PendingApprove{Entry: asked.Entry}); o.Status != journal.StatusApplied {
			g.Fatalf("approved: %+v", o)
		}
		if g.count(officersOf, "mukti") != 1 || g.count("SELECT COUNT(*) FROM account_link WHERE account = ?", string(mukti.ID)) != 1 {
			g.Error("the account is not there, or nobody brought it")
		}
		if o := g.hand(old, "pending.approve", people.PendingApprove{Entry: asked.Entry}); o.Code != "pending_ended" {
			g.Errorf("approved twice: %+v", o)
		}
		g.told(admin, other, old, clerk)
	})
}

// told: the exception is visible to officers and administrators only, and its requester cannot settle it.
func (g *agency) told(asker, approver, officer, clerk actor.Actor) {
	g.Helper()
	var id string
	for _, a := range []actor.Actor{asker, approver, officer} {
		err := g.s.Read(g.Context(), a, func(tx *db.Tx) error {
			found, err := journal.Exceptions(tx, 10)
			if err == nil && (len(found) != 1 || found[0].Kind != "officer_appointed") {
				g.Errorf("%s sees %+v", a.Account, found)
			} else if err == nil {
				id = found[0].ID
			}
			return err
		})
		if err != nil {
			g.Fatal(err)
		}
	}
	err := g.s.Read(g.Context(), clerk, func(tx *db.Tx) error {
		found, err := journal.Exceptions(tx, 10)
		if len(found) != 0 {
			g.Errorf("a coordinator sees %+v", found)
		}
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
	in := journal.ExceptionSettle{Exception: id, Decision: "nothing_to_do", Reason: "It was agreed."}
	for _, c := range []struct {
		who  actor.Actor
		code string
	}{{clerk, "not_found"}, {asker, "second_person_needed"}, {officer, ""}} {
		if o := g.hand(c.who, "exception.settle", in); o.Code != c.code {
			g.Errorf("settled by %s: %+v", c.who.Account, o)
		}
	}
}

// Resetting an officer's password requires a second person; so does reinstating an ended one.
func TestAnOfficerIsResetByTwo(t *testing.T) {
	onAgency(t, func(g *agency) {
		admin, other, old := person("01", actor.Administrator), person("02", actor.Administrator), person("03", actor.ProtectionOfficer)
		testkit.Staff(t, g.s, admin, other, old)
		password := "SELECT COUNT(*) FROM credential WHERE account = ?"
		reset := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: old.Account, Reset: true}
		asked := g.hand(admin, "account.invite", reset)
		if asked.Code != people.CodeNeedsSecond || g.count(password, string(old.Account)) != 1 {
			g.Fatalf("asked alone: %+v", asked)
		}
		if o := g.hand(old, "pending.object", people.PendingObject{Entry: asked.Entry, Reason: "I did not forget it."}); o.Status != journal.StatusApplied {
			g.Fatalf("objected: %+v", o)
		}
		if o := g.hand(other, "pending.approve", people.PendingApprove{Entry: asked.Entry}); o.Code != "pending_ended" {
			g.Errorf("approved after the objection: %+v", o)
		}
		reset.ID = people.InvitationID(db.NewID())
		asked = g.hand(admin, "account.invite", reset)
		if o := g.hand(other, "pending.approve", people.PendingApprove{Entry: asked.Entry}); o.Status != journal.StatusApplied ||
			g.count(password, string(old.Account)) != 0 {
			g.Errorf("approved: %+v", o)
		}
		if n := g.count("SELECT COUNT(*) FROM exception WHERE kind = 'officer_reset'"); n != 1 {
			g.Errorf("%d exceptions", n)
		}
		g.hand(admin, "account.end", people.AccountEnd{Account: old.Account})
		if o := g.hand(admin, "account.reinstate", people.AccountReinstate{Account: old.Account}); o.Code != people.CodeNeedsSecond {
			g.Errorf("reinstated alone: %+v", o)
		}
	})
}

// Where no eligible second person exists, 72 hours replace the approval: meanwhile everyone sees the request, a new
// second person can approve it, those entitled can object, and exactly one of these happens.
func TestWaitingReplacesASecondPersonThatIsNotThere(t *testing.T) {
	onAgency(t, func(g *agency) {
		sideOf(t, g.s)
		sole := person("01", actor.OutreachWorker, actor.Administrator)
		worker := person("02", actor.OutreachWorker)
		testkit.Staff(t, g.s, sole, worker)
		s := &sender{Rand: rand.New(rand.NewPCG(1, 2))}
		families := make([]household.ID, 4)
		asked := make([]journal.Outcome, 4)
		for i := range families {
			in := s.registration(amlani)
			families[i] = in.ID
			g.hand(sole, "household.register", in)
			asked[i] = g.hand(sole, "household.erase", household.HouseholdErase{Household: in.ID, Reason: "family_asked"})
			if asked[i].Code != people.CodeWaits {
				g.Fatalf("asked: %+v", asked[i])
			}
		}
		g.seenBy(worker, 4)
		if o := g.hand(worker, "pending.object", people.PendingObject{Entry: asked[0].Entry, Reason: "No."}); o.Code != "role_missing" {
			g.Errorf("a worker objected: %+v", o)
		}
		g.now = g.now.Add(72*time.Hour - time.Second)
		if n := g.sweep(); n != 0 {
			g.Errorf("%d took effect too early", n)
		}
		appeared := person("03", actor.ProtectionOfficer)
		testkit.Staff(t, g.s, appeared)
		if o := g.hand(appeared, "pending.object", people.PendingObject{Entry: asked[0].Entry, Reason: "They asked for a card."}); o.Status != journal.StatusApplied {
			g.Errorf("objected: %+v", o)
		}
		if o := g.hand(appeared, "pending.approve", people.PendingApprove{Entry: asked[1].Entry}); o.Status != journal.StatusApplied {
			g.Errorf("approved: %+v", o)
		}
		if o := g.hand(sole, "pending.object", people.PendingObject{Entry: asked[2].Entry, Reason: "A mistake."}); o.Status != journal.StatusApplied {
			g.Errorf("withdrawn: %+v", o)
		}
		g.now = g.now.Add(2 * time.Second)
		if n := g.sweep(); n != 1 {
			g.Errorf("%d took effect", n)
		}
		erased := `SELECT COUNT(*) FROM household WHERE erased_at IS NOT NULL AND id = ?`
		for i, want := range []int{0, 1, 0, 1} {
			if n := g.count(erased, string(families[i])); n != want {
				g.Errorf("family %d: erased %d", i, n)
			}
		}
		g.seenBy(worker, 0)
		g.answered(asked, "rejected", "applied", "rejected", "applied")
	})
}

func (g *agency) answered(asked []journal.Outcome, want ...string) {
	g.Helper()
	newest := "SELECT COUNT(*) FROM outcome WHERE entry = ? AND n = 2 AND status = ?"
	for i, status := range want {
		if g.count(newest, string(asked[i].Entry), status) != 1 {
			g.Errorf("entry %d is not %s", i, status)
		}
	}
	if n := g.count("SELECT COUNT(*) FROM resolution"); n != len(want) {
		g.Errorf("%d places in the order", n)
	}
}

func (g *agency) seenBy(a actor.Actor, want int) {
	g.Helper()
	err := g.s.Read(g.Context(), a, func(tx *db.Tx) error {
		found, err := people.PendingActions(tx)
		if len(found) != want {
			g.Errorf("%s sees %d pending actions", a.Account, len(found))
		}
		for _, p := range found {
			if p.MayApprove || p.MayObject || p.EffectAt == nil || p.Subject != "" {
				g.Errorf("%+v", p)
			}
		}
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
}

// Of a concurrent approval, objection and end of the wait one takes effect.
func TestOneEndOfAPendingAction(t *testing.T) {
	onAgency(t, func(g *agency) {
		sideOf(t, g.s)
		sole := person("01", actor.OutreachWorker, actor.Administrator)
		testkit.Staff(t, g.s, sole)
		in := (&sender{Rand: rand.New(rand.NewPCG(1, 2))}).registration(amlani)
		g.hand(sole, "household.register", in)
		asked := g.hand(sole, "household.erase", household.HouseholdErase{Household: in.ID, Reason: "family_asked"})
		appeared := person("03", actor.ProtectionOfficer)
		testkit.Staff(t, g.s, appeared)
		g.now = g.now.Add(73 * time.Hour)
		var all sync.WaitGroup
		for _, do := range []func() error{
			func() error { _, err := g.kinds.ReleaseDue(t.Context(), g.s); return err },
			func() error {
				_, err := g.try(appeared, "pending.approve", people.PendingApprove{Entry: asked.Entry})
				return err
			},
			func() error {
				_, err := g.try(sole, "pending.object", people.PendingObject{Entry: asked.Entry, Reason: "A mistake."})
				return err
			},
		} {
			all.Go(func() {
				if err := do(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := g.count("SELECT COUNT(*) FROM pending_action_end"); n != 1 {
			g.Errorf("%d ends", n)
		}
		if n := g.count("SELECT COUNT(*) FROM outcome WHERE entry = ?", string(asked.Entry)); n != 2 {
			g.Errorf("%d outcomes", n)
		}
	})
}
