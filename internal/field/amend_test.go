package field_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// corrections are a family and two workers with a phone each who correct it.
type corrections struct {
	*phone
	family household.ID
	phones []people.Phone
}

func newCorrections(p *phone) *corrections {
	p.Helper()
	return newCorrectionsBy(p, p.Phone, p.enrol("mina", actor.OutreachWorker))
}

func newCorrectionsBy(p *phone, phones ...people.Phone) *corrections {
	p.Helper()
	c := &corrections{phone: p, phones: phones}
	family := registration()
	c.family = family.ID
	p.expect(p.push(envelope(p.recordOf("household.register", family))), "applied")
	return c
}

// amend is a correction from version 1 of epoch 1.
func (c *corrections) amend(change func(in *household.HouseholdAmend)) string {
	in := household.HouseholdAmend{Household: c.family, BaseVersion: 1, BaseEpoch: 1}
	change(&in)
	return c.recordOf("household.amend", in)
}

func (c *corrections) sends(phone int, records ...string) []journal.Outcome {
	c.Helper()
	return c.pushAs(c.phones[phone], envelope(records...)).Results
}

func (c *corrections) now() (h household.Household) {
	c.Helper()
	c.read(testkit.Actor(actor.Coordinator), func(tx *db.Tx) (err error) {
		h, err = household.Get(tx, c.family)
		return err
	})
	return h
}

// notices returns what the feed tells a phone about corrections of the family.
func (c *corrections) notices(phone people.Phone) (short []string) {
	c.Helper()
	c.read(phone.Actor, func(tx *db.Tx) error {
		all, err := summary.Notices(tx)
		for _, n := range all {
			short = append(short, fmt.Sprintf("%v mine=%t settled=%t", n.Fields, n.Mine, n.SettledAt != nil))
		}
		return err
	})
	return short
}

func digits(number string) func(*household.HouseholdAmend) {
	return func(in *household.HouseholdAmend) { in.Phone = new(number) }
}

// Two phones correct one field: the first answer stays, the second is a claim, both workers and the office learn of it,
// and the office decides. Other fields of both take effect. Sending everything again changes nothing.
func TestTwoPhonesCorrectOneField(t *testing.T) {
	onBoth(t, func(p *phone) {
		other, third := p.enrol("mina", actor.OutreachWorker), p.enrol("lila", actor.OutreachWorker)
		for _, order := range [][]people.Phone{{p.Phone, other}, {other, p.Phone}} {
			c := newCorrectionsBy(p, order...)
			said := []string{
				c.amend(func(in *household.HouseholdAmend) { in.Phone, in.Name = new("9830000001"), new("Rahima Khatun") }),
				c.amend(func(in *household.HouseholdAmend) { in.Phone, in.Mark = new("9830000002"), new("fish") }),
			}
			c.expect(c.sends(0, said[0]), "applied")
			answers := c.sends(1, said[1])
			c.expect(answers, "conflict corrected_twice")
			if answers[0].Path != "/payload/phone" {
				c.Errorf("the path is %s", answers[0].Path)
			}
			if h := c.now(); h.Phone != "9830000001" || h.Name != "Rahima Khatun" || h.Mark != "fish" || h.Version != 3 {
				c.Errorf("it became %+v", h)
			}
			c.expect(c.sends(1, said[1]), "duplicate corrected_twice")
			c.expect(c.sends(0, said[0]), "duplicate")
			c.told("[phone] mine=false settled=false", "[phone] mine=true settled=false")
			if others := c.notices(third); len(others) != 0 {
				c.Errorf("a third worker is told %v", others)
			}
			c.decided(answers[0].Entry)
		}
	})
}

// told compares the newest notice of each phone.
func (c *corrections) told(want ...string) {
	c.Helper()
	for i, phone := range c.phones {
		if got := c.notices(phone); len(got) == 0 || got[0] != want[i] {
			c.Errorf("phone %d is told %v, not %s", i, got, want[i])
		}
	}
}

