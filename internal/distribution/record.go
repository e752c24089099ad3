package distribution

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// The statuses of a handover that a phone recorded.
const (
	second   = "second"   // another handover was committed first; the goods are gone all the same
	offList  = "off_list" // its household is not on the list
	awaiting = "awaiting" // the recipient is not known yet
	undone   = "undone"   // undone by its recorder
)

// recordRow is a handover as recorded by a phone.
type recordRow struct {
	ID           HandoverID `gorm:"primaryKey"`
	Entry        journal.EntryID
	Organisation actor.OrganisationID
	Device       string
	Distribution ID
	Entitlement  *EntitlementID
	Household    *household.ID
	Card         *card.ID
	Status       string
	How          string
	Collector    Collector
	LessReason   string
	OffList      string
	SaidAt       db.Instant
	GivenBy      actor.AccountID
	RecordedAt   db.Instant
	Custody      *stock.MovementID // the movement that took the goods out of custody; nil: they came out of the store
}

// recordItemRow is one item of it.
type recordItemRow struct {
	Handover     HandoverID   `gorm:"primaryKey"`
	Item         stock.ItemID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Quantity     int64
}

// TableName names the table of a row type.
func (recordRow) TableName() string     { return "handover_record" }
func (recordItemRow) TableName() string { return "handover_record_item" }

// Record stores a handover that took place offline: kind handover.record. It is a fact, so neither the list nor the
// stock can reject it; discrepancies raise an exception.
//
//	recipient → accepted: the first to be committed → goods out of the phone's custody, or the store
//	          → second, off_list: stored, exception → the same
//	          → awaiting: deferred until the card's household is known; the goods have left all the same
//
// Handovers are locked before balances, here and in Undo, so that concurrent ones cannot deadlock.
func Record(tx *db.Tx, e journal.Entry, in HandoverRecord) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	r, err := startRecord(tx, e, in)
	if err != nil || r.done != nil {
		return r.outcome(), err
	}
	if err := r.resolveRecipient(tx); err != nil {
		return journal.Outcome{}, err
	}
	if err := r.insert(tx); err != nil {
		return journal.Outcome{}, err
	}
	if r.row.Status != awaiting {
		if err := r.settle(tx); err != nil {
			return journal.Outcome{}, err
		}
	}
	if err := r.moveGoods(tx); err != nil {
		return journal.Outcome{}, err
	}
	if r.row.Status == awaiting {
		return journal.WaitsFor("card:" + string(*r.row.Card)), nil
	}
	return r.outcome(), journal.Raise(tx, r.raised...)
}

// recording is the state of recording one handover.
type recording struct {
	entry  journal.Entry
	in     HandoverRecord
	d      distributionRow
	row    recordRow
	again  bool // the goods are booked already: it was awaiting
	done   *journal.Outcome
	raised []journal.Exception
}

// startRecord finds the distribution, and whether this handover is known: decided online, or recorded and deferred.
func startRecord(tx *db.Tx, e journal.Entry, in HandoverRecord) (*recording, error) {
	r := &recording{entry: e, in: in}
	var err error
	if r.d, err = findInScope(tx, in.Distribution, actor.Distributor, actor.Coordinator); err != nil {
		return r, err
	}
	var known handoverRow
	found := tx.Where("id = ?", in.ID).Limit(1).Find(&known)
	if found.Error != nil {
		return r, found.Error
	}
	if found.RowsAffected == 1 && known.GivenBy == tx.Actor.Account && known.Distribution == r.d.ID {
		return r, r.givenBefore(tx, known)
	}
	return r, r.recordedBefore(tx, known.ID != "")
}

