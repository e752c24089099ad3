package lists

import (
	"context"
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// checkCards refuses the rows whose card cannot be bound to their family, before anything of them is entered: a card of
// another family, or one that is not ours.
func (i *listImport) checkCards(tx *db.Tx) error {
	for _, p := range i.batch {
		if p.draft.card == "" || p.fault != nil || p.outcome != toEnter && p.outcome != unchanged {
			continue
		}
		refused, err := i.cardFault(tx, p)
		if err != nil {
			return err
		}
		if refused != nil {
			p.column, p.fault = i.reader.columnOf("card"), refused
		}
	}
	return nil
}

func (i *listImport) cardFault(tx *db.Tx, p *pendingRow) (*fault.Fault, error) {
	if line, again := i.cards[p.draft.card]; again && line != p.row.Number {
		return fault.Field("/card", "card_code_repeated", "Another row of the file has this card. Correct one of them.").
			With("line", line), nil
	}
	i.cards[p.draft.card] = p.row.Number
	found, err := card.Resolve(tx, p.draft.card)
	if f := fault.Of(err); f != nil {
		return f.At("/card"), nil
	}
	switch {
	case err != nil:
		return nil, err
	case found.State == card.Bound && household.ID(found.Household) != p.family():
		return fault.Field("/card", "card_of_another_family",
			"This card belongs to another family. Read the code again, or leave the cell empty and give the family a new card."), nil
	case found.State != card.Bound && found.State != card.Blank:
		return fault.Field("/card", "card_withdrawn", "This card has been withdrawn or has expired."), nil
	}
	return nil, nil
}

// submitCards binds the cards of the rows whose families are registered now.
func (i *listImport) submitCards(ctx context.Context) error {
	var rows []*pendingRow
	var entries []journal.Entry
	for _, p := range i.batch {
		if p.draft.card == "" || p.fault != nil || i.DryRun || p.outcome != kept && p.outcome != unchanged {
			continue
		}
		payload, err := json.Marshal(card.CardBind{Card: p.draft.card, Household: p.family()})
		if err != nil {
			return err
		}
		rows = append(rows, p)
		entries = append(entries, journal.Entry{
			ID: entryIDOf(i.Actor, journal.EntryID(p.family()), payload, 0), Kind: "card.bind", Schema: intake.Schema,
			OccurredAt: i.Store.Now(), Payload: payload,
		})
	}
	if len(entries) == 0 {
		return nil
	}
	verdicts, err := i.Intake.TakeMany(ctx, i.Store, i.Actor, entries)
	if err != nil {
		return err
	}
	for n, v := range verdicts {
		if refused := refusedBy(v); refused != nil { // between the check and the entry, somebody else took the card
			rows[n].notes = append(rows[n].notes, finding{i.reader.columnOf("card"), refused.At("/card")})
		}
	}
	return nil
}

// refusedBy returns the fault of an entry that has no effect; nil for one that is applied, now or earlier.
func refusedBy(v intake.Verdict) *fault.Fault {
	switch {
	case v.Malformed != nil:
		return v.Malformed
	case v.Outcome.Status == journal.StatusApplied,
		v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Was == journal.StatusApplied:
		return nil
	}
	return fault.Of(intake.RefusalOf(v.Outcome))
}
