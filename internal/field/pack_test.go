package field_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// pack issues a pack and fetches it as phones do: nothing that the manifest does not vouch for is taken.
func (p *phone) pack(as people.Phone) (m protocol1.Manifest, parts map[string][]byte) {
	p.Helper()
	issued, err := p.door.Issue(p.Context(), as, field.Version1)
	if err != nil {
		p.Fatal(err)
	}
	if !ed25519.Verify(p.door.Keys.Public(), issued.Manifest, issued.Signature) {
		p.Fatal("the manifest is not signed")
	}
	if err := json.Unmarshal(issued.Manifest, &m); err != nil {
		p.Fatal(err)
	}
	parts = map[string][]byte{}
	for _, part := range m.Parts {
		body, err := p.door.PackPart(p.Context(), as, m.Pack, part.Name)
		sum := sha256.Sum256(body)
		if err != nil || len(body) != part.Bytes || hex.EncodeToString(sum[:]) != part.SHA256 {
			p.Fatalf("%s is not what the manifest says: %v", part.Name, err)
		}
		parts[part.Name] = body
	}
	return m, parts
}

// A phone whose worker has one role, whichever of those that phones carry, is issued a pack and can fetch all of it.
func TestEveryRoleOfPhonesIsIssuedAPack(t *testing.T) {
	onBoth(t, func(p *phone) {
		for i, role := range actor.PhoneRoles {
			_, parts := p.pack(p.enrol(fmt.Sprintf("worker%d", i), role))
			if parts["work"] == nil || parts["revoked"] == nil {
				p.Errorf("%s: only %d parts", role, len(parts))
			}
		}
	})
}

func rows[T any](t *testing.T, body []byte) (all []T) {
	t.Helper()
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// A pack contains only the data of the worker's tasks: no name or phone number for a distributor, no list for an
// outreach worker.
func TestAPackHoldsWhatItsWorkNeeds(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 6, 2, 0)
		giver, worker := p.enrol("giver", actor.Distributor), p.Phone
		_, parts := p.pack(giver)
		list := rows[protocol1.Entitled](t, parts["list-"+string(s.id)])
		if len(list) != len(s.due) || list[0].Code == "" || len(list[0].Items) != 1 || len(list[0].Sounds) == 0 {
			t.Errorf("the list has %d rows: %+v", len(list), list)
		}
		if _, there := parts["families"]; there {
			t.Error("a distributor carries families")
		}
		for name, body := range parts {
			if bytes.Contains(body, []byte("Rahima")) {
				t.Errorf("%s holds a name", name)
			}
		}
		_, parts = p.pack(worker)
		families := rows[protocol1.Family](t, parts["families"])
		if len(families) != 6 || families[0].Name != "Rahima Bibi" { // the control: the same search finds names where they belong
			t.Errorf("%+v", families)
		}
		if _, there := parts["list-"+string(s.id)]; there {
			t.Error("an outreach worker carries a list")
		}
		elsewhere := worker
		elsewhere.Actor = testkit.Only(worker.Actor, "/20/")
		if _, parts = p.pack(elsewhere); len(rows[protocol1.Family](t, parts["families"])) != 0 {
			t.Error("a phone carries families of other areas")
		}
		m, _ := p.pack(giver)
		if _, err := p.door.PackPart(t.Context(), worker, m.Pack, "work"); !fault.Is(err, "not_found") {
			t.Errorf("another phone's pack: %v", err)
		}
	})
}

