package field

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/voice"
	"tripol/internal/words"
)

const (
	partsKept     = 24 * time.Hour // of a pack's parts; its issue and roles are kept for ever
	mostFamilies  = 50_000         // on an outreach worker's phone
	undoSeconds   = 120
	staleHours    = 72
	mostRevoked   = 50_000 // more than 400 kB on the phone
	partNameLimit = 80
)

// Manifest lists the parts of a pack. It is signed, so that a phone installs a pack atomically.
// A pack is an offline data bundle.
type Manifest struct {
	Pack       string
	Credential people.CredentialID
	Epoch      journal.Epoch
	Seq        int64  // cursor of the feed
	Hash       string // of that seal
	IssuedAt   db.Instant
	Parts      []Part
}

// Part is one file of a pack.
type Part struct {
	Name   string
	Rows   int
	Bytes  int
	SHA256 string
}

// Issued is a pack's manifest, its exact bytes, with their Ed25519 signature.
type Issued struct {
	Manifest  []byte `json:"manifest" format:"byte"`
	Signature []byte `json:"signature" format:"byte"`
}

// work is the part that every phone's pack has.
type work struct {
	roles    []actor.Role
	grants   []actor.Grant
	items    []stock.Item
	sites    []distribution.Site
	settings settings

	complaints []grievance.Followed // those that the worker took
	keeping    *keeping             // nil: the worker keeps no store
}

// settings are parameters of the phone's rules.
type settings struct {
	UndoSeconds int
	StaleHours  int

	ProtectionKey string // public key for sealing notes; empty if the organisation has none
	Positions     bool   // the family may be asked for the position of its house; not in protocol 1, like what follows
	LockMinutes   int    // without use, after which the phone locks
	HelpNumber    string
}

type partRow struct {
	Pack         string `gorm:"primaryKey"`
	Name         string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Body         []byte
	Rows         int
}

// TableName names the table of a row type.
func (partRow) TableName() string { return "pack_part" }

// packing is a pack under construction, read from one snapshot.
type packing struct {
	tx       *db.Tx
	phone    people.Phone
	help     string
	format   format
	manifest Manifest
	bodies   map[string][]byte
}

// Issue builds a pack, an offline data bundle limited to the worker's own areas and distributions. The phone's lanes
// are assigned first, in a separate write.
func (d Service) Issue(ctx context.Context, phone people.Phone, version Version) (Issued, error) {
	err := d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error { return takeLanes(tx, phone) })
	if err != nil {
		return Issued{}, err
	}
	p := &packing{phone: phone, help: d.HelpNumber, format: formats[version]}
	err = d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) error {
		p.tx, p.bodies = tx, map[string][]byte{}
		p.manifest = Manifest{Pack: db.NewID(), Credential: phone.Credential, IssuedAt: tx.Now}
		return p.gather()
	})
	if err != nil {
		return Issued{}, err
	}
	if err := d.keepPack(ctx, p); err != nil {
		return Issued{}, err
	}
	raw, err := json.Marshal(p.format.manifest(p.manifest))
	return Issued{Manifest: raw, Signature: ed25519.Sign(d.Keys.Signing, raw)}, err
}

func takeLanes(tx *db.Tx, phone people.Phone) error {
	if !phone.Actor.Has(actor.Distributor) {
		return nil
	}
	open, err := distribution.OpenIDs(tx)
	for _, id := range open {
		if err == nil {
			_, _, err = distribution.TakeLane(tx, id, string(phone.Credential))
		}
	}
	return err
}

// gather reads every part.
func (p *packing) gather() (err error) {
	if p.manifest.Epoch, err = journal.CurrentEpoch(p.tx); err != nil {
		return err
	}
	head, err := journal.NewestHead(p.tx)
	if err != nil {
		return err
	}
	p.manifest.Seq, p.manifest.Hash = head.Seq, head.Hash
	sites, err := p.sites()
	if err != nil {
		return err
	}
	for _, gather := range []func() error{p.areas, p.families, p.cards, p.voices} {
		if err := gather(); err != nil {
			return err
		}
	}
	return p.work(sites)
}

func (p *packing) work(sites []distribution.Site) error {
	items, err := stock.Items(p.tx)
	if err != nil {
		return err
	}
	w := work{grants: p.phone.Actor.Grants, items: items, sites: sites, roles: []actor.Role{}}
	if w.settings, err = p.settings(); err != nil {
		return err
	}
	if p.phone.Actor.Has(household.Recorders...) {
		if w.complaints, err = grievance.FollowedBy(p.tx); err != nil {
			return err
		}
	}
	if w.keeping, err = keepingOf(p.tx); err != nil {
		return err
	}
	for _, g := range w.grants {
		if !slices.Contains(w.roles, g.Role) {
			w.roles = append(w.roles, g.Role)
		}
	}
	return p.add(lastPart, p.format.work(w), 1)
}

func (p *packing) areas() error {
	paths := p.phone.Actor.Paths(actor.PhoneRoles...)
	rows, err := area.Carry(p.tx, paths)
	if err != nil {
		return err
	}
	areas, err := p.format.areas(rows)
	if err != nil {
		return err
	}
	return p.add("areas", areas, len(rows))
}

func (p *packing) families() error {
	if !p.phone.Actor.Has(household.Recorders...) {
		return nil
	}
	rows, err := summary.CarriedFamilies(p.tx, nil, mostFamilies)
	if err != nil {
		return err
	}
	return p.add(familiesPart, p.format.families(rows), len(rows))
}

