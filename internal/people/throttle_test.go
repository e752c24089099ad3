package people_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

func from(address string) people.Caller {
	return people.Caller{Address: netip.MustParseAddr(address)}
}

// rangeNumber returns an address in the n-th foreign range.
func rangeNumber(n int) people.Caller { return from(fmt.Sprintf("100.64.%d.7", n)) }

// known is the browser of a person who has signed in and out.
func (o *office) known(login string) people.Caller {
	o.Helper()
	in, err := o.auth.SignIn(o.Context(), from("198.51.100.1"), login, password)
	if err != nil {
		o.Fatal(err)
	}
	if err := o.auth.SignOut(o.Context(), in.Token); err != nil {
		o.Fatal(err)
	}
	return people.Caller{Address: netip.MustParseAddr("203.0.113.9"), Browser: in.Browser}
}

func (o *office) guess(caller people.Caller, login string) error {
	_, err := o.auth.SignIn(o.Context(), caller, login, "not the password")
	return err
}

func (o *office) enters(caller people.Caller, login string) error {
	_, err := o.auth.SignIn(o.Context(), caller, login, password)
	return err
}

// looked counts how many of n guesses were compared; the others were throttled.
func (o *office) looked(n int, guess func(i int) error) (looked int) {
	o.Helper()
	for i := range n {
		switch err := guess(i); {
		case fault.Is(err, "sign_in_failed"):
			looked++
		case !fault.Is(err, "login_throttled"):
			o.Errorf("guess %d: %v", i, err)
		}
	}
	return looked
}

func TestTriesCostADoublingWait(t *testing.T) {
	onBoth(t, func(o *office) {
		mine := o.known("sabita")
		for try := 1; try <= people.FreeTries+1; try++ {
			if err := o.guess(mine, "sabita"); !fault.Is(err, "sign_in_failed") {
				t.Fatalf("try %d: %v", try, err)
			}
		}
		for wait := 4 * time.Second; wait <= 32*time.Second; wait *= 2 {
			err := o.enters(mine, "sabita") // the right one waits too
			f := fault.Of(err)
			if f == nil || f.Code != "login_throttled" || f.Kind != fault.Throttled || f.Numbers["retry_after_seconds"] != int(wait.Seconds()) {
				t.Fatalf("before the wait of %v: %v %v", wait, err, f)
			}
			o.wait(wait - time.Microsecond)
			if err := o.guess(mine, "sabita"); !fault.Is(err, "login_throttled") {
				t.Fatalf("a moment before %v are over: %v", wait, err)
			}
			o.wait(time.Microsecond)
			if err := o.guess(mine, "sabita"); !fault.Is(err, "sign_in_failed") {
				t.Fatalf("after %v: %v", wait, err)
			}
		}
		o.wait(time.Hour)
		if err := o.enters(mine, "sabita"); err != nil {
			t.Fatal(err)
		}
		for range people.FreeTries { // a success clears the count
			if err := o.guess(mine, "sabita"); !fault.Is(err, "sign_in_failed") {
				t.Fatal(err)
			}
		}
	})
	for failures, want := range map[int]time.Duration{1: 0, 5: 0, 6: 4 * time.Second, 7: 8 * time.Second, 14: 1024 * time.Second, 15: 30 * time.Minute, 1000: 30 * time.Minute} {
		if got := people.WaitAfter(failures); got != want {
			t.Errorf("after %d failures the wait is %v", failures, got)
		}
	}
}

// passed counts how many of fifty concurrent guesses were compared.
func (o *office) passed(signIn func() error) (passed int) {
	o.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	for range 50 {
		all.Go(func() {
			err := signIn()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case fault.Is(err, "sign_in_failed"):
				passed++
			case !fault.Is(err, "login_throttled"):
				o.Errorf("answered %v", err)
			}
		})
	}
	all.Wait()
	return passed
}

