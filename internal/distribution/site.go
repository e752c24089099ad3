package distribution

import (
	"tripol/internal/db"
)

// SiteActivity is the phones' activity at a site, for the office.
type SiteActivity struct {
	Phones   []Carrier
	Lanes    []Lane
	Recorded map[string]int // recorded handovers by status
}

// Carrier is a phone that was loaded at a site, or recorded something there.
type Carrier struct {
	Device string
	Closed bool
}

// Lane is a part of a list.
type Lane struct {
	Lane     int
	Families int
	Device   string // credential of its phone
	Opened   int
}

// ActivityAt returns the phones' activity at a distribution in the actor's scope.
func ActivityAt(tx *db.Tx, id ID) (SiteActivity, error) {
	at := SiteActivity{Recorded: map[string]int{}}
	if err := tx.Actor.Must(Viewers...); err != nil {
		return at, err
	}
	d, err := findInScope(tx, id, Viewers...)
	if err != nil {
		return at, err
	}
	err = tx.Raw(`SELECT device, MAX(closed) AS closed FROM (
			SELECT device, 0 AS closed FROM custody_load WHERE distribution = ?
			UNION ALL SELECT device, 0 FROM handover_record WHERE distribution = ?
			UNION ALL SELECT device, 1 FROM custody_count WHERE distribution = ?) AS phones
		GROUP BY device ORDER BY device`, d.ID, d.ID, d.ID).Scan(&at.Phones).Error
	if err != nil {
		return at, err
	}
	var rows []struct {
		Status string
		N      int
	}
	// A handover that was decided online is by another entry than its record, and needed no recording.
	err = tx.Model(&recordRow{}).Select("status, COUNT(*) AS n").Where("distribution = ?", d.ID).
		Where(`status = ? OR NOT EXISTS (SELECT 1 FROM handover h
			WHERE h.id = handover_record.id AND h.entry <> handover_record.entry)`, undone).
		Group("status").Scan(&rows).Error
	for _, row := range rows {
		at.Recorded[row.Status] = row.N
	}
	if err != nil {
		return at, err
	}
	return at, at.lanes(tx, d.ID)
}

func (at *SiteActivity) lanes(tx *db.Tx, id ID) error {
	err := tx.Raw(`SELECT l.lane, COALESCE(l.device, '') AS device,
			(SELECT COUNT(*) FROM lane_opening o WHERE o.distribution = l.distribution AND o.lane = l.lane) AS opened
		FROM distribution_lane l WHERE l.distribution = ? ORDER BY l.lane`, id).Scan(&at.Lanes).Error
	if err != nil || len(at.Lanes) == 0 {
		return err
	}
	var due []EntitlementID
	err = tx.Model(&entitlementRow{}).Where("distribution = ?", id).Pluck("id", &due).Error
	for _, entitlement := range due {
		at.Lanes[LaneOf(entitlement, len(at.Lanes))-1].Families++
	}
	return err
}
