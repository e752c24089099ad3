package distribution

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// A site's list is split into lanes, one per phone, so that two offline phones have no card in common. An entitlement's
// lane derives from its id. A leader's PIN opens the lane of a missing phone.

// Quota of off-list handovers per phone and site: two per cent of the list, at least one and at most five.
const (
	offListShare = 50
	offListMost  = 5
)

type (
	lanesRow struct {
		Distribution ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Lanes        int
		SetAt        db.Instant
	}
	laneRow struct {
		Distribution ID  `gorm:"primaryKey"`
		Lane         int `gorm:"primaryKey;autoIncrement:false"`
		Organisation actor.OrganisationID
		Device       *string
		TakenAt      db.Instant
	}
	laneKeyRow struct {
		Distribution ID  `gorm:"primaryKey"`
		Lane         int `gorm:"primaryKey;autoIncrement:false"`
		Organisation actor.OrganisationID
		Key          []byte
		Wrapped      []byte
	}
	openingRow struct {
		Entry        journal.EntryID `gorm:"primaryKey"`
		Distribution ID
		Organisation actor.OrganisationID
		Lane         int
		Device       string
		Reason       string
		OpenedAt     db.Instant
	}
)

// TableName names the table of a row type.
func (lanesRow) TableName() string   { return "distribution_lanes" }
func (laneRow) TableName() string    { return "distribution_lane" }
func (laneKeyRow) TableName() string { return "distribution_lane_key" }
func (openingRow) TableName() string { return "lane_opening" }

// DistributionLanes is the payload of distribution.lanes.
type DistributionLanes struct {
	Distribution ID  `json:"distribution" format:"uuid" fault:"malformed_id"`
	Lanes        int `json:"lanes" minimum:"1" maximum:"20"`
}

// Validate checks the form.
func (in DistributionLanes) Validate() error { return form.Check(in) }

// SetLanes splits an approved or open list, once: kind distribution.lanes. A later split would leave phones that
// already have the whole list with cards of every lane. A lane is a service point: one queue, served by one phone.
func SetLanes(tx *db.Tx, e journal.Entry, in DistributionLanes) (journal.Outcome, error) {
	d, err := approvedList(tx, in.Distribution)
	if err != nil {
		return journal.Outcome{}, err
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&lanesRow{
		Distribution: d.ID, Organisation: d.Organisation, Entry: e.ID, Lanes: in.Lanes, SetAt: tx.Now,
	})
	if made.Error == nil && made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "lanes_set", "The list has been split already.").
			At("/distribution")
	}
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	rows := make([]laneRow, in.Lanes)
	for i := range rows {
		rows[i] = laneRow{Distribution: d.ID, Lane: i + 1, Organisation: d.Organisation}
	}
	return journal.Applied().With("lanes", in.Lanes), tx.Create(&rows).Error
}

// approvedList returns a distribution with an approved list that may still be prepared for phones, by a coordinator of
// its area.
func approvedList(tx *db.Tx, id ID) (d distributionRow, err error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return d, err
	}
	d, err = findInScope(tx, id, actor.Coordinator)
	if err == nil && d.State != Approved && d.State != Opened {
		err = fault.New(fault.Conflict, "distribution_not_approved", "The distribution has no approved list.").
			At("/distribution").With("state", d.State)
	}
	return d, err
}

// Box encrypts with a 32-byte key: nonce, then AES-256-GCM.
func Box(key, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return gcm.Seal(nonce, nonce, plain, nil), nil
}

// LaneOf returns the lane of an entitlement, from 1.
func LaneOf(id EntitlementID, lanes int) int {
	if lanes <= 1 {
		return 1
	}
	sum := sha256.Sum256([]byte(id))
	return 1 + int(binary.BigEndian.Uint32(sum[:4])%uint32(lanes)) //nolint:gosec // lanes are at most twenty
}

// TakeLane assigns a phone its lane of a split list, or the lowest free one; 0 if none is free or the list is not
// split. A conditional update prevents two phones from taking the same lane.
func TakeLane(tx *db.Tx, id ID, device string) (lane, lanes int, err error) {
	var all []laneRow
	if err := tx.Where("distribution = ?", id).Order("lane").Find(&all).Error; err != nil {
		return 0, 0, err
	}
	for _, row := range all {
		if row.Device != nil && *row.Device == device {
			return row.Lane, len(all), nil
		}
	}
	for _, row := range all {
		if row.Device != nil {
			continue
		}
		taken := tx.Model(&laneRow{}).Where("distribution = ? AND lane = ? AND device IS NULL", id, row.Lane).
			Updates(map[string]any{"device": device, "taken_at": tx.Now})
		if taken.Error != nil || taken.RowsAffected == 1 {
			return row.Lane, len(all), taken.Error
		}
	}
	return 0, len(all), nil
}

