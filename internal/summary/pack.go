package summary

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/words"
)

// The data about families on phones (data minimisation): no full phone number, note or criterion, and no name on a
// distributor's phone.

// Carried is a family of an outreach worker's own areas.
type Carried struct {
	Household  household.ID        `json:"household"`
	Area       area.Key            `json:"area"`
	Name       string              `json:"name"`
	AlsoCalled string              `json:"also_called"`
	Sounds     []string            `json:"sounds" gorm:"-" nullable:"false"`
	Phone4     string              `json:"phone4"` // the last four digits
	Size       int                 `json:"size"`
	House      household.HouseType `json:"house" empty:"true"`
	Mark       string              `json:"mark" set:"mark" empty:"true"`
	Grade      *damage.Grade       `json:"grade" enum:"0,1,2,3,4"` // of the newest assessment; null: not seen yet
	Card       string              `json:"card"`                   // the code of its newest card
	Version    int                 `json:"version"`                // increased by each correction

	// Verified and Second are about the newest assessment: whether another person has graded the same house, and its id
	// while it waits for that and the reader may be that person.
	Verified bool
	Second   damage.ID
	// ToVisit: the family is to be visited. It does not say why: see toVisit.
	ToVisit bool
	// NoPhoto: the family's newest answer on photos is no. It does not say when or why.
	NoPhoto bool
	// Reported is the newest reported grade, while there is no assessment; null: none.
	Reported *damage.Grade
}

const noPhoto = `COALESCE((SELECT NOT k.given FROM household_consent k WHERE k.household = h.id AND k.purpose = 'photo'
			ORDER BY k.at DESC, COALESCE((SELECT s.n FROM household_entry s WHERE s.entry = k.entry), 0) DESC, k.id DESC
			LIMIT 1), FALSE)`

const carried = `SELECT h.id AS household, h.area, h.name, h.also_called, h.house, h.mark, h.version,
		CASE WHEN h.phone = '' THEN '' ELSE substr(h.phone, length(h.phone) - 3) END AS phone4,
		h.women + h.men + h.girls + h.boys + h.infants + h.elderly + h.unstated AS size,
		COALESCE(v.grade, a.grade) AS grade, v.assessment IS NOT NULL AS verified,
		CASE WHEN v.assessment IS NULL AND CAST(a.assessed_by AS TEXT) <> ? AND COALESCE(CAST(a.typed_by AS TEXT), '') <> ?
			THEN CAST(a.id AS TEXT) ELSE '' END AS second,
		` + toVisit + ` AS to_visit, ` + noPhoto + ` AS no_photo,
		NULLIF(` + reportedGrade + `, -1) AS reported,
		COALESCE((SELECT CASE WHEN EXISTS (SELECT 1 FROM card_revocation r WHERE r.card = c.id AND r.reason = 'mistaken')
				THEN '' ELSE c.code END
			FROM card_binding b JOIN card c ON c.id = b.card WHERE b.household = h.id
			ORDER BY b.generation DESC LIMIT 1), '') AS card
	FROM household h JOIN entry e ON e.id = h.entry
	LEFT JOIN assessment a ON a.id = (SELECT n.id FROM assessment n
		WHERE n.organisation = h.organisation AND n.household = h.id ORDER BY n.occurred_at DESC, n.id DESC LIMIT 1)
	LEFT JOIN verification v ON v.assessment = a.id ` + newestVisit + `
	WHERE h.organisation = ? AND h.erased_at IS NULL`

// CarriedFamilies returns the families of the areas where the actor registers, or of some of them, up to a limit.
func CarriedFamilies(tx *db.Tx, only []household.ID, limit int) ([]Carried, error) {
	paths := tx.Actor.Paths(household.Recorders...)
	if len(paths) == 0 {
		return nil, nil
	}
	me := string(tx.Actor.Account)
	q := tx.Table("(?) AS f", tx.Raw(carried, me, me, string(tx.Actor.Organisation))).Select("f.*").
		Joins("JOIN household ON household.id = f.household").Scopes(db.Within("household.area_path", paths))
	if only != nil {
		q = q.Where("f.household IN ?", only)
	}
	var rows []Carried
	err := q.Order("f.household").Limit(limit).Scan(&rows).Error
	for i, row := range rows {
		rows[i].Sounds = SoundsOf(household.CurrentKeys, row.Name, row.AlsoCalled)
	}
	return rows, err
}

