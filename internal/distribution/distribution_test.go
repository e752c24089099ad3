package distribution_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// From the plan to the last handover: three tarpaulins, five families, two of them in a tie that the cut goes through.
func TestShortageFromPlanToLastHandover(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 3)
		worst, infant := w.family(4), w.family(3, "infant")
		tied := []household.ID{w.family(3), w.uncarded(3), w.family(3)}
		w.family(2)  // below the minimum grade
		w.family(-1) // never graded
		in := w.proposal(0)
		planned := take(w, planner, as("distribution.plan", distribution.Plan), in)
		want := map[string]any{"listed": 5, "quantity": 3, "included": 3, "to_draw": 4, "weights": distribution.Current}
		digest := planned.Numbers["digest"]
		delete(planned.Numbers, "digest")
		if diff := cmp.Diff(want, planned.Numbers); diff != "" || planned.Status != journal.StatusApplied {
			t.Fatalf("%+v %s", planned, diff)
		}
		checkFrozen(w, w.list(in.ID), worst)
		if approved := w.approval(approver, in.ID); approved.Numbers["digest"] != digest {
			t.Fatalf("approved: %+v, the plan journalled %v", approved, digest)
		}
		applied(w, w.opening(in.ID))
		chosen, out := w.included(in.ID)
		if len(chosen) != 3 || chosen[0] != worst || chosen[1] != infant || !slices.Contains(tied, chosen[2]) {
			t.Fatalf("included: %v", chosen)
		}
		if _, carded := w.cards[chosen[2]]; !carded {
			w.bind(chosen[2], w.print(1)[0]) // a card bound after the draw serves as well
		}
		serve(w, in.ID, chosen, out)
		checkReads(w, in.ID, chosen, out)
		closed := w.closing(in.ID)
		if closed.Numbers["served"] != 3 || closed.Numbers["included"] != 3 {
			t.Errorf("closing: %+v", closed)
		}
		refused(w, w.give(in.ID, worst), journal.StatusConflict, "distribution_not_open")
		w.clean()
	})
}

// checkFrozen looks at the list between plan and draw: the worst, and a grade of four that the cut goes through.
func checkFrozen(w *world, list []distribution.ListedHousehold, worst household.ID) {
	w.Helper()
	if len(list) != 5 || list[0].Household != worst {
		w.Fatalf("the order: %+v", list)
	}
	code := w.cards[worst]
	if shown := []string{list[0].CardCode, list[0].Reference}; !cmp.Equal(shown, []string{code, code}) {
		w.Errorf("the first place: %+v", list[0])
	}
	for _, p := range list[1:] {
		if p.Rank != 2 || p.Included != distribution.Draw {
			w.Errorf("the tie: %+v", p)
		}
		_, carded := w.cards[p.Household]
		if !carded && (!strings.HasPrefix(p.Reference, "no-card-") || strings.Contains(p.Reference, string(p.Household))) {
			w.Errorf("the reference of a family without a card is %s", p.Reference)
		}
	}
}

// serve hands over to all included households, and checks that the excluded ones are rejected.
func serve(w *world, id distribution.ID, chosen, out []household.ID) {
	w.Helper()
	for _, h := range chosen {
		given := w.give(id, h)
		applied(w, given)
		if diff := cmp.Diff([]distribution.Due{{Item: w.tarpaulin, Quantity: 1}}, given.Numbers["items"]); diff != "" {
			w.Error(diff)
		}
	}
	for _, h := range out {
		if w.cards[h] != "" {
			refused(w, w.give(id, h), journal.StatusConflict, "not_on_list")
		}
	}
	if left := w.left(w.tarpaulin); left != 0 {
		w.Errorf("%d tarpaulins are left", left)
	}
}

func checkReads(w *world, id distribution.ID, chosen, out []household.ID) {
	w.Helper()
	w.read(planner, func(tx *db.Tx) error {
		d, err := distribution.Get(tx, id)
		counts := []int{d.Listed, d.Included, d.Served}
		if !cmp.Equal(counts, []int{5, 3, 3}) || d.Number != "352614" || d.StoreNames.Name != "Kalinagar School" {
			w.Errorf("Get: %+v %v", d, err)
		}
		all, next, err := distribution.List(tx, "", 10)
		if len(all) != 1 || next != "" || !cmp.Equal(all[0], d) {
			w.Errorf("List: %+v %q %v", all, next, err)
		}
		last, first, err := distribution.CutLine(tx, id)
		if err != nil || last.Household != chosen[2] || first.Household != out[0] {
			w.Errorf("CutLine: %+v %+v %v", last, first, err)
		}
		if last.ServedAt.IsZero() || !first.ServedAt.IsZero() {
			w.Errorf("CutLine: served at %v and %v", last.ServedAt, first.ServedAt)
		}
		return nil
	})
	checkHistory(w, id, chosen, out)
}

