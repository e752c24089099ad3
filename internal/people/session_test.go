package people_test

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// A stored hash contains its parameters, at least OWASP's setting; the same password never has the same hash.
func TestAPasswordIsStoredAsArgon2id(t *testing.T) {
	one, err := people.RawHash(password)
	if err != nil {
		t.Fatal(err)
	}
	two, err := people.RawHash(password)
	if err != nil || one == two {
		t.Errorf("two hashes of one password: %s, %s, %v", one, two, err)
	}
	var version, memory, rounds, lanes int
	var rest string
	if _, err := fmt.Sscanf(one, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &memory, &rounds, &lanes, &rest); err != nil {
		t.Fatalf("%s: %v", one, err)
	}
	if version != argon2.Version || memory < 19*1024 || rounds < 2 || lanes != 1 {
		t.Errorf("made with v=%d m=%d t=%d p=%d", version, memory, rounds, lanes)
	}
	salt64, key64, _ := strings.Cut(rest, "$")
	salt, err := base64.RawStdEncoding.DecodeString(salt64)
	if err != nil || len(salt) < 16 {
		t.Fatalf("salt %q: %v", salt64, err)
	}
	key := argon2.IDKey([]byte(password), salt, uint32(rounds), uint32(memory), uint8(lanes), 32)
	if base64.RawStdEncoding.EncodeToString(key) != key64 {
		t.Error("what is stored is not the argon2id of the password")
	}
	if !people.PasswordMatches(one, password) {
		t.Error("the right password does not match")
	}
	for _, wrong := range []string{"", password + " ", strings.ToUpper(password), password[1:]} {
		if people.PasswordMatches(one, wrong) {
			t.Errorf("%q matches", wrong)
		}
	}
	for _, hash := range []string{"", "$", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2id$v=19$m=19456,t=2,p=1$!!$!!", one[:len(one)-3]} {
		if people.PasswordMatches(hash, password) {
			t.Errorf("%q lets the password in", hash)
		}
	}
}

func (o *office) signIn(login, with string) (people.Token, error) {
	in, err := o.auth.SignIn(o.Context(), o.somewhere(), login, with)
	return in.Token, err
}

// somewhere is a browser that has not signed in before.
func (o *office) somewhere() people.Caller {
	return people.Caller{Address: netip.MustParseAddr("192.0.2.1")}
}

func (o *office) must(login, with string) people.Token {
	o.Helper()
	token, err := o.signIn(login, with)
	if err != nil {
		o.Fatal(err)
	}
	return token
}

func (o *office) resumes(token people.Token) bool {
	o.Helper()
	_, err := people.SessionOf(o.Context(), o.s, token)
	if err != nil && !fault.Is(err, "not_signed_in") {
		o.Error(err)
	}
	return err == nil
}

func TestASessionIsThePersonWithTheirGrants(t *testing.T) {
	onBoth(t, func(o *office) {
		s, err := people.SessionOf(t.Context(), o.s, o.must(" Sabita ", password))
		if err != nil {
			t.Fatal(err)
		}
		if s.Login != "sabita" || s.Language != "bn" || s.OrganisationName != "Organisation a" || s.Demo || s.CSRF == "" {
			t.Errorf("%+v", s)
		}
		a := s.Actor
		if a.System || a.Account != o.account || a.Organisation != testkit.Organisation {
			t.Errorf("%+v", a)
		}
		for _, role := range actor.Roles {
			if want := role == actor.Coordinator || role == actor.Auditor; a.Has(role) != want {
				t.Errorf("has %s: %v", role, a.Has(role))
			}
		}
		for path, want := range map[string]bool{"/19/": true, "/19/303/": true, "/20/1/": true, "/21/": false, "/": false, "/190/": false} {
			if a.Reaches(path, actor.Coordinator) != want {
				t.Errorf("reaches %s: %v", path, !want)
			}
		}
		if got := a.Paths(actor.Auditor); !reflect.DeepEqual(got, []string{"/"}) {
			t.Errorf("the auditor's paths are %v", got)
		}
	})
}

// A wrong password, an unknown login and a malformed login have identical responses.
func TestAnUnknownLoginIsAnsweredLikeAWrongPassword(t *testing.T) {
	onBoth(t, func(o *office) {
		in := newAccount("nopassword", testkit.Organisation, people.Grant{Role: actor.Auditor, AreaPath: "/"})
		take(o, actor.System(), "account.add", people.AddAccount, in) // an account without a password yet
		_, wrong := o.signIn("sabita", "not the password")
		if !fault.Is(wrong, "sign_in_failed") {
			t.Fatal(wrong)
		}
		for _, login := range []string{"nobody", "nopassword", "", "no body", "x' OR 1=1", strings.Repeat("x", 100_000), "সবিতা", "a\x00b", "\xff"} {
			if _, err := o.signIn(login, password); !reflect.DeepEqual(fault.Of(err), fault.Of(wrong)) {
				t.Errorf("%.20q: %v", login, err)
			}
		}
	})
}

