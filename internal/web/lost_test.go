package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// lostPhone is a phone of a worker in a village of four families, with its list, and the people of its office.
type lostPhone struct {
	*scene
	credential string
	push       people.Token
}

func newLostPhone(t *testing.T, s *db.Store) *lostPhone {
	t.Helper()
	sc, _ := village(t, s)
	sc.person("rina", actor.OutreachWorker)
	sc.person("mukti", actor.ProtectionOfficer)
	sc.person("mitali", actor.Coordinator)
	sc.becomesOfficer("mitali", "/19/303/2738/wb-gp:2738-01/")
	sc.person("nobody", actor.Distributor)
	cookie, csrf := sc.cookie, sc.csrf
	sc.cookie = ""
	v := sc.enrol("rina")
	token := []string{"Authorization", "Bearer " + string(v.FullToken)}
	pack := sc.send("GET", "/api/v1/pack", "", token...)
	var issued field.Issued
	var manifest protocol1.Manifest
	if err := json.Unmarshal([]byte(pack.body), &issued); err != nil || json.Unmarshal(issued.Manifest, &manifest) != nil {
		t.Fatalf("%d %s", pack.status, pack.body)
	}
	for _, part := range manifest.Parts {
		if got := sc.send("GET", "/api/v1/pack/"+manifest.Pack+"/"+part.Name, "", token...); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	sc.cookie, sc.csrf = cookie, csrf
	return &lostPhone{sc, string(v.Credential), v.PushToken}
}

// becomesOfficer makes an account a protection officer of one area alone, without the second person that it needs.
func (sc *scene) becomesOfficer(login, path string) {
	sc.t.Helper()
	err := sc.store.Write(sc.t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Exec(`UPDATE account_grant SET role = ?, area_path = ? WHERE account = (SELECT id FROM account WHERE login = ?)`,
			string(actor.ProtectionOfficer), path, login).Error
	})
	if err != nil {
		sc.t.Fatal(err)
	}
}

// enters hands an entry about the phone in.
func (l *lostPhone) enters(kind, reason string) (entry string, a answer) {
	l.t.Helper()
	entry = db.NewID()
	return entry, l.send("POST", "/api/v1/entries", fmt.Sprintf(`{"id":%q,"kind":%q,"schema":1,
		"occurred_at":"2020-06-05T09:00:00Z","payload":{"credential":%q,"reason":%q}}`, entry, kind, l.credential, reason))
}

// pushes is a contact of the phone.
func (l *lostPhone) pushes() {
	l.t.Helper()
	cookie := l.cookie
	l.cookie = ""
	if a := l.send("POST", "/api/v1/sync", `{"protocol":1,"records":[]}`, "Authorization", "Bearer "+string(l.push)); a.status != 200 {
		l.t.Fatalf("%d %s", a.status, a.body)
	}
	l.cookie = cookie
}

func (l *lostPhone) get(rest string) answer {
	l.t.Helper()
	return l.send("GET", "/api/v1/devices/"+l.credential+rest, "")
}

// calls opens the call list and reads it.
func (l *lostPhone) calls(t *testing.T) (list CallList) {
	t.Helper()
	entry, opened := l.enters("call_list.open", "inform_families")
	got := l.get("/calls?opening=" + entry)
	if err := json.Unmarshal([]byte(got.body), &list); err != nil || opened.status != http.StatusOK || got.status != http.StatusOK {
		t.Fatalf("%d %s %d %s", opened.status, opened.body, got.status, got.body)
	}
	return list
}

