package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/accounts"
	"tripol/internal/exchange/areas"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// county puts a state, a district and a block there.
func (sc *scene) county() {
	for _, a := range []area.AreaPut{
		{Level: "state", Code: "19", Name: "West Bengal"},
		{Level: "district", Code: "303", Name: "South 24 Parganas", Parent: "state:19"},
		{Level: "block", Code: "2738", Name: "Gosaba", NameBN: "গোসাবা", Parent: "district:303"},
	} {
		sc.take("area.put", a)
	}
}

// thirty is a list of thirty people: some with a login, two of one name, names in Bengali.
func thirty() string {
	var list strings.Builder
	list.WriteString("\ufeffName;Roles;Area;Language;Login\n")
	for i := range 30 {
		row := []string{"রহিমা বিবি;Outreach worker, distributor;Gosaba;bn;", "Rina Das;storekeeper;block:2738;;", "Amit;distributor;;hi;"}[i%3]
		if i%10 == 9 {
			row += "amit" + string(rune('0'+i/10))
		}
		list.WriteString(row + "\n")
	}
	return list.String()
}

func (sc *scene) people(query, file string) (accounts.PeopleList, answer) {
	sc.t.Helper()
	a := sc.send("POST", "/api/v1/accounts/import?area=Gosaba&language=bn"+query, file, "Content-Type", "text/csv")
	var list accounts.PeopleList
	if a.status == http.StatusOK {
		if err := json.Unmarshal([]byte(a.body), &list); err != nil {
			sc.t.Fatal(err)
		}
	}
	return list, a
}

func states(list accounts.PeopleList) map[string]int {
	n := map[string]int{}
	for _, row := range list.Rows {
		n[row.State]++
	}
	return n
}

func (sc *scene) accounts() []PersonView {
	sc.t.Helper()
	var listed Rows[PersonView]
	if err := json.Unmarshal([]byte(sc.send("GET", "/api/v1/accounts", "").body), &listed); err != nil {
		sc.t.Fatal(err)
	}
	return listed.Rows
}

// Thirty accounts come from one list, each by an entry of its own; the same list again changes nothing.
func TestThirtyPeopleFromAList(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.county()
		preview, a := sc.people("", thirty())
		if n := states(preview); n["new"] != 30 || len(sc.accounts()) != 1 {
			t.Fatalf("the preview: %v, %d accounts: %s", n, len(sc.accounts()), a.body)
		}
		added, _ := sc.people("&apply=yes", thirty())
		if n := states(added); n["added"] != 30 {
			t.Fatalf("added: %v %+v", n, added.Rows)
		}
		again, _ := sc.people("&apply=yes", thirty())
		listed := sc.accounts()
		if n := states(again); n["there"] != 30 || len(listed) != 31 {
			t.Errorf("again: %v, %d accounts", n, len(listed))
		}
		logins := map[string]bool{}
		for _, p := range listed {
			logins[p.Login] = true
			if p.Login == "rahima.bibi" && (p.State != people.Waiting || p.Grants[0].AreaName != "Gosaba" || len(p.Roles) != 2) {
				t.Errorf("%+v", p)
			}
		}
		for _, want := range []string{"rahima.bibi", "rahima.bibi2", "rina.das", "amit", "amit1"} {
			if !logins[want] {
				t.Errorf("nobody is called %s: %v", want, logins)
			}
		}
		var entries int64
		if err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Table("entry").Where("kind = 'account.add'").Count(&entries).Error
		}); err != nil || entries != 31 {
			t.Errorf("%d entries, %v", entries, err)
		}
	})
}

