package card

import (
	"slices"

	"tripol/internal/db"
)

// ValidCodes returns the typed code of the valid card of each household: the newest bound to it, not withdrawn, not
// expired. Households without one are absent.
func ValidCodes(tx *db.Tx, households []string) (map[string]string, error) {
	codes := make(map[string]string, len(households))
	known := slices.DeleteFunc(slices.Clone(households), func(id string) bool { return !isUUID(id) })
	for part := range slices.Chunk(known, chunk) {
		bound, err := newestCards(tx, part)
		if err != nil {
			return nil, err
		}
		if err := addValidCodes(tx, bound, codes); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// newestCards returns the household of each newest binding, by its card. Cards are looked up by id in a statement of
// their own: joined, Postgres reads every card and binding for each few hundred households.
func newestCards(tx *db.Tx, households []string) (map[string]string, error) {
	newest := make(map[string]string, len(households)) // card of a household
	err := tx.Each(func(row db.Row) error {
		var of, card string
		err := row.Scan(&of, &card)
		newest[of] = card // in order: the newest overwrites
		return err
	}, "SELECT household, card FROM card_binding WHERE household IN ? ORDER BY household, generation", households)
	bound := make(map[string]string, len(newest))
	for of, card := range newest {
		bound[card] = of
	}
	return bound, err
}

// addValidCodes adds the codes of those cards that are neither expired nor revoked.
func addValidCodes(tx *db.Tx, bound, codes map[string]string) error {
	if len(bound) == 0 {
		return nil
	}
	cards := make([]string, 0, len(bound))
	for card := range bound {
		cards = append(cards, card)
	}
	slices.Sort(cards) // the same statement for the same cards
	q := tx.Table("card AS c").Select("c.id, c.code").
		Joins("LEFT JOIN card_revocation AS r ON r.card = c.id").
		Where("c.id IN ? AND r.card IS NULL AND c.expires_on >= ?", cards, DayOf(tx.Now.Time))
	if !tx.Actor.System {
		q = q.Where("c.organisation = ?", string(tx.Actor.Organisation))
	}
	return tx.Each(func(row db.Row) error {
		var id, code string
		err := row.Scan(&id, &code)
		codes[bound[id]] = code
		return err
	}, "?", q)
}
