package card

import (
	"crypto/ed25519"
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// The rows of this package's tables.
type (
	keyRow struct {
		Kid          uint16 `gorm:"primaryKey;autoIncrement:false"`
		Organisation actor.OrganisationID
		PublicKey    []byte
		CreatedAt    db.Instant `gorm:"autoCreateTime:false"`
	}
	batchRow struct {
		ID           BatchID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Number       int
		Name         string
		Cards        int
		Kid          uint16
		CreatedAt    db.Instant `gorm:"autoCreateTime:false"`
		CreatedBy    actor.AccountID
		Entry        journal.EntryID
	}
	cardRow struct {
		ID           ID `gorm:"primaryKey"`
		Code         string
		Organisation actor.OrganisationID
		Batch        BatchID
		Place        int
		Generation   uint8
		ExpiresOn    Day
		CreatedAt    db.Instant `gorm:"autoCreateTime:false"`
	}
	bindingRow struct {
		Card         ID `gorm:"primaryKey"`
		Household    household.ID
		Organisation actor.OrganisationID
		Generation   int
		BoundAt      db.Instant
		BoundBy      actor.AccountID
		Entry        journal.EntryID
	}
	revocationRow struct {
		Card         ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Reason       Reason
		RevokedAt    db.Instant
		RevokedBy    actor.AccountID
		Entry        journal.EntryID
	}
)

// TableName names the table of a row type.
func (keyRow) TableName() string        { return "card_key" }
func (batchRow) TableName() string      { return "card_batch" }
func (cardRow) TableName() string       { return "card" }
func (bindingRow) TableName() string    { return "card_binding" }
func (revocationRow) TableName() string { return "card_revocation" }

// chunk is the number of values per statement: both engines limit the number of parameters.
const chunk = 500

// view is a card with its batch, binding and revocation: the inputs of its state, in one statement.
type view struct {
	ID          ID
	Code        string
	Batch       BatchID
	BatchName   string
	BatchNumber uint16
	Kid         uint16
	Place       int
	Printed     uint8
	ExpiresOn   Day
	Household   *string
	Generation  *int
	Newest      *int
	Reason      *Reason
}

// views is the query of the cards of the actor's organisation.
func views(tx *db.Tx) *gorm.DB {
	q := tx.Table("card AS c").
		Select(`c.id, c.code, c.batch, b.name AS batch_name, b.number AS batch_number, b.kid, c.place,
			c.generation AS printed, c.expires_on, n.household, n.generation, r.reason,
			(SELECT MAX(m.generation) FROM card_binding AS m WHERE m.household = n.household) AS newest`).
		Joins("JOIN card_batch AS b ON b.id = c.batch").
		Joins("LEFT JOIN card_binding AS n ON n.card = c.id").
		Joins("LEFT JOIN card_revocation AS r ON r.card = c.id")
	if tx.Actor.System {
		return q
	}
	return q.Where("c.organisation = ?", string(tx.Actor.Organisation))
}

// firstView returns the card of a query, or nil.
func firstView(q *gorm.DB) (*view, error) {
	var rows []view
	if err := q.Limit(1).Scan(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// card derives the state of a card at a moment.
func (v view) card(now db.Instant) Card {
	c := Card{
		ID: v.ID, Code: v.Code, Batch: v.Batch, BatchName: v.BatchName, Place: v.Place,
		Generation: int(v.Printed), ExpiresOn: v.ExpiresOn,
	}
	if v.Household != nil {
		c.Household, c.Generation = *v.Household, *v.Generation
	}
	switch {
	case v.Reason != nil:
		c.State, c.Reason = Withdrawn, *v.Reason
	case v.Household != nil && *v.Generation < *v.Newest:
		c.State, c.Reason = Withdrawn, Replaced
	case DayOf(now.Time) > v.ExpiresOn:
		c.State = Expired
	case v.Household != nil:
		c.State = Bound
	default:
		c.State = Blank
	}
	return c
}

func cardsOf(rows []view, now db.Instant) []Card {
	cards := make([]Card, len(rows))
	for i, row := range rows {
		cards[i] = row.card(now)
	}
	return cards
}

// keyByID returns the public half of a key, or nil when the key id is unknown.
func keyByID(tx *db.Tx, kid uint16) (*keyRow, error) {
	var rows []keyRow
	if err := tx.Where("kid = ?", kid).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// Get returns one card of the actor's organisation. Missing and foreign return the same fault.
func Get(tx *db.Tx, id ID) (Card, error) {
	if err := tx.Actor.Must(scanners...); err != nil {
		return Card{}, err
	}
	found, err := firstView(views(tx).Where("c.id = ?", id))
	if err != nil {
		return Card{}, err
	}
	if found == nil {
		return Card{}, fault.NotFound("card")
	}
	return found.card(tx.Now), nil
}

// NewestByHousehold returns the newest card of each household that has one, in any state.
func NewestByHousehold(tx *db.Tx, households []string) (map[string]Card, error) {
	all := make(map[string]Card, len(households))
	known := slices.DeleteFunc(slices.Clone(households), func(id string) bool { return !isUUID(id) })
	for part := range slices.Chunk(known, chunk) {
		var rows []view
		if err := views(tx).Where("n.household IN ?", part).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			if *row.Generation == *row.Newest {
				all[*row.Household] = row.card(tx.Now)
			}
		}
	}
	return all, nil
}

// Batches lists the organisation's batches, newest first.
func Batches(tx *db.Tx) ([]Batch, error) {
	if err := tx.Actor.Must(scanners...); err != nil {
		return nil, err
	}
	q := tx.Table("card_batch AS b").
		Select(`b.id, b.number, b.name, b.cards, b.created_at AS printed_at,
			(SELECT COUNT(*) FROM card AS c JOIN card_binding AS n ON n.card = c.id WHERE c.batch = b.id) AS bound`)
	if !tx.Actor.System {
		q = q.Where("b.organisation = ?", string(tx.Actor.Organisation))
	}
	var batches []Batch
	err := q.Order("b.created_at DESC, b.id DESC").Limit(1000).Scan(&batches).Error
	return batches, err
}

// Cards lists the cards of a batch in sheet order.
func Cards(tx *db.Tx, batch BatchID) ([]Card, error) {
	if err := tx.Actor.Must(printers...); err != nil {
		return nil, err
	}
	rows, err := viewsOf(tx, batch)
	if err != nil {
		return nil, err
	}
	return cardsOf(rows, tx.Now), nil
}

// viewsOf returns a batch's cards, at least one; missing and foreign batches return the same fault.
func viewsOf(tx *db.Tx, batch BatchID) ([]view, error) {
	if !isUUID(string(batch)) {
		return nil, fault.NotFound("batch of cards")
	}
	var rows []view
	if err := views(tx).Where("c.batch = ?", batch).Order("c.place").Scan(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.NotFound("batch of cards")
	}
	return rows, nil
}

// Printables returns the cards of a batch for printing, signed again with the key of the batch: a reprint is identical.
func (k *Keys) Printables(tx *db.Tx, batch BatchID) ([]Printable, error) {
	if err := tx.Actor.Must(printers...); err != nil {
		return nil, err
	}
	rows, err := viewsOf(tx, batch)
	if err != nil {
		return nil, err
	}
	key, err := keyByID(tx, rows[0].Kid)
	if err != nil {
		return nil, err
	}
	private, err := k.signer(rows[0].Kid)
	if err != nil {
		return nil, err
	}
	cards := make([]Printable, len(rows))
	for i, row := range rows {
		token, err := sign(private, row.claim())
		if err != nil {
			return nil, err
		}
		cards[i] = Printable{Token: token, Code: row.Code, Place: row.Place}
	}
	// The same key id with a different key: a folder of another installation. Phones would report such cards as forged.
	trusted := func(uint16) (ed25519.PublicKey, bool) { return key.PublicKey, key != nil }
	if _, err := VerifyToken(cards[0].Token, trusted); err != nil {
		return nil, fault.New(fault.Conflict, "card_key_elsewhere", "The key of this batch is not on this server.").
			Because(err)
	}
	return cards, nil
}

// claim returns the content of the card's token.
func (v view) claim() TokenClaim {
	return TokenClaim{Kid: v.Kid, Card: v.ID, Batch: v.BatchNumber, Generation: v.Printed, ExpiresOn: v.ExpiresOn}
}