func (p *packing) cards() error {
	packed, n, err := card.RevocationList(p.tx)
	if err != nil {
		return err
	}
	if n > mostRevoked {
		return fault.New(fault.TooLarge, "too_many_withdrawn", "More cards are cancelled than a phone can hold.").
			With("most", mostRevoked)
	}
	if err := p.add("revoked", p.format.revoked(p.manifest.Seq, packed), n); err != nil {
		return err
	}
	keys, err := card.PublicKeys(p.tx)
	if err != nil {
		return err
	}
	return p.add("keys", p.format.keys(keys), len(keys))
}

// voices lists the organisation's recordings; their files are fetched one by one.
func (p *packing) voices() error {
	rows, err := voice.List(p.tx)
	if err != nil || len(rows) == 0 {
		return err
	}
	if part := p.format.voice(rows); part != nil {
		return p.add("voice", part, len(rows))
	}
	return nil
}

// sites reads the open distributions with the phone's own lanes; the other lanes are sealed.
func (p *packing) sites() ([]distribution.Site, error) {
	if !p.phone.Actor.Has(actor.Distributor, actor.Coordinator) {
		return []distribution.Site{}, nil
	}
	sites, err := distribution.Sites(p.tx, string(p.phone.Credential))
	if err != nil {
		return nil, err
	}
	for i := range sites {
		if err := p.list(&sites[i]); err != nil {
			return nil, err
		}
	}
	return nonNil(sites), nil
}

func (p *packing) list(s *distribution.Site) error {
	rows, err := summary.EntitledFamilies(p.tx, s.Distribution,
		words.Names{Name: s.Place, NameBN: s.PlaceBN, NameHI: s.PlaceHI})
	if err != nil {
		return err
	}
	lanes := map[int][]summary.Entitled{}
	for _, row := range rows {
		lane := distribution.LaneOf(row.Entitlement, s.Lanes)
		lanes[lane] = append(lanes[lane], row)
	}
	if s.Lanes == 0 {
		return p.add(listPart+string(s.Distribution), p.format.list(rows), len(rows))
	}
	s.Listed = len(lanes[s.Lane])
	if s.Lane > 0 {
		if err := p.add(listPart+string(s.Distribution), p.format.list(lanes[s.Lane]), s.Listed); err != nil {
			return err
		}
	}
	keys, err := distribution.LaneKeys(p.tx, s.Distribution)
	if err != nil {
		return err
	}
	for i, other := range s.Sealed {
		s.Sealed[i].Listed = len(lanes[other.Lane])
		raw, err := json.Marshal(p.format.list(lanes[other.Lane]))
		if err != nil {
			return err
		}
		box, err := distribution.Box(keys[other.Lane], raw)
		if err != nil {
			return err
		}
		name := sealedPart + string(s.Distribution) + "-" + strconv.Itoa(other.Lane)
		if err := p.add(name, p.format.box(box), len(lanes[other.Lane])); err != nil {
			return err
		}
	}
	return nil
}

// nonNil encodes no rows as an empty list.
func nonNil[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}

func (p *packing) add(name string, content any, rows int) error {
	raw, err := json.Marshal(content)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	p.bodies[name] = raw
	p.manifest.Parts = append(p.manifest.Parts, Part{
		Name: name, Rows: rows, Bytes: len(raw), SHA256: hex.EncodeToString(sum[:]),
	})
	return nil
}

// keepPack stores that the pack was issued, and its parts for a day; it deletes the parts of this phone's older packs,
// and the content of packs that the phone has replaced.
func (d Service) keepPack(ctx context.Context, p *packing) error {
	grants, err := json.Marshal(p.phone.Actor.Grants)
	if err != nil {
		return err
	}
	rows := make([]partRow, 0, len(p.bodies))
	for _, part := range p.manifest.Parts {
		packed, err := compress(p.bodies[part.Name])
		if err != nil {
			return err
		}
		rows = append(rows, partRow{
			Pack: p.manifest.Pack, Name: part.Name, Organisation: p.phone.Actor.Organisation, Body: packed, Rows: part.Rows,
		})
	}
	return d.Store.Write(ctx, p.phone.Actor, func(tx *db.Tx) error {
		made := packRow{
			ID: p.manifest.Pack, Credential: string(p.phone.Credential), Organisation: p.phone.Actor.Organisation,
			Epoch: p.manifest.Epoch.Number, Seq: p.manifest.Seq, Grants: string(grants), IssuedAt: tx.Now,
		}
		if err := tx.Create(&made).Error; err != nil {
			return err
		}
		old := db.At(tx.Now.Add(-partsKept))
		stale := tx.Model(&packRow{}).Select("id").Where("credential = ? AND issued_at < ?", made.Credential, old)
		if err := tx.Where("pack IN (?)", stale).Delete(&partRow{}).Error; err != nil {
			return err
		}
		if err := keepContent(tx, made, p.manifest.Parts); err != nil {
			return err
		}
		return tx.CreateInBatches(&rows, 50).Error
	})
}

// PackedPart returns one part of a pack of this phone, gzipped as it is stored; a part of another phone's pack, or one
// whose bytes are deleted, is not found. The delivery is stored before any byte is returned.
func (d Service) PackedPart(ctx context.Context, phone people.Phone, pack, name string) ([]byte, error) {
	if len(name) > partNameLimit {
		return nil, fault.NotFound("part")
	}
	var row partRow
	var due bool
	err := d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) error {
		own := tx.Model(&packRow{}).Select("id").Where("id = ? AND credential = ?", pack, string(phone.Credential))
		err := tx.Where("pack IN (?) AND name = ?", own, name).Limit(1).Find(&row).Error
		if err == nil && row.Pack != "" {
			due, err = undelivered(tx, pack, name)
		}
		return err
	})
	if err == nil && row.Pack == "" {
		err = fault.NotFound("part")
	}
	if err == nil && due {
		err = d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error { return deliver(tx, pack, name) })
	}
	if err != nil {
		return nil, err
	}
	return row.Body, nil
}
