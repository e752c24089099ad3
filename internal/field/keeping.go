package field

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// keeping is what a storekeeper's phone holds: no families, and no stocks, because a count is blind.
type keeping struct {
	stores   []stock.Store
	waybills []stock.Waybill // on the way to these stores
	handing  []handing
}

// handing is an open distribution with the phones of its distributors.
type handing struct {
	site   distribution.HandingSite
	phones []people.WorkingPhone
}

// keepingOf returns the stores that the actor keeps, with their work; nil for workers who keep none.
func keepingOf(tx *db.Tx) (*keeping, error) {
	if !tx.Actor.Has(actor.Storekeeper, actor.Coordinator) {
		return nil, nil //nolint:nilnil // there is nothing to hold
	}
	var k keeping
	var err error
	if k.stores, err = stock.KeptStores(tx); err != nil {
		return nil, err
	}
	if k.waybills, err = stock.OnTheWay(tx); err != nil {
		return nil, err
	}
	sites, err := distribution.Handings(tx, k.stores)
	if err != nil || len(sites) == 0 {
		return &k, err
	}
	phones, err := people.WorkingPhones(tx, actor.Distributor, actor.Coordinator)
	for _, site := range sites {
		h := handing{site: site}
		for _, p := range phones {
			if p.Reaches(site.AreaPath) {
				h.phones = append(h.phones, p)
			}
		}
		k.handing = append(k.handing, h)
	}
	return &k, err
}