// Of a split list a phone carries its lane open and the others sealed, and two phones have no family in common.
func TestLanesHaveNoFamilyInCommon(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 9, 0, 3)
		office := testkit.Actor(actor.Coordinator)
		e := testkit.Entry("distribution.lanes")
		e.Payload, _ = json.Marshal(distribution.DistributionLanes{Distribution: s.id, Lanes: 2})
		leader := distribution.Leader{Distribution: s.id, Lanes: 2, PIN: "135790"}
		if o, err := p.door.Intake.TakeWith(t.Context(), p.door.Store, office, e, leader.Keep); err != nil || o.Code != "" {
			t.Fatalf("%+v %v", o, err)
		}
		var seen []string
		for i, phone := range s.phones {
			_, parts := p.pack(phone)
			var work protocol1.Work
			if err := json.Unmarshal(parts["work"], &work); err != nil {
				t.Fatal(err)
			}
			site := work.Distributions[0]
			want := []int{1, 2, 0}[i]
			if site.Lane != want || site.Leader == nil || len(site.Sealed) == 0 {
				t.Errorf("phone %d holds lane %d, not %d: %+v", i, site.Lane, want, site)
			}
			if body, there := parts["list-"+string(s.id)]; there {
				for _, row := range rows[protocol1.Entitled](t, body) {
					seen = append(seen, string(row.Entitlement))
				}
			}
			for name, body := range parts {
				if strings.HasPrefix(name, "sealed-") && bytes.Contains(body, []byte(s.due[0].Code)) {
					t.Errorf("%s can be read", name)
				}
			}
		}
		slices.Sort(seen)
		if len(seen) != len(s.due) || len(slices.Compact(slices.Clone(seen))) != len(seen) {
			t.Errorf("two lanes hold %d of %d families", len(seen), len(s.due))
		}
	})
}

// A card withdrawn since is sent in the feed, and included in the next pack; ten thousand fit into 100 kB.
func TestB34_WithdrawnCardsAreTold(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 3, 0, 1)
		m, _ := p.pack(s.phones[0])
		var id card.ID
		p.read(testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
			c, err := card.Resolve(tx, s.due[0].Code)
			id = c.ID
			return err
		})
		s.entered(testkit.Actor(actor.Coordinator), "card.revoke", card.CardRevoke{Card: id, Reason: card.Lost})
		s.seal()
		f := s.since(s.phones[0], m.Seq)
		if !slices.ContainsFunc(f.Events, func(e field.Event) bool { return e.Type == field.EventRevoked && e.Card == id }) {
			t.Errorf("%+v", f.Events)
		}
		_, parts := p.pack(s.phones[0])
		var revoked protocol1.Revoked
		sum := sha256.Sum256([]byte(id))
		if err := json.Unmarshal(parts["revoked"], &revoked); err != nil || !bytes.Equal(revoked.Cards, sum[:7]) {
			t.Errorf("%+v %v", revoked, err)
		}
	})
}

// B34: the list of ten thousand withdrawn cards weighs at most a hundred kB as it travels.
func TestB34_TheListOfWithdrawnCardsIsSmall(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 3, 0, 1)
		office := testkit.Actor(actor.Coordinator)
		many := max(5, testkit.Scale(10_000))
		batch := card.BatchID(db.NewID())
		p.entered(office, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "Lost", Cards: min(many, 1000)})
		var ids []card.ID
		p.read(office, func(tx *db.Tx) error {
			cards, err := card.Cards(tx, batch)
			for _, c := range cards {
				ids = append(ids, c.ID)
			}
			return err
		})
		_, before := p.pack(s.phones[0])
		for _, id := range ids {
			s.entered(office, "card.revoke", card.CardRevoke{Card: id, Reason: card.Lost})
		}
		_, after := p.pack(s.phones[0])
		each := float64(len(after["revoked"])-len(before["revoked"])) / float64(len(ids))
		if whole := each * 10_000; whole > 100_000 || each == 0 {
			t.Errorf("a withdrawn card takes %.1f bytes, ten thousand %.0f", each, whole)
		}
	})
}

