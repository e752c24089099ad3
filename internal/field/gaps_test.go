package field_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// gapPhone is a phone whose server has a clock that the test sets.
type gapPhone struct {
	*phone
	now time.Time
}

func onBothWithClock(t *testing.T, test func(p *gapPhone)) {
	t.Helper()
	onBoth(t, func(p *phone) {
		g := &gapPhone{phone: p, now: time.Date(2026, 6, 5, 9, 0, 0, 0, time.UTC)}
		o := p.options
		o.Clock = func() time.Time { return g.now }
		p.door.Store = testkit.Open(p.T, o)
		test(g)
	})
}

// situation writes a report under a sequence number.
func (p *gapPhone) situation(seq int64) string {
	return fmt.Sprintf(`{"id":%q,"kind":"situation.report","schema":1,"occurred_at":"2026-06-05T09:00:00Z","device_seq":%d,
		"payload":{"id":%q,"area":"state:19","day":"2026-06-05","water":"safe","road":"open","power":"working","market":"open","flooded":"none","note":""}}`,
		db.NewID(), seq, db.NewID())
}

// contact pushes the last records of a phone, and returns the gaps in the response.
func (p *gapPhone) contact(nextSeq int64, gone []field.Range, records ...string) []field.Range {
	p.Helper()
	return p.contactAs(p.Phone, nextSeq, gone, records...)
}

func (p *gapPhone) contactAs(as people.Phone, nextSeq int64, gone []field.Range, records ...string) []field.Range {
	p.Helper()
	raw, err := json.Marshal(gone)
	if err != nil {
		p.Fatal(err)
	}
	said := ""
	if gone != nil {
		said = `"gone":` + string(raw) + `,`
	}
	answer := p.pushAs(as, fmt.Sprintf(`{"protocol":1,%s"outbox":{"waiting":0,"next_seq":%d},"records":[%s]}`,
		said, nextSeq, strings.Join(records, ",")))
	for i, o := range answer.Results {
		if o.Status != journal.StatusApplied {
			p.Fatalf("record %d: %+v", i, o)
		}
	}
	if len(answer.Gaps) > field.MostGaps {
		p.Errorf("%d ranges in one response", len(answer.Gaps))
	}
	return answer.Gaps
}

func (p *gapPhone) expectGaps(got []field.Range, want ...field.Range) {
	p.Helper()
	if !slices.Equal(got, want) {
		p.Errorf("listed %v, not %v", got, want)
	}
}

// open reads the open exceptions of a kind, as the office does.
func (p *gapPhone) open(kind string) (found []journal.OpenException) {
	p.Helper()
	p.read(testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
		all, err := journal.Exceptions(tx, 1000)
		for _, x := range all {
			if x.Kind == kind && x.SettledAt == nil {
				found = append(found, x)
			}
		}
		return err
	})
	return found
}

// expectOpen demands one open exception of a kind with so many numbers missing; 0 demands none.
func (p *gapPhone) expectOpen(kind string, missing int) {
	p.Helper()
	found := p.open(kind)
	if missing == 0 && len(found) == 0 || missing > 0 && len(found) == 1 && found[0].Details["missing"] == float64(missing) {
		return
	}
	p.Errorf("%d numbers of %s must be shown in one exception; there are %+v", missing, kind, found)
}

// absent is the reference: the ranges of the numbers from 1 to last that are not in a set.
func absent(have map[int64]bool, last int64) (gaps []field.Range) {
	for n := int64(1); n <= last; n++ {
		switch at := len(gaps) - 1; {
		case have[n]:
		case at >= 0 && gaps[at][1] == n-1:
			gaps[at][1] = n
		default:
			gaps = append(gaps, field.Range{n, n})
		}
	}
	return gaps
}

// B25: the responses list every gap of a phone, at most a hundred ranges each, none twice within a minute; numbers that
// it resends or answers with `gone` are no longer listed.
func TestB25_EveryGapIsListedOnceAMinute(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		chance := rand.New(rand.NewPCG(12, 2))
		last := int64(300 + 8*testkit.Scale(1000))
		have, next := map[int64]bool{}, last+int64(chance.IntN(5))
		var records []string
		for n := int64(1); n <= last; n++ {
			if chance.IntN(3) > 0 {
				have[n] = true
				records = append(records, p.situation(n))
			}
		}
		for part := range slices.Chunk(records, 200) {
			p.contact(next, nil, part...)
		}
		p.now = p.now.Add(field.GapsAgain) // gaps listed before the outbox was empty do not count
		for range 40 {
			want := absent(have, next-1)
			var round []field.Range
			for len(round) < len(want) {
				listed := p.contact(next, nil)
				if len(listed) == 0 {
					break
				}
				round = append(round, listed...)
			}
			if !slices.Equal(round, want) {
				t.Fatalf("the responses of a minute list %v, not %v", round, want)
			}
			p.expectGaps(p.contact(next, nil))
			if len(want) == 0 {
				break
			}
			p.answer(chance, want, have, next)
			p.now = p.now.Add(field.GapsAgain)
		}
		if left := absent(have, next-1); len(left) > 0 {
			t.Fatalf("%v are open after forty minutes", left)
		}
		p.expectOpen("device_gap", 0)
	})
}

