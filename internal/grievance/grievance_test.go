package grievance_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

var (
	worker      = testkit.Actor(actor.OutreachWorker)
	coordinator = testkit.Other(actor.Coordinator)
	officer     = testkit.Other(actor.ProtectionOfficer)
)

func take[T any](
	t *testing.T, s *db.Store, a actor.Actor, in T, change func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) journal.Outcome {
	t.Helper()
	e := testkit.Entry("grievance.take")
	e.Author, e.Organisation = a.Account, a.Organisation
	e.Payload, _ = json.Marshal(in)
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return change(tx, e, in) })
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func place(t *testing.T, s *db.Store) {
	t.Helper()
	for _, d := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North", Parent: "state:19"},
	} {
		if o := take(t, s, actor.System(), d, area.Put); o.Status != journal.StatusApplied {
			t.Fatalf("%+v", o)
		}
	}
}

func complaint(about string) grievance.GrievanceTake {
	in := grievance.GrievanceTake{ID: grievance.ID(db.NewID()), Area: "district:303", About: about, AnswerBy: "visit"}
	if about != grievance.Private {
		in.Text = "We are not on the list."
	}
	return in
}

func sealed(t *testing.T, text string) []byte {
	t.Helper()
	key, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	b, err := household.SealNote(key.Recipient(), text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func listed(t *testing.T, s *db.Store, a actor.Actor, state string) (ids []grievance.ID) {
	t.Helper()
	err := s.Read(t.Context(), a, func(tx *db.Tx) error {
		rows, _, err := grievance.List(tx, grievance.Filter{State: state})
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		return err
	})
	if err != nil && !fault.Is(err, "role_missing") {
		t.Fatal(err)
	}
	return ids
}

// An open complaint is visible to the coordinator and settled by them, a private one by the protection officer, and
// neither sees the other's; the person who recorded it does not decide it.
func TestWhoKnowsOfAComplaint(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		place(t, s)
		open, private := complaint("not_listed"), complaint(grievance.Private)
		private.Sealed = sealed(t, "One of yours asked for money.")
		for _, in := range []grievance.GrievanceTake{open, private} {
			if o := take(t, s, worker, in, grievance.Take); o.Status != journal.StatusApplied {
				t.Fatalf("%+v", o)
			}
		}
		for name, c := range map[string]struct {
			who  actor.Actor
			sees []grievance.ID
		}{
			"a coordinator":              {coordinator, []grievance.ID{open.ID}},
			"a coordinator elsewhere":    {testkit.Only(coordinator, "/20/"), nil},
			"an officer":                 {officer, []grievance.ID{private.ID}},
			"an officer elsewhere":       {testkit.Only(officer, "/20/"), nil},
			"a stranger":                 {testkit.Stranger(actor.Coordinator, actor.ProtectionOfficer), nil},
			"the worker":                 {worker, nil},
			"an administrator":           {testkit.Other(actor.Administrator), nil},
			"who holds both roles":       {testkit.Other(actor.Coordinator, actor.ProtectionOfficer), []grievance.ID{private.ID, open.ID}},
			"an auditor, for good order": {testkit.Other(actor.Auditor), nil},
		} {
			got := listed(t, s, c.who, "open")
			slices.Sort(got)
			slices.Sort(c.sees)
			if !slices.Equal(got, c.sees) {
				t.Errorf("%s sees %v, not %v", name, got, c.sees)
			}
		}
		testkit.Staff(t, s, worker, coordinator)
		settle := func(id grievance.ID) grievance.GrievanceSettle {
			return grievance.GrievanceSettle{Grievance: id, Decision: "upheld", Reason: "We looked again."}
		}
		for _, c := range []struct {
			who  actor.Actor
			id   grievance.ID
			code string
		}{
			{coordinator, private.ID, "not_found"},
			{officer, open.ID, "not_found"},
			{testkit.Actor(actor.Coordinator), open.ID, "second_person_needed"},
			{testkit.Stranger(actor.Coordinator), open.ID, "not_found"},
			{coordinator, open.ID, ""},
			{coordinator, open.ID, "already_settled"},
			{officer, private.ID, ""},
		} {
			if o := take(t, s, c.who, settle(c.id), grievance.Settle); o.Code != c.code {
				t.Errorf("%s: %q, not %q", c.id, o.Code, c.code)
			}
		}
		if got := listed(t, s, coordinator, "settled"); !slices.Equal(got, []grievance.ID{open.ID}) {
			t.Errorf("settled: %v", got)
		}
		err := s.Read(t.Context(), coordinator, func(tx *db.Tx) error {
			_, _, err := grievance.List(tx, grievance.Filter{State: "anything"})
			return err
		})
		if !fault.Is(err, "not_offered") {
			t.Errorf("a state that is none: %v", err)
		}
	})
}