func TestGuessesAtOnceAreCounted(t *testing.T) {
	onBoth(t, func(o *office) {
		guess := func() error { return o.guess(o.somewhere(), "sabita") }
		if n := o.passed(guess); n > people.FreeTries+1 {
			t.Errorf("%d of fifty guesses at once were looked at", n)
		}
	})
}

// The control: a program that checks the count first and increments it after the comparison lets all fifty through.
func TestGuessesAtOnceControlCountedAfterwards(t *testing.T) {
	onBoth(t, func(o *office) {
		var looked sync.WaitGroup
		looked.Add(50)
		var mu sync.Mutex
		counted := 0
		naive := func() error {
			mu.Lock()
			before := counted
			mu.Unlock()
			looked.Done()
			looked.Wait()
			if before > 0 {
				return fault.New(fault.Throttled, "login_throttled", "")
			}
			mu.Lock()
			counted++
			mu.Unlock()
			return fault.New(fault.Unauthenticated, "sign_in_failed", "")
		}
		if n := o.passed(naive); n <= people.FreeTries+1 {
			t.Errorf("%d guesses passed: the test above could not fail", n)
		}
	})
}

// Two concurrent attempts may have their times in the other order; a person's second free attempt must not wait for
// that.
func TestFreeTriesNeverWait(t *testing.T) {
	onBoth(t, func(o *office) {
		for range people.FreeTries {
			if err := o.guess(o.somewhere(), "sabita"); !fault.Is(err, "sign_in_failed") {
				t.Fatal(err)
			}
			o.wait(-time.Millisecond)
		}
		o.must("sabita", password)
	})
}

// outsiders are people in n address ranges.
func outsiders(n int) (all []people.Source) {
	for i := range n {
		all = append(all, people.Source{Address: fmt.Sprintf("100.64.%d.7", i)})
	}
	return all
}

var morning = time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)

// busiest lets outsiders guess at one login as often as possible for some minutes, and returns the maximum number of
// compared guesses within one minute.
func busiest(t *testing.T, counts func() *people.Throttle, all []people.Source, from time.Time, minutes int) (most int) {
	t.Helper()
	var compared []time.Time
	for now := from; now.Before(from.Add(time.Duration(minutes) * time.Minute)); now = now.Add(100 * time.Millisecond) {
		for _, source := range all {
			switch err := counts().Try(now, source, "sabita", false); {
			case fault.Is(err, "sign_in_failed"):
				compared = append(compared, now)
			case !fault.Is(err, "login_throttled"):
				t.Fatal(err)
			}
		}
		for len(compared) > 0 && now.Sub(compared[0]) >= time.Minute {
			compared = compared[1:]
		}
		most = max(most, len(compared))
	}
	return most
}

// B59: outsiders have fewer than ten guesses per minute and account from one range; ranges that have failed share them.
func TestB59_OutsidersShareFewerThanTenGuessesAMinute(t *testing.T) {
	one := people.NewThrottle()
	if n := busiest(t, func() *people.Throttle { return one }, outsiders(1), morning, 120); n != people.OutsiderGuesses+1 {
		t.Errorf("one range had %d guesses in a minute", n)
	}
	many := people.NewThrottle()
	for _, source := range outsiders(50) { // each with its first guess
		if err := many.Try(morning, source, "sabita", false); !fault.Is(err, "sign_in_failed") {
			t.Error(err)
		}
	}
	n := busiest(t, func() *people.Throttle { return many }, outsiders(50), morning.Add(time.Minute), 60)
	if n != people.OutsiderGuesses {
		t.Errorf("fifty ranges that had failed had %d guesses in a minute", n)
	}
}

// The control: without the counters all of their guesses pass.
func TestB59_OutsidersShareFewerThanTenGuessesAMinuteControl(t *testing.T) {
	if n := busiest(t, people.NewThrottle, outsiders(1), morning, 1); n < 10 {
		t.Errorf("%d guesses without counts: the test above could not fail", n)
	}
}

