package web

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/words"
)

// ItemView is an item with its names in every language.
type ItemView struct {
	ID      stock.ItemID `json:"id"`
	Code    string       `json:"code"`
	Name    string       `json:"name"`
	NameBN  string       `json:"name_bn"`
	NameHI  string       `json:"name_hi"`
	Unit    string       `json:"unit"`
	UnitBN  string       `json:"unit_bn"`
	UnitHI  string       `json:"unit_hi"`
	Picture string       `json:"picture" set:"picture"`
	Common  bool         `json:"common"` // shared by all organisations, maintained by the steward
}

// BalanceView is a store's balance of an item, in the item's unit.
type BalanceView struct {
	Item     stock.ItemID `json:"item"`
	Quantity int64        `json:"quantity"`
}

// StoreView is a store; balances are shown for the viewer's own stores only.
type StoreView struct {
	ID               stock.StoreID        `json:"id"`
	Name             string               `json:"name"`
	NameBN           string               `json:"name_bn"`
	NameHI           string               `json:"name_hi"`
	Kind             string               `json:"kind" set:"store_kind"`
	Area             area.Key             `json:"area"`
	Organisation     actor.OrganisationID `json:"organisation"`
	OrganisationName string               `json:"organisation_name"`
	Own              bool                 `json:"own"`
	Balances         []BalanceView        `json:"balances" nullable:"false"`
	AreaNames
}

// LedgerView is one item of a movement, from the store's point of view.
type LedgerView struct {
	Movement   stock.MovementID `json:"movement"`
	At         db.Instant       `json:"at"`
	Kind       string           `json:"kind"`
	Document   string           `json:"document"`
	Party      string           `json:"party"`
	Reason     string           `json:"reason"`
	Reverses   stock.MovementID `json:"reverses" empty:"true"`
	ReversedBy stock.MovementID `json:"reversed_by" empty:"true"`
	Item       stock.ItemID     `json:"item"`
	In         int64            `json:"in"`
	Out        int64            `json:"out"`
	Balance    int64            `json:"balance"`
	By         string           `json:"by"`
}

// WaybillView is a waybill: quantities sent and received.
type WaybillView struct {
	ID       stock.WaybillID    `json:"id"`
	Number   string             `json:"number"`
	State    stock.WaybillState `json:"state"`
	From     stock.StoreID      `json:"from"`
	To       stock.StoreID      `json:"to"`
	SentAt   db.Instant         `json:"sent_at"`
	Incoming bool               `json:"incoming"` // its destination is the viewer's own organisation
	Lines    []WaybillLineView  `json:"lines" nullable:"false"`
	WaybillNames
}

// WaybillLineView is one item of a waybill; Received is null until it has been counted.
type WaybillLineView struct {
	Item     stock.ItemID `json:"item"`
	Sent     int64        `json:"sent"`
	Received *int64       `json:"received"`
	Reason   string       `json:"reason"`
}

func listItems(c *call) (out Rows[ItemView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		items, err := stock.Items(tx)
		if err != nil {
			return err
		}
		sortItems(items, c.language())
		views := make([]ItemView, len(items))
		for i, item := range items {
			views[i] = viewItem(item)
		}
		out = rowsOf(views, "")
		return nil
	})
}

func viewItem(i stock.Item) ItemView {
	return ItemView{
		ID:      i.ID,
		Code:    i.Code,
		Name:    i.Name,
		NameBN:  i.NameBN,
		NameHI:  i.NameHI,
		Unit:    i.Unit,
		UnitBN:  i.UnitBN,
		UnitHI:  i.UnitHI,
		Picture: i.Picture,
		Common:  i.Common,
	}
}

func listStores(c *call) (out Rows[StoreView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		stores, err := stock.Stores(tx)
		if err != nil {
			return err
		}
		language := c.language()
		words.SortBy(stores, language, func(s stock.StoreBalances) string { return s.Names().In(language) })
		keys := make([]area.Key, len(stores))
		for i, s := range stores {
			keys[i] = s.Area
		}
		places, err := areaNames(tx, keys)
		if err != nil {
			return err
		}
		organisations, err := people.OrganisationNames(tx)
		if err != nil {
			return err
		}
		views := make([]StoreView, len(stores))
		for i, s := range stores {
			views[i] = StoreView{
				ID:               s.ID,
				Name:             s.Name,
				NameBN:           s.NameBN,
				NameHI:           s.NameHI,
				Kind:             s.Kind,
				Area:             s.Area,
				AreaNames:        places[s.Area],
				Organisation:     s.Organisation,
				OrganisationName: organisations[string(s.Organisation)],
				Own:              s.Own,
				Balances:         []BalanceView{},
			}
			for _, b := range s.Balances {
				views[i].Balances = append(views[i].Balances, BalanceView{Item: b.Item, Quantity: b.Quantity})
			}
		}
		out = rowsOf(views, "")
		return nil
	})
}

const ledgerPage = 100

func storeLedger(c *call) (out Rows[LedgerView], err error) {
	id, err := c.id("store")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		lines, next, err := stock.Ledger(tx, stock.StoreID(id), c.Query("after"), ledgerPage)
		if err != nil {
			return err
		}
		accounts := make([]string, 0, len(lines))
		for _, l := range lines {
			if l.By != "" {
				accounts = append(accounts, string(l.By))
			}
		}
		who, err := people.Names(tx, accounts)
		if err != nil {
			return err
		}
		views := make([]LedgerView, len(lines))
		for i, l := range lines {
			views[i] = LedgerView{
				Movement:   l.Movement,
				At:         l.At,
				Kind:       l.Kind,
				Document:   l.Document,
				Party:      l.Party,
				Reason:     l.Reason,
				Reverses:   l.Reverses,
				ReversedBy: l.ReversedBy,
				Item:       l.Item,
				In:         max(l.Quantity, 0),
				Out:        max(-l.Quantity, 0),
				Balance:    l.Balance,
				By:         who[string(l.By)],
			}
		}
		out = rowsOf(views, next)
		return nil
	})
}

const waybillPage = 50

// waybills returns the waybills that the request asks for.
func (c *call) waybills(tx *db.Tx) ([]stock.Waybill, error) {
	if way := stock.Way(c.Query("way")); way != "" {
		return waybillsInTransit(tx, way, c.server.lateDays())
	}
	return stock.WaybillsIn(tx, stock.WaybillState(c.Query("state")), stock.WaybillID(c.Query("after")), waybillPage)
}

func listWaybills(c *call) (out Rows[WaybillView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		waybills, err := c.waybills(tx)
		if err != nil {
			return err
		}
		views := make([]WaybillView, len(waybills))
		for i, w := range waybills {
			views[i] = WaybillView{
				ID:       w.ID,
				Number:   w.Number,
				State:    w.State,
				From:     w.FromStore,
				To:       w.ToStore,
				SentAt:   w.SentAt,
				Incoming: w.ToOrganisation == tx.Actor.Organisation,
				Lines:    []WaybillLineView{},

				WaybillNames: waybillNamesOf(w.FromName, w.ToName),
			}
			for _, l := range w.Lines {
				views[i].Lines = append(
					views[i].Lines,
					WaybillLineView{Item: l.Item, Sent: l.Sent, Received: l.Received, Reason: l.Reason},
				)
			}
		}
		next := ""
		if c.Query("way") == "" && len(waybills) == waybillPage {
			next = string(waybills[waybillPage-1].ID)
		}
		out = rowsOf(views, next)
		return nil
	})
}