// B51: of a lost phone the office sees numbers and places, and only a protection officer gets names and telephones, of
// the own areas, after a reason is journalled and once the phone is withdrawn.
func TestB51_ALostPhone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		l := newLostPhone(t, s)
		var held HeldView
		got := l.get("/held")
		if err := json.Unmarshal([]byte(got.body), &held); err != nil || got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
		if held.Families != 4 || held.InAreas != 4 || len(held.Areas) != 1 || held.Areas[0].Families != 4 || held.PackAt == nil {
			t.Errorf("%+v", held)
		}
		for _, secret := range []string{"Rahima", "Anwar", "সীতা"} {
			if strings.Contains(got.body, secret) {
				t.Errorf("numbers name a family: %s", got.body)
			}
		}
		l.signIn("mukti", testPassword)
		if _, a := l.enters("call_list.open", "inform_families"); a.problem(t).Code != "phone_not_lost" {
			t.Errorf("the call list of a phone that nobody lost: %d %s", a.status, a.body)
		}
		l.signIn("sabita", testPassword)
		if _, a := l.enters("device.withdraw", "stolen"); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if _, a := l.enters("call_list.open", "inform_families"); a.status != http.StatusForbidden {
			t.Errorf("a coordinator opens the call list: %d %s", a.status, a.body)
		}
		l.signIn("mukti", testPassword)
		if a := l.send("GET", "/api/v1/lost-phones", ""); !strings.Contains(a.body, l.credential) {
			t.Errorf("the officer is not shown the phone: %s", a.body)
		}
		if a := l.get("/calls?opening=" + db.NewID()); a.status != http.StatusForbidden || strings.Contains(a.body, "Rahima") {
			t.Errorf("without a reason: %d %s", a.status, a.body)
		}
		entry, _ := l.enters("call_list.open", "inform_families")
		if list := l.calls(t); len(list.Rows) != 4 || list.Elsewhere != 0 || list.Rows[0].Name == "" {
			t.Errorf("control: the officer of all areas gets %+v", list)
		}
		l.signIn("mitali", testPassword)
		if a := l.get("/calls?opening=" + entry); a.status != http.StatusForbidden {
			t.Errorf("by another officer's reason: %d %s", a.status, a.body)
		}
		if list := l.calls(t); len(list.Rows) != 2 || list.Elsewhere != 2 {
			t.Errorf("an officer of one panchayat gets %+v", list)
		}
		l.signIn("nobody", testPassword)
		if a := l.get("/held"); a.status != http.StatusForbidden {
			t.Errorf("a distributor: %d", a.status)
		}
		l.credential = db.NewID()
		l.signIn("mukti", testPassword)
		if a := l.get("/held"); a.status != http.StatusNotFound {
			t.Errorf("a phone that is not there: %d", a.status)
		}
	})
}

// A phone of another organisation is not there.
func TestALostPhoneIsItsOrganisations(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		l := newLostPhone(t, s)
		stranger := testkit.Stranger(actor.ProtectionOfficer, actor.Administrator)
		err := s.Read(t.Context(), stranger, func(tx *db.Tx) error {
			_, err := people.EnrolledPhone(tx, people.CredentialID(l.credential))
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "not_found") {
			t.Errorf("%v", err)
		}
		own := testkit.Actor(actor.ProtectionOfficer)
		err = s.Read(t.Context(), own, func(tx *db.Tx) error {
			_, err := people.EnrolledPhone(tx, people.CredentialID(l.credential))
			return err
		})
		if err != nil {
			t.Errorf("control: %v", err)
		}
	})
}

// rows counts the rows of every table.
func (l *lostPhone) rows() map[string]int {
	l.t.Helper()
	counts := map[string]int{}
	err := l.store.Read(l.t.Context(), actor.System(), func(tx *db.Tx) error {
		for _, table := range migrations.Tables {
			var n int
			if err := tx.Raw("SELECT COUNT(*) FROM " + table.Name).Scan(&n).Error; err != nil {
				return err
			}
			counts[table.Name] = n
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return counts
}

// written lists the tables that have other rows than before.
func written(before, after map[string]int) (tables []string) {
	for table, n := range after {
		if n != before[table] {
			tables = append(tables, table)
		}
	}
	slices.Sort(tables)
	return tables
}

// Viewing a lost phone and opening its call list sends nothing and notifies nobody: only the entry is written. Control:
// the same comparison finds an exception, which people would see.
func TestALostPhoneNotifiesNobody(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		l := newLostPhone(t, s)
		if _, a := l.enters("device.withdraw", "lost"); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		l.signIn("mukti", testPassword)
		before := l.rows()
		l.get("/held")
		l.send("GET", "/api/v1/lost-phones", "")
		l.calls(t)
		own := []string{"browser_use", "call_list_key", "call_list_opening", "entry", "entry_body", "outcome", "seal", "unsealed"}
		extra := slices.DeleteFunc(written(before, l.rows()), func(table string) bool { return slices.Contains(own, table) })
		if len(extra) > 0 {
			t.Errorf("beside the entry, %v have other rows", extra)
		}
		before = l.rows()
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			var entry journal.EntryID
			if err := tx.Raw("SELECT entry FROM call_list_opening").Scan(&entry).Error; err != nil {
				return err
			}
			return journal.Raise(tx, journal.Exception{
				Kind: "device_withdrawn", Entry: entry, Organisation: testkit.Organisation, Details: field.StorageDetails{},
			})
		})
		if err != nil || !slices.Contains(written(before, l.rows()), "exception") {
			t.Errorf("control: an exception is not found: %v", err)
		}
	})
}

