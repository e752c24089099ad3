package people_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

const password = "a long enough one"

// office is a database with one organisation, one person, and a clock controlled by the test.
type office struct {
	*testing.T
	s       *db.Store
	options db.Options
	auth    *people.Authenticator
	account actor.AccountID
	mu      sync.Mutex
	now     time.Time
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func onBoth(t *testing.T, test func(o *office)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := &office{T: t, now: time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)}
		options := testkit.Fresh(t, engine)
		options.Clock = o.clock
		o.options, o.s = options, testkit.Open(t, options)
		o.auth = people.NewAuthenticator(o.s, make([]byte, 32), nil)
		o.organisation(testkit.Organisation)
		o.organisation(testkit.OtherOrganisation)
		o.account = o.person("sabita", testkit.Organisation, people.Grant{Role: actor.Coordinator, AreaPath: "/19/"},
			people.Grant{Role: actor.Auditor, AreaPath: "/"}, people.Grant{Role: actor.Coordinator, AreaPath: "/20/"})
		test(o)
	})
}

func (o *office) organisation(id actor.OrganisationID) {
	o.Helper()
	in := people.OrganisationAdd{ID: id, Name: "Organisation " + string(id[35:])}
	if got := take(o, actor.System(), "organisation.add", people.AddOrganisation, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
}

func newAccount(login string, organisation actor.OrganisationID, grants ...people.Grant) people.AccountAdd {
	return people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: organisation, Login: login, Name: "Sabita Mondal", Language: "bn", Grants: grants,
	}
}

func (o *office) person(login string, organisation actor.OrganisationID, grants ...people.Grant) actor.AccountID {
	o.Helper()
	in := newAccount(login, organisation, grants...)
	if got := take(o, actor.System(), "account.add", people.AddAccount, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	o.setPassword(in.ID, password)
	return in.ID
}

func (o *office) setPassword(id actor.AccountID, to string) {
	o.Helper()
	if err := people.SetPassword(o.Context(), o.s, actor.System(), id, to); err != nil {
		o.Fatal(err)
	}
}

func take[P interface{ Validate() error }](
	o *office, a actor.Actor, kind string, do func(*db.Tx, journal.Entry, P) (journal.Outcome, error), in P,
) journal.Outcome {
	o.Helper()
	if err := in.Validate(); err != nil {
		o.Error(err)
	}
	e := testkit.Entry(kind)
	e.Author, e.Organisation = a.Account, a.Organisation
	var err error
	if e.Payload, err = json.Marshal(in); err != nil {
		o.Fatal(err)
	}
	got, err := journal.Take(o.Context(), o.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e, in) })
	if err != nil {
		o.Fatal(err)
	}
	return got
}

