package field_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/testkit"
)

// held returns the exposure of a phone, as the office computes it.
func (p *phone) held(as people.Phone) (held field.Held) {
	p.Helper()
	p.read(testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
		enrolled, err := people.EnrolledPhone(tx, as.Credential)
		if err != nil {
			return err
		}
		held, err = field.HeldBy(tx, enrolled)
		return err
	})
	return held
}

// readable lists the families that stand in the open parts of a pack.
func readable(t *testing.T, parts map[string][]byte) (ids []household.ID) {
	t.Helper()
	for name, body := range parts {
		if name == "families" {
			for _, row := range rows[protocol1.Family](t, body) {
				ids = append(ids, row.Household)
			}
		}
		if strings.HasPrefix(name, "list-") {
			for _, row := range rows[protocol1.Entitled](t, body) {
				ids = append(ids, row.Household)
			}
		}
	}
	return ids
}

// untold returns the families of a pack that a computation omits, who would not be informed.
func untold(in, told []household.ID) (left []household.ID) {
	for _, id := range in {
		if !slices.Contains(told, id) {
			left = append(left, id)
		}
	}
	return left
}

// Of a lost phone every family that it could show is known: those of its worker's areas, of its lists, sealed lanes too,
// and those registered on it, until it last came. Control: without the lists, families of a distributor are left out.
func TestWhatAPhoneHeldIsKnown(t *testing.T) {
	// Lanes are drawn per family: with this many none of the two is empty.
	const families = 24
	onBoth(t, func(p *phone) {
		s := newSite(p, families, 0, 1)
		s.split(2)
		giver := p.enrol("only_gives", actor.Distributor)
		for _, phone := range []people.Phone{s.phones[0], giver} {
			_, parts := p.pack(phone)
			held := p.held(phone)
			if left := untold(readable(t, parts), held.Households); len(left) > 0 || len(held.Households) != families {
				t.Errorf("%d families are held, and %v are left out", len(held.Households), left)
			}
			open, shut := 0, 0
			for _, list := range held.Lists {
				if list.Sealed {
					shut += list.Families
				} else {
					open += list.Families
				}
			}
			if open+shut != families || shut == 0 || held.Areas["state:19"] != families || held.Lists[0].Name != "Tarpaulins" {
				t.Errorf("lists %+v, areas %v", held.Lists, held.Areas)
			}
		}
		_, parts := p.pack(giver)
		if held := p.held(giver); held.InAreas != 0 || len(untold(readable(t, parts), nil)) == 0 {
			t.Errorf("control: a distributor holds %d families of areas, and none of a list", held.InAreas)
		}

		worker := s.phones[0]
		s.entered(testkit.Actor(actor.Roles...), "household.register", registration())
		if held := p.held(worker); held.InAreas != families {
			t.Errorf("a family that was registered after the phone last came is held: %d", held.InAreas)
		}
		record := p.recordOf("household.register", registration())
		body, _ := json.Marshal(map[string]any{"protocol": 1, "records": []json.RawMessage{json.RawMessage(record)}})
		p.pushAs(worker, string(body))
		if held := p.held(worker); held.InAreas != families+2 || held.Registered != 1 || len(held.Households) != families+2 {
			t.Errorf("after it came again: %d in areas, %d registered on it, %d in all", held.InAreas, held.Registered,
				len(held.Households))
		}
	})
}

// listed counts the families of lists that a phone held, open and sealed.
func listed(held field.Held) (open, sealed int) {
	for _, list := range held.Lists {
		if list.Sealed {
			sealed += list.Families
		} else {
			open += list.Families
		}
	}
	return open, sealed
}

// The contents of a lost phone remain known after its credential was revoked and the bytes of its packs were swept.
// Control: without the stored contents of packs, lists are missing, and the response states that.
func TestWhatAPhoneHeldIsKnownAfterTheSweep(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		s := newSite(p.phone, 6, 0, 0)
		both := p.enrol("both", actor.Distributor, actor.OutreachWorker)
		p.pack(both)
		before := p.held(both)
		p.entered(testkit.Actor(actor.Administrator), "device.withdraw", people.DeviceWithdraw{Credential: both.Credential, Reason: "stolen"})
		p.now = p.now.Add(48 * time.Hour)
		if err := p.door.SweepParts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := p.count("pack_part"); n != 0 {
			t.Fatalf("%d parts are not swept", n)
		}
		after := p.held(both)
		open, _ := listed(after)
		if !slices.Equal(after.Households, before.Households) || len(after.Households) != 6 || open != 6 || after.Unrecorded {
			t.Errorf("before the sweep %+v, after it %+v", before, after)
		}
		testkit.AsOwner(t, s.options, scopedTo(s.options)+"DELETE FROM pack_content")
		if held := p.held(both); !held.Unrecorded || held.InAreas != 6 || len(held.Lists) != 0 {
			t.Errorf("control: without the record %+v", held)
		}
	})
}

// scopedTo lets the owner, who is held to the policies as well, see the rows of every organisation.
func scopedTo(o db.Options) string {
	if o.URL == "" {
		return ""
	}
	return "SELECT set_config('app.organisations', '*', true); "
}