// answer resends some of the listed numbers and reports others as `gone`, at random; have is updated by the closed ones.
func (p *gapPhone) answer(chance *rand.Rand, gaps []field.Range, have map[int64]bool, next int64) {
	var again []string
	gone := []field.Range{}
	for _, gap := range gaps {
		for n := gap[0]; n <= gap[1]; n++ {
			switch chance.IntN(3) {
			case 0:
				again = append(again, p.situation(n))
				have[n] = true
			case 1:
				if len(gone) < field.MostGaps {
					gone = append(gone, field.Range{n, n})
					have[n] = true
				}
			}
		}
	}
	p.contact(next, gone, again[:min(len(again), field.MostRecords)]...)
	for _, left := range again[min(len(again), field.MostRecords):] {
		p.contact(next, nil, left)
	}
}

// The control: a range whose time of listing is taken away is listed at once, so it is that time which holds it back.
func TestB25_ControlOnceAMinute(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		p.expectGaps(p.contact(4, nil, p.situation(3)), field.Range{1, 2})
		p.now = p.now.Add(field.GapsAgain - time.Microsecond)
		p.expectGaps(p.contact(4, nil))
		testkit.AsOwner(p.T, p.options, "UPDATE device_gap SET listed_at = NULL")
		p.expectGaps(p.contact(4, nil), field.Range{1, 2})
		p.now = p.now.Add(field.GapsAgain)
		p.expectGaps(p.contact(4, nil), field.Range{1, 2})
		p.expectGaps(p.contact(7, nil), field.Range{4, 6}) // new ones do not wait for the minute
		p.expectGaps(p.contact(9, nil), field.Range{7, 8}) // and of a range that grew, only the new numbers
	})
}

// While a phone has unsent entries, no number is missing yet, and the count of missing numbers is unchanged.
func TestB25_NoGapsWhileThePhoneSends(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		waits := func(records ...string) {
			t.Helper()
			a := p.pushAs(p.Phone, `{"protocol":1,"outbox":{"waiting":9,"next_seq":20},"records":[`+strings.Join(records, ",")+`]}`)
			if len(a.Gaps) > 0 {
				t.Errorf("listed %v although more is to come", a.Gaps)
			}
		}
		waits(p.situation(5))
		p.expectOpen("device_gap", 0)
		p.contact(6, nil)
		p.expectOpen("device_gap", 4)
		waits(p.situation(7))
		if n := p.missing(); n != 4 {
			t.Errorf("%d missing while the phone sends", n)
		}
		for _, older := range []string{``, `"outbox":{"waiting":0},`} { // a client that does not number
			if a := p.pushAs(p.Phone, `{"protocol":1,`+older+`"records":[]}`); len(a.Gaps) > 0 {
				t.Errorf("listed %v", a.Gaps)
			}
		}
	})
}

// One exception per credential: raised once, updated while the gaps change, settled by the entry that fills the last one. One
// that a person settled comes back only for other numbers.
func TestB25_OneExceptionPerPhone(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		for next := int64(2); next < 30; next++ {
			p.contact(next, nil)
			p.expectOpen("device_gap", int(next-1))
		}
		if n := p.count("exception WHERE kind = 'device_gap'"); n != 1 {
			t.Errorf("%d exceptions of twenty-eight pushes", n)
		}
		var all []string
		for n := range int64(28) {
			all = append(all, p.situation(n+1))
		}
		p.contact(29, nil, all[:20]...)
		p.expectOpen("device_gap", 8)
		p.contact(29, nil, all[20:]...)
		p.expectOpen("device_gap", 0)
		settled := `exception x JOIN exception_settlement s ON s.exception = x.id JOIN entry e ON e.id = s.entry
			WHERE x.kind = 'device_gap' AND s.decision = 'came_later' AND e.kind = 'situation.report'`
		if n := p.count(settled); n != 1 {
			t.Errorf("%d exceptions are settled by the entry that came", n)
		}

		p.contact(32, nil)
		p.settle(p.open("device_gap")[0].ID)
		p.contact(32, nil, p.situation(30)) // fewer of the same
		p.expectOpen("device_gap", 0)
		p.contact(34, nil)
		p.expectOpen("device_gap", 4)

		other := p.again("rina") // the control: of another credential there is another one
		p.contactAs(other, 3, nil)
		if n := len(p.open("device_gap")); n != 2 {
			t.Errorf("%d open exceptions of two credentials", n)
		}
	})
}