func checkHistory(w *world, id distribution.ID, chosen, out []household.ID) {
	w.Helper()
	w.read(planner, func(tx *db.Tx) error {
		given, err := distribution.Handovers(tx, chosen[0])
		if err != nil || len(given) != 1 || given[0].Place.Name != "Kalinagar School" || given[0].Items[0].Quantity != 1 {
			w.Errorf("Handovers: %+v %v", given, err)
		}
		served, err := distribution.LastServed(tx, append(slices.Clone(chosen), out...))
		if err != nil || len(served) != 3 || served[chosen[0]] != given[0].GivenAt {
			w.Errorf("LastServed: %v %v", served, err)
		}
		text, err := distribution.ListText(tx, id)
		if !strings.Contains(text, w.cards[chosen[0]]+" 4 ") {
			w.Errorf("ListText: %s %v", text, err)
		}
		trial, err := distribution.Try(tx, id, "352614")
		if !trial.WhatIf || len(trial.Places) != 5 {
			w.Errorf("Try: %+v %v", trial, err)
		}
		return nil
	})
}

func TestApprovalNeedsAnotherPerson(t *testing.T) {
	onBoth(t, func(w *world) {
		w.family(4)
		testkit.Staff(w.T, w.s, planner, approver)
		id := w.plan(w.proposal(1))
		refused(w, w.approval(planner, id), journal.StatusRejected, "own_plan")
		refused(w, w.approval(distributor, id), journal.StatusRejected, "role_missing")
		refused(w, w.approval(stranger, id), journal.StatusRejected, "not_found")
		elsewhere := testkit.Only(approver, "/19/303/2740/")
		refused(w, w.approval(elsewhere, id), journal.StatusRejected, "not_found")
		w.approve(id)
		refused(w, w.approval(approver, id), journal.StatusConflict, "distribution_not_planned")
		w.clean()
	})
}

// The table itself refuses a planner who approves, whatever program writes.
func TestDatabaseRefusesThePlannerAsApprover(t *testing.T) {
	onBoth(t, func(w *world) {
		w.family(4)
		id := w.plan(w.proposal(1))
		err := w.s.Write(t.Context(), planner, func(tx *db.Tx) error {
			return tx.Exec(`UPDATE distribution SET state = 'approved', number = '111111', approver = planner
				WHERE id = ?`, id).Error
		})
		if !fault.Is(err, "rule_broken") {
			t.Errorf("the planner approved: %v", err)
		}
	})
}

func TestStatesGoForwardOnly(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 5)
		h := w.family(4)
		id := w.plan(w.proposal(1))
		open := func() journal.Outcome {
			return take(w, planner, as("distribution.open", distribution.Open), distribution.DistributionOpen{Distribution: id})
		}
		closing := func() journal.Outcome {
			return w.closing(id)
		}
		refused(w, open(), journal.StatusConflict, "distribution_not_approved")
		refused(w, closing(), journal.StatusConflict, "distribution_not_open")
		refused(w, w.give(id, h), journal.StatusConflict, "distribution_not_open")
		w.approve(id)
		refused(w, closing(), journal.StatusConflict, "distribution_not_open")
		refused(w, w.give(id, h), journal.StatusConflict, "distribution_not_open")
		applied(w, open())
		refused(w, open(), journal.StatusConflict, "distribution_not_approved")
		applied(w, closing())
		refused(w, closing(), journal.StatusConflict, "distribution_not_open")
		refused(w, w.give(id, h), journal.StatusConflict, "distribution_not_open")
		w.clean()
	})
}

