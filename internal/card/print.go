package card

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// goodFor is the validity of a card in days from printing: two years.
const goodFor = 730

// firstGeneration is the generation in the token of a blank card.
const firstGeneration = 1

// PrintBatch applies card.print_batch: it creates a batch of blank cards, signed with the organisation's newest key.
// The first batch creates that key in this folder, hence a method of Keys.
func (k *Keys) PrintBatch(tx *db.Tx, e journal.Entry, in CardPrintBatch) (journal.Outcome, error) {
	if err := tx.Actor.Must(printers...); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing", "Cards belong to an organisation.")
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	kid, err := k.current(tx, tx.Actor.Organisation)
	if err != nil {
		return journal.Outcome{}, err
	}
	number, err := insertBatch(tx, batchRow{
		ID: in.ID, Organisation: tx.Actor.Organisation, Name: strings.TrimSpace(in.Name), Cards: in.Cards, Kid: kid,
		CreatedAt: tx.Now, CreatedBy: tx.Actor.Account, Entry: e.ID,
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := insertCards(tx, in); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("batch", number).With("cards", in.Cards), nil
}

// insertBatch assigns the organisation's next batch number. Of two concurrent transactions the second waits for the
// unique key, inserts nothing and tries again.
func insertBatch(tx *db.Tx, row batchRow) (int, error) {
	const tries = 5
	for range tries {
		var last int
		newest := tx.Model(&batchRow{}).Where("organisation = ?", row.Organisation).Select("COALESCE(MAX(number), 0)")
		if err := newest.Scan(&last).Error; err != nil {
			return 0, err
		}
		row.Number = last + 1
		if row.Number > 0xffff {
			return 0, fault.New(fault.Conflict, "card_batches_used_up", "No batch number is left.")
		}
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil {
			return 0, made.Error
		}
		if made.RowsAffected == 1 {
			return row.Number, nil
		}
		var same int64
		if err := tx.Model(&batchRow{}).Where("id = ?", row.ID).Count(&same).Error; err != nil {
			return 0, err
		}
		if same > 0 {
			return 0, fault.New(fault.Conflict, "batch_exists", "This batch has already been printed.").At("/id")
		}
	}
	return 0, fault.New(fault.Busy, "card_batches_busy", "Others are printing cards just now. Try again.")
}

// insertCards inserts a batch's cards with random ids.
func insertCards(tx *db.Tx, in CardPrintBatch) error {
	rows := make([]cardRow, in.Cards)
	for i := range rows {
		id, code, err := drawID()
		if err != nil {
			return err
		}
		rows[i] = cardRow{
			ID: id, Code: code, Organisation: tx.Actor.Organisation, Batch: in.ID, Place: i + 1, Generation: firstGeneration,
			ExpiresOn: DayOf(tx.Now.Time) + goodFor, CreatedAt: tx.Now,
		}
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, chunk)
	if made.Error != nil {
		return made.Error
	}
	if made.RowsAffected != int64(len(rows)) { // a duplicate code: once in a billion cards
		return fault.New(fault.Busy, "card_code_taken", "A card code is already in use. Try again.")
	}
	return nil
}

// drawID returns a random card id whose code has a printable check symbol, which 32 of 37 have.
func drawID() (ID, string, error) {
	for {
		var raw [idSize]byte
		if _, err := rand.Read(raw[:]); err != nil {
			return "", "", err
		}
		id := ID(hex.EncodeToString(raw[:]))
		if code, ok := codeOf(id); ok {
			return id, code, nil
		}
	}
}
