package intake_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// office is an organisation in which complaints are taken, decided and erased.
type office struct {
	*agency
	worker, coordinator, officer actor.Actor
}

func onOffice(t *testing.T, test func(o *office)) {
	t.Helper()
	onAgency(t, func(g *agency) {
		sideOf(g.T, g.s)
		o := &office{
			agency: g, worker: person("01", actor.OutreachWorker, actor.ProtectionOfficer), coordinator: person("02", actor.Coordinator),
			officer: person("03", actor.ProtectionOfficer),
		}
		testkit.Staff(g.T, g.s, o.worker, o.coordinator, o.officer)
		test(o)
	})
}

// complaint takes a complaint about no registered family, whose place was written, and decides it.
func (o *office) complaint(reference string) grievance.ID {
	o.Helper()
	in := grievance.GrievanceTake{
		ID: grievance.ID(db.NewID()), Area: amlani, WrittenPlace: "Canary Para", About: "not_listed", AnswerBy: "visit", Text: "canary text",
		Complainant: "Canary Das", Relation: "neighbour", Reach: "camp", ReachAt: "canary school", Reference: reference,
	}
	o.done(o.worker, "grievance.take", in)
	o.done(o.coordinator, "grievance.settle", grievance.GrievanceSettle{
		Grievance: in.ID, Decision: "upheld", Reason: "canary reason", Answer: "canary answer",
	})
	return in.ID
}

// canaries counts the rows that still say what the complaints said.
func (o *office) canaries() (n int) {
	o.Helper()
	body := "CAST(payload AS TEXT)"
	if o.s.Engine() == db.Postgres {
		body = "convert_from(payload, 'UTF8')"
	}
	for _, query := range []string{
		"entry_body WHERE LOWER(" + body + ") LIKE '%canary%'",
		`grievance WHERE LOWER(text || complainant || reach_phone || reach_at) LIKE '%canary%' OR reference IS NOT NULL
			OR relation <> '' OR reach <> ''`,
		"grievance_settlement WHERE LOWER(reason || answer) LIKE '%canary%'",
		"written_place WHERE LOWER(name) LIKE '%canary%'",
	} {
		n += o.count("SELECT COUNT(*) FROM " + query)
	}
	return n
}

// seen counts the complaints in the office's list, by reference, and on the worker's phone.
func (o *office) seen(reference string) (listed, found, followed int) {
	o.Helper()
	read := func(a actor.Actor, fn func(tx *db.Tx) error) {
		if err := o.s.Read(o.Context(), a, fn); err != nil {
			o.Fatal(err)
		}
	}
	read(o.coordinator, func(tx *db.Tx) error {
		all, _, err := grievance.List(tx, grievance.Filter{})
		if err != nil {
			return err
		}
		some, _, err := grievance.List(tx, grievance.Filter{Reference: reference})
		listed, found = len(all), len(some)
		return err
	})
	read(o.worker, func(tx *db.Tx) error {
		rows, err := grievance.FollowedBy(tx)
		followed = len(rows)
		return err
	})
	return listed, found, followed
}

// broken returns what verification finds.
func (o *office) broken() (found []string) {
	o.Helper()
	err := o.s.Read(o.Context(), actor.System(), func(tx *db.Tx) error {
		found = nil
		for _, verify := range []func(*db.Tx) ([]journal.Violation, error){journal.Verify, intake.Verify, grievance.Verify} {
			all, err := verify(tx)
			if err != nil {
				return err
			}
			for _, one := range all {
				found = append(found, one.Check)
			}
		}
		return nil
	})
	if err != nil {
		o.Fatal(err)
	}
	return found
}

const toldReference = "7K2M9QXC"

// A complaint about no registered family is erased by a second person: bodies, texts, who complained, the reference and
// the written place are gone; the row, its decision and the chain remain. Control: before it they are all there.
func TestAComplaintAboutNoFamilyIsErased(t *testing.T) {
	onOffice(t, func(o *office) {
		id := o.complaint(toldReference)
		if n := o.canaries(); n != 5 { // the control: two bodies and three rows
			o.Fatalf("%d rows say what was complained", n)
		}
		if a, b, c := o.seen(toldReference); a != 1 || b != 1 || c != 1 {
			o.Fatalf("seen: %d %d %d", a, b, c)
		}
		if out := o.done(o.officer, "grievance.erase", grievance.GrievanceErase{Grievance: id, Reason: "family_asked"}); out.Numbers["entries"] != 2 {
			o.Errorf("%+v", out)
		}
		if n := o.canaries(); n != 0 {
			o.Errorf("%d rows still say it", n)
		}
		if a, b, c := o.seen(toldReference); a != 0 || b != 0 || c != 0 {
			o.Errorf("seen: %d in the list, %d by its number, %d on the phone", a, b, c)
		}
		if n := o.count("SELECT COUNT(*) FROM grievance g JOIN grievance_settlement s ON s.grievance = g.id AND s.decision = 'upheld'"); n != 1 {
			o.Errorf("%d complaints are counted", n)
		}
		late := o.hand(o.coordinator, "grievance.settle", grievance.GrievanceSettle{Grievance: id, Decision: "upheld", Reason: "canary late"})
		if late.Code != "gone" || o.canaries() != 0 {
			o.Errorf("a decision after it: %+v, and %d rows say it", late, o.canaries())
		}
		if again := o.hand(o.officer, "grievance.erase", grievance.GrievanceErase{Grievance: id, Reason: "family_asked"}); again.Code != "gone" {
			o.Errorf("again: %+v", again)
		}
		if found := o.broken(); len(found) > 0 {
			o.Errorf("%v", found)
		}
	})
}