func TestPlanRefusals(t *testing.T) {
	onBoth(t, func(w *world) {
		foreign := w.newStore(stranger, "Partner")
		change := func(f func(*distribution.DistributionPlan)) distribution.DistributionPlan {
			in := w.proposal(2)
			f(&in)
			return in
		}
		plan := func(a actor.Actor, in distribution.DistributionPlan) journal.Outcome {
			return take(w, a, as("distribution.plan", distribution.Plan), in)
		}
		refused(w, plan(planner, w.proposal(2)), journal.StatusConflict, "nobody_eligible")
		h := w.family(4)
		refused(w, plan(planner, w.proposal(0)), journal.StatusConflict, "nothing_held")
		refused(w, plan(distributor, w.proposal(2)), journal.StatusRejected, "role_missing")
		elsewhere := testkit.Only(planner, "/19/303/2740/")
		refused(w, plan(elsewhere, w.proposal(2)), journal.StatusRejected, "not_found")
		for path, in := range map[string]distribution.DistributionPlan{
			"/area":         change(func(p *distribution.DistributionPlan) { p.Area = "block:9999" }),
			"/store":        change(func(p *distribution.DistributionPlan) { p.Store = foreign }),
			"/lines/0/item": change(func(p *distribution.DistributionPlan) { p.Lines[0].Item = newID[stock.ItemID]() }),
		} {
			outcome := plan(planner, in)
			refused(w, outcome, journal.StatusRejected, "not_found")
			if outcome.Path != path {
				t.Errorf("the fault is at %s, not %s", outcome.Path, path)
			}
		}
		id := w.plan(w.proposal(1))
		refused(w, plan(planner, change(func(p *distribution.DistributionPlan) { p.ID = id })), journal.StatusConflict, "duplicate")
		if list := w.list(id); len(list) != 1 || list[0].Household != h {
			t.Errorf("the list: %+v", list)
		}
		w.clean()
	})
}

func TestValidate(t *testing.T) {
	good := distribution.DistributionPlan{
		ID: newID[distribution.ID](), Name: "Tarpaulins", Area: block, Store: newID[stock.StoreID](),
		Lines:        []distribution.PlanItem{{Item: newID[stock.ItemID](), PerHousehold: 1}},
		MinimumGrade: 3, Weights: distribution.Current,
	}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for path, change := range map[string]func(*distribution.DistributionPlan){
		"/id":                    func(p *distribution.DistributionPlan) { p.ID = "7" },
		"/name":                  func(p *distribution.DistributionPlan) { p.Name = " " },
		"/area":                  func(p *distribution.DistributionPlan) { p.Area = "" },
		"/store":                 func(p *distribution.DistributionPlan) { p.Store = "x" },
		"/minimum_grade":         func(p *distribution.DistributionPlan) { p.MinimumGrade = 0 },
		"/not_served_days":       func(p *distribution.DistributionPlan) { p.NotServedDays = -1 },
		"/quantity":              func(p *distribution.DistributionPlan) { p.Quantity = -1 },
		"/weights":               func(p *distribution.DistributionPlan) { p.Weights = "v0" },
		"/lines":                 func(p *distribution.DistributionPlan) { p.Lines = nil },
		"/lines/0/per_household": func(p *distribution.DistributionPlan) { p.Lines[0].PerHousehold = 0 },
		"/lines/1/item":          func(p *distribution.DistributionPlan) { p.Lines = append(p.Lines, p.Lines[0]) },
	} {
		in := good
		in.Lines = slices.Clone(good.Lines)
		change(&in)
		if f := fault.Of(in.Validate()); f == nil || f.Path != path {
			t.Errorf("%s: %v", path, f)
		}
	}
	named := good
	named.Name = "For 2345 6789 0124" // passes Verhoeff, so it is shaped like an Aadhaar number
	if !fault.Is(named.Validate(), "identity_number_refused") {
		t.Error("a name may hold an identity number")
	}
	for _, number := range []string{"", "12345", "1234567", "123457", "12345x", "০১২৩৪৫"} {
		if !fault.Is(distribution.DistributionApprove{Distribution: good.ID, Number: number}.Validate(), "six_dice") {
			t.Errorf("%q passes for six dice", number)
		}
	}
	giving := distribution.HandoverGive{ID: "018f0000-0000-7000-8000-0000000000e1", Distribution: good.ID, Card: "7K2M"}
	giving.Collector = "neighbour"
	if f := fault.Of(giving.Validate()); f == nil || f.Path != "/collector" {
		t.Errorf("the collector: %v", f)
	}
}