func (s *site) seal() {
	s.Helper()
	for {
		n, err := journal.Seal(s.Context(), s.door.Store)
		if err != nil {
			s.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func (s *site) since(as people.Phone, seq int64) (all field.Feed) {
	s.Helper()
	from := journal.Head{Seq: seq}
	for {
		f, err := s.door.Since(s.Context(), as, 1, from)
		if err != nil {
			s.Fatal(err)
		}
		f.Events, all = append(all.Events, f.Events...), f
		all.Events = f.Events
		if !f.More {
			return all
		}
		from = journal.Head{Seq: f.Seq, Hash: f.Hash}
	}
}

// The feed sends a phone's handovers to others, including those decided late and undone ones.
func TestTheFeedTellsOtherPhones(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 4, 0, 2)
		s.seal()
		m, _ := p.pack(s.phones[1])
		in := s.handover(s.due[0], 1)
		s.arrives(s.does(0, "handover.record", in))
		s.arrives(s.does(0, "handover.undo", distribution.HandoverUndo{ID: db.NewID(), Handover: in.ID, Reason: "by_mistake"}))
		s.arrives(s.does(0, "handover.record", s.handover(s.due[1], 1)))
		family := registration()
		s.arrives(s.does(0, "household.register", family))
		s.seal()
		var types []string
		for _, e := range s.since(s.phones[1], m.Seq).Events {
			types = append(types, e.Type)
			if e.Type == field.EventFamily && (e.Family == nil || e.Family.Household != family.ID) {
				t.Errorf("%+v", e)
			}
		}
		if want := []string{"undone", "served", "family"}; !slices.Equal(types, want) {
			t.Errorf("told %v, not %v", types, want)
		}
		_, err := s.door.Since(t.Context(), s.phones[1], 2, journal.Head{Seq: m.Seq})
		if !fault.Is(err, "epoch_changed") {
			t.Errorf("another epoch: %v", err)
		}
		if _, err = s.door.Since(t.Context(), s.phones[1], 1, journal.Head{Seq: 1_000_000}); !fault.Is(err, "epoch_changed") {
			t.Errorf("beyond the head: %v", err)
		}
	})
}

// The phone of a worker whose roles changed holds data outside the new scope, and is notified.
func TestTheFeedTellsOfAnotherReach(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 1)
		m, _ := p.pack(p.Phone)
		moved := p.Phone
		moved.Actor = testkit.Only(p.Actor, "/20/")
		told := func(as people.Phone) bool {
			return slices.ContainsFunc(s.since(as, m.Seq).Events, func(e field.Event) bool { return e.Type == field.EventNotOurs })
		}
		if !told(moved) || told(p.Phone) {
			t.Errorf("told of another reach %v, of the same %v", told(moved), told(p.Phone))
		}
	})
}

// B19: while many write at once, a phone that follows the order misses nothing.
func TestB19_TheFeedSkipsNothing(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 1)
		s.seal()
		m, _ := p.pack(p.Phone)
		const writers = 8
		each := max(5, testkit.Scale(1000)/4)
		var wait sync.WaitGroup
		for range writers {
			wait.Go(func() {
				for range each {
					e := testkit.Entry("household.register")
					e.Payload, _ = json.Marshal(registration())
					if _, err := p.door.Intake.Take(t.Context(), p.door.Store, testkit.Actor(actor.OutreachWorker), e); err != nil {
						t.Error(err)
					}
				}
			})
		}
		done := make(chan struct{})
		go func() { wait.Wait(); close(done) }()
		seen := map[household.ID]int{}
		seq := m.Seq
		for running := true; running; {
			select {
			case <-done:
				running = false
			default:
			}
			s.seal()
			f := s.since(p.Phone, seq)
			for _, e := range f.Events {
				seen[e.Household]++
			}
			seq = f.Seq
		}
		if len(seen) != writers*each {
			t.Errorf("%d families were registered, %d were told", writers*each, len(seen))
		}
	})
}