// First guesses of new ranges are limited too: a botnet has a hundred per hour.
func TestFirstGuessesOfAnAccountAreBounded(t *testing.T) {
	counts, compared := people.NewThrottle(), 0
	for i := range 60_000 {
		source := people.Source{Address: fmt.Sprintf("10.%d.%d.1", i>>8, i&0xff)}
		if err := counts.Try(morning.Add(time.Duration(i)*time.Second/20), source, "sabita", false); fault.Is(err, "sign_in_failed") {
			compared++
		}
	}
	const minutes = 60_000 / 20 / 60
	if most := 100 + 100*minutes/60 + people.OutsiderGuesses*(minutes+1); compared > most || compared < 100 {
		t.Errorf("%d guesses in %d minutes", compared, minutes)
	}
}

// B59: whatever outsiders did, known browsers, phones and ranges can sign in, and so can a range without a failure; a
// range that has failed is throttled with the outsiders.
func TestB59_OutsidersDoNotLockTheOwnerOut(t *testing.T) {
	onBoth(t, func(o *office) {
		mine := o.known("sabita") // in 198.51.100.0/24
		phone := o.phoneOf("sabita")
		attack := func() {
			o.looked(60, func(i int) error { return o.guess(rangeNumber(i%6), "sabita") })
		}
		attack()
		for name, caller := range map[string]people.Caller{
			"a known browser, wherever it is":        {Address: rangeNumber(1).Address, Browser: mine.Browser},
			"a known phone":                          {Address: rangeNumber(2).Address, Phone: phone},
			"a new browser in a known range":         from("198.51.100.77"),
			"a new browser in a range of no failure": from("2001:db8:1:1::1"),
		} {
			if err := o.enters(caller, "sabita"); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			attack()
		}
		// the controls: unknown, known to another account, or a forged cookie
		other := o.person("rahima", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/"})
		theirs := o.known("rahima")
		for name, caller := range map[string]people.Caller{
			"a new browser in a range that failed": rangeNumber(3),
			"a browser known to another account":   {Address: rangeNumber(3).Address, Browser: theirs.Browser},
			"a forged cookie":                      {Address: rangeNumber(3).Address, Browser: forged(mine.Browser)},
			"a token that is no phone's":           {Address: rangeNumber(3).Address, Phone: "x"},
		} {
			if err := o.enters(caller, "sabita"); !fault.Is(err, "login_throttled") {
				t.Errorf("%s (account %s): %v", name, other, err)
			}
		}
	})
}

// forged is a cookie with one letter changed in the tag of its account.
func forged(cookie string) string {
	letter := "A"
	if cookie[30] == 'A' {
		letter = "B"
	}
	return cookie[:30] + letter + cookie[31:]
}

// phoneOf enrols a phone for a login and returns its push token.
func (o *office) phoneOf(login string) people.Token {
	o.Helper()
	who, err := o.auth.ByPassword(o.Context(), from("198.51.100.1"), login, password, "")
	if err != nil {
		o.Fatal(err)
	}
	in := people.DeviceEnrol{Credential: who.Credential, Device: people.DeviceID(db.NewID()), Name: "phone"}
	take(o, who.Actor, "device.enrol", people.EnrolDevice, in)
	if err := o.s.Write(o.Context(), actor.System(), who.Keep); err != nil {
		o.Fatal(err)
	}
	return who.Push
}

// One password tried with many names from one range is throttled, whether the names exist or not; another range is not.
func TestSprayingIsThrottledByRange(t *testing.T) {
	spray := func(counts func() *people.Throttle, at time.Time, kind string) (tried int) {
		for i := range 200 {
			login := strings.Repeat("long ", 10_000*(i%2)) + fmt.Sprint(kind, i)
			if err := counts().Try(at, outsiders(1)[0], login, false); fault.Is(err, "sign_in_failed") {
				tried++
			}
		}
		return tried
	}
	kept := people.NewThrottle()
	counts := func() *people.Throttle { return kept }
	if n := spray(counts, morning, "a"); n != people.LoginsAtOnce {
		t.Errorf("%d of 200 names were tried", n)
	}
	if err := kept.Try(morning, outsiders(1)[0], "sabita", true); !fault.Is(err, "login_throttled") {
		t.Errorf("a right password amid them: %v", err)
	}
	if err := kept.Try(morning, outsiders(2)[1], "sabita", true); err != nil {
		t.Errorf("another range was held up: %v", err)
	}
	if n := spray(counts, morning.Add(5*time.Minute), "b"); n != 5 {
		t.Errorf("%d more names were tried after five minutes", n)
	}
	if held, most := kept.Held(); held > 2*(people.LoginsAtOnce+5)+3 || most > 100_000 {
		t.Errorf("%d counts are held, of at most %d", held, most)
	}
	if n := spray(people.NewThrottle, morning, "a"); n != 200 { // the control
		t.Errorf("%d of 200 names were tried without counts: the test could not fail", n)
	}
}

// Thirty workers behind one address sign in and enrol, each with some typing errors in name and password first, in any
// order: none is throttled.
func TestThirtyWorkersBehindOneAddressAreNotThrottled(t *testing.T) {
	counts, address := people.NewThrottle(), outsiders(1)[0]
	try := func(at time.Time, n int, login string, right bool) {
		if err := counts.Try(at, address, login, right); fault.Is(err, "login_throttled") {
			t.Errorf("worker %d is throttled", n)
		}
	}
	for n := range 30 {
		try(morning, n, fmt.Sprint("worker", n), false) // all of them mistype before the first gets in
		try(morning, n, fmt.Sprint("worker", n), false)
		if n < 20 {
			try(morning, n, fmt.Sprint("vorker", n), false)
		}
	}
	known := address
	known.Standing = people.KnownRange // for a name that has signed in from it
	for n := range 30 {
		at, login := morning.Add(time.Duration(n)*20*time.Second), fmt.Sprint("worker", n)
		try(at, n, login, false)
		try(at, n, login+"x", false)
		if err := counts.Try(at, address, login, true); err != nil {
			t.Errorf("worker %d signs in: %v", n, err)
		}
		if err := counts.Try(at, known, login, false); !fault.Is(err, "sign_in_failed") {
			t.Errorf("worker %d mistypes once more: %v", n, err)
		}
		if err := counts.Try(at, known, login, true); err != nil {
			t.Errorf("worker %d enrols: %v", n, err)
		}
	}
}

// Of a range without failures one attempt at a time precedes other outsiders; after a failure none does.
func TestOneAttemptOfANewRangeComesFirst(t *testing.T) {
	counts := people.NewThrottle()
	first, end := counts.Turn(morning, outsiders(1)[0], "sabita")
	second, endSecond := counts.Turn(morning, outsiders(1)[0], "rahima")
	other, endOther := counts.Turn(morning, outsiders(2)[1], "sabita")
	if first != people.HashFirst || second != people.HashOutsider || other != people.HashFirst {
		t.Errorf("the turns are %d, %d, and %d in another range", first, second, other)
	}
	endSecond(true)
	end(true)
	if again, _ := counts.Turn(morning, outsiders(1)[0], "sabita"); again != people.HashFirst {
		t.Errorf("after successes: %d", again)
	}
	endOther(false)
	if after, _ := counts.Turn(morning, outsiders(2)[1], "rahima"); after != people.HashOutsider {
		t.Errorf("after a failure: %d", after)
	}
}

// An attempt rejected by the hash queue is not counted.
func TestARefusedHashIsNoGuess(t *testing.T) {
	counts := people.NewThrottle()
	for range 100 {
		if err := counts.Withdraw(morning, outsiders(1)[0], "sabita"); err != nil {
			t.Fatal(err)
		}
	}
	tried := 0
	for range 100 { // the control
		if err := counts.Try(morning, outsiders(1)[0], "sabita", false); fault.Is(err, "sign_in_failed") {
			tried++
		}
	}
	if tried != people.FreeTries+1 {
		t.Errorf("%d guesses were compared", tried)
	}
}

// Unknown and malformed names have the same limits and responses as known ones.
func TestUnknownNamesAreThrottledLikeKnownOnes(t *testing.T) {
	onBoth(t, func(o *office) {
		answers := func(caller people.Caller, login string) (all []*fault.Fault) {
			for range 12 {
				all = append(all, fault.Of(o.guess(caller, login)))
			}
			return all
		}
		want := answers(rangeNumber(21), "sabita")
		if want[11] == nil || want[11].Code != "login_throttled" {
			t.Fatalf("the twelfth guess: %v", want[11])
		}
		for i, login := range []string{"nobody", "no body!", "\xff", strings.Repeat("long", 10_000)} {
			if got := answers(rangeNumber(22+i), login); !reflect.DeepEqual(got, want) {
				t.Errorf("%.10q is answered %v", login, got)
			}
		}
	})
}

// Failures write nothing: no table changes while outsiders guess.
func TestFailuresAreNotWritten(t *testing.T) {
	onBoth(t, func(o *office) {
		before := o.count("sign_in_range")
		o.looked(9, func(i int) error { return o.guess(rangeNumber(i), "sabita") })
		if after := o.count("sign_in_range"); after != before {
			t.Errorf("%d rows, before %d", after, before)
		}
		o.must("sabita", password) // the control
		if after := o.count("sign_in_range"); after != before+1 {
			t.Errorf("a success left %d rows, before %d", after, before)
		}
	})
}

// A range is stored in the database, as a tag that discloses neither address nor name; other servers know it too.
func TestAKnownRangeIsRemembered(t *testing.T) {
	onBoth(t, func(o *office) {
		o.known("sabita")
		var tags [][]byte
		o.read(func(tx *db.Tx) error { return tx.Table("sign_in_range").Pluck("tag", &tags).Error })
		if len(tags) != 1 || len(tags[0]) != 16 || strings.Contains(string(tags[0]), "198.51") {
			t.Errorf("kept: %x", tags)
		}
		elsewhere, err := o.auth.StandingOf(t.Context(), from("198.51.101.200"), "sabita")
		if err != nil || elsewhere != people.Outsider {
			t.Errorf("in the next range: %v %v", elsewhere, err)
		}
		for key, want := range map[string]any{
			"\x00": people.KnownRange, // another server, or a restart
			"k":    people.Outsider,   // the control: another key
		} {
			o.auth = people.NewAuthenticator(o.s, []byte(strings.Repeat(key, 32)), nil)
			if got, err := o.auth.StandingOf(t.Context(), from("198.51.100.200"), "sabita"); err != nil || got != want {
				t.Errorf("with the key %q: %v %v", key, got, err)
			}
		}
		o.auth = people.NewAuthenticator(o.s, make([]byte, 32), nil)
		o.wait(91 * 24 * time.Hour)
		if got, err := o.auth.StandingOf(t.Context(), from("198.51.100.200"), "sabita"); err != nil || got != people.Outsider {
			t.Errorf("after a quarter of a year: %v %v", got, err)
		}
	})
}

// Only the newest ranges of an account are stored.
func TestRangesOfAnAccountAreBounded(t *testing.T) {
	onBoth(t, func(o *office) {
		for i := range 40 {
			o.wait(time.Second)
			err := o.s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				return people.KeepRange(tx, string(o.account), strconv.Itoa(i))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if n := o.count("sign_in_range"); n != 32 {
			t.Errorf("%d ranges are kept", n)
		}
	})
}
