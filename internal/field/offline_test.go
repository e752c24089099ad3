package field_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// sealed seals an open record to keys, as phones keep them.
func sealed(t *testing.T, open string, keys ...string) string {
	t.Helper()
	var r field.Record
	if err := json.Unmarshal([]byte(open), &r); err != nil {
		t.Fatal(err)
	}
	file, err := seal.Seal([]byte(open), keys...)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"id":%q,"device_seq":%d,"sealed":%q}`, r.ID, r.DeviceSeq, base64.StdEncoding.EncodeToString(file))
}

func said(all []journal.Outcome) (short []string) {
	for _, o := range all {
		short = append(short, strings.TrimSpace(fmt.Sprintf("%s %s", o.Status, o.Code)))
	}
	return short
}

func (p *phone) expect(got []journal.Outcome, want ...string) {
	p.Helper()
	if short := said(got); !slices.Equal(short, want) {
		p.Errorf("answered %v, not %v", short, want)
	}
}

func TestSealedRecordsAreOpened(t *testing.T) {
	onBoth(t, func(p *phone) {
		worker, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		ours := p.door.Keys.Sealing.Recipient()
		open := p.record()
		p.expect(p.push(envelope(sealed(t, open, ours, worker.Recipient()))), "applied")
		p.expect(p.push(envelope(sealed(t, open, ours, worker.Recipient()))), "duplicate") // encrypted again, it is the same entry
		p.expect(p.push(envelope(open)), "duplicate")

		strange := p.record()
		p.expect(p.push(envelope(sealed(t, strange, worker.Recipient()))), "deferred other_key")
		p.expect(p.push(envelope(sealed(t, strange, ours))), "applied") // nothing of the first was kept

		broken := strings.Replace(sealed(t, p.record(), ours), `"sealed":"`, `"sealed":"AAAA`, 1)
		p.expect(p.push(envelope(p.record(), broken, p.record())), "applied", "rejected unreadable", "applied")
		p.expect(p.push(envelope(broken)), "duplicate unreadable")
		if n := p.count("entry WHERE kind = 'unreadable'"); n != 1 {
			p.Errorf("%d unreadable records are kept", n)
		}
		if n := p.count("exception WHERE kind = 'fact_refused'"); n != 1 {
			p.Errorf("%d exceptions", n)
		}
		another := sealed(t, p.record(), ours)
		swapped := strings.Replace(another, another[7:43], db.NewID(), 1)
		p.expect(p.push(envelope(swapped)), "rejected unreadable")
	})
}

// A malformed fact is kept as refused, with an exception; an identity number is kept nowhere.
func TestAMalformedFactIsNotLost(t *testing.T) {
	onBoth(t, func(p *phone) {
		bad := strings.Replace(p.record(), `"played"`, `"canary"`, 1)
		p.expect(p.push(envelope(bad)), "rejected not_offered")
		p.expect(p.push(envelope(bad)), "duplicate not_offered")
		number := strings.Replace(p.record(), "Rahima", "2345 6789 0124", 1)
		p.expect(p.push(envelope(number)), "rejected identity_number_refused")
		if n := p.count("entry WHERE kind = 'household.register'"); n != 1 {
			p.Errorf("%d entries are kept", n)
		}
		odd := strings.Replace(number, `"kind":"household.register"`, `"kind":17`, 1)
		p.expect(p.push(envelope(odd)), "rejected wrong_type")
		if n := p.count("entry_body WHERE CAST(payload AS TEXT) LIKE '%2345 6789%'"); p.door.Store.Engine() == db.SQLite && n != 0 {
			p.Error("an identity number is kept")
		}
	})
}

func (p *phone) assessment(of household.ID) string {
	return p.recordOf("damage.assess", damage.DamageAssess{
		ID: damage.ID(db.NewID()), Household: of, Grade: 3, House: household.Kutcha,
	})
}

// A fact that references a missing record is deferred, and decided when the record arrives, or by the sweep.
func TestAFactWaitsForWhatItNames(t *testing.T) {
	onBoth(t, func(p *phone) {
		family := registration()
		early := p.assessment(family.ID)
		p.expect(p.push(envelope(early)), "deferred waits_for")
		p.expect(p.push(envelope(early)), "duplicate waits_for")
		if n := p.count("assessment"); n != 0 {
			p.Fatalf("%d assessments", n)
		}
		p.expect(p.push(envelope(p.recordOf("household.register", family))), "applied")
		p.expect(p.push(envelope(early)), "duplicate")
		if n := p.count("assessment"); n != 1 {
			p.Errorf("%d assessments after the family came", n)
		}
		if n := p.count("deferred"); n != 0 {
			p.Errorf("%d still wait", n)
		}
		// What the office registers is found by the sweep.
		other := registration()
		p.expect(p.push(envelope(p.assessment(other.ID))), "deferred waits_for")
		p.entered(testkit.Actor(actor.OutreachWorker), "household.register", other)
		if n, err := p.door.ResolveWaiting(p.Context()); err != nil || n != 1 {
			p.Errorf("the sweep decided %d: %v", n, err)
		}
		if n, err := p.door.ResolveWaiting(p.Context()); err != nil || n != 0 {
			p.Errorf("the second sweep decided %d: %v", n, err)
		}
		if n := p.count("resolution"); n != 2 {
			p.Errorf("%d marks in the order", n)
		}
	})
}

// After five days of waiting a deferred fact raises one exception and stays deferred.
func TestAFactThatWaitsTooLongIsShown(t *testing.T) {
	onBoth(t, func(p *phone) {
		p.expect(p.push(envelope(p.assessment(household.ID(db.NewID())))), "deferred waits_for")
		testkit.AsOwner(p.T, p.options, fmt.Sprintf("UPDATE deferred SET since = since - %d", int64(journal.DeferralLimit/time.Microsecond)+1))
		for range 2 {
			if n, err := p.door.ResolveWaiting(p.Context()); err != nil || n != 0 {
				p.Errorf("decided %d: %v", n, err)
			}
		}
		if n := p.count("exception WHERE kind = 'waited_too_long'"); n != 1 {
			p.Errorf("%d exceptions", n)
		}
		if n := p.count("deferred"); n != 1 {
			p.Errorf("%d wait", n)
		}
	})
}

// A withdrawn phone's records are kept unopened; let in, they are decided.
func TestAWithdrawnPhonesRecordsWait(t *testing.T) {
	onBoth(t, func(p *phone) {
		p.system("account.add", people.AccountAdd{
			ID: testkit.Actor().Account, Organisation: testkit.Organisation, Login: "office", Name: "Office", Language: "en",
			Grants: []people.Grant{{Role: actor.Administrator, AreaPath: "/"}},
		})
		office := testkit.Actor(actor.Administrator)
		p.entered(office, "device.withdraw", people.DeviceWithdraw{Credential: p.Credential, Reason: "lost"})
		gone := p.Phone
		gone.Withdrawn = true
		first, second := p.record(), sealed(t, p.record(), p.door.Keys.Sealing.Recipient())
		for range 2 {
			a := p.pushAs(gone, envelope(first, second))
			p.expect(a.Results, "deferred device_withdrawn", "deferred device_withdrawn")
			if !a.Withdrawn {
				p.Error("the phone is not told")
			}
		}
		if h, x := p.count("household"), p.count("exception WHERE kind = 'device_withdrawn'"); h != 0 || x != 1 {
			p.Errorf("%d households, %d exceptions", h, x)
		}
		if n := p.count("withheld WHERE CAST(record AS TEXT) LIKE '%Rahima%'"); p.door.Store.Engine() == db.SQLite && n != 0 {
			p.Error("a withheld record lies open")
		}
		in := people.WithheldLetIn{Credential: p.Credential, Reason: "It was found under the bench."}
		if _, err := p.door.LetIn(p.Context(), p.Actor, in); !fault.Is(err, "role_missing") {
			p.Errorf("let in by its own worker: %v", err)
		}
		if n, err := p.door.LetIn(p.Context(), office, in); err != nil || n != 2 {
			p.Errorf("%d were let in: %v", n, err)
		}
		settled := `exception x JOIN exception_settlement s ON s.exception = x.id JOIN entry e ON e.id = s.entry
			WHERE x.kind = 'device_withdrawn' AND e.kind = 'withheld.let_in' AND s.reason = 'It was found under the bench.'`
		if n := p.count(settled); n != 1 {
			p.Errorf("%d exceptions are settled by who let it in", n)
		}
		p.pushAs(gone, envelope(p.record())) // later records need another decision
		if n := p.count("exception WHERE kind = 'device_withdrawn'"); n != 2 {
			p.Errorf("%d exceptions after another record", n)
		}
		if h, w := p.count("household"), p.count("withheld"); h != 2 || w != 1 {
			p.Errorf("%d households, %d withheld", h, w)
		}
	})
}

// B25: of a phone that lost records, each missing number is listed once it says that it has sent all.
func TestB25_GapsAreListed(t *testing.T) {
	onBoth(t, func(p *phone) {
		chance := rand.New(rand.NewPCG(25, 25))
		total, dropped := 4*testkit.Scale(1000), map[int64]bool{}
		var kept []string
		for range total {
			r := p.record()
			if chance.IntN(4) == 0 {
				dropped[p.seq] = true
				continue
			}
			kept = append(kept, r)
		}
		chance.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
		for part := range slices.Chunk(kept, 100) {
			p.push(envelope(part...))
		}
		if n := p.count("exception WHERE kind = 'device_gap'"); n != 0 {
			p.Errorf("%d gaps are listed while more may come", n)
		}
		p.push(fmt.Sprintf(`{"protocol":1,"outbox":{"waiting":0,"next_seq":%d},"records":[]}`, p.seq+1))
		if missing := p.missing(); missing != len(dropped) {
			p.Errorf("%d numbers are missing, %d are listed", len(dropped), missing)
		}
	})
}

func (p *phone) missing() (n int) {
	p.Helper()
	err := p.door.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT missing FROM device_contact WHERE credential = ?", string(p.Credential)).Scan(&n).Error
	})
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// The control: with the numbers that never came filled in behind the program's back, the same check finds nothing.
func TestB25_Control(t *testing.T) {
	onBoth(t, func(p *phone) {
		p.record() // lost
		p.push(envelope(p.record()))
		testkit.AsOwner(p.T, p.options, fmt.Sprintf("INSERT INTO device_record (credential, device_seq, entry, digest, organisation) "+
			"SELECT credential, 1, entry, digest, organisation FROM device_record WHERE credential = '%s'", p.Credential))
		p.push(fmt.Sprintf(`{"protocol":1,"outbox":{"waiting":0,"next_seq":%d},"records":[]}`, p.seq+1))
		if p.missing() != 0 || p.count("exception WHERE kind = 'device_gap'") != 0 {
			p.Error("a gap was found although no number is missing: the check does not look at the numbers")
		}
	})
}

// A record that was exchanged for another is noticed by the one after it.
func TestB25_ABrokenChainIsShown(t *testing.T) {
	onBoth(t, func(p *phone) {
		after := func(open string) string {
			var r field.Record
			if err := json.Unmarshal([]byte(open), &r); err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(r.Payload)
			return fmt.Sprintf(`"previous":"%s","device_seq":`, hex.EncodeToString(sum[:]))
		}
		first := p.record()
		second := strings.Replace(p.record(), `"device_seq":`, after(first), 1)
		third := strings.Replace(p.record(), `"device_seq":`, after(first), 1) // not after the second
		p.push(envelope(first, second))
		if n := p.count("exception WHERE kind = 'chain_broken'"); n != 0 {
			p.Errorf("%d before anything was broken", n)
		}
		p.push(envelope(third))
		if n := p.count("exception WHERE kind = 'chain_broken'"); n != 1 {
			p.Errorf("%d exceptions", n)
		}
		p.seq--
		p.push(envelope(p.record()))
		if n := p.count("exception WHERE kind = 'seq_reused'"); n != 1 {
			p.Errorf("%d numbers were used twice", n)
		}
	})
}

// A record that is encrypted again for the server's new key does not break the chain: it states its earlier digest. The
// control omits it.
func TestB25_ARecordSealedAnewBreaksNoChain(t *testing.T) {
	onBoth(t, func(p *phone) {
		lost, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		for claims, want := range map[bool]int{true: 0, false: 1} {
			open := p.record()
			first := sealed(t, open, lost.Recipient())
			_, text, _ := strings.Cut(first, `"sealed":"`)
			sum := sha256.Sum256([]byte(strings.TrimSuffix(text, `"}`)))
			was := hex.EncodeToString(sum[:])
			second := strings.Replace(p.record(), `"device_seq":`, `"previous":"`+was+`","device_seq":`, 1)
			p.expect(p.push(envelope(first, second)), "deferred other_key", "applied")
			anew := sealed(t, open, p.door.Keys.Sealing.Recipient())
			if claims {
				anew = strings.Replace(anew, `"device_seq":`, `"was":"`+was+`","device_seq":`, 1)
			}
			before := p.count("exception WHERE kind = 'chain_broken'")
			p.expect(p.push(envelope(anew, second)), "applied", "duplicate")
			if n := p.count("exception WHERE kind = 'chain_broken'") - before; n != want {
				p.Errorf("says its sum: %v; %d chains are said to be broken", claims, n)
			}
		}
	})
}

// B21: whatever a phone's clock says, the same is decided, and a clock that is far off is shown.
func TestB21_ClocksDecideNothing(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, when := range []string{"2010-01-01T00:00:00Z", "2036-07-01T00:00:00Z", "1970-01-01T00:00:00+05:30"} {
			family := registration()
			moved := func(r string) string { return strings.Replace(r, "2020-06-05T09:00:00Z", when, 1) }
			p.expect(p.push(envelope(moved(p.recordOf("household.register", family)), moved(p.assessment(family.ID)))), "applied", "applied")
		}
		if n := p.count("exception WHERE kind = 'clock'"); n != 1 {
			p.Errorf("%d exceptions about the clock", n)
		}
		if n := p.count(fmt.Sprintf("household WHERE occurred_at > %d", time.Now().Add(time.Hour).UnixMicro())); n != 0 {
			p.Error("a family was registered in the future")
		}
	})
}
