package stock

import (
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// receivedWaybill returns a waybill to a store in the actor's scope.
func receivedWaybill(tx *db.Tx, id WaybillID) (Waybill, error) {
	var waybill Waybill
	q := db.Within("to_path", tx.Actor.Paths(actor.Storekeeper, actor.Coordinator))(tx.Where("id = ?", string(id)))
	if !tx.Actor.System {
		q = q.Where("to_organisation = ?", string(tx.Actor.Organisation))
	}
	err := missing(q.Take(&waybill).Error, "waybill")
	return waybill, atPath(err, "/waybill")
}

// acceptWaybill accepts a waybill once; the affected rows decide between concurrent acceptances.
func acceptWaybill(tx *db.Tx, id WaybillID) error {
	return moved(tx.Exec("UPDATE waybill SET state = ?, arrived_at = ? WHERE id = ? AND state = ?",
		WaybillUnsettled, tx.Now, string(id), WaybillSent))
}

func closeWaybill(tx *db.Tx, id WaybillID, from WaybillState) error {
	return moved(tx.Exec("UPDATE waybill SET state = ? WHERE id = ? AND state = ?", WaybillClosed, string(id), from))
}

// reopenWaybill puts an erroneously accepted waybill back in transit and deletes the received quantities.
func reopenWaybill(tx *db.Tx, id WaybillID) error {
	err := moved(tx.Exec("UPDATE waybill SET state = ?, arrived_at = NULL WHERE id = ? AND state IN (?, ?)",
		WaybillSent, string(id), WaybillUnsettled, WaybillClosed))
	if err != nil {
		return err
	}
	return tx.Exec("UPDATE waybill_line SET received = NULL, reason = '' WHERE waybill = ?", string(id)).Error
}

const waybillNotOpen = "waybill_not_open"

func moved(update *gorm.DB) error {
	if update.Error == nil && update.RowsAffected == 0 {
		return fault.New(fault.Conflict, waybillNotOpen, "This waybill is no longer in transit.").At("/waybill")
	}
	return update.Error
}

func waybillLines(tx *db.Tx, ids []WaybillID) (lines []WaybillLine, err error) {
	err = tx.Where("waybill IN ?", ids).Order("waybill, item").Find(&lines).Error
	return lines, err
}

// Waybills returns the waybills sent or received by the actor's organisation, newest first, with lines and the names of
// both stores. It uses cursor pagination: the page after the waybill `after`, the first page if empty.
func Waybills(tx *db.Tx, after WaybillID, limit int) ([]Waybill, error) {
	return WaybillsIn(tx, "", after, limit)
}

// WaybillsIn is Waybills in one state; an empty state means any.
func WaybillsIn(tx *db.Tx, state WaybillState, after WaybillID, limit int) ([]Waybill, error) {
	var waybills []Waybill
	q := visibleWaybills(tx)
	if state != "" {
		q = q.Where("state = ?", state)
	}
	if after != "" {
		if !isID(string(after)) {
			return nil, fault.Field("/after", "not_an_id", "This is not a valid cursor.")
		}
		q = q.Where("(sent_at, id) < (SELECT w.sent_at, w.id FROM waybill w WHERE w.id = ?)", string(after))
	}
	if err := q.Order("sent_at DESC, id DESC").Limit(limit).Find(&waybills).Error; err != nil {
		return nil, err
	}
	return waybills, withDetails(tx, waybills)
}

// GetWaybill returns one waybill with its lines for either of its two organisations.
func GetWaybill(tx *db.Tx, id WaybillID) (Waybill, error) {
	if !isID(string(id)) {
		return Waybill{}, fault.NotFound("waybill")
	}
	found := make([]Waybill, 1)
	if err := visibleWaybills(tx).Take(&found[0], "id = ?", string(id)).Error; err != nil {
		return Waybill{}, missing(err, "waybill")
	}
	err := withDetails(tx, found)
	return found[0], err
}

// visibleWaybills is the scope for reading: the sender's organisation over the sending store, or the receiver's over
// the receiving one.
func visibleWaybills(tx *db.Tx) *gorm.DB {
	if tx.Actor.System {
		return tx.Model(&Waybill{})
	}
	paths := tx.Actor.Paths(actor.Roles...)
	mine := string(tx.Actor.Organisation)
	sender := db.Within("from_path", paths)(tx.Where("organisation = ?", mine))
	receiver := db.Within("to_path", paths)(tx.Where("to_organisation = ?", mine))
	return tx.Where(tx.Where(sender).Or(receiver))
}

// withDetails adds lines and names to a page of waybills, with two statements per page.
func withDetails(tx *db.Tx, waybills []Waybill) error {
	if len(waybills) == 0 {
		return nil
	}
	var ids []WaybillID
	var stores []StoreID
	place := map[WaybillID]int{}
	for i, waybill := range waybills {
		ids = append(ids, waybill.ID)
		stores = append(stores, waybill.FromStore, waybill.ToStore)
		place[waybill.ID] = i
	}
	lines, err := waybillLines(tx, ids)
	if err != nil {
		return err
	}
	for _, line := range lines {
		waybill := &waybills[place[line.Waybill]]
		waybill.Lines = append(waybill.Lines, line)
	}
	names, err := StoreNames(tx, stores)
	for i := range waybills {
		waybills[i].FromName, waybills[i].ToName = names[waybills[i].FromStore], names[waybills[i].ToStore]
	}
	return err
}

// Way selects waybills in transit by what they wait for.
type Way string

// The ways of waybills that are not accepted yet.
const (
	Arriving Way = "arriving" // to the actor's stores, sent less than the days ago
	Overdue  Way = "late"     // from or to the actor's stores, sent that long ago
)

var _ = form.Set("waybill_way", Arriving, Overdue)

// DefaultLateDays is after how many days without acceptance a waybill is late.
const DefaultLateDays = 3

// inTransit is the query of the waybills on a way, for those who move goods at one of its ends.
func inTransit(tx *db.Tx, way Way, days int) *gorm.DB {
	paths, mine := tx.Actor.Paths(actor.Storekeeper, actor.Coordinator), string(tx.Actor.Organisation)
	since := db.At(tx.Now.Add(-time.Duration(days) * 24 * time.Hour))
	receiver := db.Within("to_path", paths)(tx.Where("to_organisation = ?", mine))
	q := tx.Model(&Waybill{}).Where("state = ?", WaybillSent)
	if way == Arriving {
		return q.Where(receiver).Where("sent_at >= ?", since)
	}
	sender := db.Within("from_path", paths)(tx.Where("organisation = ?", mine))
	return q.Where(tx.Where(sender).Or(receiver)).Where("sent_at < ?", since)
}

// CountInTransit returns the number of waybills on a way, counted up to a maximum.
func CountInTransit(tx *db.Tx, way Way, days, most int) (n int64, err error) {
	found := inTransit(tx, way, days).Select("id").Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", found).Scan(&n).Error
}

// InTransit lists the waybills on a way, oldest first, with lines and the names of both stores.
func InTransit(tx *db.Tx, way Way, days, limit int) ([]Waybill, error) {
	var waybills []Waybill
	err := inTransit(tx, way, days).Order("sent_at, id").Limit(limit).Find(&waybills).Error
	if err != nil {
		return nil, err
	}
	return waybills, withDetails(tx, waybills)
}