// Each invalid row is reported with its line, column and reason before any account is created; valid rows are imported.
func TestAListOfPeopleIsJudgedByLine(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.county()
		list := "name,login,roles,area,language\n" +
			"Good,,distributor,,\n,,distributor,,\nKing,,king,,\nFar,,distributor,Atlantis,\nTongue,,distributor,,fr\n" +
			"Twice,good1,distributor,,\nTwice too,good1,distributor,,\nTaken,sabita,distributor,,\nShape,A B,distributor,,\n" +
			"Above,,administrator,,\nRagged,x\n\"Open,,distributor,,\n"
		got, a := sc.people("&apply=yes", list)
		problems := map[int]string{}
		for _, row := range got.Rows {
			for _, p := range row.Problems {
				problems[row.Line] = p.Column + " " + p.Code
			}
		}
		for line, want := range map[int]string{
			3: "name required", 4: "roles unknown_role", 5: "area area_unknown", 6: "language unknown_language",
			8: "login login_taken", 9: "login login_taken", 10: "login login_shape", 11: "roles role_beyond", 12: " row_ragged",
			13: " row_malformed",
		} {
			if problems[line] != want {
				t.Errorf("line %d: %q, want %q", line, problems[line], want)
			}
		}
		if n := states(got); n["added"] != 2 || n["wrong"] != 10 || len(sc.accounts()) != 3 {
			t.Errorf("%v, %d accounts: %s", n, len(sc.accounts()), a.body)
		}
		for name, file := range map[string]string{
			"file_not_utf8": "name,roles\nRen\xe9,distributor\n", "column_repeated": "name,role,roles\nx,y,z\n",
			"file_not_text": "name,roles\n\xff\x00", "column_missing": "who,roles\nx,y\n", "file_compressed": "PK\x03\x04", "file_empty": " ",
		} {
			if _, a := sc.people("", file); a.status < 400 || a.problem(t).Code != name {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
	})
}

// A sheet contains each code once, and codes are not journalled; they admit their people.
func TestASheetInvitesPeople(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.county()
		sc.people("&apply=yes", "name,roles\nরহিমা বিবি,distributor\nRina Das,storekeeper\n")
		var in SheetIn
		for _, p := range sc.accounts() {
			if p.Mine {
				in.Accounts = append(in.Accounts, p.ID)
			}
		}
		raw, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		a := sc.send("POST", "/api/v1/invitations/sheet.pdf", string(raw))
		if a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" || a.header.Get("Tripol-Left-Out") != "0" {
			t.Fatalf("%d %v %.200s", a.status, a.header, a.body)
		}
		codes := codesOf(t, a.body)
		if len(codes) != 2 {
			t.Fatalf("%d codes on the sheet of two", len(codes))
		}
		sc.accepts(codes[0])
		if a := sc.send("POST", "/api/v1/invitations/accept", jsonOf(t, AcceptIn{codes[0], testPassword})); a.status != http.StatusGone {
			t.Errorf("a second time: %d %s", a.status, a.body)
		}
	})
}

// accepts lets a browser without a session in by a code.
func (sc *scene) accepts(code string) {
	sc.t.Helper()
	before := sc.cookie
	sc.cookie = ""
	read := sc.send("POST", "/api/v1/invitations/read", jsonOf(sc.t, CodeIn{code}))
	got := sc.send("POST", "/api/v1/invitations/accept", jsonOf(sc.t, AcceptIn{code, testPassword}))
	cookie := got.header.Get("Set-Cookie")
	if read.status != http.StatusOK || got.status != http.StatusOK || !strings.HasPrefix(cookie, sessionCookie+"=") {
		sc.t.Fatalf("%d %s, %d %s", read.status, read.body, got.status, got.body)
	}
	sc.cookie = before
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var codeShape = regexp.MustCompile(`\b[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}\b`)

// codesOf reads the codes of a sheet with another program's eyes.
func codesOf(t *testing.T, pdf string) []string {
	t.Helper()
	return codeShape.FindAllString(textOf(t, pdf), -1)
}

func TestPeopleOfAnotherOrganisationAreNotThere(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.take("organisation.add", people.OrganisationAdd{ID: testkit.OtherOrganisation, Name: "Other"})
		stranger := people.AccountAdd{
			ID: actor.AccountID(db.NewID()), Organisation: testkit.OtherOrganisation, Login: "stranger", Name: "S", Language: "bn",
			Grants: []people.Grant{{Role: actor.Distributor, AreaPath: "/"}},
		}
		sc.take("account.add", stranger)
		if n := len(sc.accounts()); n != 1 {
			t.Errorf("%d people are listed", n)
		}
		for _, id := range []actor.AccountID{stranger.ID, actor.AccountID(db.NewID())} {
			sheet := sc.send("POST", "/api/v1/invitations/sheet.pdf", jsonOf(t, SheetIn{Accounts: []actor.AccountID{id}, Reset: true}))
			ended := sc.send("POST", "/api/v1/entries", entryOfKind("account.end", jsonOf(t, people.AccountEnd{Account: id})))
			if sheet.status != http.StatusNotFound || ended.status != http.StatusNotFound {
				t.Errorf("%d %s, %d %s", sheet.status, sheet.body, ended.status, ended.body)
			}
		}
		placeless := stranger
		placeless.ID, placeless.Organisation, placeless.Login = actor.AccountID(db.NewID()), testkit.Organisation, "placeless"
		placeless.Grants[0].AreaPath = "/19/303/"
		a := sc.send("POST", "/api/v1/entries", entryOfKind("account.add", jsonOf(t, placeless)))
		if p := a.problem(t); p.Code != "area_unknown" || p.Path != "/payload/grants" {
			t.Errorf("over an area that is not there: %s", a.body)
		}
	})
}

