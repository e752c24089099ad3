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
		q := tx.Table("card_binding AS n").Select("n.household, c.code").
			Joins("JOIN card AS c ON c.id = n.card").
			Joins("LEFT JOIN card_revocation AS r ON r.card = c.id").
			Where("n.household IN ? AND r.card IS NULL AND c.expires_on >= ?", part, DayOf(tx.Now.Time)).
			Where("NOT EXISTS (SELECT 1 FROM card_binding AS m WHERE m.household = n.household AND m.generation > n.generation)")
		if !tx.Actor.System {
			q = q.Where("c.organisation = ?", string(tx.Actor.Organisation))
		}
		err := tx.Each(func(row db.Row) error {
			var of, code string
			err := row.Scan(&of, &code)
			codes[of] = code
			return err
		}, "?", q)
		if err != nil {
			return nil, err
		}
	}
	return codes, nil
}
