package simulate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/phonedata/reply"
	"tripol/internal/seal"
	"tripol/internal/web"
)

// phone is one worker's phone. Its durable state is its log; the rest is lost in a crash.
type phone struct {
	*Crowd
	number  int
	path    string
	chance  *rand.Rand
	line    *faultyLink
	account web.EnrolledView
	pack    string
	site    packedSite
	skew    time.Duration // of its clock, which changes

	epoch    int64           // the server's, from the last response
	restored int             // 1 after a change of the epoch or of the chain
	seen     field.Seen      // head of the newest checkpoint
	seq      int             // of the last record
	previous string          // digest of the last record
	waiting  []Saved         // without a final outcome yet
	served   map[string]bool // codes
	offList  int
	last     *Saved         // the handover that can still be undone
	dropped  map[int64]bool // numbers of records lost by an injected fault
	gone     []field.Range  // to be reported in the next push
}

func (p *phone) enrol(ctx context.Context, login, password string) error {
	p.line.url = p.URL
	in := web.EnrolIn{
		Protocol: field.Protocol, Device: people.DeviceID(db.NewID()), Name: fmt.Sprintf("Simulated %d", p.number),
		Login: login, Password: password,
	}
	err := p.line.read(ctx, "/api/v1/devices", in, &p.account)
	p.line.token, p.served, p.epoch = string(p.account.FullToken), map[string]bool{}, p.account.Epoch.Number
	return err
}

// errRestored means that the server was restored from a backup.
var errRestored = errors.New("the server was restored")

// packedSite is the part of a pack that concerns one distribution.
type packedSite struct {
	Listed, Quota int
	Lanes         int
	due           map[string]string // card code → entitlement
}

// packPath is the request of a pack of today's app.
const packPath = "/api/v1/pack?protocol=2"

// fetchPack downloads the phone's pack and reads its own list.
func (p *phone) fetchPack(ctx context.Context) error {
	var issued field.Issued
	err := p.line.read(ctx, packPath, nil, &issued)
	for errors.Is(err, errBusy) && ctx.Err() == nil {
		err = p.line.read(ctx, packPath, nil, &issued)
	}
	if err != nil {
		return err
	}
	var manifest protocol2.Manifest
	if err := json.Unmarshal(issued.Manifest, &manifest); err != nil {
		return err
	}
	p.pack = manifest.Pack
	var work protocol2.Work
	if err := p.line.read(ctx, "/api/v1/pack/"+p.pack+"/work", nil, &work); err != nil {
		return err
	}
	for _, site := range work.Distributions {
		if site.Distribution != p.world.Distribution {
			continue
		}
		p.site = packedSite{Listed: site.Listed, Quota: site.Quota, Lanes: site.Lanes, due: map[string]string{}}
		if site.Lanes > 0 && site.Lane == 0 {
			return nil
		}
		var list protocol2.List
		err := p.line.read(ctx, "/api/v1/pack/"+p.pack+"/list-"+string(site.Distribution), nil, &list)
		for _, row := range list.Families {
			p.site.due[row.Code] = string(row.Entitlement)
		}
		return err
	}
	return errors.New("the pack does not hold the distribution")
}

// exposed is the maximum of double handovers that this phone can cause.
func (p *phone) maxDoubles(phones int) int {
	if p.site.Lanes == 0 {
		return p.site.Listed * (phones - 1) / phones
	}
	return p.site.Quota
}

// day simulates a phone's day: handovers, registrations, crashes at any moment, and an attempt to synchronise in the
// evening.
func (p *phone) day(ctx context.Context, visitors []string) error {
	p.skew = time.Duration(p.chance.IntN(20*365*24)-10*365*24) * time.Hour // up to ten years off in either direction
	for range p.Entries {
		if err := p.act(visitors); err != nil {
			return err
		}
		if p.chance.Float64() < p.Deaths {
			if err := p.crash(); err != nil {
				return err
			}
		}
	}
	return p.sync(ctx)
}

// crash loses everything but the log and restarts from that. Outcomes are lost too, so every record is sent again.
func (p *phone) crash() error {
	p.count("death", 0)
	return p.reload()
}