// A password that cannot be stored rolls the organisation back as well: setup has not begun, and can be repeated.
func TestABeginningIsWholeOrNotThere(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		options := testkit.Fresh(t, engine)
		sc := emptyScene(t, testkit.Open(t, options))
		first, code, err := people.NewFirstRun()
		if err != nil {
			t.Fatal(err)
		}
		sc.server.First = first
		in := BeginIn{Code: code, Organisation: "Gosaba Samiti", Name: "Kamala", Login: "kamala", Password: testPassword, Language: "bn"}
		testkit.AsOwner(t, options, "ALTER TABLE credential RENAME TO away")
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusInternalServerError {
			t.Errorf("without a place for the password: %d %s", a.status, a.body)
		}
		testkit.AsOwner(t, options, "ALTER TABLE away RENAME TO credential")
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusOK {
			t.Errorf("again: %d %s", a.status, a.body)
		}
	})
}

// A list of people reveals nothing about organisations that one does not administer: they are reported as missing,
// and a refusal for one person does not affect the others.
func TestAListOfPeopleIsOfNoOtherOrganisation(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.county()
		sc.take("organisation.add", people.OrganisationAdd{ID: testkit.OtherOrganisation, Name: "Other"})
		const one = "name,roles\nRina Das,storekeeper\n"
		for _, id := range []string{string(testkit.OtherOrganisation), db.NewID(), "x"} {
			for _, apply := range []string{"", "&apply=yes"} {
				if _, a := sc.people("&organisation="+id+apply, one); a.status != http.StatusNotFound {
					t.Errorf("organisation %s%s: %d %s", id, apply, a.status, a.body)
				}
			}
		}
		own := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "Founded here"}
		if a := sc.send("POST", "/api/v1/entries", entryOfKind("organisation.add", jsonOf(t, own))); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if got, a := sc.people("&apply=yes&organisation="+string(own.ID), one); states(got)["added"] != 1 {
			t.Errorf("one that they let in: %d %s", a.status, a.body)
		}
	})
}