func TestASessionEnds(t *testing.T) {
	onBoth(t, func(o *office) {
		first := o.must("sabita", password)
		o.wait(people.SessionLength - time.Microsecond)
		second := o.must("sabita", password)
		if !o.resumes(first) || !o.resumes(second) {
			t.Fatal("a session ended before its time")
		}
		o.wait(time.Microsecond)
		if o.resumes(first) || !o.resumes(second) {
			t.Error("the first session did not end by the clock, or the second did")
		}
		if err := o.auth.SignOut(t.Context(), second); err != nil || o.resumes(second) {
			t.Errorf("signed out: %v", err)
		}
		if err := o.auth.SignOut(t.Context(), second); err != nil {
			t.Errorf("signed out twice: %v", err)
		}
		for _, token := range []people.Token{"", "x", second + "x"} {
			if o.resumes(token) {
				t.Errorf("%q is a session", token)
			}
		}
	})
}

// The contents of the session table do not allow signing in.
func TestATokenIsNotInTheDatabase(t *testing.T) {
	onBoth(t, func(o *office) {
		token := o.must("sabita", password)
		var hashes [][]byte
		o.read(func(tx *db.Tx) error { return tx.Table("session").Pluck("token_hash", &hashes).Error })
		if len(hashes) != 1 || strings.Contains(string(hashes[0]), string(token)) || len(token) < 43 {
			t.Errorf("the token %s is kept as %x", token, hashes)
		}
		for _, stored := range []people.Token{people.Token(hashes[0]), people.Token(base64.RawURLEncoding.EncodeToString(hashes[0]))} {
			if o.resumes(stored) {
				t.Error("what is stored opens the session")
			}
		}
	})
}

func TestANewPasswordEndsTheSessions(t *testing.T) {
	onBoth(t, func(o *office) {
		o.person("rahima", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/"})
		mine, theirs := o.must("sabita", password), o.must("rahima", password)
		o.setPassword(o.account, "another long one")
		if o.resumes(mine) || !o.resumes(theirs) {
			t.Error("the old session lives, or another person's ended")
		}
		if _, err := o.signIn("sabita", password); !fault.Is(err, "sign_in_failed") {
			t.Errorf("the old password: %v", err)
		}
		o.must("sabita", "another long one")
	})
}

func TestWhoMaySetAPassword(t *testing.T) {
	onBoth(t, func(o *office) {
		for name, c := range map[string]struct {
			who      actor.Actor
			account  actor.AccountID
			password string
			code     string
		}{
			"nobody":                           {actor.Actor{}, o.account, password, "not_signed_in"},
			"no administrator":                 {testkit.Actor(actor.Coordinator), o.account, password, "role_missing"},
			"another organisation":             {testkit.Stranger(actor.Administrator), o.account, password, "not_found"},
			"for nobody":                       {testkit.Actor(actor.Administrator), actor.AccountID(db.NewID()), password, "not_found"},
			"a short one":                      {testkit.Actor(actor.Administrator), o.account, "ninechars", "password_short"},
			"nine letters of many bytes":       {testkit.Actor(actor.Administrator), o.account, strings.Repeat("স", 9), "password_short"},
			"a long one":                       {testkit.Actor(actor.Administrator), o.account, strings.Repeat("x", 501), "password_long"},
			"an administrator (the control)":   {testkit.Actor(actor.Administrator), o.account, "another long one", ""},
			"the program itself (the control)": {actor.System(), o.account, "another long one", ""},
		} {
			err := people.SetPassword(t.Context(), o.s, c.who, c.account, c.password)
			if (c.code == "" && err != nil) || (c.code != "" && !fault.Is(err, c.code)) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// No entry, outcome or exception contains a password.
func TestAPasswordIsNotJournalled(t *testing.T) {
	onBoth(t, func(o *office) {
		o.setPassword(o.account, "canary-canary-canary")
		var bodies [][]byte
		o.read(func(tx *db.Tx) error { return tx.Table("entry_body").Pluck("payload", &bodies).Error })
		for _, body := range bodies {
			if strings.Contains(string(body), "canary") || strings.Contains(string(body), "argon2") {
				t.Errorf("an entry holds %s", body)
			}
		}
		if len(bodies) == 0 {
			t.Error("there are no entries to look at")
		}
	})
}