// Who may not erase, and what is not erased by itself. Nothing is changed by a refusal.
func TestWhoErasesAComplaint(t *testing.T) {
	onOffice(t, func(o *office) {
		id := o.complaint("")
		in := (&sender{Rand: rand.New(rand.NewPCG(1, 2))}).registration(amlani)
		o.done(o.worker, "household.register", in)
		ofFamily := grievance.GrievanceTake{
			ID: grievance.ID(db.NewID()), Household: in.ID, About: "other", Text: "canary", AnswerBy: "none",
		}
		o.done(o.worker, "grievance.take", ofFamily)
		before := o.canaries()
		for _, c := range []struct {
			name string
			who  actor.Actor
			id   grievance.ID
			code string
		}{
			{"who took it", o.worker, id, "second_person_needed"},
			{"a coordinator", o.coordinator, id, "role_missing"},
			{"an officer of elsewhere", testkit.Only(o.officer, "/27/"), id, "not_found"},
			{"another organisation", testkit.Stranger(actor.ProtectionOfficer), id, "not_found"},
			{"of a family", o.officer, ofFamily.ID, "complaint_of_family"},
			{"of none", o.officer, grievance.ID(db.NewID()), "not_found"},
		} {
			out := o.hand(c.who, "grievance.erase", grievance.GrievanceErase{Grievance: c.id, Reason: "family_asked"})
			if out.Code != c.code || o.canaries() != before {
				o.Errorf("%s: %+v, %d of %d rows", c.name, out, o.canaries(), before)
			}
		}
		if _, err := o.try(o.officer, "grievance.erase", grievance.GrievanceErase{Grievance: id, Reason: "because"}); err == nil {
			o.Error("a reason that is not offered was accepted")
		}
		o.done(o.officer, "household.erase", household.HouseholdErase{Household: in.ID, Reason: "family_asked"})
		if found := o.broken(); len(found) > 0 {
			o.Errorf("%v", found)
		}
	})
}

// Somebody who may not read complaints finds the one to erase by the number that the family was told, without what it
// says.
func TestAComplaintToEraseIsFoundByItsNumber(t *testing.T) {
	onOffice(t, func(o *office) {
		id := o.complaint(toldReference)
		find := func(a actor.Actor, reference string) (found grievance.Erasable, err error) {
			return found, o.s.Read(o.Context(), a, func(tx *db.Tx) (err error) {
				found, err = grievance.ToErase(tx, reference)
				return err
			})
		}
		if found, err := find(o.officer, "7k2m-9qxc"); err != nil || found.ID != id || found.Area != amlani {
			o.Errorf("%+v %v", found, err)
		}
		for name, a := range map[string]actor.Actor{
			"a coordinator": o.coordinator, "elsewhere": testkit.Only(o.officer, "/27/"),
			"another organisation": testkit.Stranger(actor.ProtectionOfficer),
		} {
			if found, err := find(a, toldReference); err == nil {
				o.Errorf("%s found %+v", name, found)
			}
		}
		if _, err := find(o.officer, "7K2M9QXD"); err == nil {
			o.Error("a wrong letter was accepted")
		}
	})
}

// Verification finds what a forged erasure leaves or lacks; its control is the genuine one.
func TestVerifyFindsForgedErasuresOfComplaints(t *testing.T) {
	onOffice(t, func(o *office) {
		id := o.complaint("")
		o.done(o.officer, "grievance.erase", grievance.GrievanceErase{Grievance: id, Reason: "family_asked"})
		if found := o.broken(); len(found) > 0 {
			o.Fatalf("of a genuine erasure: %v", found)
		}
		forge := func(want int, query string, args ...any) {
			o.Helper()
			err := o.s.Write(o.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(query, args...).Error })
			if err != nil {
				o.Fatal(err)
			}
			found := o.broken()
			if len(found) != want || slices.ContainsFunc(found, func(f string) bool { return f != "grievance_erasure" }) {
				o.Errorf("%s: %v", query, found)
			}
		}
		forge(1, "UPDATE grievance SET text = 'canary' WHERE id = ?", string(id))
		forge(0, "UPDATE grievance SET text = '' WHERE id = ?", string(id))
		other := o.complaint("")
		forge(2, `INSERT INTO grievance_erasure (grievance, organisation, entry, erased_by, erased_at)
			SELECT id, organisation, id, taken_by, recorded_at FROM grievance WHERE id = ?`, string(other))
	})
}