// A pack that was issued and not fetched replaces nothing on the phone, independent of the phone's report; a completely
// fetched pack does, a day later. Control: a phone that reports an older pack still has the contents of that pack.
func TestAPackThatWasNotFetchedReplacesNothing(t *testing.T) {
	onBothWithClock(t, func(p *gapPhone) {
		s := newSite(p.phone, 4, 0, 0)
		giver := p.enrol("gives", actor.Distributor)
		first, _ := p.pack(giver)
		p.entered(testkit.Actor(actor.Coordinator), "distribution.close", distribution.DistributionClose{Distribution: s.id})
		p.now = p.now.Add(48 * time.Hour)
		issued, err := p.door.Issue(t.Context(), giver, field.Version1)
		if err != nil {
			t.Fatal(err)
		}
		var second protocol1.Manifest
		if err := json.Unmarshal(issued.Manifest, &second); err != nil {
			t.Fatal(err)
		}
		report := `{"protocol":1,"outbox":{"waiting":0,"bytes":0,"photos":0,"next_seq":1,"pack":%q,"lock":"locked","wrong_pins":3},"records":[]}`
		p.pushAs(giver, fmt.Sprintf(report, second.Pack))
		if open, _ := listed(p.held(giver)); open != 4 || !p.held(giver).IssuedAt.Equal(first.IssuedAt) {
			t.Errorf("a pack that was not fetched leaves %d of 4 families", open)
		}
		for _, part := range second.Parts {
			if _, err := p.door.PackPart(t.Context(), giver, second.Pack, part.Name); err != nil {
				t.Fatal(err)
			}
		}
		if open, _ := listed(p.held(giver)); open != 0 {
			t.Errorf("the list was replaced two days ago, and counts %d families", open)
		}
		p.pushAs(giver, fmt.Sprintf(report, first.Pack))
		if open, _ := listed(p.held(giver)); open != 4 {
			t.Errorf("control: a phone with the first pack holds %d families", open)
		}
		p.pushAs(giver, fmt.Sprintf(report, second.Pack))
		p.pack(giver)
		if n := p.count("pack_content WHERE name LIKE 'list-%'"); n != 0 {
			t.Errorf("%d parts of replaced packs are kept", n)
		}
	})
}

// A lane that a leader opened on a phone counts as open on it, and a family that was erased or has left the worker's area
// since still counts. Control: before, the lane is sealed and no family is missing.
func TestOpenedLanesAndMissingFamiliesCount(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 6, 0, 2)
		s.split(2)
		first := s.phones[0]
		for i := range first.Actor.Grants {
			first.Actor.Grants[i].Path = "/19/"
		}
		p.pack(first)
		open, sealed := listed(p.held(first))
		if open+sealed != 6 || sealed == 0 {
			t.Fatalf("control: %d open, %d sealed", open, sealed)
		}
		other := 3 - laneOf(s, first)
		record := p.recordOf("lane.open", distribution.LaneOpen{Distribution: s.id, Lane: other, Reason: "phone_lost"})
		p.pushAs(first, envelope(record))
		if open, sealed := listed(p.held(first)); open != 6 || sealed != 0 {
			t.Errorf("after a leader opened the lane: %d open, %d sealed", open, sealed)
		}
		p.entered(testkit.Steward(actor.Roles...), "area.put", area.AreaPut{Level: area.State, Code: "21", Name: "Odisha"})
		err := p.door.Store.Write(t.Context(), testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
			err := tx.Exec("UPDATE household SET erased_at = ? WHERE id = ?", tx.Now, string(s.due[0].Household)).Error
			if err == nil {
				err = tx.Exec("UPDATE household SET area = 'state:21', area_path = '/21/' WHERE id = ?", string(s.due[1].Household)).Error
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		held := p.held(first)
		if held.Erased != 1 || held.Moved != 1 || held.InAreas != 5 || len(held.Households) != 5 {
			t.Errorf("one erased and one moved: %+v", held)
		}
	})
}

// laneOf is the lane that a phone holds.
func laneOf(s *site, phone people.Phone) (lane int) {
	s.Helper()
	s.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT lane FROM distribution_lane WHERE distribution = ? AND device = ?", s.id, string(phone.Credential)).
			Scan(&lane).Error
	})
	return lane
}

// The reported state of a phone's PIN lock is stored; without a report nothing is stored.
func TestAPhoneReportsItsLock(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, c := range []struct {
			outbox, lock string
			wrong        int64
		}{
			{`{"next_seq":1,"lock":"locked","wrong_pins":3}`, "locked", 3},
			{`{"next_seq":1,"lock":"open"}`, "open", 0},
			{`{"next_seq":1,"lock":"wiped","wrong_pins":-4}`, "wiped", 0},
			{`{"next_seq":1,"lock":"broken","wrong_pins":3}`, "", 0},
			{`{"next_seq":1}`, "", 0},
		} {
			p.pushAs(p.Phone, `{"protocol":1,"outbox":`+c.outbox+`,"records":[]}`)
			p.read(testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
				row, err := people.EnrolledPhone(tx, p.Credential)
				if row.LockState != c.lock || row.WrongPins != c.wrong {
					t.Errorf("%s: %q %d", c.outbox, row.LockState, row.WrongPins)
				}
				return err
			})
		}
	})
}
