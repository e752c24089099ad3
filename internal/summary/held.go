package summary

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
)

// The exposure of a lost phone: the families that it may hold. The scope is the actor's organisation, in all areas; the
// caller must authorise. Families erased since are included, because the phone may still hold them; nothing else of
// them is known.

// Located is a household and its place.
type Located struct {
	Household household.ID
	Area      area.Key
	Erased    bool
}

// Span is the period in which a phone can have received its data.
type Span struct{ Since, Until db.Instant }

const held = `h.organisation = ? AND (h.erased_at IS NULL OR h.erased_at > ?)`

// RegisteredWithin returns the households at or below some paths that were registered until the span's end.
func RegisteredWithin(tx *db.Tx, paths []string, span Span) (found []Located, err error) {
	if len(paths) == 0 {
		return nil, nil
	}
	return found, tx.Table("household AS h").Select("h.id AS household, h.area, h.erased_at IS NOT NULL AS erased").
		Scopes(db.Within("h.area_path", paths)).Where(held, string(tx.Actor.Organisation), span.Since).
		Where("h.registered_at <= ?", span.Until).Scan(&found).Error
}

// RegisteredOn returns the households that one credential of a phone registered.
func RegisteredOn(tx *db.Tx, credential string, span Span) (found []Located, err error) {
	return found, tx.Raw(`SELECT h.id AS household, h.area, h.erased_at IS NOT NULL AS erased
		FROM device_record r JOIN household h ON h.entry = r.entry WHERE r.credential = ? AND `+held,
		credential, string(tx.Actor.Organisation), span.Since).Scan(&found).Error
}

// DistributionName returns the name of a distribution of the actor's organisation; empty: there is none.
func DistributionName(tx *db.Tx, id string) (name string, err error) {
	return name, tx.Raw("SELECT COALESCE(MAX(name), '') FROM distribution WHERE id = ? AND organisation = ?",
		id, string(tx.Actor.Organisation)).Scan(&name).Error
}

// Due is a household on the list of a distribution.
type Due struct {
	Entitlement string
	Located     `gorm:"embedded"`
}

// ListedOn returns the households on the list of a distribution.
func ListedOn(tx *db.Tx, distribution string, span Span) (found []Due, err error) {
	return found, tx.Raw(`SELECT e.id AS entitlement, h.id AS household, h.area, h.erased_at IS NOT NULL AS erased
		FROM entitlement e JOIN household h ON h.id = e.household WHERE e.distribution = ? AND `+held,
		distribution, string(tx.Actor.Organisation), span.Since).Scan(&found).Error
}

// Call is a family to call, or to visit where no telephone number is held.
type Call struct {
	Household household.ID `gorm:"column:id"`
	Name      string       // empty: none was given
	Mark      string
	Phone     string
	PhoneOf   string
	Area      area.Key
	AreaPath  string
	Size      int
	First     bool `gorm:"-"`
}

// leastFirst is the minimum number of families to call first.
const leastFirst = 10

// Calls returns those of the households that are in the areas of the protection officer: those to call first, then the
// others, each by place and name. First are the families with a private reason and at least as many others, at least
// leastFirst in all, so that a list that is read over the officer's shoulder, printed or mislaid does not disclose a
// reason. The key, which nobody is shown, selects the same others in every list: two lists compared disclose nothing.
func Calls(tx *db.Tx, ids []household.ID, key []byte) ([]Call, error) {
	if err := tx.Actor.Must(actor.ProtectionOfficer); err != nil {
		return nil, err
	}
	var calls []Call
	for part := range slices.Chunk(ids, chunk) {
		var some []Call
		err := tx.Table("household").Select(`id, name, mark, phone, phone_of, area, area_path,
				women + men + girls + boys + infants + elderly + unstated AS size`).
			Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.ProtectionOfficer))).
			Where("id IN ? AND erased_at IS NULL", part).Scan(&some).Error
		if err != nil {
			return nil, err
		}
		calls = append(calls, some...)
	}
	private, err := household.WithPrivateReason(tx)
	if err != nil {
		return nil, err
	}
	callFirst(calls, private, key)
	slices.SortFunc(calls, func(a, b Call) int {
		if a.First != b.First {
			if a.First {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.AreaPath, b.AreaPath), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Household, b.Household))
	})
	return calls, nil
}

// callFirst marks the families to call first.
func callFirst(calls []Call, private map[household.ID]bool, key []byte) {
	lots := make(map[household.ID][]byte, len(calls))
	marked := 0
	for _, one := range calls {
		lot := hmac.New(sha256.New, key)
		lot.Write([]byte(one.Household))
		lots[one.Household] = lot.Sum(nil)
		if private[one.Household] {
			marked++
		}
	}
	slices.SortFunc(calls, func(a, b Call) int { return bytes.Compare(lots[a.Household], lots[b.Household]) })
	others := max(marked, leastFirst-marked)
	for i := range calls {
		switch {
		case private[calls[i].Household]:
			calls[i].First = true
		case others > 0:
			calls[i].First = true
			others--
		}
	}
}