// reload restarts from the log.
func (p *phone) reload() error {
	saved, err := readLog(p.path)
	if err != nil {
		return err
	}
	p.waiting, p.seq, p.previous, p.last, p.served, p.offList = nil, 0, "", nil, map[string]bool{}, 0
	for _, s := range saved {
		if !p.dropped[int64(s.Seq)] {
			p.waiting = append(p.waiting, s)
		}
		p.seq, p.previous = s.Seq, digest(s.Record)
		p.remember(s)
	}
	return nil
}

func (p *phone) remember(s Saved) {
	if s.Kind != "handover.record" {
		return
	}
	p.served[s.Code] = true
	if _, listed := p.site.due[s.Code]; !listed {
		p.offList++
	}
}

// record creates an entry, plain or sealed, and saves it before anything else.
func (p *phone) record(kind string, payload any, s Saved) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	p.seq++
	r := field.Record{
		ID: journal.EntryID(db.NewID()), DeviceSeq: int64(p.seq), Previous: p.previous, Kind: kind, Schema: 1,
		OccurredAt: db.At(time.Now().Add(p.skew)), Pack: p.pack, Payload: raw,
	}
	s.ID, s.Credential, s.Seq, s.Kind = string(r.ID), string(p.account.Credential), p.seq, kind
	if s.Record, err = json.Marshal(r); err != nil {
		return err
	}
	s.Open = s.Record
	if p.chance.IntN(2) == 0 {
		if s.Record, err = p.sealed(s.Open, ""); err != nil {
			return err
		}
	}
	p.previous = digest(s.Record)
	p.waiting = append(p.waiting, s)
	p.remember(s)
	return save(p.path, s)
}

// sealed encrypts a record to the server's key; was is the digest of its first sealing, if this is another.
func (p *phone) sealed(open []byte, was string) ([]byte, error) {
	var r field.Record
	if err := json.Unmarshal(open, &r); err != nil {
		return nil, err
	}
	file, err := seal.Seal(open, p.account.SealKey)
	if err != nil {
		return nil, err
	}
	return json.Marshal(field.Record{
		ID: r.ID, DeviceSeq: r.DeviceSeq, Previous: r.Previous, Was: was, Sealed: base64.StdEncoding.EncodeToString(file),
	})
}

// digest is the digest that the next record names as previous: for a resealed record, that of its first sealing.
func digest(record []byte) string {
	var r struct {
		Was     string          `json:"was"`
		Sealed  string          `json:"sealed"`
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(record, &r) != nil {
		return ""
	}
	if r.Was != "" {
		return r.Was
	}
	sent := []byte(r.Sealed)
	if r.Sealed == "" {
		sent = r.Payload
	}
	sum := sha256.Sum256(sent)
	return hex.EncodeToString(sum[:])
}

// sync sends the pending records in batches of any order and processes their outcomes. A broken connection ends it.
func (p *phone) sync(ctx context.Context) error {
	p.chance.Shuffle(len(p.waiting), func(i, j int) { p.waiting[i], p.waiting[j] = p.waiting[j], p.waiting[i] })
	left := p.waiting
	p.waiting = nil
	for first := true; first || len(left) > 0; first = false { // an empty push queries the server's state
		size := p.Batch
		if size == 0 {
			size = 1 + p.chance.IntN(100)
		}
		batch := left[:min(len(left), size)]
		settled, err := p.offer(ctx, batch, len(left)-len(batch))
		if errors.Is(err, errBusy) {
			continue
		}
		if errors.Is(err, errRestored) { // the server may have lost any entry: the whole log is sent again
			return p.reload()
		}
		if err != nil {
			p.waiting = append(p.waiting, left...)
			if errors.Is(err, errLinkBroken) {
				return nil
			}
			return err
		}
		left = left[len(batch):]
		for _, s := range batch {
			if !settled[s.ID] {
				p.waiting = append(p.waiting, s)
			}
		}
		if p.chance.Float64() < p.Deaths {
			return p.crash()
		}
	}
	return nil
}

// follow stores the server's checkpoint. It returns errRestored if the chain does not extend the one seen before.
func (p *phone) follow(answer reply.Push) error {
	var said reply.Statement
	if err := json.Unmarshal(answer.Checkpoint.Statement, &said); err != nil {
		return err
	}
	other := answer.Epoch.Number != p.epoch || answer.Seen != nil && answer.Seen.Hash != p.seen.Hash
	p.epoch = answer.Epoch.Number
	p.seen = field.Seen{Epoch: said.Epoch.Number, Seq: said.Head.Seq, Hash: said.Head.Hash}
	if other {
		p.restored = 1
		return errRestored
	}
	return nil
}

// offer pushes one batch.
func (p *phone) offer(ctx context.Context, batch []Saved, behind int) (settled map[string]bool, err error) {
	gone := p.gone[:min(len(p.gone), field.MostGaps)]
	body, err := p.envelope(batch, behind, gone)
	if err != nil {
		return nil, err
	}
	raw, err := p.line.push(ctx, body)
	if err != nil {
		return nil, err
	}
	var answer reply.Push
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, err
	}
	if len(answer.Results) != len(batch) {
		return nil, fmt.Errorf("%d results for %d records", len(answer.Results), len(batch))
	}
	if err := p.follow(answer); err != nil {
		return nil, err
	}
	p.account.SealKey, p.gone = answer.SealKey, p.gone[len(gone):]
	if err := p.resend(answer.Gaps, batch); err != nil {
		return nil, err
	}
	return p.settled(batch, answer.Results)
}