// SoundsOf returns the phonetic keys of the words of a family's names, by the rules of a version.
func SoundsOf(version household.KeyVersion, names ...string) []string {
	sounds := []string{}
	for _, name := range names {
		for _, word := range household.PhoneticWordsOf(version, name) {
			sounds = append(sounds, word.Common)
		}
	}
	return sounds
}

// Entitled is one family of a distributor's list.
type Entitled struct {
	Entitlement distribution.EntitlementID `json:"entitlement"`
	Household   household.ID               `json:"household"`
	Card        card.ID                    `json:"card"` // of its newest card; empty: it has none
	Code        string                     `json:"code"`
	Generation  int                        `json:"generation"`
	Mark        string                     `json:"mark"`
	Size        int                        `json:"size"`
	Area        area.Key                   `json:"area"`
	Village     string                     `json:"village"`
	VillageBN   string                     `json:"village_bn" gorm:"column:village_bn"`
	VillageHI   string                     `json:"village_hi" gorm:"column:village_hi"`
	Sounds      []string                   `json:"sounds" gorm:"-" nullable:"false"`
	Phone4      string                     `json:"phone4"`
	Items       []distribution.Due         `json:"items" gorm:"-" nullable:"false"`
	Served      *Served                    `json:"served" gorm:"-"`
	Name        string                     `json:"-"`
	AlsoCalled  string                     `json:"-"`
	ServedAt    *db.Instant                `json:"-"`
}

// Served is the time and place of a family's handover.
type Served struct {
	At      db.Instant `json:"at"`
	Place   string     `json:"place"`
	PlaceBN string     `json:"place_bn"`
	PlaceHI string     `json:"place_hi"`
}

const entitled = `SELECT e.id AS entitlement, e.household, COALESCE(c.id, '') AS card, COALESCE(c.code, '') AS code,
		COALESCE(b.generation, 0) AS generation, h.mark, h.area, a.name AS village,
		a.name_bn AS village_bn, a.name_hi AS village_hi, h.name, h.also_called,
		CASE WHEN h.phone = '' THEN '' ELSE substr(h.phone, length(h.phone) - 3) END AS phone4,
		h.women + h.men + h.girls + h.boys + h.infants + h.elderly + h.unstated AS size, g.given_at AS served_at
	FROM entitlement e
	JOIN household h ON h.id = e.household
	JOIN area a ON a.key = h.area
	LEFT JOIN card_binding b ON b.household = h.id
		AND b.generation = (SELECT MAX(m.generation) FROM card_binding m WHERE m.household = h.id)
	LEFT JOIN card c ON c.id = b.card
	LEFT JOIN handover g ON g.entitlement = e.id AND g.status = 'accepted'
	WHERE e.distribution = ? AND h.organisation = ? ORDER BY e.id`

// EntitledFamilies returns the list of a distribution for its distributor: one statement for the families, one for
// their entitlements.
func EntitledFamilies(tx *db.Tx, id distribution.ID, place words.Names) ([]Entitled, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return nil, err
	}
	var rows []Entitled
	if err := tx.Raw(entitled, string(id), string(tx.Actor.Organisation)).Scan(&rows).Error; err != nil {
		return nil, err
	}
	var items []struct {
		Entitlement distribution.EntitlementID
		distribution.Due
	}
	err := tx.Raw(`SELECT i.entitlement, i.item, i.quantity FROM entitlement_item i
		JOIN entitlement e ON e.id = i.entitlement WHERE e.distribution = ? ORDER BY i.entitlement, i.item`, string(id)).
		Scan(&items).Error
	due := map[distribution.EntitlementID][]distribution.Due{}
	for _, item := range items {
		due[item.Entitlement] = append(due[item.Entitlement], item.Due)
	}
	for i, row := range rows {
		rows[i].Sounds, rows[i].Items = SoundsOf(household.CurrentKeys, row.Name, row.AlsoCalled), due[row.Entitlement]
		if row.ServedAt != nil {
			rows[i].Served = &Served{At: *row.ServedAt, Place: place.Name, PlaceBN: place.NameBN, PlaceHI: place.NameHI}
		}
	}
	return rows, err
}