// decided has the office choose the claimed answer: once, and only by who may.
func (c *corrections) decided(claim journal.EntryID) {
	c.Helper()
	office := testkit.Actor(actor.Coordinator)
	var claims []household.Claim
	c.read(office, func(tx *db.Tx) (err error) {
		_, claims, err = household.Claims(tx, c.family)
		return err
	})
	if len(claims) != 1 || claims[0].Present != "9830000001" || claims[0].Claimed != "9830000002" || claims[0].Entry != claim {
		c.Fatalf("the office sees %+v", claims)
	}
	in := household.HouseholdCorrect{Household: c.family, BaseVersion: 3, Phone: new("9830000002"), Settles: claim}
	for _, try := range []struct {
		by   actor.Actor
		want string
	}{{c.phones[0].Actor, "role_missing /settles"}, {office, " "}, {office, "already_settled /settles"}} {
		e := testkit.Entry("household.correct")
		e.Payload, _ = json.Marshal(in)
		o, err := c.door.Intake.Take(c.Context(), c.door.Store, try.by, e)
		if err != nil || o.Code+" "+o.Path != try.want {
			c.Errorf("want %q: %+v %v", try.want, o, err)
		}
		in.BaseVersion = c.now().Version
	}
	if h := c.now(); h.Phone != "9830000002" {
		c.Errorf("the office chose, and it is %s", h.Phone)
	}
	c.told("[phone] mine=false settled=true", "[phone] mine=true settled=true")
	if n := c.count("exception x LEFT JOIN exception_settlement s ON s.exception = x.id WHERE s.exception IS NULL"); n != 0 {
		c.Errorf("%d exceptions are open", n)
	}
}

// What a phone itself had sent before, its worker knew: a second correction of the same field is none against the first.
func TestAPhoneCorrectsItsOwnCorrection(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrections(p)
		first, second := c.amend(digits("9830000001")), c.amend(digits("9830000002"))
		c.expect(c.sends(0, first, second), "applied", "applied")
		if h := c.now(); h.Phone != "9830000002" {
			c.Errorf("it is %s", h.Phone)
		}
		// The control: the same from another phone is a conflict.
		c.expect(c.sends(1, c.amend(digits("9830000003"))), "conflict corrected_twice")
		// The same answer is none.
		c.expect(c.sends(1, c.amend(digits("9830000002"))), "applied")
	})
}

// A correction of a family whose registration has not arrived waits for it.
func TestACorrectionWaitsForItsFamily(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrections(p)
		family := registration()
		c.family = family.ID
		early := c.amend(digits("9830000001"))
		c.expect(c.sends(1, early), "deferred waits_for")
		c.expect(c.sends(0, c.recordOf("household.register", family)), "applied")
		c.expect(c.sends(1, early), "duplicate")
		if h := c.now(); h.Phone != "9830000001" {
			c.Errorf("it is %q", h.Phone)
		}
	})
}

// A version of another epoch, or one that a restored database does not have, proves nothing: the later answer is a claim.
func TestAVersionOfAnotherEpochProvesNothing(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrections(p)
		c.expect(c.sends(0, c.amend(digits("9830000001"))), "applied")
		for _, base := range []household.HouseholdAmend{{BaseVersion: 2, BaseEpoch: 2}, {BaseVersion: 9, BaseEpoch: 1}, {BaseVersion: 2}} {
			c.expect(c.sends(1, c.amend(func(in *household.HouseholdAmend) {
				in.BaseVersion, in.BaseEpoch, in.Phone = base.BaseVersion, base.BaseEpoch, new("9830000002")
			})), "conflict corrected_twice")
		}
		// The control: of this epoch it has seen the first answer.
		c.expect(c.sends(1, c.amend(func(in *household.HouseholdAmend) {
			in.BaseVersion, in.Phone = 2, new("9830000002")
		})), "applied")
	})
}

// answer is a field of one correction: its worker saw the version base, and it took effect with a version or is a claim.
type answer struct {
	phone, base, version int
	name                 string
	claimed              bool
}

// unseen returns the answers that were replaced by a worker who had not seen them, without a claim.
func unseen(all []answer) (lost []string) {
	last := answer{name: registration().Name}
	for _, a := range all {
		if a.claimed {
			continue
		}
		if last.version > a.base && last.phone != a.phone && last.name != a.name {
			lost = append(lost, fmt.Sprintf("version %d by one who saw %d", last.version, a.base))
		}
		if a.name != last.name {
			last = a
		}
	}
	return lost
}

// Phones correct one name for a long time, and each sees the newest version only now and then. No answer is lost: it
// took effect, or it is a claim with an exception.
func TestNoCorrectionOfAPhoneIsLost(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrections(p)
		all := c.long(rand.New(rand.NewPCG(14, 1)), false)
		if lost := unseen(all); len(lost) > 0 {
			c.Errorf("lost: %v", lost)
		}
		claims := 0
		for _, a := range all {
			if a.claimed {
				claims++
			}
		}
		if claims == 0 || c.count("household_claim") != claims || c.count("exception WHERE kind = 'corrected_twice'") != claims {
			c.Errorf("%d claims, %d stored", claims, c.count("household_claim"))
		}
	})
}