// recordedBefore checks whether this handover was recorded before: by this entry, deferred since, or by another.
func (r *recording) recordedBefore(tx *db.Tx, taken bool) error {
	found := tx.Scopes(forUpdate(tx)).Where("id = ?", r.in.ID).Limit(1).Find(&r.row)
	switch {
	case found.Error != nil:
		return found.Error
	case found.RowsAffected == 1 && r.row.Entry == r.entry.ID && r.row.Status == undone:
		done := journal.Applied().With("undone", true)
		r.done = &done
	case found.RowsAffected == 1 && r.row.Entry == r.entry.ID:
		r.again = true
	case found.RowsAffected == 1 || taken:
		return idTaken()
	}
	return nil
}

func (r *recording) outcome() journal.Outcome {
	if r.done != nil {
		return *r.done
	}
	return journal.Applied().With("status", r.row.Status)
}

// resolveRecipient looks up the entitlement and the household. A miss is no error: the goods have already left.
func (r *recording) resolveRecipient(tx *db.Tx) error {
	if r.again {
		return r.retryCard(tx)
	}
	in := r.in
	r.row = recordRow{
		ID: in.ID, Entry: r.entry.ID, Organisation: r.d.Organisation, Device: r.entry.Credential, Distribution: r.d.ID,
		Status: offList, How: in.How, Collector: in.Collector, LessReason: in.LessReason, OffList: in.OffList,
		SaidAt: r.entry.OccurredAt, GivenBy: tx.Actor.Account, RecordedAt: tx.Now,
	}
	if in.Entitlement != "" {
		var due entitlementRow
		found := tx.Where("id = ? AND distribution = ?", in.Entitlement, r.d.ID).Limit(1).Find(&due)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected == 1 {
			r.row.Entitlement, r.row.Household, r.row.Status = &due.ID, &due.Household, accepted
		}
	}
	if in.Card == "" {
		if r.row.Household == nil {
			r.raise(handoverOfNobody, r.at())
		}
		return nil
	}
	return r.checkCard(tx)
}

// lookAtCard checks the scanned card: of a family on the list it must be theirs; otherwise it identifies the recipient.
func (r *recording) checkCard(tx *db.Tx) error {
	shown, err := card.Resolve(tx, r.in.Card)
	if f := fault.Of(err); f != nil { // the handover has taken place all the same
		r.raise(cardNotGood, CardDetails{r.at(), f.Code})
		err = nil
	}
	if err != nil || shown.ID == "" {
		return err
	}
	r.row.Card = &shown.ID
	whose := household.ID(shown.Household)
	switch {
	case r.row.Household != nil && whose != "" && *r.row.Household != whose:
		r.raise(cardOfAnother, r.at())
	case r.row.Household == nil && whose == "":
		r.row.Status = awaiting
		return nil
	case r.row.Household == nil:
		return r.setRecipient(tx, whose)
	}
	switch shown.State { //nolint:exhaustive // a blank or bound card is good
	case card.Withdrawn:
		r.raise(cardNotGood, CardDetails{r.at(), "card_withdrawn"})
	case card.Expired:
		r.raise(cardNotGood, CardDetails{r.at(), "card_expired"})
	}
	return nil
}

// take sets the card's household as recipient, and checks whether it is on the list after all.
func (r *recording) setRecipient(tx *db.Tx, whose household.ID) error {
	r.row.Household, r.row.Status = &whose, offList
	var due entitlementRow
	found := tx.Where("distribution = ? AND household = ?", r.d.ID, whose).Limit(1).Find(&due)
	if found.RowsAffected == 1 {
		r.row.Entitlement, r.row.Status = &due.ID, accepted
	}
	return found.Error
}

// findLater checks a card again whose household was unknown.
func (r *recording) retryCard(tx *db.Tx) error {
	shown, err := card.Get(tx, *r.row.Card)
	if err != nil || shown.Household == "" {
		return err
	}
	return r.setRecipient(tx, household.ID(shown.Household))
}