// The control: a cursor by recorded_at would miss entries that commit late.
func TestB19_Control(t *testing.T) {
	onBoth(t, func(p *phone) {
		early, late := testkit.Entry("household.register"), testkit.Entry("household.register")
		early.Payload, _ = json.Marshal(registration())
		late.Payload, _ = json.Marshal(registration())
		worker := testkit.Actor(actor.OutreachWorker)
		if _, err := p.door.Intake.Take(t.Context(), p.door.Store, worker, early); err != nil {
			t.Fatal(err)
		}
		var cursor int64
		p.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT MAX(recorded_at) FROM entry").Scan(&cursor).Error
		})
		if _, err := p.door.Intake.Take(t.Context(), p.door.Store, worker, late); err != nil {
			t.Fatal(err)
		}
		// a writer that began before the reader's cursor and committed after it
		testkit.Unguard(p.T, p.options, "entry")
		testkit.AsOwner(p.T, p.options, "UPDATE entry SET recorded_at = recorded_at - 3600000000 WHERE id = '"+string(late.ID)+"'")
		var naive int
		p.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT COUNT(*) FROM entry WHERE recorded_at > ?", cursor).Scan(&naive).Error
		})
		s := &site{phone: p}
		s.seal()
		if naive != 0 || len(s.since(p.Phone, 0).Events) != 2 {
			t.Errorf("a naive cursor finds %d, the order tells %d", naive, len(s.since(p.Phone, 0).Events))
		}
	})
}

// A fact that was in scope when its pack was issued, and is not now, is applied with an exception; a fact that never
// was in scope is stored without effect.
func TestFactsAreJudgedByTheirPack(t *testing.T) {
	onBoth(t, func(p *phone) {
		m, _ := p.pack(p.Phone)
		withPack := func(r string) string { return strings.Replace(r, `"schema":1`, `"schema":1,"pack":"`+m.Pack+`"`, 1) }
		moved := p.Phone
		moved.Actor = testkit.Only(p.Actor, "/20/")
		p.expect(p.pushAs(moved, envelope(withPack(p.record()), p.record())).Results, "applied", "rejected out_of_scope")
		if n := p.count("exception WHERE kind = 'out_of_scope'"); n != 1 {
			p.Errorf("%d exceptions", n)
		}
		if n := p.count("exception WHERE kind = 'fact_refused'"); n != 1 {
			p.Errorf("%d facts without scope are shown", n)
		}
	})
}

// A photo comes in pieces, is taken up where it stopped, and is kept once under the id that the phone gave it.
func TestAPhotoComesInPieces(t *testing.T) {
	onBoth(t, func(p *phone) {
		folder := t.TempDir()
		var picture bytes.Buffer
		if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
			t.Fatal(err)
		}
		file, err := seal.Seal(picture.Bytes(), p.door.Keys.Sealing.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		id := media.ID(db.NewID())
		piece := func(from, to int) field.PhotoPiece {
			return field.PhotoPiece{Photo: id, Offset: int64(from), Size: int64(len(file)), SHA256: hex.EncodeToString(sum[:]), Body: file[from:to]}
		}
		half := len(file) / 2
		for _, c := range []struct {
			in   field.PhotoPiece
			code string
			done bool
		}{
			{piece(half, len(file)), "offset", false},
			{piece(0, half), "", false},
			{piece(0, half), "offset", false},
			{piece(half, len(file)), "", true},
			{piece(0, half), "", true},
		} {
			kept, err := p.door.AddPiece(t.Context(), p.Phone, folder, c.in)
			if f := fault.Of(err); (f == nil) != (c.code == "") || f != nil && f.Code != c.code || kept.Done != c.done {
				t.Errorf("from %d: %+v %v", c.in.Offset, kept, err)
			}
		}
		if n := p.count("photo"); n != 1 || p.count("photo_part") != 0 {
			t.Errorf("%d photos, %d pieces are left", n, p.count("photo_part"))
		}
		id = media.ID(db.NewID())
		broken := piece(0, len(file))
		broken.SHA256 = strings.Repeat("0", 64)
		if _, err := p.door.AddPiece(t.Context(), p.Phone, folder, broken); !fault.Is(err, "photo_altered") {
			t.Errorf("%v", err)
		}
		if have, err := p.door.PhotoHave(t.Context(), p.Phone, id); err != nil || have.Have != 0 {
			t.Errorf("of a broken photo %+v is kept: %v", have, err)
		}
	})
}