// A private complaint contains no clear text, and an open one nothing sealed.
func TestTheFormOfAComplaint(t *testing.T) {
	well := complaint("not_listed")
	private := complaint(grievance.Private)
	private.Sealed = sealed(t, "x")
	if well.Validate() != nil || private.Validate() != nil {
		t.Fatal(well.Validate(), private.Validate())
	}
	for path, change := range map[string]func(in *grievance.GrievanceTake){
		"/area":      func(in *grievance.GrievanceTake) { in.Area = "" },
		"/about":     func(in *grievance.GrievanceTake) { in.About = "weather" },
		"/answer_by": func(in *grievance.GrievanceTake) { in.AnswerBy = "" },
		"/household": func(in *grievance.GrievanceTake) { in.Household = "x" },
		"/id":        func(in *grievance.GrievanceTake) { in.ID = "x" },
		"/text":      func(in *grievance.GrievanceTake) { in.Text = strings.Repeat("x", 1001) },
		"/sealed":    func(in *grievance.GrievanceTake) { in.About, in.Text = grievance.Private, "" },
	} {
		in := well
		change(&in)
		if f := fault.Of(in.Validate()); f == nil || f.Path != path {
			t.Errorf("%s: %v", path, f)
		}
	}
	for path, change := range map[string]func(in *grievance.GrievanceTake){
		"/text":   func(in *grievance.GrievanceTake) { in.Text = "canary" },
		"/about":  func(in *grievance.GrievanceTake) { in.About = "other" },
		"/sealed": func(in *grievance.GrievanceTake) { in.Sealed = in.Sealed[:1000] },
	} {
		in := private
		change(&in)
		if f := fault.Of(in.Validate()); f == nil || f.Path != path {
			t.Errorf("%s: %v", path, f)
		}
	}
}

// A complaint about a household belongs to the household's area, whatever area is named; out of scope it is rejected.
func TestAComplaintOfAHousehold(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		place(t, s)
		family := household.HouseholdRegister{
			ID: household.ID(db.NewID()), Area: "district:303", Name: "Rahima", House: household.Kutcha,
			People:  household.People{Women: 1},
			Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
		}
		if o := take(t, s, worker, family, household.Register); o.Status != journal.StatusApplied {
			t.Fatalf("%+v", o)
		}
		in := complaint("wrong_damage")
		in.Household, in.Area = family.ID, ""
		if o := take(t, s, testkit.Only(worker, "/20/"), in, grievance.Take); o.Code != "not_found" || o.Path != "/household" {
			t.Errorf("out of reach: %+v", o)
		}
		in.ID = grievance.ID(db.NewID())
		if o := take(t, s, worker, in, grievance.Take); o.Status != journal.StatusApplied {
			t.Errorf("%+v", o)
		}
		if o := take(t, s, worker, in, grievance.Take); o.Code != "already_taken" {
			t.Errorf("twice: %+v", o)
		}
		in.ID, in.Household = grievance.ID(db.NewID()), household.ID(db.NewID())
		if o := take(t, s, worker, in, grievance.Take); o.Code != "not_found" || o.Path != "/household" {
			t.Errorf("a family that is not here: %+v", o)
		}
	})
}

// A private complaint is returned to the officer who recorded a reason, for a quarter of an hour, and to nobody else.
func TestAPrivateComplaintIsOpenedWithAReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		place(t, s)
		open, private := complaint("not_listed"), complaint(grievance.Private)
		private.Sealed = sealed(t, "One of yours asked for money.")
		for _, in := range []grievance.GrievanceTake{open, private} {
			take(t, s, worker, in, grievance.Take)
		}
		opening := testkit.Entry("grievance.open")
		read := func(who actor.Actor, id grievance.ID, by journal.EntryID) (blob []byte, code string) {
			err := s.Read(t.Context(), who, func(tx *db.Tx) (err error) {
				blob, err = grievance.Sealed(tx, id, by)
				return err
			})
			if f := fault.Of(err); f != nil {
				return nil, f.Code
			}
			return blob, ""
		}
		if _, code := read(officer, private.ID, opening.ID); code != "not_found" {
			t.Errorf("given out before anybody said why: %q", code)
		}
		for _, c := range []struct {
			who  actor.Actor
			id   grievance.ID
			code string
		}{
			{coordinator, private.ID, "role_missing"},
			{testkit.Only(officer, "/20/"), private.ID, "not_found"},
			{officer, open.ID, "not_found"},
			{officer, private.ID, ""},
		} {
			in, e := grievance.GrievanceOpen{Grievance: c.id, Reason: "decide"}, authored(opening, c.who, c.code)
			o, err := journal.Take(t.Context(), s, c.who, e, func(tx *db.Tx) (journal.Outcome, error) {
				return grievance.Open(tx, e, in)
			})
			if err != nil || o.Code != c.code {
				t.Errorf("%+v %v, not %q", o, err, c.code)
			}
		}
		if blob, code := read(officer, private.ID, opening.ID); code != "" || !bytes.Equal(blob, private.Sealed) {
			t.Errorf("not given to who said why: %q", code)
		}
		another := officer
		another.Account = actor.AccountID(db.NewID())
		if _, code := read(another, private.ID, opening.ID); code != "not_found" {
			t.Errorf("given to another than who said why: %q", code)
		}
	})
}