func (p *gapPhone) settle(exception string) {
	p.Helper()
	p.entered(testkit.Actor(actor.Coordinator), "exception.settle", journal.ExceptionSettle{
		Exception: exception, Decision: "nothing_to_do", Reason: "It was a test phone.",
	})
}

// `gone` closes gaps only, once, with one exception per credential that contains the numbers.
func TestB25_GoneClosesAGap(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		p.expectGaps(p.contact(10, nil, p.situation(4), p.situation(6)), field.Range{1, 3}, field.Range{5, 5}, field.Range{7, 9})
		for range 2 { // the answer to the first was lost
			p.contact(10, []field.Range{{2, 2}, {4, 5}, {5, 6}, {50, 60}})
			p.expectOpen("device_gone", 2)
			p.expectOpen("device_gap", 5)
		}
		if n := p.count("device_gone"); n != 2 {
			t.Errorf("%d ranges are kept", n)
		}
		p.now = p.now.Add(field.GapsAgain)
		p.expectGaps(p.contact(10, nil), field.Range{1, 1}, field.Range{3, 3}, field.Range{7, 9})
		p.settle(p.open("device_gone")[0].ID)
		p.contact(10, []field.Range{{1, 9}})
		p.expectOpen("device_gone", 5) // of those that came after
		p.expectOpen("device_gap", 0)
		if n := p.count("exception_settlement WHERE decision = 'gone'"); n != 1 {
			t.Errorf("%d gap exceptions are settled by gone", n)
		}
		p.contact(11, nil, p.situation(2)) // it was found after all, in a file perhaps
		if n := p.count("situation_report"); n != 3 {
			t.Errorf("%d reports", n)
		}
		p.now = p.now.Add(field.GapsAgain)
		p.expectGaps(p.contact(11, nil), field.Range{10, 10}) // the control: a number of which nothing was said is still open
	})
}

func TestAMalformedGoneIsRefused(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		p.contact(5, nil)
		for said, code := range map[string]string{
			`[[0,1]]`: "out_of_range", `[[3,2]]`: "out_of_range", `[[1,9007199254740992]]`: "out_of_range", `[[1]]`: "wrong_type",
			`[[1,2,3]]`: "wrong_type", `"1"`: "wrong_type", `[` + strings.Repeat(`[1,1],`, field.MostGaps) + `[1,1]]`: "too_many",
		} {
			_, err := p.door.Push(t.Context(), p.Phone, []byte(`{"protocol":1,"gone":`+said+`,"records":[`+p.situation(1)+`]}`))
			if f := fault.Of(err); f == nil || f.Code != code || f.Path != "/gone" {
				t.Errorf("%s: %v", said, err)
			}
		}
		if n, m := p.count("device_gone"), p.count("situation_report"); n+m != 0 {
			t.Errorf("%d ranges and %d reports of envelopes that were refused", n, m)
		}
	})
}

// next_seq may be ten thousand above the highest number received. What is above is not listed, and an exception says so;
// the records are decided.
func TestNextSeqIsBounded(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		p.expectGaps(p.contact(field.MostAhead+2, nil, p.situation(1)), field.Range{2, field.MostAhead + 1})
		if n := p.count("exception WHERE kind = 'seq_ahead'"); n != 0 { // the control: at the bound
			t.Errorf("%d exceptions at the bound", n)
		}
		p.now = p.now.Add(field.GapsAgain)
		for seq := range int64(2) {
			got := p.contact(1<<62, nil, p.situation(seq+2))
			if n := p.missing(); n != field.MostAhead || len(got) > 1 {
				t.Errorf("%d missing, listed %v", n, got)
			}
		}
		if n := p.count("exception WHERE kind = 'seq_ahead'"); n != 1 {
			t.Errorf("%d exceptions above the bound", n)
		}
		far := p.pushAs(p.Phone, envelope(p.situation(1<<53)))
		p.expect(far.Results, "rejected out_of_range")
		if n := p.count("entry WHERE kind = 'unreadable'"); n != 1 {
			t.Error("a fact with a number that no client can have is not kept")
		}
	})
}

