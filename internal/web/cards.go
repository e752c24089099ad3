package web

import (
	"context"
	"io"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/words"
)

// CardShown is a presented card: a scanned token or a typed code.
type CardShown struct {
	Card string `json:"card" maxLength:"200" fault:"card_unreadable"`
}

// CardView is a card with its state and, for permitted roles, its holder.
type CardView struct {
	Card       card.ID     `json:"card"`
	Code       string      `json:"code"`
	State      card.State  `json:"state"`
	Reason     card.Reason `json:"reason" set:"card_withdrawal" empty:"true"`
	Generation int         `json:"generation"`
	BatchName  string      `json:"batch_name"`
	Household  *CardHolder `json:"household"`
}

// CardHolder is the family of a card.
type CardHolder struct {
	ID   household.ID `json:"id"`
	Name string       `json:"name"`
	Size int          `json:"size"`
}

// BatchView is one print run.
type BatchView struct {
	ID        card.BatchID `json:"id"`
	Name      string       `json:"name"`
	Number    int          `json:"number"`
	Cards     int          `json:"cards"`
	PrintedAt db.Instant   `json:"printed_at"`
	Bound     int          `json:"bound"`
}

func readCard(c *call, in CardShown) (out CardView, err error) {
	return out, c.typed(in.Card, func() (bool, error) {
		return true, c.read(func(tx *db.Tx) error { return out.read(tx, c.language(), in.Card) })
	})
}

// read looks up a card for the actor.
func (v *CardView) read(tx *db.Tx, language words.Language, presented string) error {
	shown, err := card.Resolve(tx, presented)
	if err != nil {
		return err
	}
	*v = CardView{
		Card: shown.ID, Code: card.GroupCode(shown.Code), State: shown.State, Reason: shown.Reason,
		Generation: shown.Generation, BatchName: shown.BatchName,
	}
	if shown.Household == "" || !tx.Actor.Has(household.Recorders...) {
		return nil // a distributor gets the name from the list, not from the card
	}
	h, err := household.Get(tx, household.ID(shown.Household))
	if fault.Is(err, "gone") {
		return nil // erased: the card has no holder any more
	}
	if err != nil {
		return err
	}
	called, err := card.CalledByID(tx, []household.ID{h.ID}, markWord(language))
	if err != nil {
		return err
	}
	v.Household = &CardHolder{ID: h.ID, Name: called[h.ID], Size: h.People.Size()}
	return nil
}

func listBatches(c *call) (out Rows[BatchView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		batches, err := card.Batches(tx)
		if err != nil {
			return err
		}
		views := make([]BatchView, len(batches))
		for i, b := range batches {
			views[i] = BatchView{
				ID:        b.ID,
				Name:      b.Name,
				Number:    b.Number,
				Cards:     b.Cards,
				PrintedAt: b.PrintedAt,
				Bound:     b.Bound,
			}
		}
		out = rowsOf(views, "")
		return nil
	})
}

// printBatch streams a batch's sheets as a PDF, after the database transaction has ended: five thousand cards take
// some seconds. Printing the same batch again returns the same cards.
func printBatch(c *call) error {
	id, err := c.id("batch of cards")
	if err != nil {
		return err
	}
	var printables []card.Printable
	options := card.SheetOptions{Help: c.server.HelpNumber, Language: c.Query("language")}
	if options.Language != "" && !words.Language(options.Language).Known() {
		return fault.Field("/language", "unknown_language", "The language must be one of "+words.Listed()+".")
	}
	catalogue, err := c.server.sentences()
	if err != nil {
		return err
	}
	err = c.read(func(tx *db.Tx) error {
		options.Printed = catalogue.Moment(marginOf(options.Language), tx.Now.Time)
		if options.Batch, err = batchNumber(tx, card.BatchID(id)); err != nil {
			return err
		}
		printables, err = c.server.Keys.Printables(tx, card.BatchID(id))
		return err
	})
	if err != nil {
		return err
	}
	c.attach("application/pdf", "cards.pdf")
	c.stream(func(_ context.Context, w io.Writer) error { return card.Sheet(w, printables, options) })
	return nil
}

// printPracticeCards streams the practice cards as a PDF. They are the same for everybody, and nothing of them is
// stored.
func printPracticeCards(c *call) error {
	options := card.SheetOptions{Help: c.server.HelpNumber, Language: c.Query("language")}
	if options.Language != "" && !words.Language(options.Language).Known() {
		return fault.Field("/language", "unknown_language", "The language must be en, bn or hi.")
	}
	catalogue, err := c.server.sentences()
	if err != nil {
		return err
	}
	options.Printed = catalogue.Moment(marginOf(options.Language), c.server.Store.Now().Time)
	c.attach("application/pdf", "practice-cards.pdf")
	c.stream(func(_ context.Context, w io.Writer) error { return card.PracticeSheet(w, options) })
	return nil
}

// batchNumber returns the number printed on the sheet's margin, 0 for an unknown batch.
func batchNumber(tx *db.Tx, id card.BatchID) (int, error) {
	batches, err := card.Batches(tx)
	for _, b := range batches {
		if b.ID == id {
			return b.Number, err
		}
	}
	return 0, err
}

// marginOf returns the language of a sheet's margin, English by default.
func marginOf(language string) words.Language {
	if language == "" {
		return words.English
	}
	return words.Language(language)
}
