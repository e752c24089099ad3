package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/stock"
	"tripol/internal/words"
)

// VerdictCode is the result of checking a card.
type VerdictCode string

// The results; a screen has one picture, one word and one sound for each.
const (
	GiveIt       VerdictCode = "give"
	AlreadyGiven VerdictCode = "already_given"
	NotOnList    VerdictCode = "not_on_list"
	Withdrawn    VerdictCode = "withdrawn"
	NotOurs      VerdictCode = "not_ours"
	Altered      VerdictCode = "altered"
	Expired      VerdictCode = "expired"
	Finished     VerdictCode = "finished" // the store is empty; the entitlement stays
)

// VerdictCodes are all results.
var VerdictCodes = form.Set("verdict", GiveIt, AlreadyGiven, NotOnList, Withdrawn, NotOurs, Altered, Expired, Finished)

// CardVerdict is a result with the data that the distributor needs. It contains no name, phone or reason: bystanders
// can read it.
type CardVerdict struct {
	Answer   VerdictCode
	CardCode string // empty unless the card is ours
	Mark     string // picture chosen by the family
	Size     int    // people
	Items    []DueItem
	At       db.Instant  // of the handover, when already given
	Place    words.Names // of the handover, when already given
}

// DueItem is an item of an entitlement, with its names in every language.
type DueItem struct {
	Item     stock.Item
	Quantity int64
}

// Verdict returns Give's decision about a card in a distribution without changing anything. An unreadable code stays a
// fault (card_unreadable): the number under the code can be typed.
func Verdict(tx *db.Tx, id ID, presented string) (CardVerdict, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return CardVerdict{}, err
	}
	if err := form.Check(cardShown{presented}); err != nil {
		return CardVerdict{}, err
	}
	d, err := findInScope(tx, id, actor.Distributor, actor.Coordinator)
	if err != nil {
		return CardVerdict{}, err
	}
	shown, err := card.Resolve(tx, presented)
	switch {
	case fault.Is(err, "card_not_ours"):
		return CardVerdict{Answer: NotOurs}, nil
	case fault.Is(err, "card_altered"):
		return CardVerdict{Answer: Altered}, nil
	case err != nil:
		return CardVerdict{}, atPath("/card", err)
	}
	switch shown.State {
	case card.Withdrawn:
		return CardVerdict{Answer: Withdrawn, CardCode: shown.Code}, nil
	case card.Expired:
		return CardVerdict{Answer: Expired, CardCode: shown.Code}, nil
	case card.Blank:
		return CardVerdict{Answer: NotOnList, CardCode: shown.Code}, nil
	case card.Bound:
	}
	return judge(tx, d, shown)
}

// judge returns the verdict on a bound card.
func judge(tx *db.Tx, d distributionRow, shown card.Card) (CardVerdict, error) {
	j := CardVerdict{Answer: NotOnList, CardCode: shown.Code}
	c, err := claimOf(tx, d.ID, shown, nil)
	switch {
	case err != nil:
		return j, err
	case d.State == Planned:
		return j, c.requirePayable() // there is no list yet
	case c.Entitlement == "":
		return j, nil
	}
	family, err := household.Get(tx, c.Household)
	if err != nil {
		return j, err
	}
	j.Mark, j.Size = family.Mark, family.People.Size()
	if j.Items, err = c.inWords(tx); err != nil {
		return j, err
	}
	first, served, err := handoverOf(tx, c.Entitlement)
	if err != nil {
		return j, err
	}
	if served {
		j.Answer, j.At, j.Place = AlreadyGiven, first.GivenAt, d.storeNames()
		return j, nil
	}
	if d.State != Opened {
		return j, c.requirePayable()
	}
	j.Answer, err = c.inStock(tx)
	return j, err
}

// inStock checks whether the store still has the entitled items.
func (c claim) inStock(tx *db.Tx) (VerdictCode, error) {
	held, err := stock.Held(tx, c.Store)
	if err != nil {
		return "", err
	}
	for _, item := range c.Items {
		if held[item.Item] < item.Quantity {
			return Finished, nil
		}
	}
	return GiveIt, nil
}

func (c claim) inWords(tx *db.Tx) ([]DueItem, error) {
	items, err := itemsByID(tx)
	if err != nil {
		return nil, err
	}
	due := make([]DueItem, len(c.Items))
	for i, item := range c.Items {
		due[i] = DueItem{Item: items[item.Item], Quantity: item.Quantity}
	}
	return due, nil
}