// An entry that was taken back before it was sent comes as an empty one under its number: no gap, and nothing else changes.
func TestATakenBackEntryIsNoGap(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		taken := fmt.Sprintf(`{"id":%q,"kind":"entry.withdrawn","schema":1,"occurred_at":"2026-06-05T09:00:00Z","device_seq":2,"payload":{}}`,
			db.NewID())
		p.expectGaps(p.contact(4, nil, p.situation(1), taken, p.situation(3)))
		p.expect(p.push(envelope(taken)), "duplicate")
		if n := p.count("exception"); n != 0 {
			t.Errorf("%d exceptions", n)
		}
		p.expectGaps(p.contact(6, nil, p.situation(5)), field.Range{4, 4}) // the control: a number that was dropped
		e := testkit.Entry("entry.withdrawn")
		if o, err := p.door.Intake.Take(t.Context(), p.door.Store, testkit.Actor(actor.Coordinator), e); err != nil || o.Code != "required" {
			t.Errorf("taken back at a desk: %+v %v", o, err)
		}
	})
}

// A record without any stored trace leaves its number open; an unreadable record, or a record that must not be stored,
// does not.
func TestWhatIsNotKeptIsAGap(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		odd := strings.Replace(p.situation(1), `"kind":"situation.report"`, `"kind":17`, 1)
		number := strings.Replace(p.situation(2), `"note":""`, `"note":"2345 6789 0124"`, 1)
		testkit.AsOwner(t, p.options, "ALTER TABLE situation_report RENAME TO lost") // a bug of ours
		a := p.pushAs(p.Phone, `{"protocol":1,"outbox":{"waiting":0,"next_seq":4},"records":[`+odd+","+number+","+p.situation(3)+`]}`)
		p.expect(a.Results, "rejected wrong_type", "rejected identity_number_refused", "deferred server_error")
		p.expectGaps(a.Gaps, field.Range{3, 3})
		testkit.AsOwner(t, p.options, "ALTER TABLE lost RENAME TO situation_report")
		p.expectGaps(p.contact(4, nil, p.situation(3)))
		p.expectOpen("device_gap", 0)
	})
}

// The feed lists gaps too, under the same rule, and raises nothing.
func TestTheFeedListsGaps(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		gaps := func(next int64) []field.Range {
			t.Helper()
			got, err := p.door.Gaps(t.Context(), p.Phone, next)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		p.contact(3, nil, p.situation(1), p.situation(2))
		p.expectGaps(gaps(3))
		p.expectGaps(gaps(0)) // it has entries to send
		p.expectGaps(gaps(5), field.Range{3, 4})
		p.expectGaps(gaps(5))
		p.expectOpen("device_gap", 0)
		p.expectGaps(p.contact(5, nil)) // listed a moment ago, by the feed
		p.expectOpen("device_gap", 2)
		p.now = p.now.Add(field.GapsAgain)
		p.expectGaps(gaps(5), field.Range{3, 4})
	})
}

// Two workers on one phone number their entries each for themselves; proof and office see the gaps of each.
func TestGapsAreOfACredential(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		other := p.again("rina")
		p.expectGaps(p.contact(3, nil, p.situation(2)), field.Range{1, 1})
		p.expectGaps(p.contactAs(other, 5, []field.Range{}, p.situation(1)), field.Range{2, 4})
		p.contactAs(other, 5, []field.Range{{2, 2}})
		var open []field.OpenGap
		p.read(actor.System(), func(tx *db.Tx) (err error) {
			open, err = field.OpenGaps(tx)
			return err
		})
		want := []field.OpenGap{{p.Credential, 1, 1}, {other.Credential, 3, 4}}
		slices.SortFunc(want, func(a, b field.OpenGap) int { return strings.Compare(string(a.Credential), string(b.Credential)) })
		if !slices.Equal(open, want) {
			t.Errorf("open are %v, not %v", open, want)
		}
		p.read(testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
			shown, err := field.GapsOf(tx)
			if got := shown[other.Credential]; got.Gone != 1 || !slices.Equal(got.Open, []field.Range{{3, 4}}) || len(shown) != 2 {
				t.Errorf("shown are %v", shown)
			}
			return err
		})
		p.read(testkit.Stranger(actor.Coordinator), func(tx *db.Tx) error {
			shown, err := field.GapsOf(tx)
			if len(shown) != 0 {
				t.Errorf("another organisation sees %v", shown)
			}
			return err
		})
	})
}