// On an empty database the pages show the way to begin; the console's code opens it once.
func TestTheFirstRun(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		first, code, err := people.NewFirstRun()
		if err != nil {
			t.Fatal(err)
		}
		if home := sc.send("GET", "/?lang=en", ""); !strings.Contains(home.body, `href="/office/"`) {
			t.Errorf("the front page: %s", home.body)
		}
		in := BeginIn{Code: code, Organisation: "Gosaba Samiti", Name: "Kamala", Login: "kamala", Password: testPassword, Language: "bn"}
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusForbidden {
			t.Errorf("a program that drew no code: %d %s", a.status, a.body)
		}
		sc.server.First = first
		for name, spoil := range map[string]func(*BeginIn){
			"/code": func(b *BeginIn) { b.Code = "0" }, "/password": func(b *BeginIn) { b.Password = "kamalakamala" },
			"/login": func(b *BeginIn) { b.Login = "K" }, "/organisation": func(b *BeginIn) { b.Organisation = " " },
			"/name": func(b *BeginIn) { b.Name = "" }, "/language": func(b *BeginIn) { b.Language = "fr" },
		} {
			bad := in
			spoil(&bad)
			if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, bad)); a.status < 400 || a.problem(t).Path != name {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		in.Login = "second"
		if a := sc.send("POST", "/api/v1/beginning", jsonOf(t, in)); a.status != http.StatusConflict {
			t.Errorf("a second time: %d %s", a.status, a.body)
		}
		sc.signIn("kamala", testPassword)
		var start StartView
		if err := json.Unmarshal([]byte(sc.send("GET", "/api/v1/start", "").body), &start); err != nil ||
			start != (StartView{Organisation: "Gosaba Samiti", People: 1}) {
			t.Errorf("%+v %v", start, err)
		}
		places := "code,name\n19,West Bengal\nx y,Broken\n"
		a := sc.send("POST", "/api/v1/areas/import?level=state&code=code&name=name", places, "Content-Type", "text/csv")
		var report areas.Report
		if err := json.Unmarshal([]byte(a.body), &report); err != nil || report.Kept != 1 || len(report.Refused) != 1 {
			t.Errorf("places: %d %s", a.status, a.body)
		}
		report = areas.Report{}
		directory := "All Districts of a State\n\nS.No.,State Code,District Code,District Name(In English)\n1,19,303,North 24 Parganas\n"
		a = sc.send("POST", "/api/v1/areas/import", directory, "Content-Type", "text/csv")
		if err := json.Unmarshal([]byte(a.body), &report); err != nil || report.Kept != 1 || len(report.Refused) != 0 {
			t.Errorf("a report of the directory: %d %s", a.status, a.body)
		}
		shippedAtFirstRun(t, sc)
		if home := sc.send("GET", "/?lang=en", ""); strings.Contains(home.body, `href="/office/"`) {
			t.Error("the front page still shows the way to begin")
		}
	})
}

// shippedAtFirstRun previews and adds the places of a district that come with the program.
func shippedAtFirstRun(t *testing.T, sc *scene) {
	t.Helper()
	var offered []areas.ShippedDistrict
	if err := json.Unmarshal([]byte(sc.send("GET", "/api/v1/areas/shipped", "").body), &offered); err != nil || len(offered) != 23 {
		t.Errorf("%d districts are offered: %v", len(offered), err)
	}
	for _, c := range []struct {
		body string
		kept int
	}{{`{"districts":["315"],"dry_run":true}`, 2}, {`{"districts":["303"],"dry_run":false}`, 83}} {
		a := sc.send("POST", "/api/v1/areas/shipped", c.body)
		var report areas.ShippedReport
		if err := json.Unmarshal([]byte(a.body), &report); err != nil || report.Kept != c.kept || len(report.Districts) != 1 {
			t.Errorf("%s: %d %s", c.body, a.status, a.body)
		}
	}
	if a := sc.send("POST", "/api/v1/areas/shipped", `{"districts":["999"],"dry_run":false}`); a.problem(t).Code != "district_not_shipped" {
		t.Errorf("a district of elsewhere: %d %s", a.status, a.body)
	}
}

// A list of people is read as other lists are: a workbook with a title, another encoding, lines that end in carriage
// returns; a stray quote or the example of a template concerns its own line.
func TestAListOfPeopleIsReadAsOtherLists(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.county()
		book := testkit.Workbook(t, []any{"Volunteers"}, []any{"Name", "Role"}, []any{"Asha Roy", "distributor"})
		for name, c := range map[string]struct {
			query, file string
			fresh       int
		}{
			"a workbook":       {"", book, 1},
			"Windows-1252":     {"&encoding=windows-1252", "name,roles\nRen\xe9 Roy,distributor\n", 1},
			"carriage returns": {"", "name,roles\rBina Das,distributor\r", 1},
			"a stray quote":    {"", "name,roles\n\"Chhaya,distributor\nDolly Sen,distributor\nEla,distributor\n", 2},
			"a template":       {"", "name,roles\nExample: Rina Das,distributor\nFarida,distributor\n", 1},
		} {
			got, a := sc.people(c.query, c.file)
			if n := states(got); n["new"] != c.fresh {
				t.Errorf("%s: %v %s", name, n, a.body)
			}
		}
	})
}