// firstOf lists the names to call first and all others.
func firstOf(list CallList) (first, others []household.ID) {
	for _, row := range list.Rows {
		if row.First {
			first = append(first, row.Household)
		} else {
			others = append(others, row.Household)
		}
	}
	return first, others
}

// Families with a private reason are called first, among at least as many without one and at least ten in all, the same
// ones each time; no field of the response states which. Control: with the marked families alone first, the same check
// finds who is marked.
func TestB53_TheOrderOfCallsDisclosesNoReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		l := newLostPhone(t, s)
		marked := map[household.ID]bool{}
		for i := range 26 {
			in := household.HouseholdRegister{
				ID: newID[household.ID](), Area: "panchayat:wb-gp:2738-01", Name: fmt.Sprintf("Family %c", 'A'+i),
				People: household.People{Women: 1}, House: household.Kutcha, Criteria: []string{},
				Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
			}
			if i%4 == 3 {
				in.PrivateReason, marked[in.ID] = 1, true
			}
			l.as(planner, "household.register", in)
		}
		l.pushes()
		if _, a := l.enters("device.withdraw", "lost"); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		l.signIn("mukti", testPassword)
		list := l.calls(t)
		first, others := firstOf(list)
		if len(list.Rows) != 30 || len(first) != 12 || disclosed(first, marked) {
			t.Errorf("%d of %d families are called first, of which %d are marked", len(first), len(list.Rows), len(marked))
		}
		for _, id := range others {
			if marked[id] {
				t.Error("a marked family is not called first")
			}
		}
		again, _ := firstOf(l.calls(t))
		if !slices.Equal(first, again) {
			t.Error("two lists select different families: who is in both is marked")
		}
		if alone := slices.Collect(maps.Keys(marked)); !disclosed(alone, marked) {
			t.Error("control: a list of marked families alone passes")
		}
	})
}

// disclosed reports whether more than half of the families called first are marked.
func disclosed(first []household.ID, marked map[household.ID]bool) bool {
	n := 0
	for _, id := range first {
		if marked[id] {
			n++
		}
	}
	return 2*n > len(first) || len(first) < 10
}

// No row of places holds so few families that one could be found by it. Control: with as many as needed each place has
// its own row.
func TestPlacesWithFewFamiliesAreOneRow(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		village(t, s)
		for _, c := range []struct {
			counts map[area.Key]int
			want   []HeldAreaView
		}{
			{map[area.Key]int{}, []HeldAreaView{}},
			{map[area.Key]int{"block:2738": 12, "panchayat:wb-gp:2738-01": 10}, []HeldAreaView{{Name: "Hasnabad", Families: 12}, {Name: "Patlikhanpur", Families: 10}}},
			{
				map[area.Key]int{"block:2738": 30, "panchayat:wb-gp:2738-01": 7, "panchayat:wb-gp:2738-02": 4},
				[]HeldAreaView{{Name: "Hasnabad", Families: 30}, {Name: "Patlikhanpur, Amlani", Families: 11}},
			},
			{
				map[area.Key]int{"block:2738": 30, "panchayat:wb-gp:2738-01": 12, "panchayat:wb-gp:2738-02": 1},
				[]HeldAreaView{{Name: "Hasnabad", Families: 30}, {Name: "Patlikhanpur, Amlani", Families: 13}},
			},
		} {
			err := s.Read(t.Context(), testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
				got, err := viewHeldAreas(tx, c.counts)
				for i := range got {
					got[i].NameBN, got[i].NameHI = "", ""
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%v: %v", c.counts, got)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