// envelope encodes the request of one batch.
func (p *phone) envelope(batch []Saved, behind int, gone []field.Range) ([]byte, error) {
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"protocol":1,"app":"simulated","sent_at":%q,"outbox":{"waiting":%d,"next_seq":%d},`,
		time.Now().Add(p.skew).UTC().Format(time.RFC3339), behind, p.seq+1)
	if len(gone) > 0 {
		raw, err := json.Marshal(gone)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&body, `"gone":%s,`, raw)
	}
	fmt.Fprintf(&body, `"seen":{"epoch":%d,"seq":%d,"hash":%q},"records":[`, p.seen.Epoch, p.seen.Seq, p.seen.Hash)
	for i, s := range batch {
		if i > 0 {
			body.WriteByte(',')
		}
		body.Write(s.Record)
	}
	body.WriteString("]}")
	return body.Bytes(), nil
}

// settled returns the records with a final outcome, and reseals those that the server cannot decrypt.
func (p *phone) settled(batch []Saved, results []reply.Outcome) (settled map[string]bool, err error) {
	settled = map[string]bool{}
	for i, o := range results {
		if o.Code == "other_key" {
			if batch[i].Record, err = p.sealed(batch[i].Open, digest(batch[i].Record)); err != nil {
				return nil, err
			}
		}
		status := o.Status
		if status == journal.StatusDuplicate {
			status = o.Was
		}
		settled[batch[i].ID] = status != journal.StatusDeferred && string(o.Entry) == batch[i].ID
	}
	return settled, nil
}

// injectFault makes the phone lose or duplicate a record that is saved and not yet sent.
func (p *phone) injectFault(how string) error {
	at := len(p.waiting)
	if err := p.visit(); err != nil {
		return err
	}
	made := p.waiting[at]
	if how == "lost" {
		p.waiting = append(p.waiting[:at:at], p.waiting[at+1:]...)
		p.dropped = map[int64]bool{int64(made.Seq): true}
		return nil
	}
	again := field.Record{ID: journal.EntryID(db.NewID()), DeviceSeq: int64(p.seq + 1), Kind: made.Kind, Schema: 1}
	again.OccurredAt = db.At(time.Now())
	family, err := json.Marshal(newFamily(p.world.Area, made.Name))
	if err != nil {
		return err
	}
	again.Payload = family
	p.seq++
	made.ID = string(again.ID)
	made.Record, err = json.Marshal(again)
	p.waiting = append(p.waiting, made)
	return err
}