func TestAddAccountRefusals(t *testing.T) {
	onBoth(t, func(o *office) {
		admin := testkit.Actor(actor.Administrator)
		grant := people.Grant{Role: actor.Distributor, AreaPath: "/19/"}
		good := func() people.AccountAdd { return newAccount("rahima", testkit.Organisation, grant) }
		taken, foreign, demo := good(), good(), good()
		taken.Login, foreign.Organisation, demo.Demo = "mina", testkit.OtherOrganisation, true
		first := newAccount("mina", testkit.Organisation, grant)
		if got := take(o, admin, "account.add", people.AddAccount, first); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		for _, c := range []struct {
			name       string
			who        actor.Actor
			in         people.AccountAdd
			status     journal.Status
			code, path string
		}{
			{"a login that is taken", admin, taken, journal.StatusConflict, "login_taken", "/login"},
			{"another organisation", admin, foreign, journal.StatusRejected, "not_found", "/organisation"},
			{"a demo account", admin, demo, journal.StatusRejected, "not_found", "/organisation"},
			{"no manager", testkit.Actor(actor.Treasurer, actor.Auditor), good(), journal.StatusRejected, "role_missing", ""},
		} {
			got := take(o, c.who, "account.add", people.AddAccount, c.in)
			if got.Status != c.status || got.Code != c.code || got.Path != c.path {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
		if n := o.count("account"); n != 2 {
			t.Errorf("%d accounts after the refusals", n)
		}
		if n := o.count("account_grant"); n != 4 {
			t.Errorf("%d grants after the refusals", n)
		}
		if got := take(o, admin, "account.add", people.AddAccount, good()); got.Status != journal.StatusApplied {
			t.Errorf("the control: %+v", got)
		}
		demo.Login = "visitor"
		if o.hasDemo() {
			t.Error("the database says it is a demonstration")
		}
		if got := take(o, actor.System(), "account.add", people.AddAccount, demo); got.Status != journal.StatusApplied || !o.hasDemo() {
			t.Errorf("the program's own demo account: %+v", got)
		}
	})
}

func (o *office) hasDemo() (has bool) {
	o.Helper()
	o.read(func(tx *db.Tx) (err error) { has, err = people.HasDemo(tx); return err })
	return has
}

func (o *office) read(fn func(*db.Tx) error) {
	o.Helper()
	if err := o.s.Read(o.Context(), actor.System(), fn); err != nil {
		o.Fatal(err)
	}
}

func (o *office) count(table string) (n int64) {
	o.Helper()
	o.read(func(tx *db.Tx) error { return tx.Table(table).Count(&n).Error })
	return n
}

// Of two concurrent requests for one login, one succeeds.
func TestALoginIsGivenOnce(t *testing.T) {
	onBoth(t, func(o *office) {
		codes := make([]string, 8)
		var all sync.WaitGroup
		for i := range codes {
			all.Go(func() {
				in := newAccount("rahima", testkit.Organisation, people.Grant{Role: actor.Distributor, AreaPath: "/"})
				got := take(o, testkit.Actor(actor.Administrator), "account.add", people.AddAccount, in)
				codes[i] = string(got.Status) + got.Code
			})
		}
		all.Wait()
		slices.Sort(codes)
		if want := strings.Join(codes, " "); want != "applied"+strings.Repeat(" conflictlogin_taken", 7) {
			t.Errorf("answers %v", codes)
		}
	})
}

func TestAccountsAreListedWithinTheOrganisation(t *testing.T) {
	onBoth(t, func(o *office) {
		o.person("stranger", testkit.OtherOrganisation, people.Grant{Role: actor.Coordinator, AreaPath: "/"})
		var listed []people.AccountListed
		err := o.s.Read(t.Context(), testkit.Actor(actor.Coordinator), func(tx *db.Tx) (err error) {
			listed, err = people.Accounts(tx)
			return err
		})
		if err != nil || len(listed) != 1 || listed[0].Login != "sabita" || listed[0].Roles != "auditor,coordinator" {
			t.Errorf("%+v %v", listed, err)
		}
		err = o.s.Read(t.Context(), testkit.Actor(actor.Distributor), func(tx *db.Tx) error { _, err := people.Accounts(tx); return err })
		if err == nil {
			t.Error("a distributor lists the accounts")
		}
	})
}

func TestFormOfAccounts(t *testing.T) {
	good := func() people.AccountAdd {
		return newAccount("rahima", testkit.Organisation, people.Grant{Role: actor.Distributor, AreaPath: "/"})
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(a *people.AccountAdd){
		"no id": func(a *people.AccountAdd) { a.ID = "" }, "no organisation": func(a *people.AccountAdd) { a.Organisation = "" },
		"a login in capitals": func(a *people.AccountAdd) { a.Login = "Rahima" }, "a short login": func(a *people.AccountAdd) { a.Login = "r" },
		"a login with a blank": func(a *people.AccountAdd) { a.Login = "ra hima" }, "a long login": func(a *people.AccountAdd) { a.Login = strings.Repeat("r", 41) },
		"a login with a line": func(a *people.AccountAdd) { a.Login = "rahima\n" }, "no name": func(a *people.AccountAdd) { a.Name = " " },
		"another language": func(a *people.AccountAdd) { a.Language = "fr" }, "no role": func(a *people.AccountAdd) { a.Grants = nil },
		"an unknown role": func(a *people.AccountAdd) { a.Grants[0].Role = "king" }, "an open path": func(a *people.AccountAdd) { a.Grants[0].AreaPath = "/19" },
		"no path": func(a *people.AccountAdd) { a.Grants[0].AreaPath = "" },
	} {
		a := good()
		spoil(&a)
		if a.Validate() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