// LaneFree is the payload of lane.free: the phone that held a lane is gone, and another shall have it.
type LaneFree struct {
	Distribution ID  `json:"distribution" format:"uuid" fault:"malformed_id"`
	Lane         int `json:"lane" minimum:"1" maximum:"20"`
}

// Validate checks the form.
func (in LaneFree) Validate() error { return form.Check(in) }

// FreeLane makes a lane available to another phone: kind lane.free. The previous phone may still serve its cards, so
// the number of exposed cards is reported.
func FreeLane(tx *db.Tx, _ journal.Entry, in LaneFree) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	freed := tx.Model(&laneRow{}).Where("distribution = ? AND lane = ? AND device IS NOT NULL", d.ID, in.Lane).
		Update("device", nil)
	if freed.Error == nil && freed.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "lane_not_held", "No phone holds this lane.").At("/lane")
	}
	return journal.Applied(), freed.Error
}

// LaneOpen is the payload of lane.open: a leader opened another phone's lane on this one.
type LaneOpen struct {
	Distribution ID     `json:"distribution" format:"uuid" fault:"malformed_id"`
	Reason       string `json:"reason" set:"lane_reason"`
	Lane         int    `json:"lane" minimum:"1" maximum:"20"`
}

var _ = form.Set("lane_reason", "phone_lost", "phone_broken", "battery_empty", "other")

// Validate checks the form.
func (in LaneOpen) Validate() error { return form.Check(in) }

// OpenLane records that a lane was opened on a second phone: kind lane.open. From then on both phones can serve its
// cards; their number is reported to a person.
func OpenLane(tx *db.Tx, e journal.Entry, in LaneOpen) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	d, err := findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	exposed, err := inLane(tx, d.ID, in.Lane)
	if err != nil {
		return journal.Outcome{}, err
	}
	err = tx.Create(&openingRow{
		Entry: e.ID, Distribution: d.ID, Organisation: d.Organisation, Lane: in.Lane, Device: e.Credential,
		Reason: in.Reason, OpenedAt: tx.Now,
	}).Error
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("exposed", exposed), journal.Raise(tx, journal.Exception{
		Kind: laneOpened, Entry: e.ID, Organisation: d.Organisation, AreaPath: d.AreaPath,
		Details: LaneDetails{SiteDetails{d.ID, e.Credential}, in.Lane, exposed, in.Reason},
	})
}

// OpenedOn returns the lanes opened on a phone, by its received entries.
func OpenedOn(tx *db.Tx, device string) (map[ID][]int, error) {
	var rows []openingRow
	err := tx.Where("device = ?", device).Order("distribution, lane").Find(&rows).Error
	opened := map[ID][]int{}
	for _, row := range rows {
		opened[row.Distribution] = append(opened[row.Distribution], row.Lane)
	}
	return opened, err
}

// LaneCount returns the number of lanes of a list; 0 if it is not split.
func LaneCount(tx *db.Tx, id ID) (lanes int, err error) {
	return lanes, tx.Raw("SELECT COALESCE(MAX(lanes), 0) FROM distribution_lanes WHERE distribution = ?", id).
		Scan(&lanes).Error
}

// inLane counts the entitlements of a lane.
func inLane(tx *db.Tx, id ID, lane int) (n int, err error) {
	lanes, err := LaneCount(tx, id)
	if err != nil {
		return 0, err
	}
	var ids []EntitlementID
	err = tx.Model(&entitlementRow{}).Where("distribution = ?", id).Pluck("id", &ids).Error
	for _, due := range ids {
		if LaneOf(due, lanes) == lane {
			n++
		}
	}
	return n, err
}

// OffListQuota is one phone's quota of off-list families at a site: its share for a split list, so that all phones
// together stay within two per cent.
func OffListQuota(included, lanes int) int {
	return max(1, min(offListMost, included/max(1, lanes)/offListShare))
}

// countOffList raises an exception for a family served off the list, and for a phone that exceeds its quota.
func (r *recording) countOffList(tx *db.Tx) error {
	var n int64
	err := tx.Model(&recordRow{}).Where("distribution = ? AND device = ? AND status = ?", r.d.ID, r.row.Device, offList).
		Count(&n).Error
	if err != nil {
		return err
	}
	r.raise(offListServed, OffListDetails{r.at(), placeOf(r.d), r.in.OffList})
	var lanes int64
	if err := tx.Model(&laneRow{}).Where("distribution = ?", r.d.ID).Count(&lanes).Error; err != nil {
		return err
	}
	if quota := OffListQuota(r.d.included(), int(lanes)); n > int64(quota) {
		r.raise(overQuota, QuotaDetails{r.at(), quota, n})
	}
	return nil
}
