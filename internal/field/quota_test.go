package field_test

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// unlimited takes the limits away, for controls.
var unlimited = field.Limits{Unopened: 1 << 50, Total: 1 << 50, Unreadable: 1 << 50, Photos: 1 << 50}

// noise is an encrypted record that cannot be decrypted.
func noise(size int, seq int64) string {
	raw := make([]byte, size)
	_, _ = rand.Read(raw)
	return fmt.Sprintf(`{"id":%q,"device_seq":%d,"sealed":%q}`, db.NewID(), seq, base64.StdEncoding.EncodeToString(raw))
}

// withdrawn withdraws the phone, as after a theft.
func (p *phone) withdrawn() people.Phone {
	p.Helper()
	p.system("account.add", people.AccountAdd{
		ID: testkit.Actor().Account, Organisation: testkit.Organisation, Login: "office", Name: "Office", Language: "en",
		Grants: []people.Grant{{Role: actor.Administrator, AreaPath: "/"}},
	})
	p.entered(testkit.Actor(actor.Administrator), "device.withdraw", people.DeviceWithdraw{Credential: p.Credential, Reason: "stolen"})
	gone := p.Phone
	gone.Withdrawn = true
	return gone
}

func (p *phone) sum(what string) (n int64) {
	p.Helper()
	err := p.door.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT COALESCE(SUM(length(record)), 0) FROM " + what).Scan(&n).Error
	})
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// counted checks that the counters equal the stored bytes.
func (p *phone) counted() {
	p.Helper()
	var found []journal.Violation
	err := p.door.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) (err error) {
		found, err = field.Verify(tx)
		return err
	})
	if err != nil || len(found) > 0 {
		p.Errorf("%v %v", found, err)
	}
}

// flood pushes records of 740,000 random bytes and returns how many pushes a limit refused.
func (p *phone) flood(as people.Phone, pushes int) (refused int) {
	p.Helper()
	for range pushes {
		p.seq++
		_, err := p.door.Push(p.Context(), as, []byte(envelope(noise(740_000, p.seq))))
		f := fault.Of(err)
		switch {
		case f != nil && f.Kind == fault.Throttled && f.Code == "storage_limit" && f.Numbers["retry_after_seconds"] == 900:
			refused++
		case err != nil:
			p.Fatalf("%v", err)
		}
	}
	return refused
}

// The attack of a stolen phone: forty pushes of nearly a megabyte. What fits the limit is kept, the rest is refused with
// a moment to come again, and one exception says so. The control takes the limit away, and the same check fails.
func TestAStolenPhoneCannotFillTheDisk(t *testing.T) {
	onBoth(t, func(p *phone) {
		stolen := p.withdrawn()
		for _, c := range []struct {
			limits  field.Limits
			bounded bool
		}{{field.DefaultLimits, true}, {unlimited, false}} {
			p.door.Limits = c.limits
			refused := p.flood(stolen, 40)
			stored := p.sum("withheld")
			if bounded := refused > 0 && stored <= 32<<20; bounded != c.bounded {
				t.Errorf("limits %v: %d of 40 pushes refused, %d bytes stored", c.limits, refused, stored)
			}
			if n := p.count("exception WHERE kind = 'storage_limit'"); n != 1 {
				t.Errorf("%d exceptions about the limit", n)
			}
			p.counted()
		}
		if n := p.count("exception WHERE kind = 'device_withdrawn'"); n != 1 {
			t.Errorf("%d exceptions about the withdrawn phone", n)
		}
	})
}

// A resent record is not charged, even under another number, and stays stored.
func TestARecordIsCountedOnce(t *testing.T) {
	onBoth(t, func(p *phone) {
		stolen := p.withdrawn()
		p.door.Limits = field.Limits{Unopened: 4000, Total: 1 << 20, Unreadable: 1 << 20, Photos: 1}
		first := noise(1000, 1)
		for seq := range 50 {
			again := strings.Replace(first, `"device_seq":1,`, fmt.Sprintf(`"device_seq":%d,`, seq+1), 1)
			p.expect(p.pushAs(stolen, envelope(again, again)).Results, "deferred device_withdrawn", "deferred device_withdrawn")
		}
		if w, r := p.count("withheld"), p.count("device_record"); w != 1 || r != 1 {
			t.Errorf("%d records stored, under %d numbers", w, r)
		}
		_, err := p.door.Push(t.Context(), stolen, []byte(envelope(noise(1500, 2), noise(1500, 3))))
		if !fault.Is(err, "storage_limit") || p.count("withheld") != 1 || p.count("device_record") != 1 {
			t.Errorf("%v; %d stored, %d numbers", err, p.count("withheld"), p.count("device_record"))
		}
		p.expect(p.pushAs(stolen, envelope(noise(10, 4))).Results, "deferred device_withdrawn")
		p.counted()
	})
}