func TestNotServedWithinDays(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 10)
		served, never := w.family(4), w.family(3)
		first := w.opened(w.proposal(1))
		applied(w, w.give(first, served))
		later := func(days, notServedDays int) []distribution.ListedHousehold {
			in := w.proposal(5)
			in.NotServedDays = notServedDays
			someDay := func(tx *db.Tx, e journal.Entry, in distribution.DistributionPlan) (journal.Outcome, error) {
				tx.Now = db.At(tx.Now.AddDate(0, 0, days))
				return distribution.Plan(tx, e, in)
			}
			applied(w, take(w, planner, as("distribution.plan", someDay), in))
			return w.list(in.ID)
		}
		if list := later(29, 30); len(list) != 1 || list[0].Household != never {
			t.Errorf("29 days later: %+v", list)
		}
		if list := later(31, 30); len(list) != 2 || list[0].Household != served {
			t.Errorf("31 days later: %+v", list)
		}
		if list := later(0, 0); len(list) != 2 {
			t.Errorf("without the rule: %+v", list)
		}
		w.clean()
	})
}

func TestB44_OnlyVerifiedGradesAreEligible(t *testing.T) {
	onBoth(t, func(w *world) {
		h := w.uncarded(-1)
		assessment := w.assess(h, 4)
		refused(w, w.planning(planner, w.proposal(5)), journal.StatusConflict, "nobody_eligible")
		w.verify(assessment, 4)
		if list := w.list(w.plan(w.proposal(5))); len(list) != 1 {
			t.Errorf("%+v", list)
		}
	})
}

// A reported grade, from a list or of the office, entitles nobody, however severe it is and however many people state
// it. The control: the same family is on the list once two people have graded its house.
func TestB44_AReportedGradeEntitlesNobody(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 100)
		seen, told := w.family(3), w.family(-1)
		for _, source := range damage.ReportSources {
			for _, by := range []actor.Actor{planner, approver} {
				in := damage.DamageReport{ID: db.NewID(), Household: told, Grade: damage.Destroyed, Source: source}
				applied(w, take(w, by, as("damage.report", damage.Report), in))
			}
		}
		in := w.proposal(0)
		in.MinimumGrade = 1
		if chosen, out := w.included(w.plan(in)); !slices.Equal(chosen, []household.ID{seen}) || len(out) != 0 {
			t.Errorf("included %v, listed besides %v", chosen, out)
		}
		assessment := w.assess(told, 4)
		in.ID = newID[distribution.ID]()
		if chosen, out := w.included(w.plan(in)); !slices.Equal(chosen, []household.ID{seen}) || len(out) != 0 {
			t.Errorf("with one person's grade: included %v, listed besides %v", chosen, out)
		}
		w.verify(assessment, 4)
		in.ID = newID[distribution.ID]()
		if chosen, _ := w.included(w.plan(in)); len(chosen) != 2 {
			t.Errorf("with two: %v", chosen)
		}
		w.clean()
	})
}

// Nobody whose house the second person saw undamaged gets an entitlement, whatever the first person graded.
func TestB45_NoDamageNeverYieldsAnEntitlement(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 100)
		damaged := w.family(1)
		undamaged := make([]household.ID, testkit.Scale(1500))
		w.atOnce(len(undamaged), 16, func(i int) {
			undamaged[i] = w.uncarded(-1, "child_headed", "infant")
			w.verify(w.assess(undamaged[i], 4), 0)
		})
		in := w.proposal(0)
		in.MinimumGrade = 1
		id := w.opened(in)
		if chosen, out := w.included(id); !slices.Equal(chosen, []household.ID{damaged}) || len(out) != 0 {
			t.Errorf("included %d, listed besides %d", len(chosen), len(out))
		}
		w.clean()
	})
}

// The control: the rule is not only in Go. The tables refuse an undamaged candidate and an entitlement without a
// place on the list.
func TestB45_ControlTheTablesRefuseToo(t *testing.T) {
	onBoth(t, func(w *world) {
		h := w.family(4)
		id := w.plan(w.proposal(1))
		for name, statement := range map[string]string{
			"rule_broken": "UPDATE candidate SET grade = 0 WHERE distribution = '" + string(id) + "'",
			"unknown_reference": "INSERT INTO entitlement (id, distribution, organisation, household) VALUES ('" +
				strings.Join([]string{db.NewID(), string(id), string(planner.Organisation), db.NewID()}, "', '") + "')",
		} {
			err := w.s.Write(t.Context(), planner, func(tx *db.Tx) error { return tx.Exec(statement).Error })
			if !fault.Is(err, name) {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if list := w.list(id); list[0].Household != h || list[0].Grade != 4 {
			t.Errorf("%+v", list)
		}
	})
}
