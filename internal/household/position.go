package household

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// The position of a house is recorded only where the organisation enabled it and the family agreed. It is stored in
// household_position and returned by PositionOf alone, to whoever recorded a reason: no list, pack, feed, export,
// history, map or release may read this table.

// PositionStates lists the states of the setting once.
var PositionStates = form.Set("positions_state", positionsOn, "off")

const positionsOn = "on"

// PositionsSet is the payload of positions.set: whether phones may ask families for the position of their house.
type PositionsSet struct {
	State string `json:"state" set:"positions_state"`
}

// Validate checks the form; it needs no database.
func (in PositionsSet) Validate() error { return form.Check(in) }

// HouseholdPosition is the payload of household.position: where a house is, in degrees, with the accuracy in metres
// that the phone reported. Without the family's consent there is no such entry.
type HouseholdPosition struct {
	ID        string          `json:"id" format:"uuid" fault:"malformed"`
	Household ID              `json:"household" format:"uuid" fault:"malformed"`
	Lon       float64         `json:"lon" required:"true" minimum:"-180" maximum:"180"`
	Lat       float64         `json:"lat" required:"true" minimum:"-90" maximum:"90"`
	Accuracy  float64         `json:"accuracy_m" required:"true" minimum:"0" maximum:"1000000"`
	Consent   PositionConsent `json:"consent"`
}

// PositionConsent is the family's consent to the recording of its house's position.
type PositionConsent struct {
	Given    bool   `json:"given" enum:"true" fault:"consent_missing"`
	How      string `json:"how" set:"consent_way"`
	Language string `json:"language" set:"language"`
}

// Validate checks the form; it needs no database.
func (in HouseholdPosition) Validate() error { return form.Check(in) }

// PositionReasons lists the reasons for looking at the position of a house once.
var PositionReasons = form.Set("position_reason", "visit", "check_grade", "danger", "asked_by_family")

// PositionOpen is the payload of position.open.
type PositionOpen struct {
	Household ID     `json:"household" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"position_reason"`
}

// Validate checks the form; it needs no database.
func (in PositionOpen) Validate() error { return form.Check(in) }

type (
	positionSettingRow struct {
		Entry        journal.EntryID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Enabled      bool
		Account      actor.AccountID
		SetAt        db.Instant
	}
	positionRow struct {
		Entry        journal.EntryID `gorm:"primaryKey"`
		Household    ID
		Organisation actor.OrganisationID
		Lon          float64
		Lat          float64
		Accuracy     float64
		Account      actor.AccountID
		OccurredAt   db.Instant
		RecordedAt   db.Instant
	}
	positionOpeningRow struct {
		Entry        journal.EntryID `gorm:"primaryKey"`
		Household    ID
		Organisation actor.OrganisationID
		Account      actor.AccountID
		Reason       string
		OpenedAt     db.Instant
	}
)

// TableName names the table of a row type.
func (positionSettingRow) TableName() string { return "position_setting" }
func (positionRow) TableName() string        { return "household_position" }
func (positionOpeningRow) TableName() string { return "position_opening" }

// positionReaders may look at the position of a house, with a reason.
var positionReaders = []actor.Role{actor.Coordinator, actor.ProtectionOfficer}

// SetPositions applies positions.set. The newest decision of an organisation is in force; without one it is off.
func SetPositions(tx *db.Tx, e journal.Entry, in PositionsSet) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing", "The setting is an organisation's.")
	}
	return journal.Applied(), tx.Create(&positionSettingRow{
		Entry: e.ID, Organisation: tx.Actor.Organisation, Enabled: in.State == positionsOn,
		Account: tx.Actor.Account, SetAt: tx.Now,
	}).Error
}

// PositionSetting is an organisation's newest decision on positions.
type PositionSetting struct {
	Enabled bool
	By      actor.AccountID
	At      db.Instant // zero where there is none
}

// Positions returns the setting of an organisation that was in force at a time.
func Positions(tx *db.Tx, of actor.OrganisationID, at db.Instant) (PositionSetting, error) {
	var row positionSettingRow
	err := tx.Where("organisation = ? AND set_at <= ?", of, at).Order("set_at DESC, entry DESC").Limit(1).Find(&row).Error
	return PositionSetting{Enabled: row.Enabled, By: row.Account, At: row.SetAt}, err
}

// RecordPosition applies household.position. It counts where positions are enabled now, or were when it was recorded;
// otherwise the entry is applied without the position, and says so in its outcome.
func RecordPosition(tx *db.Tx, e journal.Entry, in HouseholdPosition) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, Recorders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	then := e.Happened(tx.Now)
	enabled := false
	for _, at := range []db.Instant{tx.Now, then} {
		setting, err := Positions(tx, h.Organisation, at)
		if err != nil {
			return journal.Outcome{}, err
		}
		enabled = enabled || setting.Enabled
	}
	if !enabled {
		return journal.Applied().With("positions_left_out", 1), nil
	}
	return journal.Applied(), tx.Create(&positionRow{
		Entry: e.ID, Household: h.ID, Organisation: h.Organisation, Lon: in.Lon, Lat: in.Lat, Accuracy: in.Accuracy,
		Account: tx.Actor.Account, OccurredAt: then, RecordedAt: tx.Now,
	}).Error
}

// OpenPosition applies position.open: it records that somebody looks at the position of a house, and the reason. The
// position is returned only afterwards.
func OpenPosition(tx *db.Tx, e journal.Entry, in PositionOpen) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, positionReaders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Create(&positionOpeningRow{
		Entry: e.ID, Household: h.ID, Organisation: h.Organisation, Account: tx.Actor.Account, Reason: in.Reason,
		OpenedAt: tx.Now,
	}).Error
}

// HousePosition is the newest position of a house.
type HousePosition struct {
	Lon, Lat, Accuracy float64
	By                 actor.AccountID
	At                 db.Instant // by the phone's clock
}

// PositionOf returns the position of a house to the person whose entry opened it at most openFor ago; otherwise
// position_shut. Nil: none was recorded.
func PositionOf(tx *db.Tx, id ID, opening journal.EntryID) (*HousePosition, error) {
	if err := tx.Actor.Must(positionReaders...); err != nil {
		return nil, err
	}
	var n int64
	since := db.At(tx.Now.Add(-openFor))
	err := tx.Model(&positionOpeningRow{}).Where("entry = ? AND household = ? AND account = ? AND opened_at >= ?",
		opening, id, tx.Actor.Account, since).Count(&n).Error
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.New(fault.Forbidden, "position_shut", "First record the reason for looking at this position.")
	}
	var rows []positionRow
	err = tx.Where("household = ?", id).Order("occurred_at DESC, entry DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	p := rows[0]
	return &HousePosition{Lon: p.Lon, Lat: p.Lat, Accuracy: p.Accuracy, By: p.Account, At: p.OccurredAt}, nil
}

// ForgetPositions deletes the positions of a household whose entries have been erased; the database rejects it while
// they are not.
func ForgetPositions(tx *db.Tx, id ID) error {
	return tx.Where("household = ?", id).Delete(&positionRow{}).Error
}
