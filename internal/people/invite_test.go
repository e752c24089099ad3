package people_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

const chosen = "my own long words"

var chief = testkit.Actor(actor.Administrator)

// asked adds a person without a password, invites them, and returns person and code.
func (o *office) asked(login string) (actor.AccountID, string) {
	o.Helper()
	in := newAccount(login, testkit.Organisation, people.Grant{Role: actor.Distributor, AreaPath: "/19/"})
	if got := take(o, chief, "account.add", people.AddAccount, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	return in.ID, o.invite(in.ID, false)
}

func (o *office) invite(account actor.AccountID, reset bool) string {
	o.Helper()
	in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: account, Reset: reset}
	if got := take(o, chief, "account.invite", people.Invite, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	drawn, err := people.DrawCodes(o.Context(), o.s, chief, []people.InvitationID{in.ID})
	if err != nil || len(drawn) != 1 || drawn[0].Account != account || len(drawn[0].Roles) == 0 {
		o.Fatalf("%+v %v", drawn, err)
	}
	return drawn[0].Code
}

func (o *office) accept(code, password string) (people.Token, error) {
	in, err := o.auth.AcceptInvitation(o.Context(), o.somewhere(), code, password)
	return in.Token, err
}

func (o *office) state(account actor.AccountID) (found people.AccountListed) {
	o.Helper()
	err := o.s.Read(o.Context(), chief, func(tx *db.Tx) error {
		all, err := people.Accounts(tx)
		for _, one := range all {
			if one.ID == string(account) {
				found = one
			}
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return found
}

func TestAnInvitationLetsInOnce(t *testing.T) {
	onBoth(t, func(o *office) {
		account, code := o.asked("rahima")
		if got := o.state(account); got.State != people.Asked || got.ExpiresAt == nil {
			t.Errorf("invited: %+v", got)
		}
		typed := strings.ToLower(people.GroupCode(code))
		who, err := o.auth.ReadInvitation(t.Context(), from("192.0.2.1"), typed)
		if err != nil || who.Login != "rahima@organisation" || who.Name != "Sabita Mondal" {
			t.Errorf("%+v %v", who, err)
		}
		for _, weak := range []string{"short", "aaaaaaaaaaaa", "1234567890", "abcdefghijkl", "rahima1111", "rahimarahima"} {
			if _, err := o.accept(typed, weak); fault.Of(err) == nil || fault.Of(err).Path != "/password" {
				t.Errorf("the password %q: %v", weak, err)
			}
		}
		token, err := o.accept(typed, chosen)
		if err != nil || !o.resumes(token) {
			t.Fatal(err)
		}
		o.must("rahima@organisation", chosen)
		if _, err := o.accept(code, "another long one"); !fault.Is(err, "invitation_used") {
			t.Errorf("a second time: %v", err)
		}
		if got := o.state(account); got.State != people.Come {
			t.Errorf("come: %+v", got)
		}
	})
}

// race lets n people read one valid code, then accept it concurrently, and counts the successes.
func (o *office) race(code string, n int) (in int) {
	o.Helper()
	got := make([]error, n)
	var all sync.WaitGroup
	line, err := o.auth.OpenInvitation(o.Context(), o.somewhere(), code)
	if err != nil {
		o.Fatal(err)
	}
	for i := range got {
		all.Go(func() {
			got[i] = fault.New(fault.Busy, "sign_in_busy", "")
			for fault.Is(got[i], "sign_in_busy") { // on a slow machine twenty hashes take longer than one waits
				_, got[i] = o.auth.Accept(o.Context(), o.somewhere(), line, chosen)
			}
		})
	}
	all.Wait()
	for _, err := range got {
		if err == nil {
			in++
		} else if !fault.Is(err, "invitation_used") {
			o.Errorf("one of the others: %v", err)
		}
	}
	return in
}

func TestOfTwentyAtOnceOneGetsIn(t *testing.T) {
	onBoth(t, func(o *office) {
		_, code := o.asked("rahima")
		if in := o.race(code, 20); in != 1 {
			t.Errorf("%d got in with one invitation", in)
		}
	})
}

// The control: without the primary key of the ends several succeed, and the count above detects it.
func TestControlWithoutItsKeyAnInvitationLetsInMore(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		options := testkit.Fresh(t, engine)
		testkit.AsOwner(t, options, "ALTER TABLE invitation_end RENAME TO guarded",
			"CREATE TABLE invitation_end AS SELECT * FROM guarded WHERE 1 = 0")
		if engine == db.Postgres {
			testkit.AsOwner(t, options, "GRANT SELECT, INSERT ON invitation_end TO PUBLIC")
		}
		o := &office{T: t, s: testkit.Open(t, options)}
		o.auth = people.NewAuthenticator(o.s, make([]byte, 32), nil)
		o.organisation(testkit.Organisation)
		_, code := o.asked("rahima")
		if in := o.race(code, 20); in < 2 {
			t.Errorf("%d got in without the key: the check proves nothing", in)
		}
	})
}

func TestAnInvitationIsGoodForADay(t *testing.T) {
	onBoth(t, func(o *office) {
		account, code := o.asked("rahima")
		o.wait(people.InvitationLength - time.Microsecond)
		if _, err := o.auth.ReadInvitation(t.Context(), from("192.0.2.1"), code); err != nil {
			t.Errorf("in its last moment: %v", err)
		}
		o.wait(time.Microsecond)
		if _, err := o.accept(code, chosen); !fault.Is(err, "invitation_expired") {
			t.Errorf("a day later: %v", err)
		}
		if got := o.state(account); got.State != people.Expired {
			t.Errorf("%+v", got)
		}
		newer := o.invite(account, false)
		if _, err := o.accept(code, chosen); !fault.Is(err, "invitation_replaced") {
			t.Errorf("the old sheet after a new one: %v", err)
		}
		if _, err := o.accept(newer, chosen); err != nil {
			t.Error(err)
		}
	})
}

// Without a valid code nothing is disclosed: unknown and malformed codes have the same response.
func TestStrangersLearnNothing(t *testing.T) {
	onBoth(t, func(o *office) {
		_, code := o.asked("rahima")
		first, spare, err := people.NewFirstRun()
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, typed := range []string{"", "x", spare, code[:11], code[:11] + "~", "0" + code} {
			_, err := o.auth.ReadInvitation(t.Context(), from("192.0.2.2"), typed)
			said = append(said, err.Error())
		}
		for _, one := range said {
			if one != said[0] || !strings.HasPrefix(one, "invitation_unknown") {
				t.Errorf("answers %q", said)
			}
		}
		if err := o.auth.OpenFirstRun(t.Context(), first, from("192.0.2.2"), code); !fault.Is(err, "first_code_wrong") {
			t.Errorf("an invitation as the first code: %v", err)
		}
		if err := o.auth.OpenFirstRun(t.Context(), first, from("192.0.2.2"), spare); err != nil {
			t.Errorf("the first code: %v", err)
		}
		if err := o.auth.OpenFirstRun(t.Context(), nil, from("192.0.2.2"), spare); !fault.Is(err, "first_code_wrong") {
			t.Errorf("a program that drew none: %v", err)
		}
	})
}

func TestGuessingCodesIsThrottledByAddress(t *testing.T) {
	onBoth(t, func(o *office) {
		_, code := o.asked("rahima")
		_, wrong, err := people.NewFirstRun()
		if err != nil {
			t.Fatal(err)
		}
		tries := 0
		for ; tries < 2*people.FreeCodes; tries++ {
			if _, err = o.auth.ReadInvitation(t.Context(), from("192.0.2.3"), wrong); fault.Is(err, "login_throttled") {
				break
			}
		}
		if tries != people.FreeCodes+1 {
			t.Errorf("throttled after %d tries: %v", tries, err)
		}
		if _, err := o.auth.ReadInvitation(t.Context(), from("192.0.2.3"), code); !fault.Is(err, "login_throttled") {
			t.Errorf("the right one from the same address: %v", err)
		}
		if _, err := o.auth.ReadInvitation(t.Context(), from("192.0.3.4"), code); err != nil {
			t.Errorf("another range was held up: %v", err)
		}
		o.wait(2 * time.Second)
		if _, err := o.auth.ReadInvitation(t.Context(), from("192.0.2.3"), code); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

// Neither a code nor its hash is in the journal; a code is stored nowhere.
func TestACodeIsNotKept(t *testing.T) {
	onBoth(t, func(o *office) {
		_, code := o.asked("rahima")
		var kept [][]byte
		o.read(func(tx *db.Tx) error {
			var hashes, bodies [][]byte
			err := errors.Join(tx.Table("invitation_code").Pluck("code_hash", &hashes).Error,
				tx.Table("entry_body").Pluck("payload", &bodies).Error)
			for _, body := range bodies {
				if strings.Contains(string(body), code) || strings.Contains(string(body), string(hashes[0])) {
					t.Errorf("an entry holds %s", body)
				}
			}
			kept = append(kept, hashes...)
			return err
		})
		if len(kept) != 1 || len(kept[0]) != 32 || strings.Contains(string(kept[0]), code) {
			t.Errorf("kept: %x", kept)
		}
	})
}

func TestCodesAreDrawnOnce(t *testing.T) {
	onBoth(t, func(o *office) {
		account, _ := o.asked("rahima")
		in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: account}
		take(o, chief, "account.invite", people.Invite, in)
		ids := []people.InvitationID{in.ID}
		if _, err := people.DrawCodes(t.Context(), o.s, testkit.Stranger(actor.Administrator), ids); !fault.Is(err, "not_found") {
			t.Errorf("another organisation draws it: %v", err)
		}
		if _, err := people.DrawCodes(t.Context(), o.s, chief, ids); err != nil {
			t.Error(err)
		}
		if _, err := people.DrawCodes(t.Context(), o.s, chief, ids); !fault.Is(err, "invitation_drawn") {
			t.Errorf("a second time: %v", err)
		}
	})
}

func TestAResetKillsPasswordAndSessions(t *testing.T) {
	onBoth(t, func(o *office) {
		token := o.must("sabita", password)
		in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: o.account}
		if got := take(o, chief, "account.invite", people.Invite, in); got.Code != "has_come" {
			t.Errorf("invited again without a reset: %+v", got)
		}
		if !o.resumes(token) {
			t.Error("a refused invitation ended the session")
		}
		o.must("sabita", password)
		code := o.invite(o.account, true)
		if o.resumes(token) {
			t.Error("the session lives after the reset")
		}
		if _, err := o.signIn("sabita", password); !fault.Is(err, "sign_in_failed") {
			t.Errorf("the old password: %v", err)
		}
		if _, err := o.accept(code, chosen); err != nil {
			t.Error(err)
		}
		o.wait(time.Hour)
		o.must("sabita", chosen)
	})
}
