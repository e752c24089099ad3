package field_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/testkit"
)

const leaderPIN = "135790"

// split splits a site's list into lanes under a leader's PIN.
func (s *site) split(lanes int) {
	s.Helper()
	e := testkit.Entry("distribution.lanes")
	e.Payload, _ = json.Marshal(distribution.DistributionLanes{Distribution: s.id, Lanes: lanes})
	leader := distribution.Leader{Distribution: s.id, Lanes: lanes, PIN: leaderPIN}
	o, err := s.door.Intake.TakeWith(s.Context(), s.door.Store, testkit.Actor(actor.Coordinator), e, leader.Keep)
	if err != nil || o.Code != "" {
		s.Fatalf("%+v %v", o, err)
	}
}

// opensBy reports whether a PIN that is stretched by so many rounds of PBKDF2 proves itself and opens a sealed lane.
func opensBy(t *testing.T, check protocol1.Leader, wrapped []byte, rounds int) bool {
	t.Helper()
	key, err := pbkdf2.Key(sha256.New, leaderPIN, check.Salt, rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	proof := hmac.New(sha256.New, key)
	proof.Write([]byte("check"))
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	lane, err := gcm.Open(nil, wrapped[:gcm.NonceSize()], wrapped[gcm.NonceSize():], nil)
	return hex.EncodeToString(proof.Sum(nil)) == check.Check && err == nil && len(lane) == 32
}

// lead sets the leader's PIN of a list that is not split.
func (s *site) lead(pin string) journal.Outcome {
	s.Helper()
	e := testkit.Entry("distribution.leader")
	e.Payload, _ = json.Marshal(distribution.DistributionLeader{Distribution: s.id})
	leader := distribution.Leader{Distribution: s.id, PIN: pin}
	o, err := s.door.Intake.TakeWith(s.Context(), s.door.Store, testkit.Actor(actor.Coordinator), e, leader.Keep)
	if err != nil {
		s.Fatal(err)
	}
	return o
}

// proves reports whether a PIN is that of a verifier.
func proves(t *testing.T, check protocol1.Leader, pin string) bool {
	t.Helper()
	key, err := pbkdf2.Key(sha256.New, pin, check.Salt, check.Rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	proof := hmac.New(sha256.New, key)
	proof.Write([]byte("check"))
	return hex.EncodeToString(proof.Sum(nil)) == check.Check
}

// leaderOn is the verifier of the leader's PIN in a phone's next pack.
func (s *site) leaderOn(phone int) protocol1.Leader {
	s.Helper()
	_, parts := s.pack(s.phones[phone])
	var work protocol1.Work
	if err := json.Unmarshal(parts["work"], &work); err != nil || len(work.Distributions) != 1 ||
		work.Distributions[0].Leader == nil {
		s.Fatalf("%+v %v", work.Distributions, err)
	}
	return *work.Distributions[0].Leader
}

// A list gets another leader's PIN when it is split. A phone that verified the old one learns of the new one with its
// next pack. What it opened by the old one stays valid, also when it arrives after the change: a handover off the list is
// a fact with its exception. Control: the old verifier rejects the new PIN, and the new one the old.
func TestB42_AChangedLeaderPINReachesPhonesWithTheirNextPack(t *testing.T) {
	onBoth(t, func(p *phone) {
		const before = "271828"
		s := newSite(p, 8, 2, 1)
		s.load(0, 50)
		if o := s.lead(before); o.Status != journal.StatusApplied {
			t.Fatalf("%+v", o)
		}
		old := s.leaderOn(0)
		early := s.does(0, "handover.record", offTheList(s, s.cards[0]))
		late := s.does(0, "handover.record", offTheList(s, s.cards[1]))
		if o := s.arrives(early); o.Status != journal.StatusApplied || o.Numbers["status"] != "off_list" {
			t.Fatalf("before the change: %+v", o)
		}
		s.split(2)
		if o := s.arrives(late); o.Status != journal.StatusApplied || o.Numbers["status"] != "off_list" {
			t.Errorf("opened by the old PIN, and arrived after the change: %+v", o)
		}
		if n := s.count("exception WHERE kind = 'off_list'"); n != 2 {
			t.Errorf("%d exceptions for two families off the list", n)
		}
		is := s.leaderOn(0)
		if !proves(t, is, leaderPIN) || proves(t, is, before) {
			t.Error("the next pack does not verify the new PIN alone")
		}
		if !proves(t, old, before) || proves(t, old, leaderPIN) {
			t.Error("control: the old pack does not verify the old PIN alone")
		}
		s.clean()
	})
}

// B42: a phone can verify the team leader's PIN of a list that is not split. Control: before the PIN is set it cannot,
// and no other PIN proves itself; an easy PIN and a second one are refused.
func TestB42_ALeaderOfAListThatIsNotSplit(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 3, 0, 1)
		verifier := func() *distribution.LeaderCheck {
			var sites []distribution.Site
			p.read(testkit.Actor(actor.Distributor), func(tx *db.Tx) (err error) {
				sites, err = distribution.Sites(tx, "")
				return err
			})
			if len(sites) != 1 || sites[0].Lanes != 0 {
				t.Fatalf("%+v", sites)
			}
			return sites[0].Leader
		}
		if verifier() != nil { // the control
			t.Error("there is a verifier of a PIN that was not set")
		}
		for _, c := range []struct{ pin, outcome string }{
			{"123456", "rejected pin_easy"}, {leaderPIN, "applied "}, {"271828", "conflict leader_set"},
		} {
			if o := s.lead(c.pin); string(o.Status)+" "+o.Code != c.outcome {
				t.Errorf("%s: %+v", c.pin, o)
			}
		}
		check := verifier()
		for pin, right := range map[string]bool{leaderPIN: true, "271828": false} {
			if proves(t, protocol1.Leader{Salt: check.Salt, Rounds: check.Rounds, Check: check.Proof}, pin) != right {
				t.Errorf("%s proves itself: %v", pin, !right)
			}
		}
	})
}