// The control: phones that state the newest version without having seen it lose answers, and the same check finds it.
func TestControlPhonesThatStateTheNewestVersionLoseAnswers(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrections(p)
		if lost := unseen(c.long(rand.New(rand.NewPCG(14, 1)), true)); len(lost) == 0 {
			c.Error("the check finds nothing")
		}
	})
}

func (c *corrections) long(r *rand.Rand, dishonest bool) (all []answer) {
	c.Helper()
	saw := []int{1, 1}
	for range 40 {
		phone := r.IntN(2)
		version := c.now().Version
		if r.IntN(3) == 0 {
			saw[phone] = version
		}
		a := answer{phone: phone, base: saw[phone], name: "Name " + string(rune('a'+r.IntN(4)))}
		base := saw[phone]
		if dishonest {
			base = version
		}
		o := c.sends(phone, c.amend(func(in *household.HouseholdAmend) { in.BaseVersion, in.Name = base, new(a.name) }))[0]
		a.claimed = o.Status == journal.StatusConflict
		a.version = version + 1
		if !a.claimed && o.Status != journal.StatusApplied {
			c.Fatalf("%+v", o)
		}
		all = append(all, a)
	}
	return all
}

// A family that no longer gives its name keeps none: a correction on a phone takes it away with its search keys, and the
// family is called by its designation. Control: a correction of another answer keeps the name.
func TestAPhoneTakesANameAway(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrectionsBy(p, p.Phone)
		keys := func() int {
			return p.count("household_key WHERE household = '" + string(c.family) + "' AND kind = 'word'")
		}
		c.expect(c.sends(0, c.amend(func(in *household.HouseholdAmend) { in.Mark = new("fish") })), "applied")
		if c.now().Name == "" || keys() == 0 { // the control
			t.Fatalf("%+v, %d keys", c.now(), keys())
		}
		c.expect(c.sends(0, c.amend(func(in *household.HouseholdAmend) { in.Name, in.AlsoCalled = new(""), new("") })), "applied")
		if h := c.now(); h.Name != "" || h.AlsoCalled != "" || keys() != 0 {
			t.Errorf("%+v, %d keys", h, keys())
		}
		if _, parts := p.pack(p.Phone); !strings.Contains(string(parts["families"]), `"Fish"`) {
			t.Errorf("the pack calls it otherwise: %s", parts["families"])
		}
	})
}

// A correction on a phone writes a place that is not listed: the family counts where it was written until the office
// decides, and moves then. Control: a correction without one leaves nothing to decide.
func TestAPhoneWritesThePlaceOfACorrection(t *testing.T) {
	onBoth(t, func(p *phone) {
		c := newCorrectionsBy(p, p.Phone)
		undecided := func() int { return p.count("written_place WHERE area IS NULL AND record = '" + string(c.family) + "'") }
		c.expect(c.sends(0, c.amend(func(in *household.HouseholdAmend) { in.Mark = new("fish") })), "applied")
		if undecided() != 0 { // the control
			t.Error("a place waits for a decision")
		}
		p.system("area.put", area.AreaPut{Level: area.District, Code: "303", Name: "North", Parent: "state:19"})
		p.system("area.put", area.AreaPut{Level: area.Block, Code: "2738", Name: "Hingalganj", Parent: "district:303"})
		where := area.Key("block:2738")
		for _, name := range []string{"Natun Para", "Notun Para"} { // written again: the newer one counts
			c.expect(c.sends(0, c.amend(func(in *household.HouseholdAmend) { in.Area, in.WrittenPlace = &where, name })), "applied")
		}
		if n := p.count("written_place WHERE name = 'Notun Para'"); n != 1 || undecided() != 1 {
			t.Errorf("%d written, %d wait", n, undecided())
		}
		nowhere := household.HouseholdAmend{Household: c.family, BaseVersion: 1, BaseEpoch: 1, WrittenPlace: "Natun Para"}
		if f := fault.Of(nowhere.Validate()); f == nil || f.Path != "/area" {
			t.Errorf("a place without an area: %v", f)
		}
	})
}