// authored is an entry of the actor; one expected to fail has its own id.
func authored(e journal.Entry, who actor.Actor, code string) journal.Entry {
	if code != "" {
		e.ID = testkit.Entry(e.Kind).ID
	}
	e.Author, e.Organisation = who.Account, who.Organisation
	return e
}

// A reference is stored once in an organisation. A complaint whose reference another one has is stored without, and its
// outcome says so; the control drops the index, and both have it.
func TestAReferenceIsThatOfOneComplaint(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		place(t, s)
		taken := func() journal.Outcome {
			in := complaint("other")
			in.Reference = "7K2M9QXC"
			return take(t, s, worker, in, grievance.Take)
		}
		owners := func() (n int) {
			rows, err := byReference(t, s, "7k2m-9qxc")
			if err != nil {
				t.Error(err)
			}
			return len(rows)
		}
		if o := taken(); o.Status != journal.StatusApplied || o.Numbers["reference_taken"] != nil {
			t.Errorf("%+v", o)
		}
		if o := taken(); o.Status != journal.StatusApplied || o.Numbers["reference_taken"] != true || owners() != 1 {
			t.Errorf("%+v, and %d complaints have the reference", o, owners())
		}
		testkit.AsOwner(t, o, "DROP INDEX grievance_reference") // the control
		if taken(); owners() != 2 {
			t.Error("without the index the second complaint has no reference either")
		}
		if _, err := byReference(t, s, "7k2m 9qxe"); !fault.Is(err, "malformed") {
			t.Errorf("a wrong letter: %v", err)
		}
	})
}

func byReference(t *testing.T, s *db.Store, reference string) (rows []grievance.Details, err error) {
	t.Helper()
	err = s.Read(t.Context(), coordinator, func(tx *db.Tx) (err error) {
		rows, _, err = grievance.List(tx, grievance.Filter{Reference: reference})
		return err
	})
	return rows, err
}

// Every single wrong symbol and every transposition of neighbours is detected; what people write is folded.
func TestAReferenceDetectsSlips(t *testing.T) {
	const reference = "7K2M9QXC"
	for _, typed := range []string{reference, "7k2m 9qxc", " 7K2M-9QXC", "৭k2m ৯qxc", "७K2M ९QXC"} {
		if got, is := grievance.FoldReference(typed); !is || got != reference {
			t.Errorf("%q is %q, %v", typed, got, is)
		}
	}
	for i := range reference {
		for _, symbol := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
			wrong := reference[:i] + string(symbol) + reference[i+1:]
			if _, is := grievance.FoldReference(wrong); is != (wrong == reference) {
				t.Errorf("%q: %v", wrong, is)
			}
		}
		if i > 0 && reference[i] != reference[i-1] {
			turned := reference[:i-1] + reference[i:i+1] + reference[i-1:i] + reference[i+1:]
			if _, is := grievance.FoldReference(turned); is {
				t.Errorf("%q passes", turned)
			}
		}
	}
	for _, typed := range []string{"", "7K2M9QX", "7K2M9QXCD", "7K2M9QXU", strings.Repeat("7", 200), "অআইঈউঊঋএ"} {
		if got, is := grievance.FoldReference(typed); is {
			t.Errorf("%q is %q", typed, got)
		}
	}
}

// Who complains and how to reach them are clear text: a private complaint with any of it is refused, with the field.
func TestAPrivateComplaintNamesNobodyInTheClear(t *testing.T) {
	for field, change := range map[string]func(*grievance.GrievanceTake){
		"/complainant": func(in *grievance.GrievanceTake) { in.Complainant = "Rahima" },
		"/relation":    func(in *grievance.GrievanceTake) { in.Relation = "self" },
		"/reach":       func(in *grievance.GrievanceTake) { in.Reach = "camp" },
		"/reach_phone": func(in *grievance.GrievanceTake) { in.ReachPhone = "9876543210" },
		"/reach_at":    func(in *grievance.GrievanceTake) { in.ReachAt = "the school" },
	} {
		in := complaint(grievance.Private)
		in.Sealed = sealed(t, "x")
		if err := in.Validate(); err != nil { // the control
			t.Fatal(err)
		}
		change(&in)
		if f := fault.Of(in.Validate()); f == nil || f.Path != field || f.Code != "not_offered" {
			t.Errorf("%s: %+v", field, f)
		}
	}
	in := complaint("other")
	if in.Reach = "phone"; !fault.Is(in.Validate(), "required") {
		t.Error("a call without a number is accepted")
	}
	if in.Reference = "7K2M9QXE"; !fault.Is(in.Validate(), "malformed") {
		in.ReachPhone = "9876543210"
		if !fault.Is(in.Validate(), "malformed") {
			t.Error("a reference with a wrong symbol is accepted")
		}
	}
}