// Sixteen phones share the total; a phone beyond it is rejected, with its own exception.
func TestAllPhonesShareATotal(t *testing.T) {
	onBoth(t, func(p *phone) {
		p.door.Limits = field.Limits{Unopened: 3000, Total: 4000, Unreadable: 1 << 20, Photos: 1}
		second := p.again("rina")
		stolen := p.withdrawn()
		second.Withdrawn = true
		p.pushAs(stolen, envelope(noise(1500, 1)))
		_, err := p.door.Push(t.Context(), second, []byte(envelope(noise(1500, 1))))
		f := fault.Of(err)
		if f == nil || f.Code != "storage_limit" || f.Numbers["limit"] != "total" {
			t.Errorf("%v", err)
		}
		if n := p.count("exception WHERE kind = 'storage_limit'"); n != 1 {
			t.Errorf("%d exceptions", n)
		}
		p.counted()
	})
}

// An active phone's unreadable records are bounded, and readable records beside them are decided as usual.
func TestUnreadableRecordsAreBounded(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, bounded := range []bool{true, false} {
			p.door.Limits = field.Limits{Unopened: 1, Total: 1, Unreadable: 8000, Photos: 1}
			if !bounded {
				p.door.Limits = unlimited
			}
			refused := 0
			for range 6 {
				p.seq++
				bad := noise(1500, p.seq)
				results := p.push(envelope(p.record(), bad, p.record()))
				if results[0].Status != journal.StatusApplied || results[2].Status != journal.StatusApplied {
					t.Errorf("beside an unreadable record: %v", said(results))
				}
				if results[1].Code == "storage_limit" && results[1].Status == journal.StatusDeferred {
					refused++
				}
			}
			stored := p.sum("unreadable_record")
			if got := refused > 0 && stored <= 8000; got != bounded {
				t.Errorf("%d refused, %d bytes stored", refused, stored)
			}
			p.counted()
		}
		if n := p.count("exception WHERE kind = 'storage_limit'"); n != 1 {
			t.Errorf("%d exceptions about the limit", n)
		}
		p.door.Limits = field.Limits{Unopened: 1, Total: 1, Unreadable: 1000, Photos: 1}
		if _, err := p.door.Push(t.Context(), p.Phone, []byte(envelope(noise(1500, 900)))); !fault.Is(err, "storage_limit") {
			t.Errorf("nothing of a push fits: %v", err)
		}
		if n := p.count("device_record WHERE device_seq = 900"); n != 0 {
			t.Error("the number of a record that was not kept counts as received")
		}
	})
}

// Eight senders at the limit at once: together they do not exceed it, and the counters stay true.
func TestLimitsHoldUnderConcurrency(t *testing.T) {
	onBoth(t, func(p *phone) {
		stolen := p.withdrawn()
		p.door.Limits = field.Limits{Unopened: 20_000, Total: 20_000, Unreadable: 1 << 20, Photos: 1}
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() {
				for n := range 8 {
					_, err := p.door.Push(t.Context(), stolen, []byte(envelope(noise(1500, int64(i*8+n+1)))))
					if !fault.Is(err, "storage_limit") {
						errs[i] = errors.Join(errs[i], err)
					}
				}
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := p.sum("withheld"); n > 20_000 || n < 14_000 {
			t.Errorf("%d bytes stored", n)
		}
		if n := p.count("exception WHERE kind = 'storage_limit'"); n != 1 {
			t.Errorf("%d exceptions about the limit", n)
		}
		if n := p.count("exception WHERE kind = 'device_withdrawn'"); n != 1 {
			t.Errorf("%d exceptions about the phone", n)
		}
		p.counted()
	})
}

// What no limit may refuse: a phone that comes back after thirty days, a second worker on it, and all of it again after
// a restore. Entries that can be read cost nothing, so the limits here are the smallest there are.
func TestHonestPhonesMeetNoLimit(t *testing.T) {
	onBoth(t, func(p *phone) {
		p.door.Limits = field.Limits{Unopened: 1, Total: 1, Unreadable: 1, Photos: 40}
		other := p.again("rina")
		ours := p.door.Keys.Sealing.Recipient()
		var entries []string
		for range testkit.Scale(15_000) {
			entries = append(entries, sealed(t, p.record(), ours))
		}
		back := entries[:testkit.Scale(2_000)]
		for part := range slices.Chunk(back, 100) {
			for _, o := range p.push(envelope(part...)) {
				if o.Status != journal.StatusApplied {
					t.Fatalf("%+v", o)
				}
			}
		}
		seq := p.seq
		p.seq = 0
		p.expect(p.pushAs(other, envelope(p.record(), p.record())).Results, "applied", "applied")
		p.seq = seq
		for part := range slices.Chunk(entries, 100) { // the server was restored: all is offered again
			for _, o := range p.push(envelope(part...)) {
				if o.Status != journal.StatusApplied && o.Was != journal.StatusApplied {
					t.Fatalf("%+v", o)
				}
			}
		}
		folder := t.TempDir()
		for range testkit.Scale(400) {
			if err := p.photo(folder, p.Phone, true); err != nil {
				t.Fatal(err)
			}
		}
		if n := p.count("exception WHERE kind = 'storage_limit'"); n != 0 {
			t.Errorf("%d exceptions about limits", n)
		}
		p.counted()
	})
}
