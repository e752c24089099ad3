package lists

import (
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
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
	if line, again := i.cards[p.draft.card]; again {
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
			"This card belongs to another family. Read the code again, or leave the cell empty."), nil
	case found.State != card.Bound && found.State != card.Blank:
		return fault.Field("/card", "card_withdrawn", "This card has been withdrawn or has expired."), nil
	}
	return nil, nil
}