// The keys of sealed lanes lie under 300,000 rounds of PBKDF2-SHA-256: who has a phone's files and tries all PINs of six
// digits is kept busy for days. Control: one round opens nothing.
func TestLanesLieUnderManyRounds(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 5, 0, 1)
		s.split(2)
		_, parts := p.pack(s.phones[0])
		var work protocol1.Work
		if err := json.Unmarshal(parts["work"], &work); err != nil {
			t.Fatal(err)
		}
		carried := work.Distributions[0]
		if carried.Leader == nil || len(carried.Sealed) != 1 || carried.Leader.Rounds != 300_000 {
			t.Fatalf("%+v", carried)
		}
		if !opensBy(t, *carried.Leader, carried.Sealed[0].Wrapped, 300_000) {
			t.Error("the leader's PIN does not open the other lane by 300,000 rounds")
		}
		if opensBy(t, *carried.Leader, carried.Sealed[0].Wrapped, 1) {
			t.Error("control: the leader's PIN opens the other lane by one round")
		}
	})
}

// Each phone of a split list carries its share of the quota, and all shares together are at most two in a hundred.
func TestAPhoneCarriesItsShareOfTheQuota(t *testing.T) {
	for _, row := range []struct{ listed, lanes, want int }{
		{400, 0, 5}, {400, 1, 5}, {400, 4, 2}, {200, 1, 4}, {200, 2, 2}, {200, 4, 1}, {5000, 20, 5}, {10, 4, 1},
	} {
		got := distribution.OffListQuota(row.listed, row.lanes)
		if got != row.want {
			t.Errorf("%d families on %d lanes: %d, not %d", row.listed, row.lanes, got, row.want)
		}
		shares := got * max(1, row.lanes)
		if row.listed >= 50*row.lanes && shares*50 > row.listed {
			t.Errorf("%d families on %d lanes: %d in all", row.listed, row.lanes, shares)
		}
	}
	if whole := distribution.OffListQuota(400, 1); 4*whole*50 <= 400 {
		t.Errorf("control: four phones with the whole quota of %d each stay within two in a hundred", whole)
	}
}