// keep stores the record with its items. Its status is settled later in this transaction, where handover_once decides.
func (r *recording) insert(tx *db.Tx) error {
	if r.again {
		return nil
	}
	first := r.row
	if first.Status == accepted {
		first.Status = second // until handover_once admits it
	}
	if err := tx.Create(&first).Error; err != nil {
		return err
	}
	items := make([]recordItemRow, len(r.in.Items))
	for i, line := range r.in.Items {
		items[i] = recordItemRow{
			Handover: r.row.ID, Item: line.Item, Organisation: r.row.Organisation, Quantity: line.Quantity,
		}
	}
	return tx.Create(&items).Error
}

// settle lets handover_once decide, stores the record's status, and raises the exceptions.
func (r *recording) settle(tx *db.Tx) error {
	if r.row.Status == accepted {
		if err := r.accept(tx); err != nil {
			return err
		}
	}
	if r.row.Status == offList && r.row.Household != nil {
		if err := r.countOffList(tx); err != nil {
			return err
		}
	}
	if r.d.State == Closed {
		r.raise(closedBefore, CloseDetails{r.at(), r.d.ClosedAt})
	}
	return tx.Model(&recordRow{}).Where("id = ?", r.row.ID).Updates(map[string]any{
		"status": r.row.Status, "entitlement": r.row.Entitlement, "household": r.row.Household,
	}).Error
}

// accept inserts the handover. If another one was first, this one is second: it is stored, and a person sees both. The
// first one is locked until the end of the transaction: a concurrent undo of it waits and then finds this one; if the
// undo was faster, this one becomes the first.
func (r *recording) accept(tx *db.Tx) error {
	var first *handoverRow
	for first == nil {
		inserted := tx.Exec(`INSERT INTO handover (id, organisation, entry, entitlement, distribution, household, card,
				collector, status, given_by, given_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			string(r.row.ID), string(r.row.Organisation), string(r.row.Entry), string(*r.row.Entitlement), string(r.d.ID),
			string(*r.row.Household), r.row.Card, r.row.Collector, accepted, string(r.row.GivenBy), tx.Now)
		if inserted.Error != nil || inserted.RowsAffected == 1 {
			return inserted.Error
		}
		var err error
		if first, err = r.conflicting(tx); err != nil {
			return err
		}
	}
	r.row.Status = second
	details := DoubleDetails{
		SiteDetails: r.at(), PlaceDetails: placeOf(r.d),
		First: first.ID, FirstAt: first.GivenAt, FirstBy: string(first.GivenBy),
		Second: r.row.ID, SecondSaid: r.row.SaidAt, SecondBy: string(r.row.GivenBy), SecondDevice: r.row.Device,
	}
	var record recordRow
	found := tx.Where("id = ?", first.ID).Limit(1).Find(&record)
	if found.RowsAffected == 1 {
		details.FirstSaid, details.FirstDevice = &record.SaidAt, record.Device
	}
	r.raise(doubleHandover, details)
	return found.Error
}

// inTheWay locks the handover that prevented this one; nil if it was undone meanwhile. A handover decided online
// concurrently under the same id does not count: the transaction is retried and finds it.
func (r *recording) conflicting(tx *db.Tx) (first *handoverRow, err error) {
	var found []handoverRow
	err = tx.Scopes(forUpdate(tx)).Where("entitlement = ? AND status = ? OR id = ?", *r.row.Entitlement, accepted,
		r.row.ID).Order("id").Find(&found).Error
	for i := range found {
		if found[i].ID == r.row.ID {
			return nil, db.ErrRetry
		}
		first = &found[i]
	}
	return first, err
}

// forUpdate locks the rows that a query reads until the transaction ends; SQLite has one writer.
func forUpdate(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if tx.Engine != db.Postgres {
			return q
		}
		return q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
}

func (r *recording) raise(kind string, details any) {
	r.raised = append(r.raised, journal.Exception{
		Kind: kind, Entry: r.entry.ID, Organisation: r.d.Organisation, AreaPath: r.d.AreaPath, Details: details,
	})
}
